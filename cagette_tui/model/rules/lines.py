"""What a line costs, and the reason that goes without saying (R3, R4, R30)."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from cagette_tui.model.rules.kinds import PRODUCER_IS_PAID, Reason
from cagette_tui.model.rules.refusals import NoWeight, WeightTooLarge
from cagette_tui.money import line_fee, line_total

# R32: what a line weighs at most, in kg or as a multiple of what was ordered.
_HEAVIEST = Decimal(50)
_TIMES_ORDERED = 10


class PricedLine(Protocol):
    """What a line's amounts follow from: quantities in units, prices in euros, rates in percent."""

    @property
    def ordered(self) -> Decimal: ...  # noqa: D102
    @property
    def delivered(self) -> Decimal: ...  # noqa: D102
    @property
    def price(self) -> Decimal: ...  # noqa: D102
    @property
    def fee_rate(self) -> Decimal: ...  # noqa: D102
    @property
    def stated_price(self) -> Decimal | None: ...  # noqa: D102
    @property
    def stated_fee(self) -> Decimal | None: ...  # noqa: D102
    @property
    def stated_total(self) -> Decimal | None: ...  # noqa: D102


def line_amounts(line: PricedLine) -> tuple[Decimal, Decimal]:
    """Return what a line's fee and total must be, in euros (R3, or R4 while it is as stated)."""
    as_stated = line.delivered == line.ordered and line.price == line.stated_price
    if as_stated and line.stated_fee is not None and line.stated_total is not None:
        return line.stated_fee, line.stated_total
    return (
        line_fee(line.delivered, line.price, line.fee_rate),
        line_total(line.delivered, line.price, line.fee_rate),
    )


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
    return reason or (Reason.UNDELIVERED if quantity < ordered else None)


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
