"""Payments, refunds and adjustments on a member's account alone (R21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cagette_tui.model.acts.basket_work import (
    must_accept,
    must_be_open,
    new_cheque,
    stated_day,
)
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.reading.memberships import read_membership
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.deposits import CreditTooSmall
from cagette_tui.model.rules.kinds import ActKind, Kind, Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.refusals import (
    BadAmount,
    BalanceMoved,
    DoubtfulAmount,
    MembershipPaid,
    NotFound,
    ReasonNeeded,
    RefundTooLarge,
)
from cagette_tui.model.store.statements import find_row
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.money import MAXIMUM


def pay_account(
    desk: Desk,
    member_id: int,
    mode: Mode,
    amount: Decimal,
    reason: str,
    *,
    shown: Decimal,
    distribution_id: int | None = None,
    pending: bool = False,
    cheque: ChequeDetails | None = None,
    sure: bool = False,
    day: date | None = None,
) -> Decimal:
    """Take `amount` euros on the account; return the new balance.

    It joins the takings of the distribution that one chooses, or of none: then it is money of
    `day`, today's unless it is said (R23), and waits for the next deposit if it is a cheque.
    `shown` is the balance that the volunteer saw (`BalanceMoved`). Raises
    `ReasonNeeded`, `ModeNotAccepted`, `DistributionIsCertified`, `BadDay`, and
    `DoubtfulAmount` unless `sure` when it is more than twice the debt (R15).
    """
    with writing(desk) as act:
        entry = _open_account(act, ActKind.ACCOUNT_PAYMENT, member_id, shown, reason)
        entry.distribution = distribution_id
        _must_make_sense(amount)
        debt = max(-shown, ZERO)
        if debt and amount > 2 * debt and not sure:
            raise DoubtfulAmount(amount, debt)
        _insert(entry, mode, amount, pending, cheque, day=day)
        return balance_of(member_id)


def refund_account(
    desk: Desk,
    member_id: int,
    mode: Mode,
    amount: Decimal,
    reason: str,
    *,
    shown: Decimal,
    distribution_id: int | None = None,
    insist: bool | str = False,
    day: date | None = None,
) -> Decimal:
    """Give `amount` euros (positive) back from the account; return the new balance.

    Raises `RefundTooLarge` beyond the balance unless one insists (R16).
    """
    with writing(desk) as act:
        entry = _open_account(act, ActKind.REFUND, member_id, shown, reason)
        entry.distribution = distribution_id
        _must_make_sense(amount)
        credit = max(shown, ZERO)
        if amount > credit and not insist:
            raise RefundTooLarge(amount, credit)
        if isinstance(insist, str):
            entry.reason = reason if insist == reason else f"{reason} – {insist}"
        _insert(entry, mode, -amount, False, None, day=day)
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
        if not ZERO < abs(amount) <= MAXIMUM:
            raise BadAmount(amount)
        row = _operation(entry, Kind.ADJUSTMENT, amount)
        row.day = stated_day(act, day)
        entry.insert(row)
        return balance_of(member_id)


def open_balance(desk: Desk, member_id: int, amount: Decimal, reason: str) -> Decimal:
    """Bring `amount` euros (negative: a debt) over from before this database."""
    with writing(desk) as act:
        if Member.get_or_none(Member.id == member_id) is None:
            raise NotFound("member", member_id)
        if not ZERO < abs(amount) <= MAXIMUM:
            raise BadAmount(amount)
        entry = act.entry(ActKind.OPENING, member=member_id, reason=reason)
        entry.insert(_operation(entry, Kind.OPENING, amount))
        return balance_of(member_id)


def pay_membership(
    desk: Desk,
    member_id: int,
    mode: Mode | None,
    *,
    distribution_id: int | None = None,
    amount: Decimal | None = None,
    cheque: ChequeDetails | int | None = None,
    again: bool = False,
    day: date | None = None,
) -> Decimal:
    """Enter the membership fee and its payment: the balance stays where it is (R50).

    The group's fee, or another `amount` in euros. Joins the takings of a distribution.
    `cheque` may be the number of one that pays something else too (R15). Without a mode the
    member's credit pays it (`CreditTooSmall`). Raises `MembershipPaid` when the member is up to
    date, unless it is wanted `again`: two volunteers may have the same one before them.
    """
    with writing(desk) as act:
        if Member.get_or_none(Member.id == member_id) is None:
            raise NotFound("member", member_id)
        membership = read_membership(member_id)
        if membership.until and membership.up_to_date(act.at.date()) and not again:
            raise MembershipPaid(membership.until)
        entry = act.entry(ActKind.MEMBERSHIP, member=member_id, distribution=distribution_id)
        fee = membership.fee if amount is None else amount
        _must_make_sense(fee)
        due = _operation(entry, Kind.MEMBERSHIP, -fee)
        due.distribution_id, due.day = distribution_id, stated_day(act, day)
        if mode is None and balance_of(member_id) < fee:
            raise CreditTooSmall(fee, max(balance_of(member_id), ZERO))
        entry.insert(due)
        if mode is None and distribution_id is not None:
            must_be_open(distribution_id)
        elif mode is not None:
            _insert(entry, mode, fee, False, cheque, membership=due, day=day)
        return balance_of(member_id)


def _open_account(act: Act, kind: ActKind, member_id: int, shown: Decimal, reason: str) -> Entry:
    if not reason:
        raise ReasonNeeded()
    if Member.get_or_none(Member.id == member_id) is None:
        raise NotFound("member", member_id)
    balance = balance_of(member_id)
    if balance != shown:
        raise BalanceMoved(shown, balance, last_word(JournalEntry.member == member_id))
    return act.entry(kind, member=member_id, reason=reason)


def _must_make_sense(amount: Decimal) -> None:
    """Refuse a sign that would turn a payment into a refund, or the other way round."""
    if not ZERO < amount <= MAXIMUM:
        raise BadAmount(amount)


def _insert(
    entry: Entry,
    mode: Mode,
    amount: Decimal,
    pending: bool,
    cheque: ChequeDetails | int | None,
    membership: Operation | None = None,
    day: date | None = None,
) -> None:
    must_accept(mode)
    if entry.distribution is not None:
        must_be_open(entry.distribution)
    paper: Cheque | None = None
    if mode is Mode.CHEQUE and amount > 0:
        paper = _paper(entry, cheque)
    row = _operation(entry, Kind.PAYMENT, amount)
    row.mode, row.pending, row.cheque = mode, pending, paper
    row.distribution_id, row.membership = entry.distribution, membership
    row.day = stated_day(entry.act, day)
    entry.insert(row)


def _paper(entry: Entry, cheque: ChequeDetails | int | None) -> Cheque:
    """Return the cheque: one that is there already, or a new one. Raises `NotFound`."""
    if not isinstance(cheque, int):
        return new_cheque(entry, cheque or ChequeDetails())
    paper = find_row(Cheque, cheque)
    if paper is None:
        raise NotFound("cheque", cheque)
    return paper


def _operation(entry: Entry, kind: Kind, amount: Decimal) -> Operation:
    return Operation(
        act=entry.act.number,
        member=entry.member,
        kind=kind,
        amount=amount,
        reason=entry.reason,
        created_at=entry.act.at,
        created_by=entry.act.who,
    )
