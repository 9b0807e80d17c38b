"""Amounts and quantities as people type them, refused in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cagette_tui.clock import parse_day
from cagette_tui.i18n import _
from cagette_tui.model.rules.basket import LineView
from cagette_tui.model.rules.lines import must_be_a_weight
from cagette_tui.model.rules.notes_and_coins import Pieces
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.money import MAXIMUM, AmountError, QuantityError, parse_amount, parse_quantity
from cagette_tui.sentences import sentence
from cagette_tui.text import visible
from cagette_tui.widgets.caps import digits_meant


def amount_typed(
    text: str, *, zero: bool = False, negative: bool = False, most: Decimal = MAXIMUM
) -> Decimal:
    """Read an amount in euros (R5); raises `ValueError` with a sentence."""
    try:
        return parse_amount(text, zero=zero, negative=negative, most=most)
    except AmountError as error:
        raise ValueError(without_shift(text) or sentence(error)) from error


def cash_typed(text: str) -> Pieces | Decimal | None:
    """Read a sum in euros, or notes and coins such as `20=3 0,50=4`; None for nothing.

    Raises `ValueError` with a sentence.
    """
    words = text.split()
    if len(words) == 1 and "=" not in text:
        return amount_typed(text)
    pieces: dict[Decimal, int] = {}
    for word in words:
        value, _equals, number = word.partition("=")
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            raise ValueError(
                _("“{text}” is not a number of notes or coins such as 20=3.").format(
                    text=visible(word)[:60]
                )
            )
        euros = amount_typed(value)
        pieces[euros] = pieces.get(euros, 0) + int(number)
    return pieces or None


def day_typed(text: str) -> date:
    """Read a day such as 2026-11-20 or 20/11/2026; raises `ValueError` with a sentence."""
    try:
        return parse_day(text.strip()).date()
    except ValueError:
        raise ValueError(
            _("“{text}” is not a date such as 2026-11-20").format(text=visible(text)[:60])
        ) from None


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
