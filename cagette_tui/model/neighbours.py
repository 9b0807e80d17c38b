"""Which basket comes next."""

from __future__ import annotations

from cagette_tui.model.base import tuples
from cagette_tui.model.database import reading
from cagette_tui.model.distribution import Basket


def next_basket(distribution_id: int, number: int) -> int | None:
    """Return the next basket that is not validated after a number, from the first one again."""
    query = (
        Basket.select(Basket.number, Basket.id)
        .where(
            Basket.distribution == distribution_id,
            Basket.validated_at.is_null(),
            Basket.cancelled_at.is_null(),
            Basket.number != number,
        )
        .order_by(Basket.number)
    )
    with reading():
        rows = list(tuples(query))
    after = [row_id for one, row_id in rows if one > number]
    before = [row_id for one, row_id in rows if one < number]
    return next(iter([*after, *before]), None)
