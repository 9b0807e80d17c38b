"""A distribution whose day, hours or place were written down wrong."""

from __future__ import annotations

from datetime import date, datetime

from cagette_tui.model.acts.basket_work import must_be_open
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.places import overlap, place_key
from cagette_tui.model.rules.refusals import DistributionIsThere, SameOccasion
from cagette_tui.model.tables.distribution import Distribution


def correct_occasion(
    desk: Desk,
    distribution_id: int,
    *,
    day: date,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
) -> None:
    """Say when and where a distribution is (local times); its baskets and payments stay.

    Raises `NotFound`, `DistributionIsCertified` (R46), `DistributionIsThere` where another one
    is open then and there, `SameOccasion` where nothing would change.
    """
    with writing(desk) as act:
        row = must_be_open(distribution_id)
        if (row.date, row.starts_at, row.ends_at, row.place) == (day, starts_at, ends_at, place):
            raise SameOccasion()
        others = Distribution.select().where(
            Distribution.date == day,
            Distribution.id != row.id,
            Distribution.cancelled_at.is_null(),
        )
        for other in others:
            hours = other.starts_at, other.ends_at
            if place_key(other.place) == place_key(place) and overlap(starts_at, ends_at, hours):
                raise DistributionIsThere(other.id)
        entry = act.entry(ActKind.OCCASION, distribution=row.id)
        entry.update(row, date=day, starts_at=starts_at, ends_at=ends_at, place=place)
