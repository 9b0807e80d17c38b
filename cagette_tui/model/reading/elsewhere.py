"""Open baskets of earlier distributions: what looks like an older debt is to pay there (R18)."""

from __future__ import annotations

from collections.abc import Sequence

from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.owed_elsewhere import Elsewhere
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket, Distribution


def open_elsewhere(baskets: Sequence[BasketView]) -> tuple[Elsewhere, ...]:
    """Return what the members of some baskets have to pay at earlier ones that are still open."""
    ids = [one.id for one in baskets]
    with reading():
        first = Distribution.select(Distribution.starts_at).where(
            Distribution.id.in_([one.distribution_id for one in baskets])
        )
        latest = max((start for (start,) in tuples(first)), default=None)
        query = (
            Basket.select(Basket.id, Distribution.date)
            .join(Distribution)
            .where(
                Basket.member.in_([one.member_id for one in baskets]),
                Basket.id.not_in(ids),
                Basket.validated_at.is_null(),
                Basket.cancelled_at.is_null(),
                ~Basket.absent,
                Distribution.certified_at.is_null(),
                Distribution.starts_at < latest,
            )
            .order_by(Distribution.starts_at, Basket.number)
        )
        found = [Elsewhere(read_basket(number), day) for number, day in tuples(query)]
    return tuple(one for one in found if one.basket.to_pay)
