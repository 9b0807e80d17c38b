"""On which day money came, and on which it may have (R23, R26)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cagette_tui.model.rules.days import (
    BadDay,
    booked_on,
    came_on,
    day_again,
    possible_day,
    seen_on,
    stated_day,
)
from cagette_tui.model.rules.kinds import Kind

EVENING = date(2026, 10, 20)
TYPED = datetime(2026, 10, 21, 0, 15)
NOW = datetime(2026, 10, 23, 9, 0)
TODAY = NOW.date()


def test_the_day_that_was_said_counts_before_the_day_of_typing() -> None:
    """R26: money is of the day on which it came."""
    assert came_on(date(2026, 10, 2), TYPED) == date(2026, 10, 2)
    assert came_on(None, TYPED) == date(2026, 10, 21)


@pytest.mark.parametrize(
    ("kind", "said", "evening", "late", "day"),
    [
        (Kind.ORDER, None, EVENING, False, EVENING),
        (Kind.ORDER, None, date(2026, 11, 3), False, date(2026, 11, 3)),
        (Kind.PAYMENT, None, EVENING, False, EVENING),
        (Kind.PAYMENT, None, date(2026, 11, 3), False, TYPED.date()),
        (Kind.PAYMENT, None, EVENING, True, TYPED.date()),
        (Kind.PAYMENT, None, None, False, TYPED.date()),
        (Kind.PAYMENT, date(2026, 10, 1), EVENING, False, date(2026, 10, 1)),
    ],
)
def test_what_joined_an_evening_is_of_that_evening(
    kind: Kind, said: date | None, evening: date | None, late: bool, day: date
) -> None:
    """R26, R23: past midnight it is still the evening's; seen after certifying it is its own."""
    assert booked_on(kind, said, TYPED, evening, late=late) == day


def test_a_day_to_come_or_before_what_it_is_about_is_refused() -> None:
    """R26: today and the first possible day are possible; the days beyond them are not."""
    first = date(2026, 10, 20)
    assert possible_day(None, NOW, first) == TODAY
    assert possible_day(TODAY, NOW, first) == TODAY
    assert possible_day(first, NOW, first) == first
    with pytest.raises(BadDay) as asked:
        possible_day(date(2026, 10, 24), NOW)
    assert (asked.value.day, asked.value.earliest, asked.value.latest) == (
        date(2026, 10, 24),
        None,
        TODAY,
    )
    with pytest.raises(BadDay):
        possible_day(date(2026, 10, 19), NOW, first)


def test_today_is_not_stored_beside_the_time_of_typing() -> None:
    """R26: only another day than that of its typing is kept."""
    assert stated_day(TODAY, NOW) is None
    assert stated_day(None, NOW) is None
    assert stated_day(EVENING, NOW) == EVENING
    with pytest.raises(BadDay):
        stated_day(date(2026, 10, 24), NOW)


def test_what_is_entered_again_stays_of_its_old_day() -> None:
    """R26: a correction of Friday leaves Wednesday's money on Wednesday."""
    assert day_again(None, TYPED, NOW) == TYPED.date()
    assert day_again(EVENING, TYPED, NOW) == EVENING
    assert day_again(None, NOW, NOW) is None
    # The clock went back since: nothing is booked on a day to come.
    assert day_again(None, datetime(2026, 10, 24, 9, 0), NOW) is None


def test_an_announced_payment_is_of_the_day_on_which_it_is_seen() -> None:
    """R23: today's, and what was said of one that is typed and seen in one day stays."""
    assert seen_on(None, TYPED, NOW) == TODAY
    assert seen_on(None, NOW, NOW) is None
    assert seen_on(EVENING, NOW, NOW) == EVENING
