"""Amounts and quantities as people type them, refused in words."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import _
from cagette_tui.model.rules.basket import LineView
from cagette_tui.model.rules.lines import must_be_a_weight
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.money import AmountError, QuantityError, parse_amount, parse_quantity
from cagette_tui.sentences import sentence
from cagette_tui.text import visible
from cagette_tui.widgets.caps import digits_meant


def amount_typed(text: str, *, zero: bool = False, negative: bool = False) -> Decimal:
    """Read an amount in euros (R5); raises `ValueError` with a sentence."""
    try:
        return parse_amount(text, zero=zero, negative=negative)
    except AmountError as error:
        raise ValueError(without_shift(text) or sentence(error)) from error


def quantity_typed(text: str) -> Decimal:
    """Read a quantity in units or kg (R2); raises `ValueError` with a sentence."""
    try:
        return parse_quantity(text)
    except QuantityError as error:
        raise ValueError(without_shift(text) or sentence(error)) from error


def without_shift(text: str) -> str:
    """Say that these are digits typed without Shift on a French keyboard; empty where none are."""
    digits = digits_meant(text)
    if digits is None:
        return ""
    return _("Digits without Shift? {typed} would be {digits}.").format(
        typed=visible(text.strip()), digits=digits
    )


def weight_typed(text: str, line: LineView) -> Decimal:
    """Read what was delivered of a line; raises `ValueError` also for what is no weight (R32).

    What may be a slip by 100 or 1,000 passes: that is asked.
    """
    if line.ordered < 0:  # jars that came back: a minus may be left out (R8)
        return -abs(quantity_typed(text.strip().lstrip("-\u2212")))
    quantity = quantity_typed(text)
    if line.weighed and line.likely_weight(quantity) is None:
        try:
            must_be_a_weight(quantity, line.ordered)
        except Refused as problem:
            raise ValueError(sentence(problem)) from problem
    return quantity
