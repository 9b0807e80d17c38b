"""What a line costs as Cagette works it out, so that the member reads the same amount there (R4).

The only place where amounts are floats: Cagette computes with binary fractions, and where these
lie just beside half a cent it rounds otherwise than R3 does (1.5 × 25.07 is 37.60 there).
"""

from __future__ import annotations

from decimal import Decimal
from math import floor

from cagette_tui.money import from_cents


def cagette_amounts(
    quantity: Decimal, price: Decimal, fee_rate: Decimal
) -> tuple[Decimal, Decimal]:
    """Return the fee and the total of a line in euros, rounded as Cagette rounds them (R4).

    `quantity` is in units or kilograms, `price` in euros with all its decimals, `fee_rate` in
    percent. All may be negative: halves go up, towards the smaller debt of -0.50.
    """
    fee, total = cagette_cents(float(quantity), float(price), float(fee_rate))
    return from_cents(fee), from_cents(total)


def cagette_cents(quantity: float, price: float, fee_rate: float) -> tuple[int, int]:
    """Return the same in whole cents, for those who ask it of many lines."""
    base = quantity * price
    fee = base * fee_rate / 100
    return _rounded(fee), _rounded(base + fee)


def _rounded(amount: float) -> int:
    # What Cagette stores and reads again has 15 significant digits.
    return floor(float(f"{amount:.15g}") * 100 + 0.5)
