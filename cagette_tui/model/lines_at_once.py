"""Change many lines of many baskets in a few statements, orders and versions with them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

from cagette_tui.model.base import tuples
from cagette_tui.model.distribution import Line
from cagette_tui.model.fields import sum_of
from cagette_tui.model.kinds import Kind
from cagette_tui.model.ledger import Operation
from cagette_tui.model.line_rules import came_of, line_amounts
from cagette_tui.model.set_wise import move_versions
from cagette_tui.model.views import ZERO
from cagette_tui.model.writing import Entry, stored, update_rows


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
        row.changed_at, row.changed_by = act.at, act.who
    columns = sorted({*names, "came", "fee", "total", "changed_at", "changed_by"})
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
