"""One product in all its baskets: undelivered, weighed, at another price (R30 to R32).

First a plan, made without writing anything, which says what each basket will cost; then the
plan is carried out as it was shown, in one act with one entry for each basket.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from cagette_tui.model.base import tuples
from cagette_tui.model.basket_work import as_changed, must_be_open, must_be_unchanged
from cagette_tui.model.catalogue import Product
from cagette_tui.model.delivering import allow_fraction
from cagette_tui.model.distribution import Basket, Line
from cagette_tui.model.errors import BadAmount, BadQuantity, LineUnchanged, NotByWeight
from cagette_tui.model.kinds import ActKind, Reason
from cagette_tui.model.line_rules import line_amounts, must_be_a_weight, usual_reason
from cagette_tui.model.lines_at_once import change_lines
from cagette_tui.model.products import LineInBasket, ProductUse
from cagette_tui.model.views import ZERO, BasketView, LineView
from cagette_tui.model.writing import Desk, writing
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
        shares[one.line.id] = max(min(_wanted(one.line), left), ZERO)
        left -= shares[one.line.id]
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
    if not ZERO <= price <= MAXIMUM:
        raise BadAmount(price)
    changed = [(one, replace(one.line, price=price)) for one in use.open_lines]
    return _plan(ActKind.PRICES, use, changed)


def carry_out(desk: Desk, plan: ProductPlan, *, by_weight: bool = False) -> int:
    """Do what was planned and shown, all or nothing; return how many baskets it changed.

    Raises `BasketIsValidated` or `BasketChanged` for a basket that moved since, or that has the
    product since where it is taken out of all or given a price in all (R31), `NotByWeight`
    unless `by_weight` for a fraction of what is not sold by weight (R7), `LineUnchanged`,
    `DistributionIsCertified`.
    """
    if not plan.lines:
        raise LineUnchanged()
    with writing(desk) as act:
        baskets = [before for before, _after in plan.baskets]
        must_be_open(baskets[0].distribution_id)
        must_be_unchanged(baskets)
        if plan.kind is not ActKind.WEIGHTS:
            _must_be_all_there_is(plan, baskets[0].distribution_id)
        entries = {
            one.id: act.entry(
                plan.kind, basket=one.id, member=one.member_id, distribution=one.distribution_id
            )
            for one in baskets
        }
        product = Product.get_by_id(plan.use.id)
        for one in plan.lines:
            if one.changed.delivered != one.line.delivered:
                allow_fraction(entries[one.basket.id], product, one.changed.delivered, by_weight)
        change_lines(entries, {one.line.id: _values(one.changed) for one in plan.lines})
        return len(entries)


def _must_be_all_there_is(plan: ProductPlan, distribution_id: int) -> None:
    """Refuse where an open basket has the product otherwise than when it was shown (R31)."""
    shown = {one.line.id: (one.line.delivered, one.line.price) for one in plan.rows}
    now = (
        Line.select(Line.id, Line.delivered, Line.price, Line.basket)
        .join(Basket)
        .where(
            Line.product == plan.use.id,
            (Line.ordered > 0) | (Line.delivered > 0),
            Basket.distribution == distribution_id,
            Basket.cancelled_at.is_null(),
            Basket.validated_at.is_null(),
        )
        .order_by(Basket.number, Line.position)
    )
    for line, delivered, price, basket in tuples(now):
        if shown.get(line) != (delivered, price):
            row = Basket.get_by_id(basket)
            versions = {one.basket.id: one.basket.version for one in plan.rows}
            # One that had nothing of the product has moved by its last change at least.
            raise as_changed(row, versions.get(basket, row.version - 1))


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
    """Return a line of which so much came; what lacks is undelivered, whatever it is sold by."""
    if quantity == line.delivered:
        return line
    if not ZERO <= quantity <= MAXIMUM:
        raise BadQuantity(quantity)
    reason = Reason.UNDELIVERED if quantity < line.ordered else None
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


def _values(line: LineView) -> dict[str, object]:
    """Return the columns of a line that a plan may change."""
    return {
        "delivered": line.delivered,
        "price": line.price,
        "reason": line.reason,
        "weight_confirmed": line.weight_confirmed,
    }
