"""What holds for one distribution alone: the prices that were changed in all its baskets (R31)."""

from __future__ import annotations

import json
from decimal import Decimal

from cagette_tui.model.base import tuples
from cagette_tui.model.distribution import Line
from cagette_tui.model.journal import JournalEntry, still_holds
from cagette_tui.model.kinds import ActKind
from cagette_tui.money import from_cents


def prices_tonight(distribution_id: int) -> dict[int, Decimal]:
    """Give the unit price in euros of each product (id) that has another than the catalogue's.

    The journal knows it: a line that has another price may be a bargain of its own.
    """
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
