"""Payments by card: which evening's a line is, whole or less its commission (R65)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cagette_tui.model.rules.bank_books import BookCards, Books, CardPart, Proposal, Sure, Why
from cagette_tui.model.rules.bank_cards import Read, card_batches
from cagette_tui.model.rules.bank_label import Label, LabelKind
from cagette_tui.model.rules.statement import StatementLine
from tests.world import euros

FRIDAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
Told = tuple[int, Decimal, Decimal, int, Sure, Why] | None


def evening(number: int, *amounts: str, weeks: int = 0, seen: str = "0.00") -> BookCards:
    """Return the payments by card of an evening."""
    day = FRIDAY + weeks * WEEK
    return BookCards(number, day, tuple(map(euros, amounts)), euros(seen))


def batch(
    amount: str,
    days: int = 1,
    *,
    count: int | None = None,
    gross: str | None = None,
    day: tuple[int, int] | None = None,
    text: str = "REMISE CB",
) -> Read:
    """Return a line of payments by card, so many days after Friday."""
    line = StatementLine(1, FRIDAY + timedelta(days=days), euros(amount), text)
    total = None if gross is None else euros(gross)
    return line, Label(LabelKind.CARD, (), None, day=day, count=count, gross=total)


def commission(
    amount: str, days: int = 1, *, day: tuple[int, int] | None = None, text: str = "COM CB"
) -> Read:
    """Return a line of what the bank keeps."""
    line = StatementLine(1, FRIDAY + timedelta(days=days), euros(amount), text)
    return line, Label(LabelKind.CARD_COMMISSION, (), None, day=day)


def told(found: dict[int, list[Proposal]]) -> dict[int, Told]:
    """Return of each line: evening, gross, commission, payments, how sure, why first."""
    said: dict[int, Told] = {}
    for place, (one, *_others) in found.items():
        part = next((part for part in one.parts if isinstance(part, CardPart)), None)
        said[place] = None if part is None else _of(part, one)
    return said


def _of(part: CardPart, one: Proposal) -> Told:
    here = part.distribution_id, part.gross, part.commission, part.payments
    return (*here, one.sure, one.why[0])


def whole(number: int, gross: str, kept: str, payments: int, sure: Sure) -> Told:
    """Return a line that is all of an evening."""
    return number, euros(gross), euros(kept), payments, sure, Why.LESS_COMMISSION


THREE = evening(1, "50.00", "30.00", "20.00")  # 100.00
SURE, LIKELY, ASK = Sure.CERTAIN, Sure.LIKELY, Sure.ASK
PART = Why.PART_OF_EVENING


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # 1.75 % at most is kept of 100.00; what supports it makes it certain.
        (batch("100.00"), whole(1, "100.00", "0.00", 3, LIKELY)),
        (batch("98.25"), whole(1, "100.00", "1.75", 3, LIKELY)),
        (batch("98.24"), (1, euros("98.24"), euros("0.00"), 0, ASK, PART)),
        (batch("100.01"), None),
        (batch("99.00", count=3), whole(1, "100.00", "1.00", 3, SURE)),
        (batch("99.00", gross="100.00"), whole(1, "100.00", "1.00", 3, SURE)),
        (batch("99.00", day=(20, 11)), whole(1, "100.00", "1.00", 3, SURE)),
        (batch("99.00", day=(21, 11)), whole(1, "100.00", "1.00", 3, LIKELY)),
        (batch("99.00", gross="99.50"), (1, euros("99.50"), euros("0.50"), 0, ASK, PART)),
        # Twelve days at most, from the evening itself on.
        (batch("99.00", 0), whole(1, "100.00", "1.00", 3, LIKELY)),
        (batch("99.00", 12), whole(1, "100.00", "1.00", 3, LIKELY)),
        (batch("99.00", 13), None),
        (batch("99.00", -1), None),
    ],
)  # fmt: skip
def test_a_line_that_is_an_evening(line: Read, expected: Told) -> None:
    """R65: the whole evening less a likely commission; certain only with another reason."""
    assert told(card_batches([line], Books(cards=(THREE,)))) == {0: expected}


def test_another_number_of_payments_is_no_whole_evening() -> None:
    """R65: what the label counts must be so; it may be a part, to be asked."""
    (found,) = told(card_batches([batch("99.00", count=2)], Books(cards=(THREE,)))).values()
    assert found == (1, euros("100.00"), euros("1.00"), 2, ASK, Why.PART_OF_EVENING)


def test_of_two_evenings_the_one_that_the_label_means() -> None:
    """R65: of the same total: the day that is written, else the nearer one, and not certain."""
    both = Books(cards=(THREE, evening(2, "60.00", "40.00", weeks=1)))
    line = batch("99.00", 8)
    assert told(card_batches([line], both)) == {0: whole(2, "100.00", "1.00", 2, LIKELY)}
    line = batch("99.00", 8, day=(20, 11))
    assert told(card_batches([line], both)) == {0: whole(1, "100.00", "1.00", 3, SURE)}
    line = batch("99.00", 8, count=2)
    assert told(card_batches([line], both)) == {0: whole(2, "100.00", "1.00", 2, SURE)}


def test_each_line_another_evening() -> None:
    """R65: of two lines that fit the one with the reason, then the smaller commission."""
    lines = [batch("98.50"), batch("99.00"), batch("50.00", 8)]
    books = Books(cards=(THREE, evening(2, "50.00", weeks=1)))
    found = told(card_batches(lines, books))
    assert found[1] == whole(1, "100.00", "1.00", 3, LIKELY)
    assert found[2] == whole(2, "50.00", "0.00", 1, LIKELY)
    assert found[0] is None
    lines[0] = batch("98.50", count=3)
    assert told(card_batches(lines, books))[0] == whole(1, "100.00", "1.50", 3, SURE)


@pytest.mark.parametrize(
    ("fee", "joined"),
    [
        (commission("-0.80"), True),
        (commission("-1.39"), True),  # 1.75 % of 80.00 is 1.40
        (commission("-1.41"), False),
        (commission("-0.80", 2), False),  # of another day, and nothing says more
        (commission("-0.80", 2, text="COM CB 12345678901"), True),
        (commission("-0.80", 6, text="COM CB 12345678901"), True),
        (commission("-0.80", 7, text="COM CB 12345678901"), False),
        (commission("-0.80", 0, text="COM CB 12345678901"), False),  # before it
        (commission("-0.80", 2, text="COM CB 1234567890"), False),  # that of the contract
        (commission("-0.80", 3, day=(21, 11)), True),
        (commission("-0.80", 3, day=(22, 11)), False),
        (commission("0.80"), False),
        (commission("0.00"), False),
    ],
)
def test_a_commission_in_a_line_of_its_own(fee: Read, joined: bool) -> None:
    """R65: then the line of the payments is gross: 80.00 of 81.00 is no whole evening."""
    text = "REMISE CB 12345678901 1234567890"
    line = batch("80.00", day=(21, 11), text=text)
    books = Books(cards=(evening(1, "50.00", "31.00"),))
    (found,) = told(card_batches([line, fee], books)).values()
    assert found is not None
    assert (found[5] is Why.LESS_COMMISSION) is not joined


def test_an_evening_in_several_lines() -> None:
    """R65: together all of it; each has its share of the commission and its payments."""
    books = Books(cards=(evening(1, "50.00", "30.00", "20.00"),))
    lines = [batch("49.50"), batch("49.50")]
    part = (Sure.LIKELY, Why.PART_OF_EVENING)
    found = told(card_batches(lines, books))
    assert found == {
        0: (1, euros("50.00"), euros("0.50"), 1, *part),
        1: (1, euros("50.00"), euros("0.50"), 2, *part),
    }
    # Whole, where the label has it; its count must be one that makes the sum.
    lines = [batch("29.70", gross="30.00", count=1), batch("69.30", gross="70.00", count=2)]
    found = told(card_batches(lines, books))
    assert found == {
        0: (1, euros("30.00"), euros("0.30"), 1, *part),
        1: (1, euros("70.00"), euros("0.70"), 2, *part),
    }
    lines = [batch("29.70", gross="30.00", count=2), batch("69.30", gross="70.00", count=1)]
    assert [one and one[4] for one in told(card_batches(lines, books)).values()] == [ASK, ASK]


def test_three_lines_of_one_evening() -> None:
    """R65: the last one has what remains, and as many payments as its label says."""
    books = Books(cards=(THREE,))
    lines = [batch("49.50", count=1), batch("29.70", count=1), batch("19.80", count=1)]
    shares = [one and one[1:4] for one in told(card_batches(lines, books)).values()]
    assert shares == [
        (euros("50.00"), euros("0.50"), 1),
        (euros("30.00"), euros("0.30"), 1),
        (euros("20.00"), euros("0.20"), 1),
    ]


def test_an_evening_is_taken_once() -> None:
    """R65: lines that would together be an evening that one line is already are none of it."""
    lines = [batch("99.00", count=3), batch("49.50"), batch("49.50")]
    found = told(card_batches(lines, Books(cards=(THREE,))))
    assert found == {0: whole(1, "100.00", "1.00", 3, SURE), 1: None, 2: None}


def test_the_rest_of_an_evening_that_another_file_began() -> None:
    """R65: just the rest is likely; less is asked; more is none of it."""
    begun = evening(1, "50.00", "30.00", "20.00", seen="50.00")
    books = Books(cards=(begun,))

    def rest(amount: str) -> Told:
        (found,) = told(card_batches([batch(amount)], books)).values()
        return found

    why = Why.PART_OF_EVENING
    assert rest("50.00") == (1, euros("50.00"), euros("0.00"), 0, LIKELY, why)
    assert rest("49.50") == (1, euros("50.00"), euros("0.50"), 0, LIKELY, why)
    assert rest("20.00") == (1, euros("20.00"), euros("0.00"), 0, ASK, why)
    assert rest("50.01") is None
    found = told(card_batches([batch("30.00"), batch("20.00"), batch("0.01")], books))
    assert [one and one[1] for one in found.values()] == [euros("30.00"), euros("20.00"), None]


def test_many_payments() -> None:
    """R65: beyond twenty nobody looks which they are; the lines are as they are counted."""
    amounts = ["5.00"] * 22
    books = Books(cards=(evening(1, *amounts),))
    lines: Sequence[Read] = [batch("54.00", count=10), batch("55.00", count=12)]
    assert [one and one[3] for one in told(card_batches(lines, books)).values()] == [10, 12]
