"""Which amounts and quantities make sense at all (R5)."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model.rules.refusals import BadAmount, BadQuantity
from cagette_tui.money import MAXIMUM

_ZERO = Decimal(0)


def must_be_an_amount(
    amount: Decimal, *, zero: bool = False, signed: bool = False, most: Decimal = MAXIMUM
) -> None:
    """Refuse what is no amount in euros: nothing, less than nothing, more than the most (R5).

    `zero`: nothing is an amount here too, as of a price; `signed`: less than nothing is, as of an
    adjustment; `most` is `MOST_COUNTED` of what was counted. Raises `BadAmount`.
    """
    if not makes_sense(amount, zero=zero, signed=signed, most=most):
        raise BadAmount(amount, most)


def must_be_a_quantity(quantity: Decimal, *, zero: bool = True) -> None:
    """Refuse what is no quantity in units or kg; of what is ordered nothing is none: `zero`.

    Raises `BadQuantity`.
    """
    if not makes_sense(quantity, zero=zero, signed=False):
        raise BadQuantity(quantity)


def makes_sense(
    number: Decimal, *, zero: bool = True, signed: bool = False, most: Decimal = MAXIMUM
) -> bool:
    """Whether a number is neither too large nor, unless that is said, nothing or below it."""
    size = abs(number) if signed else number
    return size <= most and (size > _ZERO or (zero and size == _ZERO))
