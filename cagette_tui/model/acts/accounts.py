"""Payments, refunds and adjustments on a member's account alone (R21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Unpack

from cagette_tui.model.acts.basket_work import must_be_open, new_cheque
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import accepted_modes
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.reading.memberships import read_membership
from cagette_tui.model.rules.account_money import (
    must_be_a_fee,
    must_be_booked_on_account,
    must_be_within_credit,
)
from cagette_tui.model.rules.allowed import must_be_accepted, must_have_reason
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.days import stated_day
from cagette_tui.model.rules.kinds import ActKind, Kind, Mode
from cagette_tui.model.rules.memberships import must_not_be_paid
from cagette_tui.model.rules.refusals import BalanceMoved, NotFound
from cagette_tui.model.rules.steps import Answers, Book, paper_of
from cagette_tui.model.rules.transfers import must_be_seen
from cagette_tui.model.store.statements import find_row
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.model.tables.people import Member


def pay_account(
    desk: Desk,
    member_id: int,
    mode: Mode,
    /,
    amount: Decimal,
    reason: str,
    *,
    shown: Decimal,
    distribution_id: int | None = None,
    pending: bool = False,
    day: date | None = None,
    **said: Unpack[Answers],
) -> Decimal:
    """Take `amount` euros on the account; return the new balance.

    It joins the takings of the distribution that one chooses, or of none: then it is money of
    `day`, today's unless it is said (R23), and waits for the next deposit if it is a cheque.
    `shown` is the balance that the volunteer saw (`BalanceMoved`). Raises
    `ReasonNeeded`, `ModeNotAccepted`, `DistributionIsCertified`, `BadDay`, and
    what leaves a credit unless one is `sure`: `Overpaid`, and `DoubtfulAmount` when it is more
    than twice the debt (R15).
    """
    with writing(desk) as act:
        entry = _open_account(act, ActKind.ACCOUNT_PAYMENT, member_id, shown, reason)
        entry.distribution = distribution_id
        must_be_an_amount(amount)
        book = Book(amount, mode, paper_of(mode, amount, said.get("cheque")), pending)
        must_be_booked_on_account(shown, book, accepted_modes(), said)
        _insert(entry, book, day=day)
        return balance_of(member_id)


def refund_account(
    desk: Desk,
    member_id: int,
    mode: Mode,
    /,
    amount: Decimal,
    reason: str,
    *,
    shown: Decimal,
    distribution_id: int | None = None,
    day: date | None = None,
    **said: Unpack[Answers],
) -> Decimal:
    """Give `amount` euros (positive) back from the account; return the new balance.

    Raises `RefundTooLarge` beyond the balance unless one insists (R16): why is kept beside the
    reason.
    """
    with writing(desk) as act:
        why = "; ".join(dict.fromkeys(filter(None, (reason, said.get("insist")))))
        entry = _open_account(act, ActKind.REFUND, member_id, shown, why)
        entry.distribution = distribution_id
        must_be_an_amount(amount)
        book = Book(-amount, mode)
        must_be_booked_on_account(shown, book, accepted_modes(), said)
        _insert(entry, book, day=day)
        return balance_of(member_id)


def adjust(
    desk: Desk,
    member_id: int,
    amount: Decimal,
    reason: str,
    *,
    shown: Decimal,
    day: date | None = None,
) -> Decimal:
    """Move the balance by `amount` euros, up or down: a gift, a write-off (R21).

    It belongs to `day`, today's unless it is said (R23). Raises `BadDay` for one to come.
    """
    with writing(desk) as act:
        entry = _open_account(act, ActKind.ADJUSTMENT, member_id, shown, reason)
        must_be_an_amount(amount, signed=True)
        row = _operation(entry, Kind.ADJUSTMENT, amount)
        row.day = stated_day(day, act.at)
        entry.insert(row)
        return balance_of(member_id)


def open_balance(
    desk: Desk, member_id: int, amount: Decimal, reason: str, *, shown: Decimal | None = None
) -> Decimal:
    """Bring `amount` euros (negative: a debt) over from before this database (R21).

    `shown` is the balance that the volunteer saw (`BalanceMoved`), None where nobody did. Raises
    `ReasonNeeded`, `BadAmount`, `NotFound`.
    """
    with writing(desk) as act:
        entry = _open_account(act, ActKind.OPENING, member_id, shown, reason)
        must_be_an_amount(amount, signed=True)
        entry.insert(_operation(entry, Kind.OPENING, amount))
        return balance_of(member_id)


def pay_membership(
    desk: Desk,
    member_id: int,
    mode: Mode | None,
    /,
    *,
    distribution_id: int | None = None,
    amount: Decimal | None = None,
    on_cheque: int | None = None,
    day: date | None = None,
    **said: Unpack[Answers],
) -> Decimal:
    """Enter the membership fee and its payment: the balance stays where it is (R50).

    The group's fee, or another `amount` in euros. Joins the takings of a distribution.
    `on_cheque` is the number of one that pays something else too (R15). Without a mode the
    member's credit pays it (`CreditTooSmall`). Raises `MembershipPaid` unless it is wanted
    `again`, `DoubtfulAmount` beyond twice the group's fee, and what `must_be_seen` does (R22).
    """
    with writing(desk) as act:
        _must_be_a_member(member_id)
        membership = read_membership(member_id)
        if not said.get("again"):
            must_not_be_paid(membership.until, act.at.date())
        entry = act.entry(ActKind.MEMBERSHIP, member=member_id, distribution=distribution_id)
        fee = membership.fee if amount is None else amount
        must_be_a_fee(fee, membership.fee, said)
        due = _operation(entry, Kind.MEMBERSHIP, -fee)
        due.distribution_id, due.day = distribution_id, stated_day(day, act.at)
        if mode is None:
            must_be_within_credit(fee, balance_of(member_id))
        entry.insert(due)
        if mode is None and distribution_id is not None:
            must_be_open(distribution_id)
        elif mode is not None:
            must_be_accepted(mode, accepted_modes())
            must_be_seen(mode, said.get("announces"))
            book = Book(fee, mode, paper_of(mode, fee, said.get("cheque")))
            _insert(entry, book, due, day, on_cheque)
        return balance_of(member_id)


def _must_be_a_member(member_id: int) -> None:
    """Raise `NotFound` where there is no such member."""
    if Member.get_or_none(Member.id == member_id) is None:
        raise NotFound("member", member_id)


def _open_account(
    act: Act, kind: ActKind, member_id: int, shown: Decimal | None, reason: str
) -> Entry:
    must_have_reason(reason)
    _must_be_a_member(member_id)
    balance = balance_of(member_id)
    if shown is not None and balance != shown:
        raise BalanceMoved(shown, balance, last_word(JournalEntry.member == member_id))
    return act.entry(kind, member=member_id, reason=reason)


def _insert(
    entry: Entry,
    book: Book,
    membership: Operation | None = None,
    day: date | None = None,
    on_cheque: int | None = None,
) -> None:
    if entry.distribution is not None:
        must_be_open(entry.distribution)
    row = _operation(entry, Kind.PAYMENT, book.amount)
    row.mode, row.pending = book.mode, book.pending
    if book.paper is not None:
        row.cheque = _there(on_cheque) if on_cheque else new_cheque(entry, book.paper.details)
    row.distribution_id, row.membership = entry.distribution, membership
    row.day = stated_day(day, entry.act.at)
    entry.insert(row)


def _there(cheque_id: int) -> Cheque:
    """Return a cheque that is there already (R15). Raises `NotFound`."""
    paper = find_row(Cheque, cheque_id)
    if paper is None:
        raise NotFound("cheque", cheque_id)
    return paper


def _operation(entry: Entry, kind: Kind, amount: Decimal) -> Operation:
    assert entry.member is not None
    return entry.act.operation(entry.member, kind, amount, reason=entry.reason)
