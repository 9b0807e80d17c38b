"""What Cagette makes of a line: the one place with binary fractions (R4)."""

from __future__ import annotations

from decimal import Decimal
from math import floor

from cagette_tui.money import from_cents


def cagette_total(quantity: Decimal, price: Decimal, fee_rate: Decimal) -> Decimal:
    """Return the euros that Cagette computes for a line, to the cent as its members read it.

    `price` is in euros per unit or kilogram, `fee_rate` in percent. Cagette counts in binary
    fractions and takes 15 digits of them: 1.5 × 25.07 is 37.60 there, and 37.61 by R3.
    """
    cost = float(quantity) * float(price)
    cost += cost * float(fee_rate) / 100
    return from_cents(floor(float(f"{cost:.15g}") * 100 + 0.5))
