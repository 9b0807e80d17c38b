"""What a line costs, and the reason that goes without saying (R3, R4, R30)."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from cagette_tui.model.kinds import Reason
from cagette_tui.money import line_fee, line_total


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
