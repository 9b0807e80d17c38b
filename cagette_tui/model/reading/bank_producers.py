"""Read what producers are due, as the bank's statement needs it (R53)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import Expression, fn

from cagette_tui.model.reading.queries import line_query
from cagette_tui.model.rules.bank_books import ZERO, BookProducer
from cagette_tui.model.rules.basket import LineView
from cagette_tui.model.rules.kinds import PRODUCER_IS_PAID, Reason
from cagette_tui.model.rules.takings import producer_share
from cagette_tui.model.tables.bank_tables import BankPart
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.distribution import Basket, Distribution, Line


def read_producers(first: date, last: date) -> tuple[BookProducer, ...]:
    """Read what each catalogue is due for each evening, less what a statement showed (R53)."""
    near = Distribution.date.between(first, last)
    rows = _sums(near)
    more = _spoiled(near)
    seen = {
        (distribution, catalogue)
        for distribution, catalogue in tuples(
            BankPart.select(BankPart.distribution, BankPart.catalogue).where(
                BankPart.catalogue.is_null(False)
            )
        )
    }
    found = [
        BookProducer(
            distribution, day, catalogue, name, vendor, vendor_name,
            due + more.get((distribution, catalogue), ZERO),
        )
        for distribution, day, catalogue, name, vendor, vendor_name, due in rows
        if (distribution, catalogue) not in seen
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.evening, one.catalogue_id)))


def _sums(near: Expression) -> list[tuple[Any, ...]]:
    """Sum the lines without their fees, by distribution and catalogue."""
    return tuples(
        Line.select(
            Basket.distribution,
            Distribution.date,
            Product.catalogue,
            Catalogue.name,
            Catalogue.vendor,
            Vendor.name,
            fn.SUM(Line.total - Line.fee).converter(Line.total.python_value),
        )
        .join(Basket)
        .join(Distribution)
        .switch(Line)
        .join(Product)
        .join(Catalogue)
        .join(Vendor)
        .where(near, Basket.cancelled_at.is_null())
        .group_by(
            Basket.distribution,
            Distribution.date,
            Product.catalogue,
            Catalogue.name,
            Catalogue.vendor,
            Vendor.name,
        )
    )


def _spoiled(near: Expression) -> dict[tuple[int, int], Decimal]:
    """Sum what a producer gets for what came and nobody pays."""
    baskets = Basket.select(Basket.id).join(Distribution).where(near)
    where = (
        Line.basket.in_(baskets)
        & Line.reason.in_(sorted(PRODUCER_IS_PAID))
        & Basket.cancelled_at.is_null()
    )
    of = dict(tuples(Basket.select(Basket.id, Basket.distribution).join(Distribution).where(near)))
    more: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for line in _views(tuples(line_query(where))):
        share = producer_share(line) - (line.total - line.fee)
        more[of[line.basket_id], line.catalogue_id] += share
    return more


def _views(rows: Iterable[Sequence[Any]]) -> Iterable[LineView]:
    for row in rows:
        line = LineView(*row)
        yield line if line.reason is None else replace(line, reason=Reason(line.reason))
