"""What a basket would be, by the model's rules, without writing anything.

Each function gives the basket as the act of that name would leave it; amounts follow from the
views themselves. What is not written yet has the number 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView, ChequeView, LineView, OperationView
from cagette_tui.model.rules.kinds import Kind, Reason
from cagette_tui.model.rules.line_amounts import line_amounts
from cagette_tui.model.rules.lines import came_of, usual_reason
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.steps import (
    Book,
    ChangeMode,
    Drop,
    Intend,
    Lock,
    Note,
    See,
    Step,
    Terms,
)

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


def after_step(basket: BasketView, step: Step, terms: Terms) -> BasketView:
    """As the basket is once one step about its money is written."""
    match step:
        case Book():
            return _with_payments(basket, (*basket.payments, _booked(basket, step, terms)))
        case See(payment, details):
            seen = replace(payment, pending=False, cheque=_noted(payment.cheque, details))
            return _with_payment(basket, payment, seen)
        case Note(payment, details):
            noted = replace(payment, cheque=_noted(payment.cheque, details))
            return _with_payment(basket, payment, noted)
        case Drop(payment):
            return _with_payments(basket, _without(basket, payment))
        case ChangeMode(old, mode, paper):
            again = Book(old.amount, mode, paper, old.pending, old.reason)
            payment = replace(_booked(basket, again, terms), membership_id=old.membership_id)
            return _with_payments(basket, (*_without(basket, old), payment))
        case Intend(on_the_spot):
            return replace(basket, intends_on_the_spot=on_the_spot)
        case Lock():
            return replace(
                basket, intends_on_the_spot=False, validated_at=terms.now, validated_by=terms.who
            )


def with_rows(basket: BasketView, rows: Sequence[tuple[int, int | None]]) -> BasketView:
    """With the numbers that payments which were not written yet got, and those of their cheques."""
    waiting = iter(rows)
    payments = tuple(
        _with_row(one, next(waiting)) if one.id == _NOT_YET else one for one in basket.payments
    )
    return replace(basket, payments=payments)


def absent(basket: BasketView) -> BasketView:
    """As `mark_absent` leaves it when the debt is kept."""
    return replace(basket, absent=True)


def _booked(basket: BasketView, step: Book, terms: Terms) -> OperationView:
    cheque = None
    if step.paper is not None:
        cheque = _noted(ChequeView(_NOT_YET, None, None, None), step.paper.details)
    return OperationView(
        id=_NOT_YET,
        member_id=basket.member_id,
        kind=Kind.PAYMENT,
        basket_id=basket.id,
        distribution_id=basket.distribution_id,
        amount=step.amount,
        mode=step.mode,
        pending=step.pending,
        cheque=cheque,
        membership_id=None,
        reason=step.reason,
        created_at=terms.now,
        created_by=terms.who,
        cancelled_at=None,
        cancelled_by=None,
        cancel_reason=None,
    )


def _noted(cheque: ChequeView | None, details: ChequeDetails | None) -> ChequeView | None:
    """With what is written on a cheque; what was noted before and is not said now stays."""
    if cheque is None or details is None:
        return cheque
    said = ChequeDetails(**details.said)
    return ChequeView(
        cheque.id,
        said.number or cheque.number,
        said.bank or cheque.bank,
        said.drawer or cheque.drawer,
    )


def _with_row(payment: OperationView, row: tuple[int, int | None]) -> OperationView:
    number, paper = row
    cheque = payment.cheque
    if cheque is not None and paper is not None:
        cheque = replace(cheque, id=paper)
    return replace(payment, id=number, cheque=cheque)


def _without(basket: BasketView, payment: OperationView) -> tuple[OperationView, ...]:
    return tuple(one for one in basket.payments if one.id != payment.id)


def _with_payment(basket: BasketView, old: OperationView, new: OperationView) -> BasketView:
    payments = (new if one.id == old.id else one for one in basket.payments)
    return _with_payments(basket, tuple(payments))


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
