"""Whether a clock can be right, by what the journal says (R64)."""

from __future__ import annotations

from datetime import datetime, timedelta

from cagette_tui.model.rules.refusals import ClockDoubted

# Two machines at one table never agree to the second.
_SLACK = timedelta(minutes=2)
# A machine that has lost its clock wakes up long ago; one set wrong, long from now.
_LONGEST = timedelta(days=30)


def must_be_right(now: datetime, last: datetime, zone: str = "") -> None:
    """Doubt a clock more than 2 minutes before `last`, or 30 days after it: `ClockDoubted`."""
    if not last - _SLACK <= now <= last + _LONGEST:
        raise ClockDoubted(now, last, zone)
