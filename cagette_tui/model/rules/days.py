"""On which day money came or went, or may have (R23, R26). Days and times are the group's."""

from __future__ import annotations

from datetime import date, datetime

from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.rules.refusals import Refused


class BadDay(Refused):
    """A day on which that cannot have happened: it is still to come, or before what it is about."""

    day: date
    earliest: date | None
    latest: date


def came_on(said: date | None, typed: datetime) -> date:
    """Return the day on which money came or went: the one that was said, or that of its typing."""
    return said or typed.date()


def booked_on(
    kind: Kind, said: date | None, typed: datetime, evening: date | None, *, late: bool
) -> date:
    """Return the day of what an operation is about: an order's is its distribution's (R26).

    Money that joined the distribution of the day `evening` and was typed on a later day came in
    then; if it was `late`, that distribution had been certified (R23), and it has its own day.
    """
    own = came_on(said, typed)
    if said is not None or evening is None or late:
        return own
    return evening if kind is Kind.ORDER else min(own, evening)


def possible_day(said: date | None, now: datetime, earliest: date | None = None) -> date:
    """Return the day that was said, or today's where none was.

    Raises `BadDay` for one that is still to come, or before `earliest`.
    """
    today = now.date()
    if said is None:
        return today
    if said > today or (earliest is not None and said < earliest):
        raise BadDay(said, earliest, today)
    return said


def stated_day(said: date | None, now: datetime) -> date | None:
    """Return the day that was said as it is stored. Raises `BadDay` for one to come (R26)."""
    return unless_today(possible_day(said, now), now)


def unless_today(day: date, now: datetime) -> date | None:
    """Return a day as it is stored with what is typed now: today's needs no word."""
    return None if day == now.date() else day


def seen_on(said: date | None, typed: datetime, now: datetime) -> date | None:
    """Return the day of what was announced and is seen now, as it is stored: today's (R23).

    That of its typing needs no word; what was said of it then stays.
    """
    return said if typed.date() == now.date() else now.date()


def day_again(said: date | None, typed: datetime, now: datetime) -> date | None:
    """Return the day of what is entered again, as it is stored: it stays the old one (R26).

    Where the clock has gone back since, what was typed in its future stays as it was said.
    """
    day = came_on(said, typed)
    return said if day > now.date() else unless_today(day, now)
