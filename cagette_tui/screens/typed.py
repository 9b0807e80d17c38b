"""Amounts and quantities as people type them, refused in words."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.money import AmountError, QuantityError, parse_amount, parse_quantity
from cagette_tui.sentences import sentence


def amount_typed(text: str, *, zero: bool = False, negative: bool = False) -> Decimal:
    """Read an amount in euros (R5); raises `ValueError` with a sentence."""
    try:
        return parse_amount(text, zero=zero, negative=negative)
    except AmountError as error:
        raise ValueError(sentence(error)) from error


def quantity_typed(text: str) -> Decimal:
    """Read a quantity in units or kg (R2); raises `ValueError` with a sentence."""
    try:
        return parse_quantity(text)
    except QuantityError as error:
        raise ValueError(sentence(error)) from error
