"""What holds for one distribution alone: its prices (R31)."""

from __future__ import annotations

import json
from decimal import Decimal

from peewee import fn

from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.journal import JournalEntry, still_holds
from cagette_tui.money import from_cents


def prices_tonight(distribution_id: int) -> dict[int, Decimal]:
    """Give the unit prices in euros of the products (ids) that have one of this distribution.

    It is what they were given in all baskets at once, else what the file of the orders states;
    the catalogue's may be next week's already. What one line costs may be a bargain of its own.
    """
    return _stated(distribution_id) | _changed(distribution_id)


def behind_the_price(
    distribution_id: int, product_id: int, price: Decimal
) -> tuple[bool, Decimal | None]:
    """Say whether a product ever came from Cagette, and what its printed price stands for (R4).

    The price in euros with all its decimals, where the lines of this distribution (or, if it has
    none, of all) agree on one.
    """
    query = (
        Line.select(Basket.distribution, Line.stated_price, Line.exact_price)
        .join(Basket)
        .where(Line.product == product_id, Line.stated_total.is_null(False))
        .distinct()
    )
    rows = list(tuples(query))
    is_here = any(distribution == distribution_id for distribution, _stated, _behind in rows)
    exact = {
        behind
        for distribution, stated, behind in rows
        if stated == price and (distribution == distribution_id or not is_here)
    }
    return bool(rows), exact.pop() if len(exact) == 1 else None


def _stated(distribution_id: int) -> dict[int, Decimal]:
    query = (
        Line.select(Line.product, fn.MIN(Line.stated_price), fn.MAX(Line.stated_price))
        .join(Basket)
        .where(
            Basket.distribution == distribution_id,
            Basket.cancelled_at.is_null(),
            Line.stated_price.is_null(False),
        )
        .group_by(Line.product)
    )
    return {product: lowest for product, lowest, highest in tuples(query) if lowest == highest}


def _changed(distribution_id: int) -> dict[int, Decimal]:
    told = (
        JournalEntry.select(JournalEntry.rows)
        .where(
            JournalEntry.distribution == distribution_id,
            JournalEntry.kind == ActKind.PRICES,
            still_holds(),
        )
        .order_by(JournalEntry.id)
    )
    changed = [
        (line, after["price"])
        for (rows,) in tuples(told)
        for table, line, _before, after in json.loads(rows)
        if table == Line._meta.table_name
    ]
    lines = Line.select(Line.id, Line.product).where(Line.id.in_({line for line, _ in changed}))
    products = dict(tuples(lines)) if changed else {}
    # The last act on a product has the last word.
    return {products[line]: from_cents(cents) for line, cents in changed if line in products}
