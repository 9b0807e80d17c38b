"""What reading gives back: frozen, with the derived amounts in one place.

Amounts are euros, quantities units, rates percent, all `Decimal`; times local.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.days import booked_on
from cagette_tui.model.rules.kinds import State
from cagette_tui.value import ValueObject, cached_property

# R40: receiving with validation, validating and certifying begin this long before the start.
OPENS_BEFORE = timedelta(minutes=30)
LATE_AFTER = timedelta(days=10)
# An evening that is validated past midnight is still today's.
SAME_EVENING = timedelta(hours=12)


NamedPayment = tuple[OperationView, str, int | None]
"""A payment, its member's name, and the number of its basket, None on an account."""


class ProductView(ValueObject):
    """A product that can be added to a basket, and its price in euros."""

    id: int
    name: str
    price: Decimal
    weighed: bool
    catalogue_id: int
    catalogue: str
    producer: str


class MemberView(ValueObject):
    """A member, by what a person chooses members by."""

    id: int
    name: str
    ref: str | None


class CashMoveView(ValueObject):
    """Money put into (positive) or taken out of (negative) the box."""

    id: int
    amount: Decimal
    reason: str
    created_at: datetime
    created_by: str


class BesideBox(ValueObject):
    """What is counted beside the box: the card terminal's total (euros), the cheques (R58).

    None where it was not said.
    """

    card: Decimal | None = None
    cheques: int | None = None

    def with_rest_of(self, last: CountView | None) -> BesideBox:
        """Take what is not said again from the last count."""
        if last is None:
            return self
        return BesideBox(
            last.card_counted if self.card is None else self.card,
            last.cheques_counted if self.cheques is None else self.cheques,
        )


class CountView(ValueObject):
    """A count that was closed, with what was expected then (R51)."""

    id: int
    expected: Decimal
    counted: Decimal
    pieces: dict[Decimal, int] | None  # how many of each note and coin; None: a total was typed
    explanation: str | None
    created_at: datetime
    created_by: str
    # R58: the card terminal's total and the cheques on the pile, beside ours; None: not said.
    card_expected: Decimal | None = None
    card_counted: Decimal | None = None
    cheques_expected: int | None = None
    cheques_counted: int | None = None

    @property
    def beside(self) -> BesideBox:
        """What was said of the terminal and the pile."""
        return BesideBox(self.card_counted, self.cheques_counted)

    @property
    def card_difference(self) -> Decimal | None:
        """What the terminal has beyond our payments by card then; None: nobody said its total."""
        if self.card_counted is None or self.card_expected is None:
            return None
        return self.card_counted - self.card_expected

    @property
    def cheques_difference(self) -> int | None:
        """How many cheques the pile has beyond ours then; None: nobody counted them."""
        if self.cheques_counted is None or self.cheques_expected is None:
            return None
        return self.cheques_counted - self.cheques_expected

    @property
    def agrees(self) -> bool:
        """Whether nothing that was counted was another sum than ours."""
        return not (self.difference or self.card_difference or self.cheques_difference)

    @property
    def difference(self) -> Decimal:
        """What was there beyond what was expected then; negative: what lacked."""
        return self.counted - self.expected

    def difference_from(self, expected_now: Decimal) -> Decimal:
        """What was there beyond what is expected by now, which may have moved since."""
        return self.counted - expected_now

    def outdated_by(self, expected_now: Decimal) -> Decimal:
        """Say how far what is expected has moved since; 0 while the count is up to date."""
        return expected_now - self.expected


class DistributionView(ValueObject):
    """A distribution without its baskets."""

    id: int
    date: date
    place: str
    starts_at: datetime
    ends_at: datetime
    cash_float: Decimal
    certified_at: datetime | None
    certified_by: str | None
    left_in_box: Decimal | None = None  # what stays in it, as somebody said it (R55)

    @property
    def is_certified(self) -> bool:
        """Whether it is archived (R43)."""
        return self.certified_at is not None

    @property
    def opens_at(self) -> datetime:
        """From when it can be validated (R40)."""
        return self.starts_at - OPENS_BEFORE

    def is_on(self, now: datetime) -> bool:
        """Whether it is today's, or last evening's that goes on past midnight."""
        since = now - self.starts_at
        return self.date == now.date() or timedelta(0) <= since < SAME_EVENING

    def state(self, now: datetime, validated: int) -> State:
        """Return the first state that fits; `validated` counts baskets."""
        if self.is_certified:
            return State.CERTIFIED
        if now > self.ends_at + LATE_AFTER:
            return State.LATE
        if now < self.opens_at:
            return State.UPCOMING
        return State.IN_PROGRESS if validated else State.TO_VALIDATE


