"""A member's page in Cagette while the way back is being planned, and the steps that are written.

A page follows what the steps before do to it, so that no step is one that Cagette refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.basket import ZERO, LineView, OperationView
from cagette_tui.model.rules.cagette_rounding import cagette_amounts
from cagette_tui.model.rules.cagette_state import (
    ByHand,
    LineThere,
    MoneyThere,
    Place,
    Side,
    There,
    known_line,
    place_of,
    wanted_line,
)
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.value import ValueObject


class CagetteAct(StrEnum):
    """What one does in Cagette; the words are those of the table for programs."""

    MISSING = "missing"
    QUANTITY = "quantity"
    PRICE = "price"
    ADD_LINE = "add_line"
    DELETE_ANNOUNCED = "delete_announced"
    CONFIRM = "confirm"
    PAYMENT = "payment"
    REFUND = "refund"
    ACCOUNT_PAYMENT = "account_payment"
    MEMBERSHIP = "membership"
    VALIDATE = "validate"
    LEFT_TO_PEOPLE = "left_to_people"


class Why(StrEnum):
    """What is said beside a step; the fields of `Note` that it uses stand behind it."""

    WAS = "was"  # quantity: what Cagette has
    PRICE_WAS = "price_was"  # amount: what Cagette has
    RAISED = "raised"  # quantity: what Cagette has; it gives no more than its stock
    PIECE = "piece"  # rank, of, quantity: one of several lines of one product
    AMOUNT_CHANGED = "amount_changed"  # amount: what was received instead
    NOTHING_RECEIVED = "nothing_received"
    EMPTY = "empty"  # every line goes to 0: Cagette then takes no payment for the basket
    VALIDATED_THERE = "validated_there"  # Cagette takes no payment for the basket any more
    NOT_OVERPAID = "not_overpaid"  # Cagette gives back only what was paid too much
    LESS_GIVEN_BACK = "less_given_back"  # amount: given back again, already taken off
    CHEQUE = "cheque"  # text: its number
    REASON = "reason"  # text: in the volunteer's words
    ABSENT = "absent"
    BY_CREDIT = "by_credit"  # amount: what older credit pays
    AWAITED = "awaited"  # mode, amount: not to be entered before it is seen
    DEBT = "debt"  # amount: what stays owed
    CREDIT = "credit"  # amount: what stays as credit
    VALIDATED_AGAIN = "validated_again"
    ONE_PRICE = "one_price"  # amount: what the line costs here
    OTHER_FEE = "other_fee"  # amount: what the line costs here
    ROUNDED = "rounded"  # amount: what the line costs here
    ONLINE = "online"
    NOT_THERE = "not_there"  # a member whom Cagette does not know
    ADJUSTMENT = "adjustment"
    MEMBERSHIP_MODE = "membership_mode"  # amount, mode
    TAKEN_BACK = "taken_back"  # amount: a membership that was entered


class Note(ValueObject):
    """A few facts beside a step."""

    why: Why
    amount: Decimal = ZERO
    quantity: Decimal = ZERO
    mode: Mode | None = None
    text: str = ""
    rank: int = 0
    of: int = 0


class Step(ValueObject):
    """One act in Cagette; a price is for all baskets and has no `side`.

    Amounts are positive where the act gives the direction. Only a payment on the account may be
    negative: money that went back. What is left to people is what our balance has beyond
    Cagette's once all the rest is entered.
    """

    act: CagetteAct
    side: Side | None = None
    product_id: int | None = None
    product: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None
    mode: Mode | None = None
    amount: Decimal | None = None
    notes: tuple[Note, ...] = ()
    is_first: bool = False  # before the lines, though it is about payments
    for_all: tuple[Side, ...] = ()  # whom a price is news of


@dataclass
class PageLine:
    """A line as Cagette has it by now, as it is to be there, and what it costs here."""

    now: LineThere
    wanted: LineThere
    is_there: bool = True
    cost_here: Decimal = ZERO
    reason: str | None = None

    def becomes(self, quantity: Decimal, price: Decimal) -> None:
        """Follow a change: Cagette computes the line again, unless it stays as it was."""
        before = self.now
        if self.is_there and (quantity, price) == (before.quantity, before.price):
            return
        _fee, total = cagette_amounts(quantity, price, before.fee_rate)
        grows = not self.is_there or quantity > before.quantity
        paid = quantity == 0 or (before.paid and not grows)
        self.now = replace(before, quantity=quantity, price=price, total=total, paid=paid)
        self.is_there = True


@dataclass
class Entry:
    """An amount that Cagette does not have yet, negative: money that went back."""

    mode: Mode
    amount: Decimal
    operations: tuple[int, ...] = ()
    cheque: str = ""
    reason: str = ""
    given_back: Decimal = ZERO  # what was taken off


@dataclass
class Page:
    """One member's page."""

    side: Side
    lines: list[PageLine]
    announced: Decimal
    confirmed: bool
    validated: bool
    paid: dict[Mode, Decimal]  # confirmed payments of the basket, net of refunds
    by_hand: dict[int | None, Decimal]
    entries: list[Entry] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    raised: bool = False

    @property
    def is_known(self) -> bool:
        """Whether Cagette knows the member at all."""
        return self.side.ref is not None

    @property
    def has_order(self) -> bool:
        """Whether the member has an order there by now."""
        return any(line.is_there for line in self.lines)

    @property
    def will_be_empty(self) -> bool:
        """Whether every line comes to 0: the basket then counts as validated at once."""
        has_basket = self.side.basket is not None or self.has_order
        return has_basket and not any(line.wanted.quantity for line in self.lines)

    @property
    def is_locked(self) -> bool:
        """Whether Cagette takes neither a payment nor a refund for the basket."""
        all_paid = all(line.now.paid for line in self.lines if line.is_there)
        return (self.confirmed and all_paid) or self.will_be_empty

    @property
    def is_online(self) -> bool:
        """Whether something was paid by card in Cagette itself, which has that payment."""
        basket = self.side.basket
        return basket is not None and any(one.mode is Mode.ONLINE for one in basket.confirmed)

    @property
    def paid_in_all(self) -> Decimal:
        """What was paid for the basket, net of refunds."""
        return sum(self.paid.values(), ZERO)

    def is_settled(self, line: PageLine) -> bool:
        """Whether people have settled all that Cagette has otherwise of a line."""
        return self.by_hand.get(line.now.line_id, ZERO) == line.now.total - line.cost_here

    def have(self, entry: Entry, place: Place) -> None:
        """Follow that an amount is entered."""
        self.places |= dict.fromkeys(entry.operations, place)
        if place is Place.BASKET:
            self.paid[entry.mode] = self.paid.get(entry.mode, ZERO) + entry.amount

    @property
    def cost(self) -> Decimal:
        """What the order costs in Cagette by now."""
        return sum((line.now.total for line in self.lines if line.is_there), ZERO)

    def set_quantity(self, line: PageLine, quantity: Decimal, price: Decimal) -> bool:
        """Follow a change of a line; whether it grew, which opens a validated basket again."""
        grows = not line.is_there or quantity > line.now.quantity
        self.raised |= grows and self.validated
        self.validated &= not grows
        line.becomes(quantity, price)
        return grows

    def validate(self) -> None:
        """Follow that the basket is validated."""
        self.confirmed = self.validated = True
        for line in self.lines:
            line.now = replace(line.now, paid=True)

    def after(self) -> There:
        """Return what Cagette has once all steps are done."""
        live = {one.id: one for one in operations_of(self.side)}
        return There(
            tuple(line.now for line in self.lines if line.is_there),
            self.announced,
            tuple(
                MoneyThere(number, live[number].mode, live[number].amount, place)
                for number, place in self.places.items()
            ),
            tuple(ByHand(line, amount) for line, amount in self.by_hand.items()),
            tuple((mode, amount) for mode, amount in self.paid.items() if amount),
            self.confirmed,
            self.validated,
        )


