"""What leaves the account: producers, refunds, cheques that came back and their fees (R65)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cagette_tui.model.rules.bank_accounts import Accounts
from cagette_tui.model.rules.bank_batches import Deposits
from cagette_tui.model.rules.bank_books import (
    BookCheque,
    BookDeposit,
    BookMember,
    BookProducer,
    Books,
    ChequePart,
    MemberPart,
    ProducerPart,
    Proposal,
    Sure,
    Why,
)
from cagette_tui.model.rules.bank_debits import (
    Producers,
    propose_bounced,
    propose_bounced_fee,
    propose_refund,
)
from cagette_tui.model.rules.bank_label import Label, LabelKind
from cagette_tui.model.rules.statement import StatementLine
from tests.world import euros

FRIDAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
SURE, LIKELY, ASK = Sure.CERTAIN, Sure.LIKELY, Sure.ASK
# Evening and catalogue, the difference from what is due.
Told = tuple[tuple[tuple[int, int, Decimal], ...], Sure, Why]


def line(amount: str, days: int = 3) -> StatementLine:
    """Return money that leaves, so many days after Friday."""
    return StatementLine(1, FRIDAY + timedelta(days=days), euros(amount), "VIR")


def label(text: str = "", *numbers: str, day: tuple[int, int] | None = None) -> Label:
    """Return what a label says."""
    words = tuple(text.split())
    return Label(LabelKind.TRANSFER_OUT, words, None, day=day, numbers=numbers)


def owed(
    evening: int, catalogue: int, due: str, name: str = "Légumes du Pré", vendor: int = 1
) -> BookProducer:
    """Return what a producer is due for an evening, in weeks after Friday."""
    day = FRIDAY + evening * WEEK
    return BookProducer(evening, day, catalogue, name, vendor, None, euros(due))


def told(proposals: Sequence[Proposal]) -> list[Told]:
    """Return what each pays."""
    return [
        (
            tuple(
                (part.distribution_id, part.catalogue_id, part.difference)
                for part in one.parts
                if isinstance(part, ProducerPart)
            ),
            one.sure,
            one.why[-1],
        )
        for one in proposals
    ]


def one(evening: int, catalogue: int, sure: Sure, why: Why, difference: str = "0.00") -> Told:
    """Return a transfer for one evening."""
    return ((evening, catalogue, euros(difference)),), sure, why


BOOKS = Books(
    producers=(
        owed(0, 1, "120.00"),
        owed(1, 1, "80.00"),
        owed(1, 2, "45.00", "Pain & Co", vendor=2),
        owed(2, 1, "80.00"),
        owed(2, 3, "0.00", "Miel", vendor=3),
    )
)


@pytest.mark.parametrize(
    ("amount", "days", "said", "expected"),
    [
        ("-120.00", 3, label("legumes pre"), [one(0, 1, SURE, Why.DUE)]),
        ("-120.00", 3, label("legume pre"), [one(0, 1, SURE, Why.DUE)]),  # without its s
        ("-120.00", 3, label("legumes pre", day=(27, 11)), [one(0, 1, LIKELY, Why.DUE)]),
        ("-120.00", 3, label("legumes pre", day=(27, 0)), [one(0, 1, SURE, Why.DUE)]),
        # Of two evenings the one that is written, else the older one.
        (
            "-80.00",
            20,
            label("legumes pre"),
            [one(1, 1, LIKELY, Why.DUE), one(2, 1, ASK, Why.DUE)],
        ),
        (
            "-80.00",
            20,
            label("legumes pre", day=(4, 12)),
            [one(2, 1, SURE, Why.DUE), one(1, 1, ASK, Why.DUE)],
        ),
        # Several evenings at once, of one producer.
        (
            "-200.00",
            10,
            label("legumes pre"),
            [
                (((0, 1, euros("0.00")), (1, 1, euros("0.00"))), LIKELY, Why.SEVERAL),
                (((0, 1, euros("0.00")), (2, 1, euros("0.00"))), LIKELY, Why.SEVERAL),
            ],
        ),
        ("-165.00", 10, label("legumes pre pain"), [
            one(0, 1, ASK, Why.OTHER_THAN_DUE, "45.00"),
            one(1, 1, ASK, Why.OTHER_THAN_DUE, "85.00"),
            one(2, 1, ASK, Why.OTHER_THAN_DUE, "85.00"),
            one(1, 2, ASK, Why.OTHER_THAN_DUE, "120.00"),
        ]),
        # Another amount: swapped digits first, then the nearest.
        (
            "-102.00",
            3,
            label("legumes pre"),
            [
                one(0, 1, ASK, Why.SWAPPED, "-18.00"),
                one(1, 1, ASK, Why.OTHER_THAN_DUE, "22.00"),
            ],
        ),
        # Nobody is named: by the amount alone, if just one is due so.
        ("-45.00", 8, label("sarl dupond"), [one(1, 2, ASK, Why.AMOUNT_ONLY)]),
        ("-45.00", 6, label("sarl dupond"), []),  # before its evening
        ("-80.00", 20, label("sarl dupond"), []),
        ("-0.00", 20, label("miel"), []),
        # A week before its evening, 120 days after it.
        ("-120.00", -7, label("legumes pre"), [one(0, 1, SURE, Why.DUE)]),
        ("-120.00", -8, label("legumes pre"), []),
    ],
)  # fmt: skip
def test_which_producer_is_paid(amount: str, days: int, said: Label, expected: list[Told]) -> None:
    """R65, R53: named and due; several evenings; another amount; the amount alone."""
    assert told(Producers(BOOKS).propose(line(amount, days), said)) == expected


@pytest.mark.parametrize(("days", "known"), [(0, True), (120, True), (121, False)])
def test_so_long_a_producer_waits(days: int, known: bool) -> None:
    """R65: 120 days after the evening, whether the producer is named or not."""
    books = Books(producers=(owed(0, 1, "120.00"),))
    for said in (label("legumes pre"), label("sarl dupond")):
        assert bool(Producers(books).propose(line("-120.00", days), said)) is known


def test_a_payment_to_a_producer_came_back() -> None:
    """R65: within sixty days, of just that amount; what was paid is due no more."""
    producers = Producers(BOOKS)
    said = label("legumes pre")
    paid = producers.propose(line("-120.00"), said)[0]
    producers.take(line("-120.00"), paid)
    assert told(producers.propose(line("-120.00"), said))[0] != told([paid])[0]
    (back,) = producers.propose_returned(line("120.00", 63), said)
    assert told([back]) == [one(0, 1, LIKELY, Why.CAME_BACK)]
    assert producers.propose_returned(line("120.00", 64), said) == []
    assert producers.propose_returned(line("120.00", 2), said) == []
    assert producers.propose_returned(line("119.00", 10), said) == []
    producers.take(line("-120.00", 4), paid)
    assert {found.sure for found in producers.propose_returned(line("120.00", 5), said)} == {ASK}


# --- Members


@pytest.mark.parametrize(
    ("balance", "credits", "sure", "why"),
    [
        ("12.50", {}, SURE, Why.GIVES_BACK),
        ("0.00", {1: [euros("12.50")]}, SURE, Why.GIVES_BACK),
        ("0.00", {1: [euros("12.00")]}, ASK, Why.NOTHING_DUE),
        ("12.49", {}, ASK, Why.NOTHING_DUE),
    ],
)
def test_to_whom_money_is_given_back(
    balance: str, credits: dict[int, list[Decimal]], sure: Sure, why: Why
) -> None:
    """R16, R65: the credit, or what came too much on the same statement; else it is asked."""
    member = BookMember(1, "MARTIN Zoé", None, euros(balance))
    accounts = Accounts(Books(members=(member,)))
    said = Label(LabelKind.TRANSFER_OUT, ("martin", "zoe"), 2)
    (found,) = propose_refund(accounts, line("-12.50"), said, credits)
    (part,) = found.parts
    assert isinstance(part, MemberPart)
    assert (part.member_id, part.amount, found.sure, found.why[-1]) == (
        1,
        euros("-12.50"),
        sure,
        why,
    )


def test_of_two_with_one_name_the_one_who_has_it() -> None:
    """R65: whose credit it is stands first, and it is asked."""
    people = tuple(
        BookMember(number, "MARTIN Zoé", None, euros(balance))
        for number, balance in ((1, "0.00"), (2, "12.50"))
    )
    said = Label(LabelKind.TRANSFER_OUT, ("martin", "zoe"), 2)
    found = propose_refund(Accounts(Books(members=people)), line("-12.50"), said, {})
    order = [part.member_id for each in found for part in each.parts if hasattr(part, "member_id")]
    assert (order, {each.sure for each in found}) == ([2, 1], {ASK})
    # Of a family name alone nobody is proposed.
    said = Label(LabelKind.TRANSFER_OUT, ("martin",), 1)
    assert propose_refund(Accounts(Books(members=people)), line("-12.50"), said, {}) == []


# --- Cheques


CHEQUES = (BookCheque(1, euros("71.90"), "0012"), BookCheque(2, euros("20.00"), None))
TAKEN = BookDeposit(FRIDAY, CHEQUES, distribution_id=6, slip="4")


@pytest.mark.parametrize(
    ("amount", "numbers", "cheque", "sure", "why"),
    [
        ("-71.90", ("00012",), 1, SURE, (Why.CHEQUE_NUMBER, Why.EXACT)),
        ("-70.00", ("12",), 1, ASK, (Why.CHEQUE_NUMBER,)),
        ("-20.00", (), 2, ASK, (Why.AMOUNT_ONLY,)),
        ("-71.90", ("9999",), 1, ASK, (Why.AMOUNT_ONLY,)),
        ("-1.00", ("9999",), None, ASK, (Why.NOT_FOUND,)),
    ],
)
def test_which_cheque_the_bank_gave_back(
    amount: str, numbers: tuple[str, ...], cheque: int | None, sure: Sure, why: tuple[Why, ...]
) -> None:
    """R24, R65: certain only by its number and its amount."""
    deposits = Deposits(Books(deposited=(TAKEN,)))
    (found,) = propose_bounced(deposits, line(amount), label("", *numbers))
    ids = [part.cheque.id for part in found.parts if isinstance(part, ChequePart)]
    assert (ids, found.sure, found.why) == ([] if cheque is None else [cheque], sure, why)


@pytest.mark.parametrize(
    ("days", "numbers", "cheque"),
    [
        (3, (), 1),  # the one that came back these days
        (10, (), 1),
        (-10, (), 1),
        (11, (), None),
        (3, ("12",), 1),
        (3, ("7777",), 1),
    ],
)
def test_for_which_cheque_the_fee_is(
    days: int, numbers: tuple[str, ...], cheque: int | None
) -> None:
    """R24, R65: within ten days, by its number or since it is the only one."""
    part = ChequePart(CHEQUES[0], euros("-71.90"), FRIDAY)
    (found,) = propose_bounced_fee(line("-8.00", days), label("", *numbers), [(FRIDAY, part)])
    ids = [part.cheque.id for part in found.parts if isinstance(part, ChequePart)]
    assert ids == ([] if cheque is None else [cheque])


def test_of_two_cheques_that_came_back() -> None:
    """R65: by the number alone; one without a number is never found by an empty one."""
    both = [(FRIDAY, ChequePart(each, -each.amount, FRIDAY)) for each in CHEQUES]
    assert propose_bounced_fee(line("-8.00"), label(""), both)[0].parts == ()
    assert propose_bounced_fee(line("-8.00"), label("", "0000"), both)[0].parts == ()
    (part,) = propose_bounced_fee(line("-8.00"), label("", "12"), both)[0].parts
    assert isinstance(part, ChequePart)
    assert (part.cheque.id, part.amount) == (1, euros("-8.00"))
