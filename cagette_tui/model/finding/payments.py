"""Payments and refunds that are missing in the books, or that never took place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cagette_tui.model.finding import rates
from cagette_tui.model.finding.evening import Entry, Evening, place_of
from cagette_tui.model.finding.proposals import (
    Cancel,
    Cause,
    Confirm,
    EnterMembership,
    EnterPayment,
    EnterRefund,
    Guess,
    ReplaceAmount,
    Step,
)
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.kinds import Mode

_NOTE = Decimal(5)


def not_entered(evening: Evening) -> Iterator[Guess]:
    """What a basket lacks, or a member owes, may have been paid in cash."""
    for basket in evening.sheet.baskets:
        untouched = basket.difference < 0 and basket.paid <= 0
        cause = Cause.UNPAID if untouched else Cause.NOT_ENTERED
        announced = {payment.amount for payment in basket.announced}
        for amount, chances in _lacking(basket, evening.difference).items():
            if amount not in announced:
                absent = min(chances, rates.UNPAID_ABSENT) if basket.absent else chances
                yield _guess(cause, amount, _pay(basket, amount), absent)


def announced_was_paid(evening: Evening) -> Iterator[Guess]:
    """A payment that was announced, in whatever mode, may have been made in cash."""
    for entry in evening.announced:
        operation, place = entry.operation, entry.place
        steps: tuple[Step, ...] = (Step(Confirm(operation.id), place),)
        if operation.mode is not Mode.CASH:
            steps = (Step(Cancel(operation.id, pending=True), place), _instead(entry))
        cause = Cause.NOT_ENTERED
        yield Guess(cause, entry.amount, steps, rates.ANNOUNCED, entered=operation.id)


def not_received(evening: Evening) -> Iterator[Guess]:
    """A payment in cash may have been entered for nothing, or twice; a refund not given."""
    for entry in evening.cash:
        step = Step(Cancel(entry.operation.id), entry.place)
        if entry.amount < 0:
            cause, chances = Cause.REFUND_NOT_GIVEN, rates.REFUND_NOT_GIVEN
        else:
            cause, chances = Cause.NOT_RECEIVED, rates.NOT_RECEIVED
            if _twice(entry):
                chances = rates.ENTERED_TWICE
            elif entry.evens_out(-entry.amount):
                chances = rates.LEFT_AS_CREDIT
        yield Guess(cause, -entry.amount, (step,), chances, entered=entry.operation.id)


def refund_not_entered(evening: Evening) -> Iterator[Guess]:
    """A member's credit may have been given back in cash."""
    for basket in evening.sheet.baskets:
        amounts: dict[Decimal, int] = {}
        if basket.difference > 0:
            amounts[basket.credit] = rates.REFUND_NOT_ENTERED
            amounts.setdefault(basket.difference, rates.REFUND_OF_BASKET)
            if ZERO < -evening.difference < basket.credit:
                amounts.setdefault(-evening.difference, rates.REFUND_OF_PART)
        else:
            amounts[basket.credit] = rates.REFUND_OF_OLDER
        for amount, chances in amounts.items():
            if amount:
                step = _refund(basket, amount)
                yield _guess(Cause.REFUND_NOT_ENTERED, -amount, step, chances)


def wrong_sign(evening: Evening) -> Iterator[Guess]:
    """A refund in cash may have been a payment, and the other way round."""
    for entry in evening.with_free_amount:
        effect = -2 * entry.amount
        if entry.evens_out(effect):
            chances = rates.SIGN_SETTLES
        elif entry.amount < 0:
            chances = rates.SIGN_OF_REFUND
        else:
            chances = rates.SIGN_OF_ONLY if _only(entry) else rates.SIGN_OF_EXTRA
        step = Step(ReplaceAmount(entry.operation.id, -entry.amount), entry.place)
        yield Guess(Cause.WRONG_SIGN, effect, (step,), chances, entered=entry.operation.id)


def membership(evening: Evening) -> Iterator[Guess]:
    """A member who is not up to date may have paid the fee in cash."""
    if not evening.fee:
        return
    for member_id in sorted(evening.without_membership):
        place = evening.place_of_member(member_id)
        if place.member is not None:
            mend = EnterMembership(member_id, Mode.CASH, evening.fee)
            step, chances = Step(mend, place), _of_member(evening, member_id)
            yield _guess(Cause.MEMBERSHIP, evening.fee, step, chances)


def _of_member(evening: Evening, member_id: int) -> int:
    basket = evening.in_the_list.get(member_id)
    if basket is not None and basket.absent:
        return rates.MEMBERSHIP_ABSENT
    cash = basket is not None and any(one.mode is Mode.CASH for one in basket.confirmed)
    return rates.MEMBERSHIP_IN_CASH if cash else rates.MEMBERSHIP


def _guess(cause: Cause, effect: Decimal, step: Step, chances: int) -> Guess:
    return Guess(cause, effect, (step,), chances)


def _twice(entry: Entry) -> bool:
    """The basket is paid too much, and has another payment of this amount."""
    basket = entry.basket
    if basket is None or basket.difference <= 0:
        return False
    return sum(payment.amount == entry.amount for payment in basket.confirmed) > 1


def _only(entry: Entry) -> bool:
    return entry.basket is not None and len(entry.basket.confirmed) == 1


def _lacking(basket: BasketView, wanted: Decimal) -> dict[Decimal, int]:
    """Return what may have been paid for a basket, and how likely each amount is.

    Of the amounts that are not exact, only `wanted` is of interest.
    """
    amounts: dict[Decimal, int] = {}
    if basket.to_pay:
        amounts[basket.to_pay] = rates.UNPAID
        amounts.setdefault(basket.to_pay + basket.older_debt, rates.UNPAID_WITH_DEBT)
    if basket.difference < 0:
        amounts.setdefault(-basket.difference, rates.UNPAID_DESPITE_CREDIT)
    elif basket.standing < 0:
        amounts[-basket.standing] = rates.OLDER_DEBT
    if wanted > 0 and wanted % _NOTE == 0 and basket.to_pay:
        if abs(wanted - basket.to_pay) < _NOTE:
            amounts.setdefault(wanted, rates.UNPAID_ROUND)
        elif wanted < basket.to_pay:
            amounts.setdefault(wanted, rates.UNPAID_PART)
    return amounts


def _pay(basket: BasketView, amount: Decimal) -> Step:
    """On the account where the basket takes no payment (R33, R34), or lacks none."""
    shut = basket.validated or basket.absent or basket.difference >= 0
    own = None if shut else basket.id
    return Step(EnterPayment(basket.member_id, own, Mode.CASH, amount), place_of(basket))


def _refund(basket: BasketView, amount: Decimal) -> Step:
    own = None if basket.validated or basket.difference <= 0 else basket.id
    return Step(EnterRefund(basket.member_id, own, Mode.CASH, amount), place_of(basket))


def _instead(entry: Entry) -> Step:
    shut = entry.place.validated or entry.is_absent
    own = None if shut else entry.place.basket_id
    mend = EnterPayment(entry.operation.member_id, own, Mode.CASH, entry.amount)
    return Step(mend, entry.place)
