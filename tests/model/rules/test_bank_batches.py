"""What the bank took in together: cheques by their total, cash by amount and day (R65)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cagette_tui.model.rules.bank_batches import Cash, Deposits
from cagette_tui.model.rules.bank_books import (
    BookCash,
    BookCheque,
    BookDeposit,
    Books,
    CashPart,
    ChequePart,
    ChequesPart,
    LineKind,
    Proposal,
    Sure,
    Why,
)
from cagette_tui.model.rules.bank_label import Label, LabelKind
from cagette_tui.model.rules.statement import StatementLine
from tests.world import euros

FRIDAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
Told = tuple[tuple[int, ...], Sure, tuple[Why, ...]]


def line(amount: str, day: date = FRIDAY) -> StatementLine:
    """Return a line of the bank."""
    return StatementLine(1, day, euros(amount), "REMISE")


def label(count: int | None = None, *numbers: str) -> Label:
    """Return what a label of cheques says."""
    return Label(LabelKind.CHEQUES, (), None, count=count, numbers=numbers)


def deposit(
    *cheques: tuple[int, str], day: date = FRIDAY, slip: str | None = None, begun: bool = False
) -> BookDeposit:
    """Return cheques (id and euros each) of an evening; each has its id as its number."""
    there = tuple(BookCheque(one, euros(amount), f"00{one}") for one, amount in cheques)
    return BookDeposit(day, there, distribution_id=day.day, slip=slip, begun=begun)


def told(proposals: Sequence[Proposal]) -> list[Told]:
    """Return the cheques of each proposal (ids, the missing one left out), how sure, and why."""
    found = []
    for one in proposals:
        ids: list[int] = []
        for part in one.parts:
            if isinstance(part, ChequesPart):
                missing = part.missing.id if part.missing else None
                ids += [cheque.id for cheque in part.cheques if cheque.id != missing]
            elif isinstance(part, ChequePart):
                ids.append(part.cheque.id)
        found.append((tuple(ids), one.sure, one.why))
    return found


ONE = deposit((1, "10.00"), (2, "20.00"))
TWO = deposit((3, "5.00"), (4, "7.00"), day=FRIDAY + WEEK)
THREE = deposit((5, "1.00"), (6, "3.00"), day=FRIDAY + 2 * WEEK)
LATER = FRIDAY + 3 * WEEK
NOTHING: Told = ((), Sure.ASK, (Why.NOT_FOUND,))


@pytest.mark.parametrize(
    ("amount", "count", "expected"),
    [
        # The total of one evening; of as many cheques, or of another number.
        ("30.00", None, [((1, 2), Sure.CERTAIN, (Why.TOTAL,))]),
        ("30.00", 2, [((1, 2), Sure.CERTAIN, (Why.TOTAL,))]),
        ("30.00", 3, [((1, 2), Sure.ASK, (Why.TOTAL, Why.OTHER_COUNT))]),
        # Evenings one after the other that went at once.
        ("42.00", None, [((1, 2, 3, 4), Sure.LIKELY, (Why.TOTAL, Why.SEVERAL))]),
        ("42.00", 4, [((1, 2, 3, 4), Sure.LIKELY, (Why.TOTAL, Why.SEVERAL))]),
        ("42.00", 3, [((1, 2, 3, 4), Sure.ASK, (Why.TOTAL, Why.SEVERAL))]),
        ("16.00", None, [((3, 4, 5, 6), Sure.LIKELY, (Why.TOTAL, Why.SEVERAL))]),
        ("46.00", None, [((1, 2, 3, 4, 5, 6), Sure.LIKELY, (Why.TOTAL, Why.SEVERAL))]),
        ("34.00", None, [NOTHING]),  # the first and the last, not that between
        # One cheque alone, or all but one: which comes first depends on how many it is.
        (
            "20.00",
            None,
            [
                ((2,), Sure.LIKELY, (Why.CHEQUE_ALONE,)),
                ((2,), Sure.ASK, (Why.TOTAL, Why.CHEQUE_MISSING)),
            ],
        ),
        ("20.00", 2, [NOTHING]),
        ("6.00", None, [NOTHING]),
        ("99.00", None, [NOTHING]),
    ],
)
def test_which_deposit_it_is(amount: str, count: int | None, expected: list[Told]) -> None:
    """R65: by the total, then evenings together, then one cheque alone or one missing."""
    deposits = Deposits(Books(deposits=(ONE, TWO, THREE)))
    assert told(deposits.propose(line(amount, LATER), label(count))) == expected


def test_a_deposit_of_one_cheque_lacks_none() -> None:
    """R65: what lacks its only cheque is nothing that the bank would show."""
    deposits = Deposits(Books(deposits=(deposit((1, "10.00")),)))
    assert told(deposits.propose(line("0.00"), label(0))) == [NOTHING]


def test_all_but_one_of_three() -> None:
    """R65: the missing one is named, with what the bank has less."""
    deposits = Deposits(Books(deposits=(deposit((1, "10.00"), (2, "20.00"), (3, "5.00")),)))
    (found,) = deposits.propose(line("30.00"), label(2))
    (part,) = found.parts
    assert isinstance(part, ChequesPart)
    assert told([found]) == [((1, 2), Sure.ASK, (Why.TOTAL, Why.CHEQUE_MISSING))]
    assert (part.difference, part.missing and part.missing.id) == (euros("-5.00"), 3)


@pytest.mark.parametrize(
    ("days", "known"), [(-1, False), (0, True), (1, True), (120, True), (121, False)]
)
def test_so_long_cheques_are_under_way(days: int, known: bool) -> None:
    """R65: from the evening itself on, for 120 days."""
    found = Deposits(Books(deposits=(ONE,))).propose(
        line("30.00", FRIDAY + timedelta(days=days)), label()
    )
    assert (found[0].why == (Why.TOTAL,)) is known


def test_of_two_with_the_same_total_none_is_certain() -> None:
    """R65: both are proposed; what a statement has begun already is no whole deposit."""
    same = deposit((7, "30.00"), day=FRIDAY + WEEK)
    found = Deposits(Books(deposits=(ONE, same))).propose(line("30.00", LATER), label())
    assert [one.sure for one in found] == [Sure.LIKELY, Sure.LIKELY]
    begun = deposit((1, "10.00"), (2, "20.00"), begun=True)
    found = Deposits(Books(deposits=(begun,))).propose(line("30.00", LATER), label())
    assert told(found) == [NOTHING]


@pytest.mark.parametrize(
    ("slip", "numbers", "shown"),
    [("12", ("3344",), "12"), (None, ("3344", "5566"), "3344"), (None, (), None)],
)
def test_the_number_of_the_slip(slip: str | None, numbers: tuple[str, ...], shown: str) -> None:
    """R56: our own slip's number, else the first that the bank writes."""
    book = deposit((1, "10.00"), slip=slip)
    (found,) = Deposits(Books(deposits=(book,))).propose(line("10.00"), label(None, *numbers))
    (part,) = found.parts
    assert isinstance(part, ChequesPart)
    assert part.slip == shown


