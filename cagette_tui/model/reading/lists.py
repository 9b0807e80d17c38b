"""What is chosen from: distributions, products, members without a basket."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from heapq import nlargest

from peewee import fn

from cagette_tui.model.reading.baskets import read_baskets
from cagette_tui.model.reading.prices_tonight import prices_tonight
from cagette_tui.model.reading.queries import (
    distribution_query,
)
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.evening import (
    DistributionRow,
    DistributionView,
    MemberView,
    ProductView,
)
from cagette_tui.model.rules.kinds import State
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.people import Member


def list_distributions(now: datetime, counted: int | None = None) -> tuple[DistributionRow, ...]:
    """Read all distributions, those to validate first, then the certified, newest first.

    Of those to validate, that of the day comes before older ones that wait. With `counted` the
    baskets of only so many certified ones are counted, the newest: to count those of ten years
    takes as long as all else.
    """
    with reading():
        query = distribution_query().order_by(Distribution.id)
        distributions = tuple(DistributionView(*row) for row in tuples(query))
        still_open = tuple(one for one in distributions if not one.is_certified)
        seen = None if counted is None else [*still_open, *_newest(distributions, counted)]
        counts = _basket_counts(seen)
        to_collect: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for basket in read_baskets(still_open, lines=False):
            to_collect[basket.distribution_id] += basket.to_collect
    is_counted = {one.id for one in seen or distributions}
    rows = []
    for one in distributions:
        baskets, validated = counts.get(one.id, (0, 0))
        collect = None if one.is_certified else to_collect[one.id]
        state = one.state(now, validated)
        rows.append(DistributionRow(one, baskets, validated, collect, state, one.id in is_counted))
    return tuple(sorted(rows, key=lambda row: _list_order(row, now)))


def _newest(distributions: Iterable[DistributionView], count: int) -> list[DistributionView]:
    certified = (one for one in distributions if one.is_certified)
    return nlargest(count, certified, key=lambda one: one.starts_at)


def read_products(distribution_id: int | None = None) -> tuple[ProductView, ...]:
    """Read all products that can be added to a basket, by catalogue and name.

    In a distribution they are at its prices (R31).
    """
    query = (
        Product.select(
            Product.id,
            Product.name,
            Product.price,
            Product.weighed,
            Catalogue.id,
            Catalogue.name,
            fn.COALESCE(Vendor.name, Catalogue.name),
        )
        .join(Catalogue)
        .join(Vendor)
        .order_by(Catalogue.name, Product.name, Product.id)
    )
    with reading():
        products = tuple(ProductView(*row) for row in tuples(query))
        tonight = {} if distribution_id is None else prices_tonight(distribution_id)
    return tuple(replace(one, price=tonight.get(one.id, one.price)) for one in products)


def members_without_basket(distribution_id: int) -> tuple[MemberView, ...]:
    """Read the members who have no basket in a distribution, by name."""
    have_one = Basket.select(Basket.member).where(
        Basket.distribution == distribution_id, Basket.cancelled_at.is_null()
    )
    query = (
        Member.select(Member.id, Member.name, Member.ref)
        .where(Member.id.not_in(have_one))
        .order_by(Member.name, Member.id)
    )
    with reading():
        return tuple(MemberView(*row) for row in tuples(query))


def _list_order(row: DistributionRow, now: datetime) -> tuple[int, bool, float]:
    # Those that can be validated, today's before the others, oldest first; then the upcoming;
    # then the archive.
    start = row.distribution.starts_at - datetime(1970, 1, 1)
    rank = {State.UPCOMING: 1, State.CERTIFIED: 2}.get(row.state, 0)
    later = rank == 0 and not row.distribution.is_on(now)
    return rank, later, -start.total_seconds() if rank == 2 else start.total_seconds()


def _basket_counts(of: Sequence[DistributionView] | None) -> dict[int, tuple[int, int]]:
    query = (
        Basket.select(Basket.distribution, fn.COUNT(Basket.id), fn.COUNT(Basket.validated_at))
        .where(Basket.cancelled_at.is_null())
        .group_by(Basket.distribution)
    )
    if of is not None:
        query = query.where(Basket.distribution.in_([one.id for one in of]))
    return {number: (baskets, validated) for number, baskets, validated in tuples(query)}
