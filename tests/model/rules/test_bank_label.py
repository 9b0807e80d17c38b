"""What a bank's label says, in the ways in which French banks and people write (R65)."""

from __future__ import annotations

from datetime import date

import pytest

from cagette_tui.model.rules.bank_label import LabelKind, is_day, read_label
from cagette_tui.model.rules.statement import StatementLine
from tests.world import euros

K = LabelKind


def line(label: str, amount: str = "10.00", payer: str | None = None) -> StatementLine:
    """Return a line of that label."""
    return StatementLine(1, date(2026, 11, 23), euros(amount), label, payer=payer)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("VIR SEPA MARTIN ZOE", K.TRANSFER_IN),
        ("1234 VIREMENT RECU DE MARTIN", K.TRANSFER_IN),
        ("MARTIN ZOE VIR INST", K.TRANSFER_IN),
        ("VIR REJETE MARTIN", K.TRANSFER_RETURNED),
        ("RETOUR DE VIR MARTIN", K.TRANSFER_RETURNED),
        ("REMISE CB 20/11", K.CARD),
        ("TPE 123456 20/11", K.CARD),
        ("TELECOLLECTE 201126", K.CARD),
        ("REMISE DE CHEQUES N 12", K.CHEQUES),
        ("REM CHQ 3 CHEQUES", K.CHEQUES),
        ("VERSEMENT CHQ", K.CHEQUES),
        ("VERSEMENT ESPECES", K.CASH),
        ("VRST GAB 21/11", K.CASH),
        ("DEPOT", K.CASH),
        ("CORRECTION VERSEMENT ESPECES", K.CASH_CORRECTION),
        ("ECART SUR DEPOT", K.CASH_CORRECTION),
        ("CORRECTION DIVERSE", K.OTHER_IN),
        ("SUBVENTION MAIRIE", K.OTHER_IN),
    ],
)
def test_what_comes_in(label: str, kind: LabelKind) -> None:
    """R65: by the words of the banks, whatever number stands before them."""
    assert read_label(line(label)).kind is kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("VIR SEPA FERME DU PRE", K.TRANSFER_OUT),
        ("CHEQUE IMPAYE 0012345", K.CHEQUE_BACK),
        ("REJET CHQ SANS PROVISION", K.CHEQUE_BACK),
        ("FRAIS CHEQUE IMPAYE", K.CHEQUE_BACK_FEE),
        ("COMMISSION REJET CHQ", K.CHEQUE_BACK_FEE),
        ("REJET PRLV", K.OTHER_OUT),
        ("CHEQUE 0012345", K.OTHER_OUT),
        ("ERREUR VERSEMENT ESPECES", K.CASH_CORRECTION),
        ("COMCB 20/11", K.CARD_COMMISSION),
        ("COMMISSIONS SUR REMISES CB", K.CARD_COMMISSION),
        ("FRAIS REMISE CB", K.CARD_COMMISSION),
        ("FRAIS DE TENUE DE COMPTE", K.FEE),
        ("COTISATION PRO", K.FEE),
        ("PRLV COTISATION URSSAF", K.OTHER_OUT),
        ("CARTE ABONNEMENT", K.OTHER_OUT),
        ("PRLV LOYER", K.OTHER_OUT),
    ],
)
def test_what_goes_out(label: str, kind: LabelKind) -> None:
    """R65: fees are the bank's own, not what somebody collects by direct debit."""
    assert read_label(line(label, "-10.00")).kind is kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("panier du 20/11", (20, 11)),
        ("panier 20.11.2026", (20, 11)),
        ("panier 20 11", (20, 11)),
        ("20 nov amap", (20, 11)),
        ("distribution du 3 décembre", (3, 12)),
        ("du 20", (20, 0)),
        ("du 32", None),
        ("32/11", None),
        ("20/13", None),
        ("0/11 puis 20/11", (20, 11)),
        ("31/12", (31, 12)),
        ("1/1", (1, 1)),
        ("panier 12", None),
    ],
)
def test_which_day_is_written(text: str, day: tuple[int, int] | None) -> None:
    """R65: in figures, with the month's name, or the day alone."""
    assert read_label(line(f"VIR MARTIN ZOE {text}")).day == day


