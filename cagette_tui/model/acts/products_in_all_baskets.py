"""One product in all its baskets: undelivered, weighed, at another price (R30 to R32).

First a plan, made without writing anything, which says what each basket will cost; then the
plan is carried out as it was shown, in one act with one entry for each basket.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

from cagette_tui.model.acts.basket_work import (
    as_changed,
    must_be_open,
    must_be_unchanged,
    row_of,
)
from cagette_tui.model.acts.delivered import move_versions, write_lines, write_orders
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.rules.delivering import is_given_up, must_be_likely, must_be_sold_so
from cagette_tui.model.rules.kinds import ActKind, Reason
from cagette_tui.model.rules.product_plans import ProductPlan
from cagette_tui.model.rules.refusals import LineUnchanged
from cagette_tui.model.rules.steps import Answers
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.distribution import Basket, Line


def carry_out(desk: Desk, plan: ProductPlan, **said: Unpack[Answers]) -> int:
    """Do what was planned and shown, all or nothing; return how many baskets it changed.

    Raises `BasketIsValidated` or `BasketChanged` for a basket that moved since, or that has the
    product since where it is taken out of all or given a price in all (R31), `NotByWeight`
    unless `by_weight` for a fraction of what is not sold by weight, `FarPrice` unless `sure` for
    a price 5 times higher or lower (R7), `LineUnchanged`,
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
        # Somebody may have said since that it is sold by weight.
        weighed = bool(Product.get_by_id(plan.use.id).weighed)
        for one in plan.lines:
            if one.changed.delivered != one.line.delivered:
                must_be_sold_so(plan.use.name, one.changed.delivered, said, weighed=weighed)
            must_be_likely(plan.use.name, one.changed.price, one.line.price, said)
        marked = [(replace(one.line, weighed=weighed), one.changed) for one in plan.lines]
        write_lines(entries, marked)
        write_orders(entries, [row_of(basket) for basket in baskets])
        move_versions(entries, baskets)
        return len(entries)


def _must_be_all_there_is(plan: ProductPlan, distribution_id: int) -> None:
    """Refuse where an open basket has the product otherwise than when it was shown (R31)."""
    shown = {one.line.id: (one.line.delivered, one.line.price) for one in plan.rows}
    now = (
        Line.select(Line.id, Line.delivered, Line.price, Line.reason, Basket.id, Basket.absent)
        .join(Basket)
        .where(
            Line.product == plan.use.id,
            (Line.ordered != 0) | (Line.delivered != 0),
            Basket.distribution == distribution_id,
            Basket.cancelled_at.is_null(),
            Basket.validated_at.is_null(),
        )
        .order_by(Basket.number, Line.position)
    )
    for line, delivered, price, reason, basket, absent in tuples(now):
        if plan.only is not None and basket not in plan.only:
            continue
        if line not in shown and is_given_up(absent=absent, reason=reason and Reason(reason)):
            continue
        if shown.get(line) != (delivered, price):
            row = Basket.get_by_id(basket)
            versions = {one.basket.id: one.basket.version for one in plan.rows}
            # One that had nothing of the product has moved by its last change at least.
            raise as_changed(row, versions.get(basket, row.version - 1))
