"""What one product in all its baskets would come to: undelivered, weighed, at another price.

R30 to R32. Made without writing anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from cagette_tui.model.rules.amounts import must_be_a_quantity
from cagette_tui.model.rules.basket import ZERO, BasketView, LineView
from cagette_tui.model.rules.delivering import (
    costing,
    must_be_sold_so,
    on_the_scales,
    with_price,
    with_share,
)
from cagette_tui.model.rules.kinds import ActKind, Reason
from cagette_tui.model.rules.products import LineInBasket, ProductUse
from cagette_tui.value import ValueObject


class PlannedLine(ValueObject):
    """What becomes of one line, and of its basket; `after` has what the whole plan does to it."""

    basket: BasketView
    after: BasketView
    line: LineView
    changed: LineView

    @property
    def difference(self) -> Decimal:
        """What the line costs more (or, negative, less) than before, in euros."""
        return self.changed.total - self.line.total


class ProductPlan(ValueObject):
    """What would become of a product's lines; nothing happens before it is carried out."""

    kind: ActKind
    use: ProductUse
    rows: tuple[PlannedLine, ...]
    only: frozenset[int] | None = None  # in these baskets alone (ids); else in all

    @property
    def lines(self) -> tuple[PlannedLine, ...]:
        """The lines that change."""
        return tuple(one for one in self.rows if one.changed != one.line)

    @property
    def difference(self) -> Decimal:
        """What all baskets together cost more (or, negative, less), in euros."""
        return sum((one.difference for one in self.lines), ZERO)

    @property
    def handed_out(self) -> Decimal:
        """How much all these baskets would have got, validated ones included (R31)."""
        planned = {one.line.id: one.changed.delivered for one in self.rows}
        here = _in_baskets(self.use.lines, self.only)
        return sum((planned.get(one.line.id, one.line.delivered) for one in here), ZERO)

    @property
    def left_alone(self) -> tuple[BasketView, ...]:
        """Baskets that have the product and are validated already (R31)."""
        found = self.use.validated_baskets
        return tuple(one for one in found if self.only is None or one.id in self.only)

    @property
    def baskets(self) -> tuple[tuple[BasketView, BasketView], ...]:
        """Each basket that changes, before and after."""
        return tuple({one.basket.id: (one.basket, one.after) for one in self.lines}.values())


def share_out(
    use: ProductUse, came: Decimal, only: frozenset[int] | None = None
) -> dict[int, Decimal]:
    """Share what came among the product's open lines in the order of the baskets (R31).

    What validated baskets have got counts as gone; members who are absent come last. With
    `only` (ids of baskets) it came for these alone. A product that is not sold by weight comes in
    whole numbers. Returns the quantity for each line. Raises `BadQuantity`, `NotByWeight`.
    """
    must_be_a_quantity(came)
    must_be_sold_so(use.name, came, {}, weighed=use.weighed)
    here = _in_baskets(use.lines, only)
    left = came - sum((one.line.delivered for one in here if one.basket.validated), ZERO)
    still_open = _in_baskets(use.open_lines, only)
    shares = {one.line.id: ZERO for one in still_open}
    for one in sorted(still_open, key=lambda one: one.basket.absent):
        wanted = _wanted(one.line)
        # What is given back, below zero, takes nothing from the others (R8).
        shares[one.line.id] = wanted if wanted < 0 else max(min(wanted, left), ZERO)
        left -= max(shares[one.line.id], ZERO)
    return shares


def _in_baskets(
    lines: Iterable[LineInBasket], only: frozenset[int] | None
) -> tuple[LineInBasket, ...]:
    return tuple(one for one in lines if only is None or one.basket.id in only)


def _wanted(line: LineView) -> Decimal:
    """Return what a line can get: what was ordered, unless something else took it away."""
    return line.ordered if line.reason is Reason.UNDELIVERED else line.delivered


def plan_undelivered(
    use: ProductUse,
    shares: Mapping[int, Decimal] | None = None,
    only: frozenset[int] | None = None,
) -> ProductPlan:
    """Plan that a product did not come, or only as much as `shares` gives each line (R30, R31).

    With `only` (ids of baskets) it did not come for these; the others keep theirs.
    """
    changed = [
        (one, with_share(one.line, ZERO if shares is None else shares.get(one.line.id, ZERO)))
        for one in _in_baskets(use.open_lines, only)
    ]
    return replace(_plan(ActKind.UNDELIVERED, use, changed), only=only)


def plan_weights(use: ProductUse, weights: Mapping[int, Decimal]) -> ProductPlan:
    """Plan what the scales say of some lines, in kg or units (R32).

    Raises `BadQuantity`, `NoWeight`, `WeightTooLarge`.
    """
    changed = [
        (one, on_the_scales(one.line, weights[one.line.id]))
        for one in use.open_lines
        if one.line.id in weights
    ]
    return _plan(ActKind.WEIGHTS, use, changed)


def plan_price(use: ProductUse, price: Decimal) -> ProductPlan:
    """Plan another unit price in euros; the catalogue's stays (R31). Raises `BadAmount`.

    What was given up for the absent has it too (R34): the producer is paid for it (R53).
    """
    lines = sorted((*use.open_lines, *use.given_up), key=lambda one: one.basket.number)
    changed = [(one, with_price(one.line, price)) for one in lines]
    return _plan(ActKind.PRICES, use, changed)


def _plan(
    kind: ActKind, use: ProductUse, changed: Iterable[tuple[LineInBasket, LineView]]
) -> ProductPlan:
    changed = list(changed)
    costs: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for one, line in changed:
        costs[one.basket.id] += line.total - one.line.total
    after = {one.basket.id: costing(one.basket, costs[one.basket.id]) for one, _line in changed}
    rows = (PlannedLine(one.basket, after[one.basket.id], one.line, line) for one, line in changed)
    return ProductPlan(kind, use, tuple(rows))
