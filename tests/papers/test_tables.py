"""Tables in the language that is asked for: names, decimals, cheque numbers, the evening."""

import csv
import io
from datetime import timedelta

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.papers.exports import Export, ExportKind, Format, export_text, formats
from cagette_tui.papers.tables import EVENING, csv_text
from cagette_tui.sentences.columns import column_name
from tests.world import START, World

NOW = START + timedelta(hours=1)
OWN_NAMES = (ExportKind.BALANCES, ExportKind.CAGETTE)  # a program reads them again
KINDS = [one for one in ExportKind if Format.CSV in formats(one)]


def table(kind: ExportKind, language: str) -> list[list[str]]:
    """Read a table of the first evening."""
    i18n.activate(language)
    text = export_text(Export(1, kind, Format.CSV), NOW).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))


@pytest.fixture
def paid(world: World) -> None:
    """One basket, paid by a cheque."""
    basket = world.one_basket("12.50", "3.00")
    cheque = ChequeDetails("0004599", "Crédit", "Ana")
    receive(world.desk, basket.id, basket.version, Mode.CHEQUE, cheque=cheque)


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_says_of_which_evening(paid: None, kind: ExportKind) -> None:
    """Number, day and place come first; balances are of no evening."""
    head, *rows = table(kind, "en")
    assert rows or kind is ExportKind.CAGETTE
    if kind is not ExportKind.BALANCES:
        assert tuple(head[:3]) == EVENING
        assert {tuple(row[:3]) for row in rows} <= {("1", "2026-11-20", "Salle")}


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in OWN_NAMES])
def test_names_are_of_the_language(paid: None, kind: ExportKind) -> None:
    """In French each column has a French name, each only once; in English our own."""
    ours, _first, *_rows = table(kind, "en")
    french, *_rest = table(kind, "fr")
    assert french == [column_name(name) for name in ours]
    assert len(set(french)) == len(french)
    assert not [name for name in french if name.startswith("column:")]
    assert "member_ref" not in french


def test_numbers_and_numbers_that_are_names(paid: None) -> None:
    """A spreadsheet adds amounts up and keeps a cheque's zeros; a script has the bare number."""
    for language, amount, number, mode in (
        ("en", "15.50", "0004599", "cheque"),
        ("fr", "15,50", "n°\u00a00004599", "chèque"),
    ):
        (_head, row) = table(ExportKind.PAYMENTS, language)
        assert {amount, number, mode} <= set(row)


def test_a_file_that_is_read_again(paid: None) -> None:
    """It has the same names and decimals in every language."""
    i18n.activate("fr")
    french = csv_text(("member_ref",), [{"member_ref": True}], own_names=True)
    i18n.activate("en")
    assert french == csv_text(("member_ref",), [{"member_ref": True}], own_names=True)
