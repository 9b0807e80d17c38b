"""What a line costs (R3, R4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from cagette_tui.model.rules.cagette_rounding import cagette_amounts
from cagette_tui.money import line_fee, line_total

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
    return exact_quantity_at(line, line.delivered)


def exact_quantity_at(line: PricedLine, quantity: Decimal) -> Decimal:
    """Return what so much of a line stands for, in units: all decimals of what was ordered."""
    if line.exact_quantity is not None and quantity == line.ordered:
        return line.exact_quantity
    return quantity


def exact_price_of(line: PricedLine) -> Decimal:
    """Return the unit price in euros behind the printed one, unless another was typed (R4)."""
    return exact_price_at(line, line.price)


def exact_price_at(line: PricedLine, price: Decimal) -> Decimal:
    """Return what a price (euros) stands for, were it the line's: all decimals of the printed."""
    exact = line.exact_price
    if exact is None or abs(exact - price) > HALF_CENT:
        return price
    return exact if line.stated_price in (None, price) else price


def exact_rate_of(line: PricedLine) -> Decimal:
    """Return the fee rate in percent, with all its decimals."""
    return line.fee_rate if line.exact_rate is None else line.exact_rate
