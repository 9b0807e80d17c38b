"""What Cagette has of a member in one evening, and what we have: the two sides of the way back.

Amounts in euros, quantities in units or kilograms, prices in euros per unit, rates in percent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.basket import ZERO, BasketView, LineView, OperationView
from cagette_tui.model.rules.cagette_rounding import cagette_amounts
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.line_amounts import (
    exact_price_at,
    exact_price_of,
    exact_quantity_at,
    exact_quantity_of,
    exact_rate_of,
)
from cagette_tui.value import ValueObject, cached_property


class Place(StrEnum):
    """Where in Cagette an amount was entered."""

    BASKET = "basket"
    ACCOUNT = "account"  # on the member's page
    MEMBERSHIP = "membership"  # a fee with its payment: the balance stays where it is
    PEOPLE = "people"  # Cagette has no act for it: settled by hand


class LineThere(ValueObject):
    """A line as Cagette has it, with all decimals; `line_id` is ours.

    It is paid once the basket was validated, until it grows; one of nothing is paid at once.
    """

    line_id: int
    product_id: int
    product: str
    fee_rate: Decimal
    quantity: Decimal
    price: Decimal
    total: Decimal
    paid: bool = False


class MoneyThere(ValueObject):
    """A confirmed payment, refund or adjustment that Cagette has; `operation_id` is ours."""

    operation_id: int
    mode: Mode | None
    amount: Decimal
    place: Place


class ByHand(ValueObject):
    """What Cagette could not be told of a line, or of a whole basket, and people settled."""

    line_id: int | None  # None: of the basket as a whole
    amount: Decimal


class There(ValueObject):
    """All that Cagette has of a member in one evening.

    `announced` is the payment on the spot that waits there, 0 where there is none; it keeps the
    amount of the order as it was placed, whatever the basket costs since. `paid` are the basket's
    own payments by mode, net of refunds. `confirmed`: it was validated once; `validated`: nothing
    has opened it since.
    """

    lines: tuple[LineThere, ...] = ()
    announced: Decimal = ZERO
    money: tuple[MoneyThere, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    paid: tuple[tuple[Mode, Decimal], ...] = ()
    confirmed: bool = False
    validated: bool = False


class Mark(ValueObject):
    """Somebody said that a basket is entered in Cagette; `there` is what Cagette had then."""

    at: datetime
    by: str
    there: There


class Side(ValueObject):
    """One member in one evening: our side, and what was said to be in Cagette.

    `others` are confirmed operations beside the basket that belong to this evening: payments on
    the account, those of memberships, adjustments.
    """

    member_id: int
    member: str
    ref: str | None
    basket: BasketView | None = None
    others: tuple[OperationView, ...] = ()
    mark: Mark | None = None

    @property
    def number(self) -> int | None:
        """The basket's number."""
        return None if self.basket is None else self.basket.number

    @property
    def lines(self) -> tuple[LineView, ...]:
        """The basket's lines."""
        return () if self.basket is None else self.basket.lines

    @cached_property
    def there(self) -> There:
        """What Cagette has: as it was marked, else as the export told it."""
        if self.mark is None:
            return as_exported(self.basket)
        known = {line.line_id for line in self.mark.there.lines}
        # Lines that a later file brought are in Cagette, since they come from there.
        new = [line for line in as_exported(self.basket).lines if line.line_id not in known]
        there = self.mark.there
        return replace(there, lines=(*there.lines, *new))


def as_exported(basket: BasketView | None) -> There:
    """Return what Cagette had of a basket when it gave the export: lines, and all to be paid.

    An order of nothing, or of less, has no payment announced.
    """
    lines = () if basket is None else basket.lines
    there = tuple(filter(None, map(stated_line, lines)))
    return There(there, max(sum((line.total for line in there), ZERO), ZERO))


# Here alone it is read what the file stated of a line, and what Cagette makes of it as it is now.


def stated_line(line: LineView) -> LineThere | None:
    """Return a line as the file stated it, and what gives that (R4); None if it was added here."""
    if line.stated_price is None or line.stated_total is None:
        return None
    return LineThere(
        line.id,
        line.product_id,
        line.product,
        exact_rate_of(line),
        exact_quantity_at(line, line.ordered),
        exact_price_at(line, line.stated_price),
        line.stated_total,
        not line.ordered,
    )


def wanted_line(line: LineView) -> LineThere:
    """Return a line as it is here, with the total that Cagette computes for it then (R4)."""
    stated = stated_line(line)
    quantity, price, rate = exact_quantity_of(line), exact_price_of(line), exact_rate_of(line)
    if stated is not None and (quantity, price) == (stated.quantity, stated.price):
        return stated
    _fee, total = cagette_amounts(quantity, price, rate)
    return LineThere(
        line.id,
        line.product_id,
        line.product,
        rate,
        quantity,
        price,
        total,
        not quantity,
    )


def known_line(line: LineView, there: LineThere) -> LineThere:
    """Return what is there of a line of ours with all decimals, were it marked as printed."""
    printed = line.stated_total is not None and there.fee_rate == line.fee_rate
    return replace(
        there,
        fee_rate=exact_rate_of(line) if printed else there.fee_rate,
        quantity=exact_quantity_at(line, there.quantity),
        price=exact_price_at(line, there.price),
    )


def place_of(operation: OperationView) -> Place:
    """Say where in Cagette a confirmed operation of ours is entered in the first place."""
    if operation.kind is not Kind.PAYMENT:
        return Place.PEOPLE
    if operation.membership_id is not None:
        return Place.MEMBERSHIP
    return Place.ACCOUNT if operation.basket_id is None else Place.BASKET
