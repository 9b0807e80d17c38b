"""What a basket is after each step about its money, without writing anything.

Amounts follow from the views themselves. What is not written yet has the number 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cagette_tui.model.rules.basket import BasketView, ChequeView, OperationView
from cagette_tui.model.rules.days import day_again
from cagette_tui.model.rules.kinds import Kind
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
            payment = replace(
                _booked(basket, again, terms),
                membership_id=old.membership_id,
                day=day_again(old.day, old.created_at, terms.now),
            )
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
        day=step.day,
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
