"""What was delivered: what becomes of lines, of what their baskets cost, and what is asked first.

Of a line as it was read each function makes the line as it would be, with its reason, its amounts
and what came of it (R3, R4, R30 to R34, R53). The acts write such lines; the sheet, the plans for
a product in all baskets and the screens foresee with them. Quantities are units or kg, prices
euros.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from cagette_tui.model.rules.amounts import must_be_a_quantity
from cagette_tui.model.rules.basket import ZERO, BasketView, LineView
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.model.rules.line_amounts import is_as_cagette, line_amounts
from cagette_tui.model.rules.lines import (
    came_of,
    must_be_a_price,
    must_be_a_weight,
    must_be_possible,
    must_have_its_sign,
    usual_reason,
)
from cagette_tui.model.rules.refusals import (
    FarPrice,
    FarWeight,
    LineUnchanged,
    NotByWeight,
    Refused,
)
from cagette_tui.model.rules.steps import Answers

# R7: a comma that was forgotten makes a price ten or a hundred times as high.
_FAR_PRICE = 5


def as_ordered(line: LineView) -> LineView:
    """As it was ordered: a quantity that nobody weighed (R32)."""
    weighed = line.weight_confirmed and line.delivered == line.ordered
    return _become(line, delivered=line.ordered, reason=None, weight_confirmed=weighed, note=None)


def not_delivered(
    line: LineView, reason: Reason = Reason.UNDELIVERED, note: str | None = None
) -> LineView:
    """Nothing of it was delivered (R30: what was ordered is kept)."""
    return _become(line, delivered=ZERO, reason=reason, note=note)


def with_quantity(
    line: LineView,
    quantity: Decimal,
    said: Answers,
    *,
    reason: Reason | None = None,
    note: str | None = None,
) -> LineView:
    """So much was delivered; of what is sold by weight the scales said so (R32).

    Raises `BadQuantity`, `NotByWeight` for a fraction of what comes in pieces unless that was
    answered (R7), `WeightTooLarge`.
    """
    must_have_its_sign(quantity, line.ordered)
    must_be_sold_so(line.product, quantity, said, weighed=line.weighed)
    weighed = _is_weighed(line, quantity)
    if weighed:
        must_be_possible(quantity, line.ordered)
    usual = usual_reason(line.ordered, quantity, line.reason, weighed)
    return _become(
        line,
        weighed=weighed,
        delivered=quantity,
        reason=reason or (None if usual is None else Reason(usual)),
        note=line.note if note is None else note,
        weight_confirmed=weighed,
    )


def on_the_scales(line: LineView, weight: Decimal) -> LineView:
    """As the scales say of a product that is weighed basket by basket (R32).

    Raises `BadQuantity`, `NoWeight`, `WeightTooLarge`.
    """
    must_be_a_quantity(weight)
    must_be_a_weight(weight, line.ordered)
    usual = usual_reason(line.ordered, weight, line.reason, True)
    reason = None if usual is None else Reason(usual)
    return _become(
        line,
        weighed=_is_weighed(line, weight),
        delivered=weight,
        reason=reason,
        weight_confirmed=True,
    )


def with_share(line: LineView, quantity: Decimal) -> LineView:
    """So much came of a product that is shared out; what lacks is undelivered (R31)."""
    if quantity == line.delivered:
        return line
    must_have_its_sign(quantity, line.ordered)
    return _become(
        line,
        weighed=_is_weighed(line, quantity),
        delivered=quantity,
        reason=Reason.UNDELIVERED if abs(quantity) < abs(line.ordered) else None,
        weight_confirmed=False,  # of a share that is given out the scales have said nothing (R32)
    )


def with_price(line: LineView, price: Decimal) -> LineView:
    """At another unit price; the catalogue's stays (R31). Raises `BadAmount`."""
    must_be_a_price(price, line.price)
    return _become(line, price=price)


def with_reason(line: LineView, reason: Reason | None, note: str | None) -> LineView:
    """With another reason and note (R30)."""
    return _become(line, reason=reason, note=note)