def test_what_was_taken_is_proposed_no_more() -> None:
    """R65: a cheque alone leaves the others of its evening, which then go one by one."""
    deposits = Deposits(Books(deposits=(ONE,)))
    alone = deposits.propose(line("20.00"), label(1))[0]
    deposits.take(alone)
    assert told(deposits.propose(line("20.00"), label(1))) == [NOTHING]
    assert told(deposits.propose(line("10.00"), label(1))) == [
        ((1,), Sure.LIKELY, (Why.CHEQUE_ALONE,))
    ]
    # It can come back though it is seen.
    assert [one.id for _of, one in deposits.find(["2"], euros("20.00"))] == [2]


@pytest.mark.parametrize(
    ("numbers", "amount", "found"),
    [
        (["1"], "10.00", [1]),  # zeros before it do not count
        (["0001"], "99.00", [1]),  # by the number, whatever the amount
        (["1", "2"], "20.00", [2]),  # of those named the one of that amount
        (["777"], "5.00", [3]),  # by the amount where no number is known
        ([], "5.00", [3]),
        ([], "6.00", []),
    ],
)
def test_which_cheque_came_back(numbers: list[str], amount: str, found: list[int]) -> None:
    """R24, R65: with that number, or at least that amount."""
    deposits = Deposits(Books(deposits=(ONE,), deposited=(TWO,)))
    assert [one.id for _of, one in deposits.find(numbers, euros(amount))] == found


# --- Cash


def cash(number: int, amount: str, days: int = 0) -> BookCash:
    """Return what was taken out of the box some days after Friday."""
    return BookCash(number, FRIDAY + timedelta(days=days), euros(amount))


def cash_told(proposals: Sequence[Proposal]) -> list[tuple[int, Decimal, Sure, Why]]:
    """Return what each proposal takes it for."""
    return [
        (part.move_id, part.amount, one.sure, one.why[0])
        for one in proposals
        for part in one.parts
        if isinstance(part, CashPart)
    ]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        # Of two the same the latest is likely, the other one asked.
        (
            "200.00",
            [(2, Sure.LIKELY, Why.TAKEN_OUT), (1, Sure.ASK, Why.TAKEN_OUT)],
        ),
        ("350.00", [(3, Sure.CERTAIN, Why.TAKEN_OUT)]),
        # A fifth of what was taken may lack or be too much: the nearest first.
        ("345.00", [(3, Sure.ASK, Why.OTHER_THAN_DUE)]),
        ("420.00", [(3, Sure.ASK, Why.OTHER_THAN_DUE)]),
        ("280.00", [(3, Sure.ASK, Why.OTHER_THAN_DUE)]),
        ("420.01", []),
        ("279.99", []),
    ],
)
def test_which_cash_it_is(amount: str, expected: list[tuple[int, Sure, Why]]) -> None:
    """R65: exactly so much, else about so much; each asked but one that is alone."""
    moves = (cash(1, "200.00"), cash(2, "200.00", 3), cash(3, "350.00", 1))
    found = Cash(Books(cash=moves)).propose(line(amount, FRIDAY + WEEK), label())
    assert cash_told(found) == [(number, euros(amount), *rest) for number, *rest in expected]
    if not expected:
        assert found == [Proposal(LineKind.CASH_DEPOSIT, (), Sure.ASK, (Why.NOT_FOUND,))]


@pytest.mark.parametrize(("days", "known"), [(-1, False), (0, True), (21, True), (22, False)])
def test_so_long_cash_is_under_way(days: int, known: bool) -> None:
    """R65: from the day it was taken out, for three weeks."""
    found = Cash(Books(cash=(cash(1, "200.00"),))).propose(
        line("200.00", FRIDAY + timedelta(days=days)), label()
    )
    assert bool(cash_told(found)) is known


def test_the_two_nearest_amounts() -> None:
    """R65: nearest first, at most two; what was taken is gone."""
    moves = (cash(1, "190.00"), cash(2, "203.00"), cash(3, "215.00"))
    there = Cash(Books(cash=moves))
    found = there.propose(line("200.00", FRIDAY + WEEK), label())
    assert [one[0] for one in cash_told(found)] == [2, 1]
    there.take(found[0])
    found = there.propose(line("200.00", FRIDAY + WEEK), label())
    assert [one[0] for one in cash_told(found)] == [1, 3]
