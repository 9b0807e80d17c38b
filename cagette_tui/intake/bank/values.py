"""Days and amounts as banks write them. Never guessed: what can be read two ways is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.money import from_cents

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T].*)?")
_BLANKS = re.compile("[\\s\u00a0\u202f'’]")
_AMOUNT = re.compile(r"(?P<sign>[+-]?)(?P<whole>[\d.,]*?\d)(?:[.,](?P<cents>\d{1,2}))?(?P<end>-?)")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
# Ten million euros: no group that orders vegetables has so much.
_MOST = 1_000_000_000


def day_of(text: str, row: int) -> date:
    """Read a day: day before month, or year first. Raises `StatementError`."""
    clean = text.strip()
    match = _DAY_FIRST.fullmatch(clean)
    parts = match.group(3, 2, 1) if match else None
    if parts is None:
        match = _YEAR_FIRST.fullmatch(clean)
        parts = match.group(1, 2, 3) if match else None
    if parts is not None and clean.isascii():
        year, month, day = map(int, parts)
        return _day(year + 2000 if year < 100 else year, month, day, row, text)
    raise StatementError(StatementProblem.NOT_A_DATE, row=row, value=clean)


def day_of_figures(text: str, row: int) -> date:
    """Read a day of eight figures; a time behind it and its zone move nothing."""
    clean = text.strip()
    if not re.match(r"[0-9]{8}", clean):
        raise StatementError(StatementProblem.NOT_A_DATE, row=row, value=clean)
    return _day(int(clean[:4]), int(clean[4:6]), int(clean[6:8]), row, text)


def _day(year: int, month: int, day: int, row: int, text: str) -> date:
    try:
        if not 2000 <= year <= 2100:
            raise ValueError
        return date(year, month, day)
    except ValueError:
        raise StatementError(StatementProblem.NOT_A_DATE, row=row, value=text.strip()) from None


def amount_of(text: str, row: int) -> Decimal:
    """Read an amount: `-1 234,50`, `+3500,00`, `1.234,50`, `12.5`, `80`. Raises `StatementError`.

    A point or comma before three figures and nothing else could be either, and is refused.
    """
    bare = re.sub("(?:€|EUR|EUROS)$", "", _BLANKS.sub("", text), flags=re.IGNORECASE)
    match = _AMOUNT.fullmatch(bare)
    if match is None or not bare.isascii() or (match["sign"] and match["end"]):
        raise _no_amount(text, row)
    whole, cents = match["whole"], match["cents"]
    if not whole.isdigit():
        grouped = _GROUPED.fullmatch(whole)
        decimal = bare[match.end("whole")] if cents else ""
        if grouped is None or not cents or decimal == grouped[1]:
            raise _no_amount(text, row)
        whole = whole.replace(grouped[1], "")
    value = int(whole[:15]) * 100 + int((cents or "").ljust(2, "0"))
    if len(whole) > 15 or value > _MOST:
        raise _no_amount(text, row)
    return from_cents(-value if "-" in (match["sign"], match["end"]) else value)


def _no_amount(text: str, row: int) -> StatementError:
    return StatementError(StatementProblem.NOT_AN_AMOUNT, row=row, value=text.strip())


def is_day(text: str) -> bool:
    """Whether a cell holds a day."""
    try:
        day_of(text, 0)
    except StatementError:
        return False
    return True


def is_amount(text: str) -> bool:
    """Whether a cell holds an amount."""
    try:
        amount_of(text, 0)
    except StatementError:
        return False
    return True


def first_amount(cells: Iterable[str]) -> Decimal | None:
    """Return the first cell that is an amount, and no day."""
    return next((amount_of(cell, 0) for cell in cells if is_amount(cell)), None)
