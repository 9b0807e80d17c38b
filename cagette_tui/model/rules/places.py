"""Where and when a distribution is: what makes two of them one."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from cagette_tui.problems import KnownProblem
from cagette_tui.text import fold

# One of them is a letter to Unicode.
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼʹ`´′＇", " "))
_WORDS = re.compile(r"[^\W_]+")

LONGEST = timedelta(hours=12)
"""No distribution lasts longer: hours that say so were mistyped."""


class BadHours(KnownProblem):
    """A distribution that ends as it starts, or is open for most of a day."""

    start: time
    end: time


def place_key(place: str) -> str:
    """Return a place as it is compared: without case, accents, apostrophes, blanks."""
    return " ".join(_WORDS.findall(fold(place).translate(_APOSTROPHES))) or place.strip()


def person_key(name: str) -> str:
    """Return a person's name as it is compared: in whatever order and spelling."""
    return " ".join(sorted(_WORDS.findall(fold(name)))) or name.strip()


def opening_hours(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """Return when a distribution of that day begins and ends: past midnight where it ends earlier.

    Raises `BadHours` where it would end when it starts, or be open for most of a day.
    """
    starts, ends = datetime.combine(day, start), datetime.combine(day, end)
    if end < start:
        ends += timedelta(days=1)
    if not timedelta(0) < ends - starts <= LONGEST:
        raise BadHours(start, end)
    return starts, ends


def overlap(starts: datetime, ends: datetime, others: tuple[datetime, datetime]) -> timedelta:
    """Return how long two opening hours are open together; zero if they are not."""
    together = min(ends, others[1]) - max(starts, others[0])
    return max(together, timedelta(0))