def moved_away(line: LineView, quantity: Decimal, note: str) -> LineView:
    """Without what went to another basket: an error, unless what was ordered remains."""
    rest = line.delivered - quantity
    reason = None if rest == line.ordered else Reason.ERROR
    weighed = _is_weighed(line, quantity)
    return _become(line, weighed=weighed, delivered=rest, reason=reason, note=note)


def not_collected(basket: BasketView) -> list[LineView]:
    """Return the lines of somebody absent as they are when they are released (R34)."""
    return [
        _become(line, delivered=ZERO, reason=Reason.NOT_COLLECTED)
        for line in basket.lines
        if line.delivered
    ]


def collected_after_all(
    basket: BasketView, before: Mapping[int, Mapping[str, Any]]
) -> list[LineView]:
    """Return released lines as they were `before`, by their ids, unless changed since (R34)."""
    return [
        _become(line, **before[line.id])
        for line in basket.lines
        if line.reason is Reason.NOT_COLLECTED and line.id in before
    ]


def is_given_up(*, absent: bool, reason: Reason | None) -> bool:
    """Whether a line was given up because nobody collected its basket (R34).

    It stands in no list of a product, and no count: coming after all brings it back.
    """
    return absent and reason is Reason.NOT_COLLECTED


def must_change_presence(basket: BasketView, *, absent: bool) -> None:
    """Refuse to mark somebody as they are marked already (R34): `LineUnchanged`."""
    if basket.absent is absent:
        raise LineUnchanged()


def is_fraction(quantity: Decimal) -> bool:
    """Whether a quantity is no whole number (R7)."""
    return quantity % 1 != 0


def must_be_sold_so(product: str, quantity: Decimal, said: Answers, *, weighed: bool) -> None:
    """Ask once about a fraction of what is not sold by weight (R7): `NotByWeight`."""
    if is_fraction(quantity) and not weighed and not said.get("by_weight"):
        raise NotByWeight(product, quantity)


def must_be_likely(product: str, price: Decimal, before: Decimal, said: Answers) -> None:
    """Ask once about a price in euros far from the one before (R7): `FarPrice`.

    What costs nothing from now on, or did so before, is far from nothing.
    """
    if not price or not before or said.get("sure"):
        return
    # What is given back costs less than nothing, and so did it before (R8).
    if abs(price) >= abs(before) * _FAR_PRICE or abs(before) >= abs(price) * _FAR_PRICE:
        raise FarPrice(product, price, before)


def doubts_about(line: LineView, quantity: Decimal) -> Iterator[Refused]:
    """Give what is asked before such a quantity is taken (R7, R32)."""
    if line.far_from_ordered(quantity):
        likely = line.likely_weight(quantity)
        yield FarWeight(line.product, quantity, line.ordered, likely)
    if is_fraction(quantity) and not line.weighed:
        yield NotByWeight(line.product, quantity)


def after_lines(basket: BasketView, changed: Iterable[LineView]) -> BasketView:
    """As a basket is with some of its lines changed: what it costs, and its balance (R12)."""
    new = {line.id: line for line in changed}
    marked = {line.product_id for line in new.values() if line.weighed}
    lines = tuple(
        replace(line, weighed=True) if line.product_id in marked and not line.weighed else line
        for line in (new.get(line.id, line) for line in basket.lines)
    )
    before = sum((line.total for line in basket.lines if line.id in new), ZERO)
    return costing(replace(basket, lines=lines), sum((one.total for one in new.values()), -before))


def costing(basket: BasketView, more: Decimal) -> BasketView:
    """As a basket is when it costs so much more, or less (R11, R12)."""
    return replace(basket, cost=basket.cost + more, balance=basket.balance - more)


def _become(line: LineView, **changes: Any) -> LineView:
    """Change a line and what it costs (R3), or what its file stated while it is as stated (R4)."""
    after = replace(line, **changes)
    after = replace(after, came=came_of(line, after.delivered, after.reason))
    if after == line:
        return line
    fee, total = line_amounts(after)
    as_cagette = is_as_cagette(after) or line.as_cagette
    return replace(after, fee=fee, total=total, as_cagette=as_cagette)


def _is_weighed(line: LineView, quantity: Decimal) -> bool:
    """Whether the product counts as sold by weight once so much of it was delivered (R7)."""
    return line.weighed or is_fraction(quantity)
