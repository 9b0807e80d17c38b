"""A cheque or transfer that the bank sends back: one act for all that it paid (R24)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cagette_tui.model.acts.basket_work import live_operation
from cagette_tui.model.acts.writing import Act, Desk, writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.rules.allowed import must_have_reason
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.days import came_on, possible_day, unless_today
from cagette_tui.model.rules.deposits import (
    AlreadyReturned,
    MemberOwes,
    NotReturnable,
    can_come_back,
)
from cagette_tui.model.rules.kinds import ActKind, Kind
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject


class BankFee(ValueObject):
    """What the bank takes for it, in euros, on the account of a member, with words for it."""

    member_id: int
    amount: Decimal
    reason: str


def return_payment(
    desk: Desk,
    operation_id: int,
    reason: str,
    *,
    day: date | None = None,
    fee: BankFee | None = None,
) -> tuple[MemberOwes, ...]:
    """Say that a payment came back, with all that the same cheque paid; name who owes it again.

    Whatever is archived stays as it is: what comes back is money of its own day (R23), today's
    unless it is said, and the deposit goes on telling what was deposited. Raises `ReasonNeeded`,
    `NotReturnable`, `AlreadyReturned`, `BadDay`, `BadAmount`, `NotFound`, `OperationIsCancelled`.
    """
    with writing(desk) as act:
        must_have_reason(reason)
        payments = _all_that_it_paid(live_operation(operation_id))
        day = possible_day(day, act.at, min(one.created_at.date() for one in payments))
        for one in payments:
            entry = act.entry(ActKind.RETURNED, member=one.member_id, reason=reason)
            entry.insert(_back(act, one, reason, day))
        if fee is not None:
            _charge(act, fee, day)
        return tuple(_who_owes(payments, fee))


def must_be_returnable(operation_id: int) -> None:
    """Refuse a payment that no bank can send back, or that came back already (R24).

    Raises `NotReturnable`, `AlreadyReturned`, `NotFound`, `OperationIsCancelled`.
    """
    with reading():
        _all_that_it_paid(live_operation(operation_id))


def whole_return(row: Operation) -> list[Operation]:
    """Return all that stands of a return, of which `row` is one: what it sent back, and the fee."""
    sent_back = Operation.get_by_id(row.returns_id)
    rows = [row]
    if sent_back.cheque_id is not None:
        paid = Operation.select(Operation.id).where(Operation.cheque == sent_back.cheque_id)
        query = Operation.select().where(
            Operation.returns.in_(paid), Operation.cancelled_at.is_null()
        )
        rows = list(query.order_by(Operation.id))
    fees = Operation.select().where(
        Operation.act == row.act,
        Operation.kind == Kind.ADJUSTMENT,
        Operation.cancelled_at.is_null(),
    )
    return [*rows, *fees.order_by(Operation.id)]


def _all_that_it_paid(row: Operation) -> list[Operation]:
    if row.kind != Kind.PAYMENT or not can_come_back(row.mode, row.amount, pending=False):
        raise NotReturnable()
    payments = [row]
    if row.cheque_id is not None:
        query = Operation.select().where(
            Operation.cheque == row.cheque_id, Operation.cancelled_at.is_null()
        )
        payments = list(query.order_by(Operation.id))
    if any(one.pending for one in payments):
        raise NotReturnable()  # it was announced only, and is withdrawn
    numbers = [one.id for one in payments]
    back = Operation.get_or_none(Operation.returns.in_(numbers), Operation.cancelled_at.is_null())
    if back is not None:
        raise AlreadyReturned(came_on(back.day, back.created_at))
    return payments


def _back(act: Act, payment: Operation, reason: str, day: date) -> Operation:
    return act.operation(
        payment.member_id,
        Kind.PAYMENT,
        -payment.amount,
        mode=payment.mode,
        reason=reason,
        day=unless_today(day, act.at),
        returns=payment.id,
    )


def _charge(act: Act, fee: BankFee, day: date) -> None:
    must_be_an_amount(fee.amount)
    if Member.get_or_none(Member.id == fee.member_id) is None:
        raise NotFound("member", fee.member_id)
    entry = act.entry(ActKind.RETURNED, member=fee.member_id, reason=fee.reason)
    charged = unless_today(day, act.at)
    entry.insert(
        act.operation(fee.member_id, Kind.ADJUSTMENT, -fee.amount, reason=fee.reason, day=charged)
    )


def _who_owes(payments: list[Operation], fee: BankFee | None) -> list[MemberOwes]:
    amounts: dict[int, Decimal] = {}
    for one in payments:
        amounts[one.member_id] = amounts.get(one.member_id, ZERO) + one.amount
    if fee is not None:
        amounts[fee.member_id] = amounts.get(fee.member_id, ZERO) + fee.amount
    names = {one.id: one.name for one in Member.select().where(Member.id.in_(list(amounts)))}
    return [
        MemberOwes(member, names[member], amount, balance_of(member))
        for member, amount in amounts.items()
    ]
