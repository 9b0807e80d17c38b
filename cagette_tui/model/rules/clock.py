"""Whether a clock can be right, by what the journal says (R64)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# Two machines at one table never agree to the second.
_SLACK = timedelta(minutes=2)
# A machine that has lost its clock wakes up long ago; one set wrong, long from now.
_LONGEST = timedelta(days=30)


@dataclass(frozen=True)
class ClockDoubted:
    """A clock shows `now`, before the journal's last entry or long after it: `last`."""

    now: datetime
    last: datetime


def clock_doubt(now: datetime, last: datetime) -> ClockDoubted | None:
    """Say what is doubtful about a clock: more than 2 minutes before `last`, or 30 days after."""
    if last - _SLACK <= now <= last + _LONGEST:
        return None
    return ClockDoubted(now, last)
