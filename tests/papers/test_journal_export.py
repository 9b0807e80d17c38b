"""The journal to be read: who did what and why, before and after in words (R60, R61)."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from cagette_tui import i18n
from cagette_tui.model.acts.changing import cancel
from cagette_tui.model.acts.closing import set_cash_float
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.reading.history import read_journal
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.papers.journal_paper import journal_csv, journal_paper
from cagette_tui.papers.paper_text import paper_text
from cagette_tui.sentences import act_label
from tests.evening import play_evening
from tests.world import START, World, euros

NOW = START + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    before = i18n.current_language()
    i18n.activate("en")
    yield
    i18n.activate(before)


def text() -> str:
    """Write it, with plain spaces."""
    return paper_text(journal_paper(1, NOW, imports=True)).replace("\xa0", " ")


def rows() -> list[dict[str, str]]:
    """Read it as a spreadsheet does."""
    written = journal_csv(1, NOW).replace("\xa0", " ")
    return list(csv.DictReader(io.StringIO(written[1:], newline=""), delimiter=";", strict=True))


def test_before_and_after_in_words(world: World) -> None:
    """Amounts in euros, quantities, modes and reasons by their names; reasons of acts too."""
    world.evening("2026-11-13")
    one = world.read(1)
    one = receive(world.desk, one.id, one.version, Mode.CASH)
    one = set_delivered(world.desk, one.lines[0].id, one.version, False)
    cancel(world.desk, one.payments[0].id, "erreur de frappe", version=one.version)
    set_cash_float(world.desk, 1, euros("50.00"))
    undo(world.desk, last_act("paul").act)
    short = paper_text(journal_paper(1, NOW))
    assert "entries, not told here" in short
    assert "+ line Poireaux" not in short
    told = text()
    assert "+ line Poireaux 1 kg: ordered 1, delivered 1, price €3.10, total €3.10\n" in told
    assert "+ payment cash: amount €398.17\n" in told
    assert re.search(
        r"line Poireaux 1 kg: delivered 1 → 0, total €3\.10 → €0\.00,"
        r" reason – →\n +undelivered\n",
        told,
    )
    assert "order: amount -€398.17 → -€395.07\n" in told
    assert "why: erreur de frappe\n" in told
    assert "why cancelled – → erreur de frappe" in " ".join(told.split())
    assert "distribution Salle Jeanne d'Arc: cash float €0.00 → €50.00\n" in told
    assert re.search(r"act undone.*\n +takes back entry \d+\n.*€50\.00 → €0\.00\n", told)


def test_one_row_for_each_change(world: World) -> None:
    """For a spreadsheet: entry, act, when, who, what, and the column before and after."""
    basket = world.one_basket("20.00")
    basket = receive(world.other("=Zoé"), basket.id, basket.version, Mode.CARD)
    validate(world.desk, basket.id, basket.version)
    reopen_basket(world.desk, basket.id, world.again(basket).version, "rendu oublié")
    table = rows()
    payment = next(row for row in table if row["kind"] == act_label(ActKind.RECEIVE))
    assert (payment["by"], payment["at"]) == ("'=Zoé", "2026-11-20 19:00")
    assert (payment["number"], payment["member"]) == ("1", "Membre 1")
    assert (payment["what"], payment["column"]) == ("payment card", "amount")
    assert (payment["before"], payment["after"]) == ("", "€20.00")
    reopened = [row for row in table if row["reason"] == "rendu oublié"]
    assert [(row["column"], row["before"], row["after"]) for row in reopened] == [
        ("validated", "20 Nov 2026, 19:00", ""),
        ("validated by", "paul", ""),
    ]


@pytest.mark.long
def test_a_whole_evening_is_told(world: World) -> None:
    """Every entry of the distribution once, in the order of their numbers, nothing unnamed."""
    play_evening(world)
    entries = read_journal(1)
    of_distribution = JournalEntry.select(JournalEntry.id).where(JournalEntry.distribution == 1)
    assert [entry.number for entry in entries] == [row.id for row in of_distribution]
    assert sum(len(change.fields) for entry in entries for change in entry.changes) > 5000
    for language in ("fr", "en"):
        i18n.activate(language)
        told = text()
        numbers = re.findall(r"^ *(\d+)  \d\d", told, re.MULTILINE)
        assert numbers == [str(entry.number) for entry in entries]
        for name in ("_id", "None", "validated_at", "fee_rate", "on_the_spot"):
            assert name not in told


def test_nothing_and_nowhere(world: World) -> None:
    """An empty journal says so; of a distribution that is not there is none."""
    world.distribution()
    assert "Nothing was done yet." in text()
    with pytest.raises(NotFound):
        journal_csv(2, NOW)
