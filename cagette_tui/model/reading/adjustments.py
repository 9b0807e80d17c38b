"""What members' accounts were adjusted by while a distribution was validated (R21)."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation


def adjusted_since_it_opened(one: DistributionView) -> dict[int, Decimal]:
    """Sum in euros, by member with a basket, the adjustments up to its certification.

    They belong to no distribution, and to the balance before its basket: a list that shows such a
    balance has to say which part of it is of tonight.
    """
    members = Basket.select(Basket.member).where(
        Basket.distribution == one.id, Basket.cancelled_at.is_null()
    )
    where = (
        (Operation.kind == Kind.ADJUSTMENT)
        & Operation.cancelled_at.is_null()
        & (Operation.created_at >= one.opens_at)
        & Operation.member.in_(members)
    )
    if one.certified_at is not None:
        where &= Operation.created_at <= one.certified_at
    query = Operation.select(Operation.member, sum_of(Operation.amount)).where(where)
    return dict(tuples(query.group_by(Operation.member)))