def test_which_day_a_terminal_writes() -> None:
    """R65: run together as six figures; a day alone is none there."""
    assert read_label(line("REMISE CB 201126")).day == (20, 11)
    assert read_label(line("REMISE CB DU 20")).day is None


@pytest.mark.parametrize(
    ("written", "same"),
    [((20, 11), True), ((20, 0), True), ((20, 12), False), ((21, 11), False), (None, False)],
)
def test_is_it_that_day(written: tuple[int, int] | None, same: bool) -> None:
    """R65: a month that nobody wrote is any."""
    assert is_day(written, date(2026, 11, 20)) is same


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("panier 12", 12),
        ("pan n 7", 7),
        ("paniers #103", 103),
        ("panier no 12", 12),
        ("panier 20/11", None),
        ("panier 3 decembre", None),
        ("panier 1234", None),
        ("12", None),
    ],
)
def test_which_basket_is_written(text: str, number: int | None) -> None:
    """R65: its number, neither a day nor a cheque's."""
    assert read_label(line(f"VIR MARTIN ZOE {text}")).basket == number


@pytest.mark.parametrize(
    ("label", "gross", "commission", "count"),
    [
        ("REMISE CB 100,00 COM 0,80", "100.00", "0.80", None),
        ("REMISE CB 1 234,56 EUR COMMISSION 9,87 NB 0012", "1234.56", "9.87", 12),
        ("REMISE CB 3 FACTURES", None, None, 3),
        ("REMISE CB", None, None, None),
    ],
)
def test_what_a_terminal_s_line_says(
    label: str, gross: str | None, commission: str | None, count: int | None
) -> None:
    """R65: what was paid, what the bank keeps, how many payments."""
    found = read_label(line(label))
    told = (found.gross, found.commission, found.count)
    assert told == (gross and euros(gross), commission and euros(commission), count)


def test_how_many_cheques() -> None:
    """R65: with the slip's number, which has four figures or more."""
    found = read_label(line("REMISE CHEQUES 0004521 (14 CHEQUES) 123"))
    assert (found.count, found.numbers, found.gross) == (14, ("0004521",), None)


@pytest.mark.parametrize(
    ("label", "payer", "text"),
    [
        ("VIR SEPA RECU /DE MARTIN ZOE /MOTIF PANIER /REF X", 2, ("martin", "zoe", "panier")),
        ("VIREMENT DE: DUVAL MOTIF: AMAP REF: 12", 1, ("duval", "amap")),
        ("VIR INST MARTIN ZOE PANIER", None, ("martin", "zoe", "panier")),
        ("VIR 123456789 MARTIN NOTPROVIDED", None, ("martin",)),
    ],
)
def test_who_pays_and_what_they_wrote(label: str, payer: int | None, text: tuple[str, ...]) -> None:
    """R65: the name where the bank marks it, then the motive; the bank's own words left out."""
    found = read_label(line(label))
    assert (found.payer, found.text) == (payer, text)


def test_the_payer_in_a_column_of_its_own() -> None:
    """R65: counted apart from what they wrote; a membership is one by its word."""
    found = read_label(line("VIR /MOTIF ADHESION 2027 /REF 1", payer="Zoé Martin"))
    assert (found.payer, found.text) == (2, ("zoe", "martin", "adhesion", "2027"))
    assert found.membership
    assert not read_label(line("VIR MARTIN ZOE PANIER")).membership


def test_a_column_that_was_too_short() -> None:
    """R65: from 26 characters on the last word may be cut, also that of the first of two."""
    assert read_label(line("VIR MARTIN ZOE")).cuts == ()
    assert read_label(line("VIR MARTIN ZOE PANIER DU M")).cuts == (4,)
    day, parts = date(2026, 11, 23), ("VIR MARTIN ZOE PANIER DU M", "AI")
    two = StatementLine(1, day, euros("1.00"), " ".join(parts), parts=parts)
    assert read_label(two).cuts == (5, 4)
