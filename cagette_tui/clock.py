"""What time it is: the real time, a time that starts where one says, or one that stands still.

All times are local and without offset, as volunteers read them on the wall.
"""

import re
import time
from datetime import datetime, timedelta
from datetime import time as dtime


class Clock:
    """The local time, to the second."""

    def __init__(self) -> None:
        """Show the real local time."""
        self._start: datetime | None = None
        self._started_at = 0.0

    @classmethod
    def starting_at(cls, moment: datetime) -> "Clock":
        """Give a clock that shows `moment` (local, without offset) now, and runs on from there.

        It runs on whatever happens to the machine's own clock. Raises ValueError when `moment`
        has an offset.
        """
        clock = cls()
        clock._start = _local(moment)
        clock._started_at = time.monotonic()
        return clock

    def now(self) -> datetime:
        """Give the local time without offset, cut to the second."""
        if self._start is None:
            return datetime.now().replace(microsecond=0)
        elapsed = timedelta(seconds=time.monotonic() - self._started_at)
        return (self._start + elapsed).replace(microsecond=0)


class FixedClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        """Show `moment`, local and without offset; raise ValueError when it has an offset."""
        super().__init__()
        self._moment = _local(moment)

    def now(self) -> datetime:
        """Give the moment that the clock was set to, cut to the second."""
        return self._moment.replace(microsecond=0)

    def advance(self, duration: timedelta) -> None:
        """Move the clock forward (or back, when the duration is negative)."""
        self._moment += duration


def parse_moment(text: str) -> datetime:
    """Read a local moment such as `2026-11-20T17:45`, to the second.

    Raises ValueError when it is not one: not ISO 8601, no time of day, or an offset.
    """
    moment = datetime.fromisoformat(text)
    if len(text) <= len("2026-11-20"):
        raise ValueError(f"no time of day: {text!r}")
    return _local(moment).replace(microsecond=0)


def parse_day(text: str) -> datetime:
    """Read a day such as `2026-11-20`, `20/11/2026` or `20.11.26`, as its first moment.

    Raises ValueError when it is not one.
    """
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text, re.ASCII)
    if parts is not None:
        year, month, day = map(int, parts.groups())
        return datetime(year, month, day)
    parts = re.fullmatch(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", text.strip())
    if parts is None:
        raise ValueError(f"no day: {text!r}")
    day, month, year = int(parts[1]), int(parts[3]), int(parts[4])
    return datetime(year + 2000 if year < 100 else year, month, day)


def parse_hour(text: str) -> dtime:
    """Read a time of day such as `18:00`, `18h`, `18h30` or `18 h 30`.

    Raises ValueError when it is not one.
    """
    blank = "[ \u00a0\u202f]?"
    pattern = f"([0-9]{{2}}):([0-9]{{2}})|([0-9]{{1,2}}){blank}[hH](?:{blank}([0-9]{{2}}))?"
    parts = re.fullmatch(pattern, text.strip())
    if parts is None:
        raise ValueError(f"no time of day: {text!r}")
    return dtime(int(parts[1] or parts[3]), int(parts[2] or parts[4] or 0))


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError(f"a local time has no offset: {moment.isoformat()}")
    return moment
