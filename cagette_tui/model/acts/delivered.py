"""Write lines as the rules made them, and what their baskets cost, inside an act under way (R12).

For one basket or many; `entries` are the act's, by the baskets' ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cagette_tui.model.acts.many_rows import Change, change_rows, insert_new
from cagette_tui.model.acts.writing import Entry
from cagette_tui.model.rules.basket import ZERO, BasketView, LineView
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.store.prepared import Prepared
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation

_COLUMNS = (
    *("delivered", "price", "reason", "note", "weight_confirmed"),
    *("came", "fee", "total", "as_cagette"),
)


def write_lines(entries: Mapping[int, Entry], changed: Sequence[tuple[LineView, LineView]]) -> None:
    """Write lines as they become, each with what it was; what stays as it was is left alone.

    A line that is sold by weight now marks its product (R7).
    """
    marked: dict[int, Entry] = {}
    for before, after in changed:
        if after.weighed and not before.weighed:
            marked.setdefault(after.product_id, entries[after.basket_id])
    for product, entry in marked.items():
        mark_by_weight(entry, product)
    change_rows(
        Line, [_change(entries[new.basket_id], old, new) for old, new in changed if old != new]
    )


def mark_by_weight(entry: Entry, product_id: int) -> None:
    """Note that a product is sold by weight (R7)."""
    change_rows(Product, [Change(entry, product_id, {"weighed": False}, {"weighed": True})])


def write_orders(entries: Mapping[int, Entry], baskets: Sequence[Basket]) -> None:
    """Make the order operation of each basket minus the sum of its lines (R12)."""
    costs, orders = _costs_and_orders([basket.id for basket in baskets])
    new, changes = [], []
    for basket in baskets:
        entry, amount = entries[basket.id], -costs.get(basket.id, ZERO)
        if basket.id not in orders:
            new.append((entry, _order(entry, basket, amount)))
        elif orders[basket.id][1] != amount:
            number, before = orders[basket.id]
            changes.append(Change(entry, number, {"amount": before}, {"amount": amount}))
    insert_new(new)
    change_rows(Operation, changes)


def move_versions(entries: Mapping[int, Entry], baskets: Sequence[BasketView]) -> None:
    """Note on each basket that it is no longer as it was shown."""
    change_rows(
        Basket,
        [
            Change(entries[one.id], one.id, {"version": one.version}, {"version": one.version + 1})
            for one in baskets
        ],
    )


def _change(entry: Entry, old: LineView, new: LineView) -> Change:
    names = [name for name in _COLUMNS if getattr(old, name) != getattr(new, name)]
    before = {name: getattr(old, name) for name in (*names, "changed_at", "changed_by")}
    after = {name: getattr(new, name) for name in names}
    return Change(
        entry,
        old.id,
        before,
        {**after, "changed_at": entry.act.at, "changed_by": entry.act.who},  # R30
    )


def _order(entry: Entry, basket: Basket, amount: Decimal) -> Operation:
    return entry.act.operation(
        basket.member_id,
        Kind.ORDER,
        amount,
        basket=basket.id,
        distribution=basket.distribution_id,
    )


_IS_ORDER = (Operation.kind == Kind.ORDER) & Operation.cancelled_at.is_null()
_COST = Prepared(
    lambda number: (
        Line.select(Line.basket, sum_of(Line.total))
        .where(Line.basket == number)
        .group_by(Line.basket)
    )
)
_ORDER = Prepared(
    lambda number: Operation.select(Operation.basket, Operation.id, Operation.amount).where(
        Operation.basket == number, _IS_ORDER
    )
)


def _costs_and_orders(
    baskets: Sequence[int],
) -> tuple[dict[int, Decimal], dict[int, tuple[int, Decimal]]]:
    """Read what the lines of baskets come to, and the number and amount of their orders."""
    if len(baskets) == 1:
        costs, orders = _COST(baskets[0]), _ORDER(baskets[0])
    else:
        sums = Line.select(Line.basket, sum_of(Line.total)).where(Line.basket.in_(list(baskets)))
        costs = tuples(sums.group_by(Line.basket))
        rows = Operation.select(Operation.basket, Operation.id, Operation.amount)
        orders = tuples(rows.where(Operation.basket.in_(list(baskets)), _IS_ORDER))
    return dict(costs), {basket: (number, amount) for basket, number, amount in orders}
