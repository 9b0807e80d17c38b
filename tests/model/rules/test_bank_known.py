"""Lines that were accepted before, and what is awaited of the bank (R65)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cagette_tui.model.rules.bank_books import (
    BookBasket,
    BookCards,
    BookCash,
    BookCheque,
    BookDeposit,
    Books,
    CashPart,
    Expected,
    LineKind,
    Proposal,
    Sure,
    Why,
)
from cagette_tui.model.rules.bank_known import KnownLine, key_of, known_lines
from cagette_tui.model.rules.bank_open import Awaited, reconciled
from cagette_tui.model.rules.statement import Statement, StatementLine
from tests.world import euros

FRIDAY = date(2026, 11, 20)


def line(label: str, amount: str = "10.00", days: int = 0, *parts: str) -> StatementLine:
    """Return a line of the bank."""
    day = FRIDAY + timedelta(days=days)
    return StatementLine(1, day, euros(amount), label, parts=parts)


def kept(number: int, of: StatementLine) -> KnownLine:
    """Return a line as it is kept once it is accepted."""
    lengths, digest = key_of(of)
    return KnownLine(number, of.booked, of.amount, lengths, digest)


VIR = line("VIR MARTIN ZOE")


@pytest.mark.parametrize(
    ("again", "is_known"),
    [
        (VIR, True),
        (line("Vir  Martin-Zoé"), True),  # blanks, accents and signs do not count
        (line("VIR MARTIN ZOE PANIER 12"), True),  # the bank completed it
        (line("VIR MARTIN Z"), False),
        (line("VIR MARTIN ANNE"), False),
        (line("VIR MARTIN ZOE", "10.01"), False),
        (line("VIR MARTIN ZOE", "10.00", 1), False),
        (line("VIR MARTIN ZOE PANIER", "10.00", 0, "VIR MARTIN ZOE", "PANIER"), True),
        (line("VIR ANNE", "10.00", 0, "VIR ANNE", "MARTIN ZOE"), False),
    ],
)
def test_a_line_is_known_again(again: StatementLine, is_known: bool) -> None:
    """R65: of its day and amount, with its label or one that goes on as it was."""
    assert known_lines([again], [kept(7, VIR)]) == [7 if is_known else None]


def test_each_counts_once() -> None:
    """R65: two equal lines are two; the same label comes before one that was completed."""
    longer = line("VIR MARTIN ZOE PANIER")
    assert known_lines([VIR, VIR], [kept(7, VIR)]) == [7, None]
    assert known_lines([VIR, VIR], [kept(7, VIR), kept(8, VIR)]) == [7, 8]
    assert known_lines([longer, VIR], [kept(7, VIR)]) == [None, 7]
    assert known_lines([longer, VIR], [kept(7, VIR), kept(8, longer)]) == [8, 7]


def test_a_line_found_takes_no_other() -> None:
    """R65: one with its own label leaves the shorter label to the line that was completed."""
    whole, short, other = line("VIR MARTIN ZOE"), line("VIR MARTIN"), line("VIR MARTIN ANNE")
    assert known_lines([whole, other], [kept(7, whole), kept(8, short)]) == [7, 8]


@pytest.mark.parametrize(
    ("short", "again", "is_known"),
    [("VIR D", "VIR DUVAL", False), ("VIR DU", "VIR DUVAL", True), ("VIR D", "VIR D", True)],
)
def test_a_short_label_is_no_beginning(short: str, again: str, is_known: bool) -> None:
    """R65: of five letters at least; the very same one is known however short."""
    assert (known_lines([line(again)], [kept(7, line(short))]) == [7]) is is_known


def test_two_parts_that_became_one() -> None:
    """R65: each part begins as it was, also where the other one is empty of letters."""
    two = line("VIR MARTIN", "10.00", 0, "VIR MARTIN", "PANIER")
    more = line("VIR MARTIN ZOE", "10.00", 0, "VIR MARTIN ZOE", "PANIER 12")
    other = line("VIR MARTIN ZOE", "10.00", 0, "VIR MARTIN ZOE", "AMAP")
    assert known_lines([more], [kept(7, two)]) == [7]
    assert known_lines([other], [kept(7, two)]) == [None]


# --- What should be there by now


SAID = (Expected(7, euros("30.00"), True), Expected(8, euros("20.00"), False))
BASKET = BookBasket(1, 6, FRIDAY, 1, 3, euros("50.00"), euros("20.00"), SAID)
CHEQUES = (BookCheque(11, euros("5.00"), members=(4, 5)), BookCheque(12, euros("6.00")))
BOOKS = Books(
    baskets=(BASKET,),
    deposits=(BookDeposit(FRIDAY, CHEQUES),),
    cards=(BookCards(6, FRIDAY, (euros("40.00"), euros("2.00")), euros("12.00")),),
    cash=(BookCash(9, FRIDAY, euros("100.00")),),
)


def test_what_is_awaited_and_not_there() -> None:
    """R65: more than ten days after it is awaited; cards less what was seen of them."""
    for days, awaited in ((10, False), (11, True)):
        last = line("FRAIS", "-2.00", days)
        found = reconciled(Statement("csv", (last,)), BOOKS, [(last, True, ())])
        told = [(one.kind, one.amount, one.member_id, one.count) for one in found.missing]
        assert told == (
            [
                (Awaited.ANNOUNCED, euros("30.00"), 3, None),
                (Awaited.CARDS, euros("30.00"), None, 2),
                (Awaited.CASH, euros("100.00"), None, None),
                (Awaited.CHEQUES, euros("6.00"), None, None),
                (Awaited.CHEQUES, euros("5.00"), 4, None),
                (Awaited.RECEIVED, euros("20.00"), 3, None),
            ]
            if awaited
            else []
        )


@pytest.mark.parametrize(
    ("sure", "missing"), [(Sure.CERTAIN, False), (Sure.LIKELY, False), (Sure.ASK, True)]
)
def test_what_is_likely_there_is_not_missing(sure: Sure, missing: bool) -> None:
    """R65: though nobody has accepted it; what has to be asked is there only then."""
    last = line("VRST", "100.00", 15)
    part = CashPart(9, FRIDAY, euros("100.00"))
    proposal = Proposal(LineKind.CASH_DEPOSIT, (part,), sure, (Why.TAKEN_OUT,))
    statement = Statement("csv", (last,), closing=euros("500.00"))
    found = reconciled(statement, Books(cash=BOOKS.cash), [(last, False, (proposal,))])
    assert bool(found.missing) is missing
    assert (found.unknown, found.difference) == (((last, proposal),), euros("100.00"))
    assert found.accounted == euros("400.00")
    known = reconciled(statement, Books(), [(last, True, ())])
    assert (known.difference, known.accounted) == (euros("0.00"), euros("500.00"))
    assert reconciled(Statement("csv", (last,)), Books(), []).accounted is None