def operations_of(side: Side) -> tuple[OperationView, ...]:
    """Return the confirmed operations of a member in an evening, the basket's first."""
    of_basket = () if side.basket is None else side.basket.confirmed
    return (*of_basket, *(one for one in side.others if not one.pending))


def open_page(side: Side, rates: Mapping[int, Decimal]) -> Page:
    """Begin with what Cagette has; what is added there has the fee rate of its product (id)."""
    there = side.there
    page = Page(
        side,
        _lines(side.lines, there.lines, rates),
        there.announced,
        there.confirmed,
        there.validated,
        dict(there.paid),
        {one.line_id: one.amount for one in there.by_hand},
    )
    page.places = {one.operation_id: one.place for one in there.money}
    return page


def _lines(
    ours: Iterable[LineView], there: Iterable[LineThere], rates: Mapping[int, Decimal]
) -> list[PageLine]:
    known = {line.line_id: line for line in there}
    lines = []
    for line in ours:
        it, wanted = known.pop(line.id, None), wanted_line(line)
        if it is not None:
            now = known_line(line, it)
        else:
            rate = rates.get(wanted.product_id, wanted.fee_rate)
            now = replace(wanted, fee_rate=rate, quantity=ZERO, total=ZERO, paid=False)
        lines.append(PageLine(now, wanted, it is not None, line.total, line.reason))
    # What Cagette has and we no longer: it is to become nothing.
    gone = (PageLine(one, replace(one, quantity=ZERO, total=ZERO)) for one in known.values())
    return [*lines, *gone]


def fresh(page: Page, *places: Place) -> list[OperationView]:
    """Return the operations for some places that Cagette does not have yet."""
    return [
        one
        for one in operations_of(page.side)
        if one.id not in page.places and place_of(one) in places
    ]


def gone(page: Page) -> list[MoneyThere]:
    """Return what was entered in Cagette and does not hold any more."""
    live = {one.id: one.amount for one in operations_of(page.side)}
    return [one for one in page.side.there.money if live.get(one.operation_id) != one.amount]
