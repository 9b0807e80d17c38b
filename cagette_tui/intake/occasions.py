"""Which distribution a file is of: found again by day, place and hours (R9)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cagette_tui.model.acts.writing import Entry
from cagette_tui.model.rules.allowed import must_not_be_certified
from cagette_tui.model.rules.places import overlap, place_key
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.problems import KnownProblem
from cagette_tui.value import ValueObject

# So far apart the same lines are one file with a wrong date, or a place written by mistake;
# who orders the same every week does so seven days apart.
_WEEK = timedelta(days=6)
# Of so many lines out of so many that are the same, nobody ordered them twice.
_SAME = (3, 4)

LineKey = tuple[object, ...]
"""A line as two imports of it have it: member, product, quantity, total."""


class Occasion(ValueObject):
    """When and where the order is handed out (local times)."""

    date: date
    starts_at: datetime
    ends_at: datetime
    place: str


class Standing(ValueObject):
    """A distribution that is there: its number, when and where."""

    id: int
    starts_at: datetime
    ends_at: datetime
    place: str


class SameLinesElsewhere(KnownProblem):
    """Lines of the file (so many of so many) are in another distribution within a week."""

    there: Standing
    same: int
    lines: int


class Found(ValueObject):
    """The distribution of a file: `first` if it is new, and what else is there that day."""

    row: Distribution
    first: bool
    beside: tuple[Standing, ...]


def find_or_add(entry: Entry, occasion: Occasion) -> Found:
    """Find the distribution of that day and place whose hours are these, or add it.

    Hours that do not overlap are another one. Raises `DistributionIsCertified`.
    """
    rows = at_the_place(occasion)
    common = {row.id: _common(row, occasion) for row in rows}
    # One that was taken back comes again under its number.
    rows.sort(key=lambda row: (row.cancelled_at is None, common[row.id]), reverse=True)
    row = next((row for row in rows if common[row.id]), None)
    beside = tuple(_standing(one) for one in rows if one is not row and one.cancelled_at is None)
    hours = {"starts_at": occasion.starts_at, "ends_at": occasion.ends_at}
    if row is None:
        new = Distribution(date=occasion.date, place=occasion.place, **hours)
        return Found(entry.insert(new), True, beside)
    must_not_be_certified(row)
    first = row.cancelled_at is not None
    entry.update(row, **hours, cancelled_at=None)
    return Found(row, first, beside)


def at_the_place(occasion: Occasion) -> list[Distribution]:
    """Return the distributions of that day and place, those taken back included."""
    key = place_key(occasion.place)
    rows = Distribution.select().where(Distribution.date == occasion.date)
    return [row for row in rows if place_key(row.place) == key]


def _common(row: Distribution, occasion: Occasion) -> timedelta:
    return overlap(occasion.starts_at, occasion.ends_at, (row.starts_at, row.ends_at))


def _standing(row: Distribution) -> Standing:
    return Standing(row.id, row.starts_at, row.ends_at, row.place)


def must_be_elsewhere(row: Distribution, keys: Iterable[LineKey]) -> None:
    """Refuse lines that another distribution within a week has: `SameLinesElsewhere`.

    `keys` are those of the file; most of them there are all of them, less a correction.
    """
    there: dict[int, Counter[LineKey]] = defaultdict(Counter)
    query = (
        Line.select(Distribution.id, Basket.member, Line.product, Line.ordered, Line.stated_total)
        .join(Basket)
        .join(Distribution)
        .where(
            Distribution.date.between(row.date - _WEEK, row.date + _WEEK),
            Distribution.id != row.id,
            Distribution.cancelled_at.is_null(),
            Basket.cancelled_at.is_null(),
            Line.stated_total.is_null(False),
        )
    )
    for number, *key in tuples(query):
        there[number][tuple(key)] += 1
    wanted = Counter(keys if there else ())
    for number, lines in sorted(there.items()):
        same = (lines & wanted).total()
        if same * _SAME[1] >= wanted.total() * _SAME[0]:
            other = Distribution.get_by_id(number)
            raise SameLinesElsewhere(_standing(other), same, wanted.total())
