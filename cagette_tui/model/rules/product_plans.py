"""What one product in all its baskets would come to: undelivered, weighed, at another price.

R30 to R32. Made without writing anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView, LineView
from cagette_tui.model.rules.kinds import ActKind, Reason
from cagette_tui.model.rules.line_amounts import line_amounts
from cagette_tui.model.rules.lines import (
    must_be_a_price,
    must_be_a_weight,
    must_have_its_sign,
    usual_reason,
)
from cagette_tui.model.rules.products import LineInBasket, ProductUse
from cagette_tui.model.rules.refusals import BadQuantity, NotByWeight
from cagette_tui.money import MAXIMUM


@dataclass(frozen=True)
class PlannedLine:
    """What becomes of one line, and of its basket; `after` has what the whole plan does to it."""

    basket: BasketView
    after: BasketView
    line: LineView
    changed: LineView

    @property
    def difference(self) -> Decimal:
        """What the line costs more (or, negative, less) than before, in euros."""
        return self.changed.total - self.line.total


@dataclass(frozen=True)
class ProductPlan:
    """What would become of a product's lines; nothing happens before it is carried out."""

    kind: ActKind
    use: ProductUse
    rows: tuple[PlannedLine, ...]

    @property
    def lines(self) -> tuple[PlannedLine, ...]:
        """The lines that change."""
        return tuple(one for one in self.rows if one.changed != one.line)

    @property
    def difference(self) -> Decimal:
        """What all baskets together cost more (or, negative, less), in euros."""
        return sum((one.difference for one in self.lines), ZERO)

    @property
    def left_alone(self) -> tuple[BasketView, ...]:
        """Baskets that have the product and are validated already (R31)."""
        return self.use.validated_baskets

    @property
    def baskets(self) -> tuple[tuple[BasketView, BasketView], ...]:
        """Each basket that changes, before and after."""
        return tuple({one.basket.id: (one.basket, one.after) for one in self.lines}.values())


def share_out(use: ProductUse, came: Decimal) -> dict[int, Decimal]:
    """Share what came among the product's open lines in the order of the baskets (R31).

    What validated baskets have got counts as gone; members who are absent come last. A product
    that is not sold by weight comes in whole numbers. Returns the quantity for each line. Raises
    `BadQuantity`, `NotByWeight`.
    """
    if not ZERO <= came <= MAXIMUM:
        raise BadQuantity(came)
    if came % 1 and not use.weighed:
        raise NotByWeight(use.name, came)
    left = came - sum((one.line.delivered for one in use.lines if one.basket.validated), ZERO)
    shares = {one.line.id: ZERO for one in use.open_lines}
    for one in sorted(use.open_lines, key=lambda one: one.basket.absent):
        wanted = _wanted(one.line)
        # What is given back, below zero, takes nothing from the others (R8).
        shares[one.line.id] = wanted if wanted < 0 else max(min(wanted, left), ZERO)
        left -= max(shares[one.line.id], ZERO)
    return shares


def _wanted(line: LineView) -> Decimal:
    """Return what a line can get: what was ordered, unless something else took it away."""
    return line.ordered if line.reason is Reason.UNDELIVERED else line.delivered


def plan_undelivered(use: ProductUse, shares: Mapping[int, Decimal] | None = None) -> ProductPlan:
    """Plan that a product did not come, or only as much as `shares` gives each line (R30, R31)."""
    changed = [
        (one, _delivered(one.line, ZERO if shares is None else shares.get(one.line.id, ZERO)))
        for one in use.open_lines
    ]
    return _plan(ActKind.UNDELIVERED, use, changed)


def plan_weights(use: ProductUse, weights: Mapping[int, Decimal]) -> ProductPlan:
    """Plan what the scales say of some lines, in kg or units (R32).

    Raises `BadQuantity`, `NoWeight`, `WeightTooLarge`.
    """
    changed = [
        (one, _weighed(one.line, weights[one.line.id]))
        for one in use.open_lines
        if one.line.id in weights
    ]
    return _plan(ActKind.WEIGHTS, use, changed)


def plan_price(use: ProductUse, price: Decimal) -> ProductPlan:
    """Plan another unit price in euros; the catalogue's stays (R31). Raises `BadAmount`."""
    for one in use.open_lines:
        must_be_a_price(price, one.line.price)
    changed = [(one, replace(one.line, price=price)) for one in use.open_lines]
    return _plan(ActKind.PRICES, use, changed)


def _plan(
    kind: ActKind, use: ProductUse, changed: Iterable[tuple[LineInBasket, LineView]]
) -> ProductPlan:
    priced = [(one, _priced(line)) for one, line in changed]
    costs: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for one, line in priced:
        costs[one.basket.id] += line.total - one.line.total
    after = {
        one.basket.id: replace(
            one.basket,
            cost=one.basket.cost + costs[one.basket.id],
            balance=one.basket.balance - costs[one.basket.id],
        )
        for one, _line in priced
    }
    rows = (PlannedLine(one.basket, after[one.basket.id], one.line, line) for one, line in priced)
    return ProductPlan(kind, use, tuple(rows))


def _priced(line: LineView) -> LineView:
    # R3, or what the file stated again where the line is as the file has it (R4).
    fee, total = line_amounts(line)
    return replace(line, fee=fee, total=total)


def _delivered(line: LineView, quantity: Decimal) -> LineView:
    """Return a line of which so much came; the rest is undelivered, whatever it is sold by."""
    if quantity == line.delivered:
        return line
    must_have_its_sign(quantity, line.ordered)
    reason = Reason.UNDELIVERED if abs(quantity) < abs(line.ordered) else None
    # Of a share that is given out the scales have said nothing (R32).
    return replace(line, delivered=quantity, reason=reason, weight_confirmed=False)


def _weighed(line: LineView, weight: Decimal) -> LineView:
    if not ZERO <= weight <= MAXIMUM:
        raise BadQuantity(weight)
    must_be_a_weight(weight, line.ordered)
    reason = usual_reason(line.ordered, weight, line.reason, True)
    return replace(
        line,
        delivered=weight,
        reason=None if reason is None else Reason(reason),
        weight_confirmed=True,
    )
