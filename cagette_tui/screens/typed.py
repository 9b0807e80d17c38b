"""Amounts and quantities as people type them, refused in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cagette_tui.clock import parse_day
from cagette_tui.i18n import _, current_language
from cagette_tui.model.rules.basket import LineView
from cagette_tui.model.rules.days import BadDay, possible_day
from cagette_tui.model.rules.lines import must_be_a_weight
from cagette_tui.model.rules.notes_and_coins import Pieces
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.money import (
    MAXIMUM,
    AmountError,
    PiecesError,
    QuantityError,
    parse_amount,
    parse_counted,
    parse_quantity,
)
from cagette_tui.sentences import sentence
from cagette_tui.text import visible
from cagette_tui.widgets.asks import AskingScreen
from cagette_tui.widgets.caps import digits_meant

if TYPE_CHECKING:
    from cagette_tui.screens.model_screen import ModelScreen


def amount_typed(
    text: str, *, zero: bool = False, negative: bool = False, most: Decimal = MAXIMUM
) -> Decimal:
    """Read an amount in euros (R5); raises `ValueError` with a sentence."""
    try:
        return parse_amount(text, zero=zero, negative=negative, most=most)
    except AmountError as error:
        raise ValueError(without_shift(text) or sentence(error)) from error


async def ask_amount(
    screen: AskingScreen[Any],
    label: str,
    check: Callable[[str], Decimal] = amount_typed,
    *,
    value: str = "",
    hint: str = "",
) -> Decimal | None:
    """Ask for an amount in euros; None after Esc. A letter that is in none is told at once."""

    def told(text: str) -> None:
        screen.bottom.ask_line.set_hint(_no_amount(text) or hint)

    return await screen.ask_text(label, check, value=value, hint=hint, on_change=told)


def _no_amount(text: str) -> str:
    """Say that what is typed cannot become an amount; empty where it can."""
    letters = "".join(one for one in text if one.isalpha())
    if not letters:
        return ""
    return _("“{text}” belongs to no amount: digits are typed here; Esc leaves it.").format(
        text=visible(letters)[:20]
    )


def cash_typed(text: str) -> Pieces | Decimal | None:
    """Read a sum in euros, or notes and coins such as `20=3 0,50=4`; None for nothing.

    Raises `ValueError` with a sentence.
    """
    try:
        return parse_counted(text, amount_typed)
    except PiecesError as error:
        raise ValueError(sentence(error)) from error


def day_typed(text: str) -> date:
    """Read a day such as 2026-11-20 or 20/11/2026; raises `ValueError` with a sentence."""
    try:
        return parse_day(text.strip()).date()
    except ValueError:
        raise ValueError(
            _("“{text}” is not a date such as 2026-11-20").format(text=visible(text)[:60])
        ) from None


def day_text(day: date) -> str:
    """Write a day as it is typed in the language one works in."""
    return f"{day:%d/%m/%Y}" if current_language() == "fr" else day.isoformat()


async def ask_day(
    screen: ModelScreen, label: str, *, day: date | None = None, hint: str = ""
) -> date | None:
    """Ask for a day that has come; `day` stands there, today's unless it is said. None after Esc.

    One that is still to come is refused at once (`BadDay`, R26).
    """
    now = screen.cagette.clock.now()

    def told(text: str) -> date:
        try:
            return possible_day(day_typed(text), now)
        except BadDay as problem:
            raise ValueError(sentence(problem)) from problem

    hint = hint or _("Enter keeps what stands there; another day as {day}.").format(
        day=day_text(now.date() - timedelta(days=1))
    )
    return await screen.ask_text(label, told, value=day_text(day or now.date()), hint=hint)


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
