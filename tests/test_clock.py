"""What time it is."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from cagette_tui.clock import Clock, FixedClock, parse_moment

EVENING = datetime(2026, 11, 20, 17, 45)


def test_the_real_clock_is_local_and_whole_seconds() -> None:
    """Times are local, without offset."""
    before = datetime.now().replace(microsecond=0)
    now = Clock().now()
    assert before <= now <= datetime.now()
    assert now.tzinfo is None
    assert now.microsecond == 0


def test_a_clock_that_starts_elsewhere_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--now` makes the clock start there."""
    monotonic = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: monotonic)
    clock = Clock.starting_at(EVENING)
    assert clock.now() == EVENING
    monotonic += 90.5
    assert clock.now() == EVENING + timedelta(seconds=90)


def test_a_fixed_clock_stands_still_until_moved() -> None:
    """Tests say themselves when time passes."""
    clock = FixedClock(EVENING)
    assert clock.now() == clock.now() == EVENING
    clock.advance(timedelta(minutes=15))
    assert clock.now() == datetime(2026, 11, 20, 18, 0)


def test_a_local_clock_takes_no_offset() -> None:
    """Times are local, without offset."""
    with pytest.raises(ValueError, match="offset"):
        FixedClock(EVENING.replace(tzinfo=UTC))
    with pytest.raises(ValueError, match="offset"):
        Clock.starting_at(EVENING.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["2026-11-20T17:45", "2026-11-20 17:45", "2026-11-20T17:45:00", "20261120T1745"]
)
def test_typed_moments(text: str) -> None:
    """`--now 2026-11-20T17:45`."""
    assert parse_moment(text) == EVENING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17:45",
        "tomorrow",
        "2026-11-20",
        "20261120",
        "2026-W47-5",
        "2026-11-31T17:45",
        "2026-11-20T25:00",
        "2026-11-20T17:45Z",
        "2026-11-20T17:45+01:00",
    ],
)
def test_refused_moments(text: str) -> None:
    """No date, no time of day, or an offset: refused."""
    with pytest.raises(ValueError, match=r".+"):
        parse_moment(text)