class SheetView(ValueObject):
    """One distribution, whole: its baskets and what else joined its takings."""

    distribution: DistributionView
    baskets: tuple[BasketView, ...]
    other_payments: tuple[OperationView, ...]
    cash_moves: tuple[CashMoveView, ...]
    members: dict[int, str]  # names of those who made other payments
    count: CountView | None = None  # the last one that was closed
    # What accounts were adjusted by since it opened, by member, in euros (R21).
    adjusted: dict[int, Decimal] = field(default_factory=dict)

    @cached_property
    def open_baskets(self) -> tuple[BasketView, ...]:
        """Baskets that are not validated."""
        return tuple(basket for basket in self.baskets if not basket.validated)

    @property
    def payments(self) -> Iterator[NamedPayment]:
        """All payments, in the order of the baskets, and then those on accounts alone."""
        for basket in self.baskets:
            for payment in basket.payments:
                yield payment, basket.member, basket.number
        for payment in self.other_payments:
            yield payment, self.members[payment.member_id], None

    @property
    def validated(self) -> int:
        """How many baskets are validated."""
        return len(self.baskets) - len(self.open_baskets)

    @property
    def is_certified(self) -> bool:
        """Whether it is archived (R43)."""
        return self.distribution.is_certified

    def state(self, now: datetime) -> State:
        """Return the distribution's state."""
        return self.distribution.state(now, self.validated)


class DistributionRow(ValueObject):
    """A distribution as the list of distributions shows it."""

    distribution: DistributionView
    baskets: int
    validated: int
    to_collect: Decimal | None  # None once certified
    state: State
    is_counted: bool = True  # else the baskets of an archive are still to be counted

    @property
    def waits(self) -> bool:
        """Whether it can be validated, and certified, by now."""
        return self.state in (State.LATE, State.TO_VALIDATE, State.IN_PROGRESS)


class EveningName(ValueObject):
    """What people call a distribution by: its day and its place."""

    date: date
    place: str


def day_of(one: OperationView, evening: EveningName | None) -> date:
    """Return the day of what an operation of that evening is about (R26)."""
    day = None if evening is None else evening.date
    return booked_on(one.kind, one.day, one.created_at, day, late=one.late)


class AccountView(ValueObject):
    """A member's account: every operation, in the order of its day, with the running balance.

    R11, R26. `evenings` are the distributions that they belong to.
    """

    member_id: int
    member: str
    member_ref: str | None
    balance: Decimal
    operations: tuple[OperationView, ...]
    running: tuple[Decimal, ...]
    later: frozenset[int] = frozenset()  # distributions after the one that one looks from
    evenings: Mapping[int, EveningName] = field(default_factory=dict)
    here: int | None = None  # the distribution that one looks from

    def day_of(self, one: OperationView) -> date:
        """Return the day of what an operation is about (R26)."""
        return day_of(one, self.evening_of(one))

    def evening_of(self, one: OperationView) -> EveningName | None:
        """Return the distribution that an operation belongs to, if it belongs to one."""
        number = one.distribution_id
        return None if number is None else self.evenings.get(number)

    def is_to_come(self, one: OperationView) -> bool:
        """Whether an operation belongs to a basket of a later distribution (R18)."""
        return one.basket_id is not None and one.distribution_id in self.later

    @property
    def to_come(self) -> Decimal:
        """What later baskets do to the balance."""
        return sum(
            (one.amount for one in self.operations if one.counts and self.is_to_come(one)),
            ZERO,
        )

    @property
    def due(self) -> Decimal:
        """The balance without what is still to come: negative is what can be asked for now."""
        return self.balance - self.to_come

    @property
    def of_this_evening(self) -> Decimal:
        """What the basket of the distribution that one looks from does to the balance."""
        return sum(
            (
                one.amount
                for one in self.operations
                if one.counts and one.basket_id is not None and one.distribution_id == self.here
            ),
            ZERO,
        )

    @property
    def older(self) -> Decimal:
        """What is due beside the basket of that distribution: negative is an older debt (R18)."""
        return self.due - self.of_this_evening
