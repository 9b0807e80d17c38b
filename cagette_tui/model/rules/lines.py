"""What may be typed for a line, and the reason that goes without saying (R30, R32)."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from cagette_tui.model.rules.amounts import makes_sense
from cagette_tui.model.rules.kinds import PRODUCER_IS_PAID, Reason
from cagette_tui.model.rules.line_amounts import (
    PricedLine,
)
from cagette_tui.model.rules.refusals import BadAmount, BadQuantity, NoWeight, WeightTooLarge

# R32: what a line weighs at most, in kg or as a multiple of what was ordered.
_HEAVIEST = Decimal(50)
_TIMES_ORDERED = 10


def usual_reason(
    ordered: Decimal, quantity: Decimal, reason: str | None, weighed: bool
) -> str | None:
    """Return the reason that goes without saying when a quantity is entered.

    `reason` is the one that was there, `weighed` whether the product is sold by weight.
    """
    if quantity == ordered:
        return None
    if quantity == 0:
        return Reason.UNDELIVERED if reason in (None, Reason.WEIGHED) else reason
    if weighed:
        return Reason.WEIGHED
    lacks = abs(quantity) < abs(ordered)
    if reason == Reason.UNDELIVERED and not lacks:
        return None  # more came than was ordered
    return reason or (Reason.UNDELIVERED if lacks else None)


class LineThatCame(PricedLine, Protocol):
    """What is known of a line before it is said that nobody got it."""

    @property
    def reason(self) -> str | None: ...  # noqa: D102
    @property
    def came(self) -> Decimal | None: ...  # noqa: D102


def came_of(line: LineThatCame, delivered: Decimal, reason: str | None) -> Decimal | None:
    """Return what the producer had brought of a line that becomes so; None: what was ordered (R53).

    Of what is spoiled or not collected only so much can have come as was there before.
    """
    if reason not in PRODUCER_IS_PAID:
        return None
    if line.reason in PRODUCER_IS_PAID:
        return line.came
    is_taken_away = delivered < line.delivered != line.ordered
    return line.delivered if is_taken_away else None


def must_have_its_sign(quantity: Decimal, ordered: Decimal) -> None:
    """Refuse more than can be typed, or returned jars that are delivered: `BadQuantity` (R5, R8).

    What was ordered below zero can only be delivered so.
    """
    if not makes_sense(-quantity if ordered < 0 else quantity):
        raise BadQuantity(quantity)


def must_be_a_price(price: Decimal, before: Decimal) -> None:
    """Refuse a unit price in euros that cannot be typed, or that has lost its sign: `BadAmount`.

    A price below zero, of returned jars, can only become another such (R8).
    """
    if not makes_sense(-price if before < 0 else price):
        raise BadAmount(price)


def heaviest(ordered: Decimal) -> Decimal:
    """Return what a line of which so much was ordered can weigh at most, in kg (R32)."""
    return max(_HEAVIEST, ordered * _TIMES_ORDERED)


def must_be_a_weight(weight: Decimal, ordered: Decimal) -> None:
    """Refuse what the scales cannot have said: `NoWeight`, `WeightTooLarge` (R32)."""
    if not weight:
        raise NoWeight()
    must_be_possible(weight, ordered)


def must_be_possible(weight: Decimal, ordered: Decimal) -> None:
    """Refuse a weight that no line can have: `WeightTooLarge` (R32)."""
    if weight > heaviest(ordered):
        raise WeightTooLarge(weight, heaviest(ordered))
