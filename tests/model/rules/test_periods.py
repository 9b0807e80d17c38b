"""Months, quarters and years, one after the other."""

from __future__ import annotations

from datetime import date

import pytest

from cagette_tui.model.rules.periods import Span, Unit

MONTH, QUARTER, YEAR = Unit.MONTH, Unit.QUARTER, Unit.YEAR


@pytest.mark.parametrize(
    ("unit", "first", "last", "before", "after"),
    [
        (MONTH, "2024-02-01", "2024-02-29", "2024-01-01", "2024-03-01"),
        (QUARTER, "2024-01-01", "2024-03-31", "2023-10-01", "2024-04-01"),
        (YEAR, "2024-01-01", "2024-12-31", "2023-01-01", "2025-01-01"),
    ],
)
def test_around_a_day(unit: Unit, first: str, last: str, before: str, after: str) -> None:
    """To the last day of it; before and after it without a gap."""
    span = Span.around(date(2024, 2, 29), unit)
    assert (span.first, span.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert span.moved(-1).first == date.fromisoformat(before)
    assert span.moved(1).first == date.fromisoformat(after)
    for day in (span.first, span.last):
        assert Span.around(day, unit) == span
    assert span.moved(5).moved(-5) == span


def test_years_that_there_are() -> None:
    """From 2000 to 2100: keys held down lead no further."""
    assert Span.around(date(2026, 11, 20), YEAR).moved(-99).first == date(2000, 1, 1)
    assert Span.around(date(2026, 11, 20), YEAR).moved(99).first == date(2100, 1, 1)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        ("2026-07-01", 7),
        ("2026-08-15", 8),
        ("2026-09-30", 9),
        ("2026-10-01", 9),
        ("2026-06-30", 9),
    ],
)
def test_another_unit(today: str, month: int) -> None:
    """Of the third quarter the month of today, if that is in it, else its last one."""
    quarter = Span.around(date(2026, 8, 1), QUARTER)
    turned = quarter.turned(MONTH, date.fromisoformat(today))
    assert turned == Span(MONTH, date(2026, month, 1))
