"""What members owe as a statement's lines take from it, and who may have paid (R65)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cagette_tui.model.rules.bank_accounts import Accounts, is_swapped
from cagette_tui.model.rules.bank_books import (
    BookBasket,
    BookMember,
    Books,
    Expected,
    LineKind,
    MemberPart,
    Proposal,
    Returned,
    Sure,
    What,
    Why,
)
from cagette_tui.model.rules.bank_label import Label, LabelKind
from cagette_tui.model.rules.bank_payers import account_digest, label_digests
from cagette_tui.model.rules.statement import StatementLine
from tests.world import euros

FRIDAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
Told = tuple[What, Decimal, date | None, int | None, bool]


def basket(
    number: int,
    cost: str,
    paid: str = "0.00",
    *transfers: tuple[int, str, bool],
    day: date = FRIDAY,
    member: int = 1,
) -> BookBasket:
    """Return a basket; a transfer is its operation, euros, and whether it is only announced."""
    said = tuple(Expected(one, euros(amount), pending) for one, amount, pending in transfers)
    return BookBasket(number, 1, day, number, member, euros(cost), euros(paid), said)


def member(balance: str, number: int = 1, name: str = "MARTIN Zoé", **more: object) -> BookMember:
    """Return a member of that balance."""
    return BookMember(number, name, None, euros(balance), **more)  # type: ignore[arg-type]


def owed(accounts: Accounts, day: date = FRIDAY, number: int = 1) -> list[Told]:
    """Return what a member's money may be for: what, euros, evening, operation, announced."""
    return [
        (one.what, one.amount, one.evening, one.operation_id, one.pending)
        for one in accounts.slots(number, day)
    ]


def due(amount: str, day: date | None = FRIDAY, what: What = What.BASKET) -> Told:
    """Return what is owed and nobody announced."""
    return what, euros(amount), day, None, False


# --- What is owed


@pytest.mark.parametrize(
    ("balance", "baskets", "expected"),
    [
        ("0.00", (basket(1, "30.00", "30.00"),), []),
        ("-30.00", (basket(1, "30.00"),), [due("30.00")]),
        # An older credit of 10.00 covers the oldest; the newest basket is owed whole.
        (
            "-50.00",
            (basket(1, "30.00"), basket(2, "30.00", day=FRIDAY - WEEK)),
            [due("20.00", FRIDAY - WEEK), due("30.00")],
        ),
        # More is owed than the basket lacks: the rest is older.
        ("-42.00", (basket(1, "30.00"),), [due("30.00"), due("12.00", None, What.OLDER_DEBT)]),
        # What was announced counts only as far as it is owed; one that is seen stands as it is.
        (
            "-30.00",
            (basket(1, "30.00", "0.00", (7, "20.00", True)),),
            [(What.BASKET, euros("20.00"), FRIDAY, 7, True), due("10.00")],
        ),
        (
            "-15.00",
            (basket(1, "30.00", "15.00", (7, "20.00", True)),),
            [(What.BASKET, euros("15.00"), FRIDAY, 7, True)],
        ),
        (
            "0.00",
            (basket(1, "30.00", "30.00", (7, "20.00", False)),),
            [(What.BASKET, euros("20.00"), FRIDAY, 7, False)],
        ),
    ],
)
def test_what_is_owed(balance: str, baskets: tuple[BookBasket, ...], expected: list[Told]) -> None:
    """R11, R18, R65: the newest basket first, what remains is older debt."""
    books = Books(members=(member(balance),), baskets=baskets)
    assert owed(Accounts(books)) == expected


def test_what_is_awaited_on_the_account_alone() -> None:
    """R22: announced there it is part of the debt; what came already is none of it."""
    said = (Expected(7, euros("12.00"), True), Expected(8, euros("5.00"), False))
    books = Books(members=(member("-20.00", transfers=said),))
    assert owed(Accounts(books)) == [
        (What.OLDER_DEBT, euros("12.00"), None, 7, True),
        (What.OLDER_DEBT, euros("5.00"), None, 8, False),
        due("8.00", None, What.OLDER_DEBT),
    ]


def test_a_cheque_that_came_back_is_owed_with_its_fee() -> None:
    """R24: the newest return first, as far as anything is owed."""
    back = (
        Returned(euros("30.00"), FRIDAY, is_fee=False),
        Returned(euros("8.00"), None, is_fee=True),
    )
    books = Books(members=(member("-38.00", returned=back),))
    assert owed(Accounts(books)) == [due("8.00", None, What.FEE_PAID_BACK), due("30.00")]
    books = Books(members=(member("-20.00", returned=back),))
    assert owed(Accounts(books)) == [due("8.00", None, What.FEE_PAID_BACK), due("12.00")]
    books = Books(members=(member("0.00", returned=back),))
    assert owed(Accounts(books)) == []


