"""What time it is: the real time, a time that starts where one says, or one that stands still.

All times are those of the group's zone and without offset, as volunteers read them on the wall.
"""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta, tzinfo
from datetime import time as dtime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# Where a machine says UTC, which nobody lives by, and the group has set nothing.
USUAL_ZONE = "Europe/Paris"


class UnknownZone(Exception):
    """A time zone that does not exist, or of which this machine has no data: `name`.

    `instead` is the short name of the zone that counts.
    """

    def __init__(self, name: str) -> None:
        """Keep its name, and this machine's own zone."""
        super().__init__(name)
        self.name = name
        self.instead = datetime.now().astimezone().tzname() or ""


def zone_named(name: str) -> ZoneInfo:
    """Give a time zone such as `Europe/Paris`. Raises `UnknownZone`."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        raise UnknownZone(name) from None


def effective_zone(name: str | None) -> str | None:
    """Say in which zone a group lives that has set `name` (R64); None: in this machine's own."""
    says_utc = time.tzname[0] == "UTC" and not time.daylight
    return name or (USUAL_ZONE if says_utc else None)


class Clock:
    """The time in the group's zone, to the second; in this machine's until that is known."""

    def __init__(self) -> None:
        """Show the real local time."""
        self._start: datetime | None = None
        self._started_at = 0.0
        self._zone: tzinfo | None = None
        self._zone_said = ""

    @property
    def is_real(self) -> bool:
        """Whether it shows what the machine says, rather than what somebody has said."""
        return self._start is None

    def zone_said(self) -> str:
        """Give what a refusal adds to a time: the zone in use, where this machine's differs."""
        return self._zone_said

    def live_in(self, name: str | None) -> None:
        """Show the time of the zone that a group has set from now on (R64).

        A clock whose time somebody has said stays as it is. Raises `UnknownZone`, and shows the
        machine's own time then, which refusals name.
        """
        self._zone_said, self._zone = "", None
        wanted = effective_zone(name)
        if not self.is_real or wanted is None:
            return
        here = datetime.now().astimezone()
        try:
            self._zone = zone_named(wanted)
        except UnknownZone as problem:
            self._zone_said = problem.instead
            raise
        if here.astimezone(self._zone).utcoffset() != here.utcoffset():
            self._zone_said = wanted

    @classmethod
    def starting_at(cls, moment: datetime) -> Clock:
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
            return datetime.now(self._zone).replace(tzinfo=None, microsecond=0)
        elapsed = timedelta(seconds=time.monotonic() - self._started_at)
        return (self._start + elapsed).replace(microsecond=0)


class FixedClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        """Show `moment`, local and without offset; raise ValueError when it has an offset."""
        super().__init__()
        self._moment = _local(moment)

    @property
    def is_real(self) -> bool:
        """It is not."""
        return False

    def now(self) -> datetime:
        """Give the moment that the clock was set to, cut to the second."""
        return self._moment.replace(microsecond=0)

    def advance(self, duration: timedelta) -> None:
        """Move the clock forward (or back, when the duration is negative)."""
        self._moment += duration


def parse_moment(text: str) -> datetime:
    """Read a local moment such as `2026-11-20T17:45`, to the second.

    Raises ValueError when it is not one: not ISO 8601, no time of day, an offset, or another
    century.
    """
    moment = datetime.fromisoformat(text)
    if len(text) <= len("2026-11-20"):
        raise ValueError(f"no time of day: {text!r}")
    return _in_our_time(_local(moment).replace(microsecond=0))


def parse_day(text: str) -> datetime:
    """Read a day such as `2026-11-20`, `20/11/2026` or `20.11.26`, as its first moment.

    Raises ValueError when it is not one, or of another century.
    """
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text, re.ASCII)
    if parts is not None:
        year, month, day = map(int, parts.groups())
        return _in_our_time(datetime(year, month, day))
    parts = re.fullmatch(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", text.strip())
    if parts is None:
        raise ValueError(f"no day: {text!r}")
    day, month, year = int(parts[1]), int(parts[3]), int(parts[4])
    return _in_our_time(datetime(year + 2000 if year < 100 else year, month, day))


def _in_our_time(moment: datetime) -> datetime:
    # Far years are slips of the finger, and at the calendar's own end sums of times break.
    if not 2000 <= moment.year <= 2100:
        raise ValueError(f"not in our time: {moment}")
    return moment


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
