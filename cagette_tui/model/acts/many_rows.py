"""Payments and validations of many baskets in a few statements, inside an act under way.

`entries` are the act's entries by basket; what is written is noted there.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import datetime

from cagette_tui.model.acts.writing import Entry, update_rows
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.rules.line_amounts import is_as_cagette, line_amounts
from cagette_tui.model.rules.lines import came_of
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.stored import Stored, stored


def move_versions(entries: Mapping[int, Entry]) -> None:
    """Move the version of all baskets that have an entry."""
    _change(entries, {})


def _change(entries: Mapping[int, Entry], values: Mapping[str, object]) -> None:
    where = Basket.id.in_(list(entries))
    before: dict[int, Stored] = {row.id: stored(row) for row in Basket.select().where(where)}
    Basket.update(version=Basket.version + 1, **values).where(where).execute()
    written = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    for row_id, row in before.items():
        after = {**row, **written, "version": row["version"] + 1}
        entries[row_id].touched(Basket, row_id, row, after)


def change_lines(entries: Mapping[int, Entry], changes: Mapping[int, Mapping[str, object]]) -> None:
    """Change lines, by their ids; `entries` are those of their baskets, by the baskets' ids.

    Each line costs what the rules say (R3, R4), each order is minus the sum of its basket's
    lines (R12), and each basket's version moves once.
    """
    act = next(iter(entries.values())).act
    rows = list(Line.select().where(Line.id.in_(list(changes))))
    before = {row.id: stored(row) for row in rows}
    names = {name for values in changes.values() for name in values}
    for row in rows:
        was = copy(row)
        for name, value in changes[row.id].items():
            setattr(row, name, value)
        row.came = came_of(was, row.delivered, row.reason)  # type: ignore[assignment]
        row.fee, row.total = line_amounts(row)
        if is_as_cagette(row):
            row.as_cagette = True
        row.changed_at, row.changed_by = act.at, act.who
    columns = sorted({*names, "came", "fee", "total", "as_cagette", "changed_at", "changed_by"})
    update_rows(rows, columns)
    for row in rows:
        entries[row.basket_id].touched(Line, row.id, before[row.id], stored(row))
    _settle_orders(entries)
    move_versions(entries)


def _settle_orders(entries: Mapping[int, Entry]) -> None:
    sums = Line.select(Line.basket, sum_of(Line.total)).where(Line.basket.in_(list(entries)))
    costs = dict(tuples(sums.group_by(Line.basket)))
    orders = list(
        Operation.select().where(
            Operation.basket.in_(list(entries)),
            Operation.kind == Kind.ORDER,
            Operation.cancelled_at.is_null(),
        )
    )
    before = {row.id: stored(row) for row in orders}
    for row in orders:
        row.amount = -costs.get(row.basket_id, ZERO)
    changed = [row for row in orders if stored(row) != before[row.id]]
    update_rows(changed, ["amount"])
    for row in changed:
        assert row.basket_id is not None
        entries[row.basket_id].touched(Operation, row.id, before[row.id], stored(row))
