"""What a line costs, and the reason that goes without saying (R3, R4, R30)."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from cagette_tui.model.rules.amounts import makes_sense
from cagette_tui.model.rules.cagette_rounding import cagette_amounts
from cagette_tui.model.rules.kinds import PRODUCER_IS_PAID, Reason
from cagette_tui.model.rules.refusals import BadAmount, BadQuantity, NoWeight, WeightTooLarge
from cagette_tui.money import line_fee, line_total

# R32: what a line weighs at most, in kg or as a multiple of what was ordered.
_HEAVIEST = Decimal(50)
_TIMES_ORDERED = 10

HALF_CENT = Decimal("0.005")
"""How far the price behind a printed one can be from it, in euros (R4)."""


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
    @property
    def exact_quantity(self) -> Decimal | None: ...  # noqa: D102
    @property
    def exact_price(self) -> Decimal | None: ...  # noqa: D102
    @property
    def exact_rate(self) -> Decimal | None: ...  # noqa: D102
    @property
    def as_cagette(self) -> bool | None: ...  # noqa: D102


def line_amounts(line: PricedLine) -> tuple[Decimal, Decimal]:
    """Return what a line's fee and total must be, in euros.

    While it is as its file states, what that states; otherwise as Cagette computes it where its
    product came from there (R4), and by R3 where it never did.
    """
    if is_as_stated(line) and line.stated_fee is not None and line.stated_total is not None:
        return line.stated_fee, line.stated_total
    quantity, price, rate = exact_quantity_of(line), exact_price_of(line), exact_rate_of(line)
    if is_as_cagette(line):
        return cagette_amounts(quantity, price, rate)
    return line_fee(quantity, price, rate), line_total(quantity, price, rate)


def is_as_cagette(line: PricedLine) -> bool:
    """Whether a line is worked out as Cagette does it (R4)."""
    return line.stated_total is not None or bool(line.as_cagette)


def is_as_stated(line: PricedLine) -> bool:
    """Whether quantity and price are those that the file stated."""
    return line.delivered == line.ordered and line.price == line.stated_price


def exact_quantity_of(line: PricedLine) -> Decimal:
    """Return what was delivered, in units or kilograms: all decimals while it is as ordered."""
    if line.exact_quantity is not None and line.delivered == line.ordered:
        return line.exact_quantity
    return line.delivered


def exact_price_of(line: PricedLine) -> Decimal:
    """Return the unit price in euros behind the printed one, unless another was typed (R4)."""
    exact = line.exact_price
    if exact is None or abs(exact - line.price) > HALF_CENT:
        return line.price
    return exact if line.stated_price in (None, line.price) else line.price


def exact_rate_of(line: PricedLine) -> Decimal:
    """Return the fee rate in percent, with all its decimals."""
    return line.fee_rate if line.exact_rate is None else line.exact_rate


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
    return reason or (Reason.UNDELIVERED if abs(quantity) < abs(ordered) else None)


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