@pytest.mark.parametrize(
    ("days", "near"), [(-8, False), (-7, True), (0, True), (60, True), (61, False)]
)
def test_what_was_received_counts_near_its_evening_alone(days: int, near: bool) -> None:
    """R65: a transfer seen before may be shown from a week before to two months after."""
    seen = basket(1, "30.00", "30.00", (7, "30.00", False))
    accounts = Accounts(Books(members=(member("0.00"),), baskets=(seen,)))
    assert bool(owed(accounts, FRIDAY + timedelta(days=days))) is near
    # What is owed or announced counts whenever it was.
    for one in (basket(1, "30.00"), basket(1, "30.00", "0.00", (7, "30.00", True))):
        accounts = Accounts(Books(members=(member("-30.00"),), baskets=(one,)))
        assert owed(accounts, FRIDAY + timedelta(days=days))


def test_of_much_the_nearest() -> None:
    """R65: six at most, the oldest first."""
    days = [FRIDAY - WEEK * weeks for weeks in range(8)]
    baskets = tuple(basket(n, "10.00", day=day) for n, day in enumerate(days, 1))
    accounts = Accounts(Books(members=(member("-80.00"),), baskets=baskets))
    assert [one[2] for one in owed(accounts, days[7])] == [*reversed(days[2:])]
    assert [one[2] for one in owed(accounts, days[0])] == [*reversed(days[:6])]


# --- What a line takes, or brings


def paid(amount: str, what: What = What.BASKET, day: date | None = FRIDAY) -> Proposal:
    """Return what a line is taken for."""
    part = MemberPart(1, what, euros(amount), day)
    return Proposal(LineKind.MEMBER, (part,), Sure.CERTAIN, (Why.EXACT,))


def line(amount: str, day: date = FRIDAY, iban: str | None = None) -> StatementLine:
    """Return a line of the bank."""
    return StatementLine(1, day, euros(amount), "VIR MARTIN ZOE", iban=iban)


def test_a_line_takes_from_what_is_owed() -> None:
    """R65: a part leaves the rest, found by its new amount; what is paid whole is owed no more."""
    accounts = Accounts(Books(members=(member("-30.00"),), baskets=(basket(1, "30.00"),)))
    assert [one.amount for one in accounts.of_amount(euros("30.00"))] == [30]
    accounts.take(line("12.00"), paid("12.00"))
    assert owed(accounts) == [due("18.00")]
    assert accounts.of_amount(euros("30.00")) == []
    assert [one.amount for one in accounts.of_amount(euros("18.00"))] == [18]
    accounts.take(line("18.00"), paid("18.00", What.OLDER_DEBT, None))  # of something else
    assert owed(accounts) == [due("18.00")]
    accounts.take(line("18.00"), paid("18.00"))
    assert (owed(accounts), accounts.of_amount(euros("18.00"))) == ([], [])


def test_more_than_one_thing_of_an_evening() -> None:
    """R65: what is announced is taken first, then the rest of the same basket, no cent more."""
    both = basket(1, "30.00", "0.00", (7, "20.00", True))
    accounts = Accounts(Books(members=(member("-30.00"),), baskets=(both,)))
    accounts.take(line("20.00"), paid("20.00"))
    assert owed(accounts) == [due("10.00")]


def test_what_a_line_brings_about() -> None:
    """R24, R65: a cheque that came back is owed, also by who owed nothing."""
    accounts = Accounts(Books(members=(member("0.00"),)))
    accounts.owe(1, What.BASKET, euros("71.90"), FRIDAY)
    assert owed(accounts) == [due("71.90")]
    assert [one.member_id for one in accounts.of_amount(euros("71.90"))] == [1]


@pytest.mark.parametrize(
    ("fee", "until", "owed_still"),
    [
        ("10.00", None, True),
        ("10.00", FRIDAY - timedelta(days=1), True),
        ("10.00", FRIDAY + timedelta(days=365), False),
        ("0.00", None, False),
    ],
)
def test_the_membership(fee: str, until: date | None, owed_still: bool) -> None:
    """R50, R65: the group's fee, unless it is paid for long, or by a line before."""
    books = Books(members=(member("0.00", paid_until=until),), membership_fee=euros(fee))
    accounts = Accounts(books)
    found = accounts.fee_of(1, FRIDAY)
    assert (found is not None and found.amount == euros(fee)) is owed_still
    accounts.take(line(fee), paid(fee, What.MEMBERSHIP, None))
    assert accounts.fee_of(1, FRIDAY) is None


@pytest.mark.parametrize(
    ("cost", "days", "expected"),
    [
        ("30.00", 0, (FRIDAY, False)),
        ("30.00", -7, (FRIDAY, False)),
        ("30.00", 60, (FRIDAY, False)),
        ("30.00", -8, None),
        ("30.00", 61, None),
        ("30.01", 0, None),
    ],
)
def test_a_basket_that_is_paid_already(
    cost: str, days: int, expected: tuple[date, bool] | None
) -> None:
    """R65: of just that cost, near its evening; whether a transfer paid it is said."""
    books = Books(members=(member("0.00"),), baskets=(basket(1, "30.00", "30.00"),))
    day = FRIDAY + timedelta(days=days)
    assert Accounts(books).paid(1, euros(cost), day) == expected


