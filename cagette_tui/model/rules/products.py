"""The products of a distribution, each with all its lines.

Pure sums over a `SheetView`: no statement of its own. Amounts in euros, quantities in units.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView, LineView
from cagette_tui.model.rules.delivering import is_given_up
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.text import fold
from cagette_tui.value import ValueObject


class LineInBasket(ValueObject):
    """A line, and the basket that it is in."""

    basket: BasketView
    line: LineView


class ProductUse(ValueObject):
    """One product: what was ordered and delivered of it in a distribution."""

    id: int
    name: str
    producer: str  # its name, or its catalogue's where it has none
    catalogue: str
    weighed: bool
    lines: tuple[LineInBasket, ...]  # in the order of the baskets
    # In open baskets that nobody collected (R34): of these only the price still matters, to the
    # producer, and to the member who comes after all.
    given_up: tuple[LineInBasket, ...] = ()

    @property
    def baskets(self) -> int:
        """In how many baskets it is."""
        return len({one.basket.id for one in self.lines})

    @property
    def ordered(self) -> Decimal:
        """What was ordered in all."""
        return sum((one.line.ordered for one in self.lines), ZERO)

    @property
    def delivered(self) -> Decimal:
        """What was delivered in all."""
        return sum((one.line.delivered for one in self.lines), ZERO)

    @property
    def amount(self) -> Decimal:
        """What it comes to in all baskets."""
        return sum((one.line.total for one in self.lines), ZERO)

    @property
    def unweighed(self) -> int:
        """How many of its lines in open baskets still wait for the scales (R32); no absent ones."""
        return sum(one.line.unweighed for one in self.open_lines if not one.basket.absent)

    @property
    def open_lines(self) -> tuple[LineInBasket, ...]:
        """Its lines in baskets that can still change (R33)."""
        return tuple(one for one in self.lines if not one.basket.validated)

    @property
    def validated_baskets(self) -> tuple[BasketView, ...]:
        """Baskets that have it and are left alone (R31)."""
        found = {one.basket.id: one.basket for one in self.lines if one.basket.validated}
        return tuple(found.values())


def product_uses(sheet: SheetView) -> tuple[ProductUse, ...]:
    """Return the products of a distribution, by producer and name. Its lines must be read.

    What was given up for members who are absent is apart, and not counted (R34).
    """
    lines: dict[int, list[LineInBasket]] = defaultdict(list)
    given_up: dict[int, list[LineInBasket]] = defaultdict(list)
    for basket in sheet.baskets:
        for line in basket.lines:
            if is_given_up(absent=basket.absent, reason=line.reason):
                if not basket.validated:
                    given_up[line.product_id].append(LineInBasket(basket, line))
            # What was cancelled before the distribution concerns nobody any more.
            elif line.ordered or line.delivered:
                lines[line.product_id].append(LineInBasket(basket, line))
    uses = (
        _use(product_id, tuple(found), tuple(given_up[product_id]))
        for product_id, found in lines.items()
    )
    return tuple(sorted(uses, key=lambda use: (fold(use.producer), fold(use.name), use.id)))


def product_use(sheet: SheetView, product_id: int) -> ProductUse | None:
    """Return one product of a distribution, if it is there."""
    return next((use for use in product_uses(sheet) if use.id == product_id), None)


def _use(
    product_id: int, lines: tuple[LineInBasket, ...], given_up: tuple[LineInBasket, ...]
) -> ProductUse:
    line = lines[0].line
    return ProductUse(
        product_id,
        line.product,
        line.vendor or line.catalogue,
        line.catalogue,
        line.weighed,
        lines,
        given_up,
    )


def most_ordered(sheet: SheetView, product_id: int) -> Decimal:
    """Return how much of a product anybody ordered at most, in units or kg; 0 for none (R7)."""
    lines = (line for basket in sheet.baskets for line in basket.lines)
    return max((line.ordered for line in lines if line.product_id == product_id), default=ZERO)
