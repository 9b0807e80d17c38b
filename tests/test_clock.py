"""What time it is."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from cagette_tui.clock import Clock, FixedClock, UnknownZone, parse_day, parse_moment
from cagette_tui.i18n import format_moment
from cagette_tui.model.rules.clock import must_be_right
from cagette_tui.model.rules.refusals import ClockDoubted, TooEarly
from cagette_tui.sentences import sentence
from cagette_tui.sentences.clock import doubt_said, unknown_zone_said

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
        "1026-11-20T17:45",
    ],
)
def test_refused_moments(text: str) -> None:
    """No date, no time of day, or an offset: refused."""
    with pytest.raises(ValueError, match=r".+"):
        parse_moment(text)


@pytest.mark.parametrize("text", ["2026-11-20", "20/11/2026", "20.11.26"])
def test_typed_days(text: str) -> None:
    """As one writes them in French, or in a table."""
    assert parse_day(text).date() == EVENING.date()


@pytest.mark.parametrize("text", ["0202-11-20", "20/11/0202", "2206-11-20", "31/11/2026", "20"])
def test_refused_days(text: str) -> None:
    """A slip in the year is no day, wherever it is typed."""
    with pytest.raises(ValueError, match=r".+"):
        parse_day(text)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let the machine say that it is in a time zone."""

    def says(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield says
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("here", "zone", "there", "said"),
    [
        ("UTC", None, "Europe/Paris", "Europe/Paris"),
        ("UTC", "UTC", "UTC", ""),
        ("UTC", "America/Cayenne", "America/Cayenne", "America/Cayenne"),
        ("Indian/Reunion", None, "Indian/Reunion", ""),
        ("Indian/Reunion", "Europe/Paris", "Europe/Paris", "Europe/Paris"),
        ("Europe/Paris", None, "Europe/Paris", ""),
        ("Europe/Berlin", "Europe/Paris", "Europe/Paris", ""),
    ],
)
def test_the_clock_is_the_groups(
    machine: Callable[[str], None], here: str, zone: str | None, there: str, said: str
) -> None:
    """R64: the group's zone counts; nobody lives by UTC; what differs is named."""
    machine(here)
    clock = Clock()
    clock.live_in(zone)
    before = datetime.now(ZoneInfo(there)).replace(tzinfo=None, microsecond=0)
    assert before <= clock.now() <= before + timedelta(minutes=1)
    assert clock.zone_said() == said


def test_summer_and_winter(machine: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """R64: a server in UTC knows when a group in Paris changes its clocks."""

    class Moment(datetime):
        utc = datetime(2026, 7, 1, 16, 0, tzinfo=UTC)

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Moment":
            return cls.fromtimestamp(cls.utc.timestamp(), tz)

    machine("UTC")
    monkeypatch.setattr("cagette_tui.clock.datetime", Moment)
    clock = Clock()
    clock.live_in(None)
    assert clock.now() == datetime(2026, 7, 1, 18, 0)
    Moment.utc = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
    assert clock.now() == datetime(2026, 12, 1, 17, 0)


@pytest.mark.parametrize(
    "zone", ["Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "Europe", " "]
)
def test_a_zone_that_is_none(machine: Callable[[str], None], zone: str) -> None:
    """R64: where there are no data of a zone the machine's own time counts, and is named."""
    machine("UTC")
    clock = Clock()
    with pytest.raises(UnknownZone) as problem:
        clock.live_in(zone)
    assert problem.value.name == zone
    assert "UTC" in unknown_zone_said(problem.value)
    assert abs(clock.now() - datetime.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("clock", [FixedClock(EVENING), Clock.starting_at(EVENING)])
def test_a_time_that_was_said_stays(clock: Clock) -> None:
    """R64: `--now` says what time it is where the group lives."""
    clock.live_in("Pacific/Auckland")
    assert EVENING <= clock.now() < EVENING + timedelta(hours=1)
    assert not clock.is_real
    assert clock.zone_said() == ""


def test_a_refusal_names_the_zone() -> None:
    """R40, R64: only where the machine's is another one."""
    problem = TooEarly(EVENING, EVENING - timedelta(minutes=45))
    assert sentence(problem).endswith("it is 17:00 now.")
    problem = TooEarly(EVENING, EVENING - timedelta(minutes=45), "Europe/Paris")
    assert sentence(problem).endswith("it is 17:00 (Europe/Paris) now.")


@pytest.mark.parametrize(
    ("later", "doubtful"),
    [
        (timedelta(0), False),
        (timedelta(days=30), False),
        (timedelta(days=30, seconds=1), True),
        (timedelta(seconds=-120), False),
        (timedelta(seconds=-121), True),
        (timedelta(days=-20000), True),
    ],
)
def test_a_clock_that_cannot_be_right(later: timedelta, doubtful: bool) -> None:
    """R64: before the journal's last entry, or more than 30 days after it."""
    if not doubtful:
        must_be_right(EVENING + later, EVENING)
        return
    with pytest.raises(ClockDoubted) as doubted:
        must_be_right(EVENING + later, EVENING, "Europe/Paris")
    assert format_moment(EVENING) in doubt_said(doubted.value)
    assert format_moment(EVENING + later) + " (Europe/Paris)" in doubt_said(doubted.value)