def test_whether_a_transfer_paid_it() -> None:
    """R65: one that stands in the books, or one that a line of the same statement was."""
    seen = basket(1, "30.00", "30.00", (6, "1.00", False), (7, "30.00", False))
    accounts = Accounts(Books(members=(member("0.00"),), baskets=(seen,)))
    assert accounts.paid(1, euros("30.00"), FRIDAY) == (FRIDAY, True)
    other = basket(1, "30.00", "30.00", (7, "29.00", False))
    accounts = Accounts(Books(members=(member("0.00"),), baskets=(other,)))
    assert accounts.paid(1, euros("30.00"), FRIDAY) == (FRIDAY, False)
    accounts.take(line("31.00"), paid("30.00"))
    assert accounts.paid(1, euros("30.00"), FRIDAY) == (FRIDAY, False)
    accounts.take(line("30.00"), paid("30.00"))
    assert accounts.paid(1, euros("30.00"), FRIDAY) == (FRIDAY, True)


# --- Who it may be


def label(text: str, payer: int | None = None) -> Label:
    """Return what a label says."""
    return Label(LabelKind.TRANSFER_IN, tuple(text.split()), payer)


PEOPLE = (
    member("-30.00", 1, "MARTIN Zoé"),
    member("-30.00", 2, "MARTIN Paul / DUVAL Anne"),
    member("0.00", 3, "ROUX Lucie"),
)
BASKETS = (basket(1, "30.00"), basket(2, "30.00", member=2))


@pytest.mark.parametrize(
    ("text", "payer", "expected"),
    [
        ("martin zoe", 2, [(1, 4, Why.NAME)]),
        ("martin paul duval anne", 4, [(2, 5, Why.BOTH_NAMES)]),
        ("duval anne", 2, [(2, 4, Why.SECOND_NAME)]),
        ("martin", 1, [(1, 2, Why.SURNAME), (2, 2, Why.SURNAME)]),
        # Only in what they wrote: whole it is worth a family name, less than that a hint.
        ("dupond jean martin zoe", 2, [(1, 2, Why.NAME_IN_TEXT)]),
        ("dupond jean martin", 2, [(1, 1, Why.NAME_IN_TEXT), (2, 1, Why.NAME_IN_TEXT)]),
        ("dupond jean", 2, []),
    ],
)
def test_who_may_have_paid(text: str, payer: int, expected: list[tuple[int, int, Why]]) -> None:
    """R65: both names, a name, a family name; best first."""
    found = Accounts(Books(members=PEOPLE)).candidates(line("30.00"), label(text, payer))
    assert [(one.member.id, one.rank, one.why[0]) for one in found] == expected


def test_known_from_before() -> None:
    """R65: by the account first, with the name that fits too; by the label like part of a name."""
    account = account_digest("FR76")
    assert account is not None
    by_label = next(label_digests(label("sci du moulin", 3)))
    payers = {account: frozenset({1, 99}), by_label: frozenset({3})}
    accounts = Accounts(Books(members=PEOPLE, payers=payers))
    found = accounts.candidates(line("30.00", iban="FR76"), label("martin zoe", 2))
    first = found[0]
    assert (first.member.id, first.rank, first.known) == (1, 5, True)
    assert first.why == (Why.KNOWN_ACCOUNT, Why.NAME)
    (found_by_label,) = accounts.candidates(line("30.00"), label("sci du moulin", 3))
    told = (found_by_label.member.id, found_by_label.rank, found_by_label.why, found_by_label.known)
    assert told == (3, 3, (Why.KNOWN_LABEL,), False)


def test_a_relative_who_owes_just_that() -> None:
    """R65: of the family name, and only of that amount."""
    accounts = Accounts(Books(members=PEOPLE, baskets=BASKETS))
    found = accounts.candidates(line("30.00"), label("martin zoe", 2))
    named = found[0].named
    assert named is not None
    assert [one.id for one in accounts.relatives(named, euros("30.00"))] == [2]
    assert accounts.relatives(named, euros("31.00")) == []


@pytest.mark.parametrize(
    ("one", "other", "swapped"),
    [
        ("14.80", "10.84", False),  # apart
        ("14.80", "41.80", True),
        ("48.10", "48.01", True),
        ("18.40", "14.80", True),
        ("12.34", "12.34", False),
        ("12.34", "12.35", False),
        ("12.34", "21.43", False),  # twice
        ("1.23", "12.30", False),
        ("12.00", "13.10", False),
        ("102.00", "120.00", True),
    ],
)
def test_neighbouring_digits_changed_places(one: str, other: str, swapped: bool) -> None:
    """R65: what a hand that types does; two digits apart are another slip."""
    assert is_swapped(euros(one), euros(other)) is swapped
    assert is_swapped(euros(other), euros(one)) is swapped
