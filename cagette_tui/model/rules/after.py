"""What a basket would be, by the model's rules, without writing anything.

Each function gives the basket as the act of that name would leave it; amounts follow from the
views themselves. What is not written yet has the number 0.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView, ChequeView, LineView, OperationView
from cagette_tui.model.rules.kinds import Kind, Mode, Reason
from cagette_tui.model.rules.lines import came_of, line_amounts, usual_reason

_NOT_YET = 0


def not_delivered(basket: BasketView, line: LineView) -> BasketView:
    """As `set_delivered` leaves it."""
    return _with_line(basket, replace(line, delivered=ZERO, reason=Reason.UNDELIVERED, note=None))


def weighed(basket: BasketView, line: LineView, quantity: Decimal) -> BasketView:
    """As `set_quantity` leaves it; a fraction marks the product as sold by weight (R7)."""
    by_weight = line.weighed or bool(quantity % 1)
    reason = usual_reason(line.ordered, quantity, line.reason, by_weight)
    changed = replace(
        line,
        weighed=by_weight,
        delivered=quantity,
        reason=None if reason is None else Reason(reason),
        weight_confirmed=by_weight,
    )
    basket = _with_line(basket, changed)
    lines = (
        replace(one, weighed=by_weight) if one.product_id == line.product_id else one
        for one in basket.lines
    )
    return replace(basket, lines=tuple(lines))


def paid(
    basket: BasketView, mode: Mode, amount: Decimal, at: datetime, number: str | None = None
) -> BasketView:
    """With a payment more, or with a refund where `amount` is negative."""
    cheque = None
    if mode is Mode.CHEQUE and amount > 0:
        cheque = ChequeView(_NOT_YET, number, None, None)
    payment = OperationView(
        id=_NOT_YET,
        member_id=basket.member_id,
        kind=Kind.PAYMENT,
        basket_id=basket.id,
        distribution_id=basket.distribution_id,
        amount=amount,
        mode=mode,
        pending=False,
        cheque=cheque,
        membership_id=None,
        reason=None,
        created_at=at,
        created_by="",
        cancelled_at=None,
        cancelled_by=None,
        cancel_reason=None,
    )
    return _with_payments(basket, (*basket.payments, payment))


def confirmed(
    basket: BasketView, mode: Mode | None = None, number: str | None = None
) -> BasketView:
    """With what was announced seen, in one mode or in all; a cheque's number is noted."""
    return _with_payments(
        basket,
        tuple(
            _seen(one, number) if one.pending and mode in (None, one.mode) else one
            for one in basket.payments
        ),
    )


def numbered(basket: BasketView, payment: OperationView, number: str) -> BasketView:
    """With a number on the cheque of one payment."""
    assert payment.cheque is not None
    after = replace(payment, cheque=replace(payment.cheque, number=number))
    rest = (after if one is payment else one for one in basket.payments)
    return _with_payments(basket, tuple(rest))


def without_announced(basket: BasketView) -> BasketView:
    """With all that was announced replaced, hence gone."""
    return _with_payments(basket, basket.confirmed)


def in_another_mode(
    basket: BasketView, old: OperationView, mode: Mode, at: datetime, number: str | None
) -> BasketView:
    """With one payment cancelled and entered again in another mode."""
    rest = tuple(one for one in basket.payments if one is not old)
    return paid(_with_payments(basket, rest), mode, old.amount, at, number)


def absent(basket: BasketView) -> BasketView:
    """As `mark_absent` leaves it when the debt is kept."""
    return replace(basket, absent=True)


def validated(basket: BasketView, at: datetime) -> BasketView:
    """Locked."""
    return replace(basket, intends_on_the_spot=False, validated_at=at, validated_by="")


def _seen(payment: OperationView, number: str | None) -> OperationView:
    cheque = payment.cheque
    if cheque is not None and number is not None:
        cheque = replace(cheque, number=number)
    return replace(payment, pending=False, cheque=cheque)


def _with_payments(basket: BasketView, payments: tuple[OperationView, ...]) -> BasketView:
    after = replace(basket, payments=payments)
    return replace(after, balance=basket.balance + after.paid - basket.paid)


def _with_line(basket: BasketView, line: LineView) -> BasketView:
    before = next(one for one in basket.lines if one.id == line.id)
    fee, total = line_amounts(line)
    came = came_of(before, line.delivered, line.reason)
    line = replace(line, fee=fee, total=total, came=came)
    costs_more = line.total - before.total
    return replace(
        basket,
        lines=tuple(line if one.id == line.id else one for one in basket.lines),
        cost=basket.cost + costs_more,
        balance=basket.balance - costs_more,
    )
