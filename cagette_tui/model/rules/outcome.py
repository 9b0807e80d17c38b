"""What validating a basket would leave behind (R17, R41)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.basket import ZERO, BasketView, left_over
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.value import ValueObject


class Unseen(StrEnum):
    """What is said of an announced payment that nobody saw (R41)."""

    SEEN = "seen"  # it is confirmed
    AWAITED = "awaited"  # it stays pending on the account


class Outcome(ValueObject):
    """What remains after validating, in euros.

    `debt` is what the basket lacks beyond payments that are awaited; `credit`
    what was paid too much. `unseen` are announced payments about which nothing
    was said yet; `until_seen` is what is owed while they are awaited, and
    `once_seen` the credit that is left when they come. `without_payment`: nobody
    ever said how it would be paid (R19).
    `unweighed` lines were never on the scales (R32).
    """

    debt: Decimal = ZERO
    credit: Decimal = ZERO
    unseen: tuple[tuple[Mode, Decimal], ...] = ()
    until_seen: Decimal = ZERO
    once_seen: Decimal = ZERO
    without_payment: bool = False
    unweighed: int = 0

    @property
    def ordinary(self) -> bool:
        """Whether nothing needs to be asked."""
        return not (self.debt or self.credit or self.unseen or self.unweighed)


class NeedsAnswer(Refused):
    """Validating would leave something behind: it asks first (R41)."""

    outcome: Outcome


def outcome_of(basket: BasketView, unseen: Unseen | None = None) -> Outcome:
    """Return what validating would leave; awaited payments cover the debt they announce."""
    announced = sum((payment.amount for payment in basket.announced), ZERO)
    asked = () if unseen is Unseen.AWAITED else basket.announced
    return Outcome(
        debt=max(basket.to_pay - announced, ZERO),
        credit=basket.left_over,
        unseen=tuple((payment.mode, payment.amount) for payment in asked if payment.mode),
        until_seen=basket.to_pay if asked else ZERO,
        once_seen=left_over(basket.difference + announced, basket.older) if asked else ZERO,
        without_payment=basket.without_payment,
        unweighed=basket.weights_awaited,
    )
