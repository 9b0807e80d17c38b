"""A second, plain accounting of the same rules, to compare the model with.

Whole cents, lists and loops; nothing of the model's own sums. `Book` knows some
members, each with a basket in some distributions, and raises `No` where the
rules refuse.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MODES = ("cash", "cheque", "transfer", "card")
Key = tuple[int, int]  # member, distribution: its basket


class No(Exception):
    """The rules refuse it."""


@dataclass
class Line:
    """Pieces and cents."""

    ordered: int
    delivered: int
    price: int
    released: bool = False  # "not collected" (R34)


@dataclass
class Payment:
    """One payment that was not cancelled; `basket` is None for the account alone."""

    member: int
    basket: Key | None
    distribution: int | None
    mode: str
    amount: int
    pending: bool


@dataclass
class Basket:
    """What the sheet says of it."""

    lines: list[Line]
    spot: bool = True
    absent: bool = False
    validated: bool = False

    @property
    def cost(self) -> int:
        """R3: whole pieces, so nothing is rounded."""
        return sum(line.delivered * line.price for line in self.lines)


@dataclass
class Page:
    """All that undo brings back."""

    baskets: dict[Key, Basket] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    adjustments: dict[int, int] = field(default_factory=dict)  # opening balances included
    certified: set[int] = field(default_factory=set)


class Book:
    """The book, and the pages before it."""

    def __init__(self, page: Page) -> None:
        """Begin with a page; distributions are numbered in the order of their starts."""
        self.page = page
        self.before: list[Page] = []

    @contextmanager
    def act(self) -> Iterator[None]:
        """Do something, or leave everything as it was."""
        before = copy.deepcopy(self.page)
        try:
            yield
        except No:
            self.page = before
            raise
        self.before.append(before)

    def undo(self) -> None:
        """R61: the last act is taken back."""
        if not self.before:
            raise No
        self.page = self.before.pop()

    # What follows from it

    def of(self, key: Key) -> list[Payment]:
        """Return the payments of a basket."""
        return [one for one in self.page.payments if one.basket == key]

    def paid(self, key: Key) -> int:
        """R10."""
        return sum(one.amount for one in self.of(key) if not one.pending)

    def announced(self, key: Key) -> int:
        """R10."""
        return sum(one.amount for one in self.of(key) if one.pending)

    def older(self, key: Key) -> int:
        """R18: the account alone, and the baskets of earlier distributions."""
        member, distribution = key
        alone = sum(
            one.amount
            for one in self.page.payments
            if one.member == member and one.basket is None and not one.pending
        )
        earlier = sum(
            self.paid(other) - basket.cost
            for other, basket in self.page.baskets.items()
            if other[0] == member and other[1] < distribution
        )
        return self.page.adjustments.get(member, 0) + alone + earlier

    def balance(self, member: int) -> int:
        """R11."""
        counted = sum(
            one.amount for one in self.page.payments if one.member == member and not one.pending
        )
        orders = sum(one.cost for key, one in self.page.baskets.items() if key[0] == member)
        return self.page.adjustments.get(member, 0) + counted - orders

    def to_pay(self, key: Key) -> int:
        """R18."""
        lacking = self.page.baskets[key].cost - self.paid(key)
        return max(lacking - max(self.older(key), 0), 0)

    def spot(self, key: Key) -> bool:
        """R14."""
        basket = self.page.baskets[key]
        return basket.spot and not basket.absent and self.to_pay(key) > 0

    def pending(self, key: Key) -> int:
        """R14: announced, and on the spot what is to pay beyond that."""
        rest = max(self.to_pay(key) - self.announced(key), 0) if self.spot(key) else 0
        return self.announced(key) + rest

    # Acts on a basket

    def open(self, key: Key) -> Basket:
        """R33, R43."""
        basket = self.page.baskets[key]
        if key[1] in self.page.certified or basket.validated:
            raise No
        return basket

    def book(self, key: Key, mode: str, amount: int, pending: bool = False) -> None:
        """Add a payment of a basket."""
        self.page.payments.append(Payment(key[0], key, key[1], mode, amount, pending))

    def receive(self, key: Key, mode: str, replace: bool, change: bool) -> None:
        """One of the keys `e c t b l`."""
        basket = self.open(key)
        if not self._received(key, basket, mode, replace, change):
            raise No

    def _received(self, key: Key, basket: Basket, mode: str, replace: bool, change: bool) -> bool:
        if basket.absent:
            raise No
        waiting = [one for one in self.of(key) if one.pending]
        same = [one for one in waiting if one.mode == mode]
        if same:
            for one in same:
                one.pending = False
            return True
        if mode not in MODES:
            raise No
        self._replace(waiting, replace or None)
        if self.to_pay(key):
            self.book(key, mode, self.to_pay(key))
            return True
        if waiting:
            return True
        there = self.of(key)
        if len(there) == 1 and there[0].mode != mode:
            if not change:
                raise No
            self._other_mode(there[0], mode)
            return True
        return False

    def _replace(self, waiting: list[Payment], answer: bool | None) -> None:
        if waiting and answer is None:
            raise No
        if answer:
            for one in waiting:
                self._remove(one)

    def _remove(self, payment: Payment) -> None:
        self.page.payments = [one for one in self.page.payments if one is not payment]

    def _other_mode(self, payment: Payment, mode: str) -> None:
        self._remove(payment)
        self.page.payments.append(
            Payment(
                payment.member,
                payment.basket,
                payment.distribution,
                mode,
                payment.amount,
                payment.pending,
            )
        )

    def pay(self, key: Key, mode: str, amount: int, replace: bool | None) -> None:
        """R15: a given amount."""
        basket = self.open(key)
        if basket.absent:
            raise No
        self._replace([one for one in self.of(key) if one.pending], replace)
        if mode not in MODES:
            raise No
        self.book(key, mode, amount)

    def announce(self, key: Key, mode: str, amount: int | None) -> None:
        """R10."""
        basket = self.open(key)
        if amount is None:
            amount = self.to_pay(key) - self.announced(key)
            if amount <= 0:
                raise No
        self.book(key, mode, amount, pending=True)
        basket.spot = False

    def refund(self, key: Key, amount: int | None, insist: bool) -> None:
        """R16."""
        basket = self.open(key)
        credit = max(self.older(key) + self.paid(key) - basket.cost, 0)
        if amount is None:
            amount = credit
        if not amount or (amount > credit and not insist):
            raise No
        self.book(key, "cash", -amount)

    def intend(self, key: Key, spot: bool) -> None:
        """R14."""
        self.open(key).spot = spot

    def line(self, key: Key, change: Callable[[Line], None], place: int) -> None:
        """Change a line."""
        basket = self.open(key)
        change(basket.lines[place % len(basket.lines)])

    def absent(self, key: Key, release: bool) -> None:
        """R34."""
        basket = self.open(key)
        if basket.absent:
            raise No
        basket.absent = True
        for line in basket.lines:
            if release and line.delivered:
                line.delivered, line.released = 0, True

    def present(self, key: Key) -> None:
        """R34."""
        basket = self.open(key)
        if not basket.absent:
            raise No
        basket.absent = False
        for line in basket.lines:
            if line.released:
                line.delivered, line.released = line.ordered, False

    def validate(self, key: Key, unseen: str | None, accept: bool) -> None:
        """R13, R41."""
        self._validated(key, self.open(key), unseen, accept)

    def receive_and_validate(
        self, key: Key, mode: str, replace: bool, change: bool, accept: bool
    ) -> None:
        """One key for an ordinary basket."""
        basket = self.open(key)
        self._received(key, basket, mode, replace, change)
        self._validated(key, basket, None, accept)

    def _validated(self, key: Key, basket: Basket, unseen: str | None, accept: bool) -> None:
        waiting = [one for one in self.of(key) if one.pending]
        if unseen == "seen":
            for one in waiting:
                one.pending = False
        elif waiting and unseen is None:
            raise No
        if self.spot(key) and not any(one.amount > 0 for one in self.of(key)):
            raise No  # R13: four modes are accepted, one must be said
        debt = max(self.to_pay(key) - self.announced(key), 0)
        over = self.paid(key) - basket.cost
        credit = max(min(over, self.older(key) + over), 0)
        if (debt or credit) and not accept:
            raise No
        basket.validated, basket.spot = True, False

    def reopen(self, key: Key) -> None:
        """R44."""
        basket = self.page.baskets[key]
        if not basket.validated:
            raise No
        basket.validated = False
        self.page.certified.discard(key[1])

    # Acts on a payment

    def _payment(self, place: int) -> Payment:
        if not self.page.payments:
            raise No
        return self.page.payments[place % len(self.page.payments)]

    def _must_be_changeable(self, payment: Payment) -> None:
        if payment.distribution in self.page.certified:
            raise No
        if payment.basket is not None and self.page.baskets[payment.basket].validated:
            raise No

    def confirm(self, place: int) -> None:
        """R41: whatever is validated or archived."""
        waiting = [one for one in self.page.payments if one.pending]
        if not waiting:
            raise No
        waiting[place % len(waiting)].pending = False

    def cancel(self, place: int) -> None:
        """R20, R33; what is only announced can always be withdrawn."""
        payment = self._payment(place)
        if not payment.pending:
            self._must_be_changeable(payment)
        self._remove(payment)

    def change_mode(self, place: int, mode: str) -> None:
        """R20."""
        payment = self._payment(place)
        self._must_be_changeable(payment)
        if mode not in MODES or mode == payment.mode:
            raise No
        self._other_mode(payment, mode)

    # Acts on an account or a distribution

    def pay_account(self, member: int, mode: str, amount: int, joins: int | None) -> None:
        """R21; a negative amount is a refund."""
        if joins in self.page.certified or mode not in MODES:
            raise No
        if amount < 0 and -amount > max(self.balance(member), 0):
            raise No
        self.page.payments.append(Payment(member, None, joins, mode, amount, False))

    def adjust(self, member: int, amount: int) -> None:
        """R21."""
        self.page.adjustments[member] = self.page.adjustments.get(member, 0) + amount

    def force(self, distribution: int) -> None:
        """R42: all that is open, in the order of the baskets' numbers."""
        still_open = [
            (key, basket)
            for key, basket in self.page.baskets.items()
            if key[1] == distribution and not basket.validated
        ]
        if distribution in self.page.certified or not still_open:
            raise No
        for key, basket in still_open:
            for one in self.of(key):
                one.pending = one.pending and basket.absent
        for key, basket in still_open:
            if self.spot(key):
                self.book(key, "cash", self.to_pay(key))
            basket.validated, basket.spot = True, False

    def certify(self, distribution: int) -> None:
        """R43."""
        baskets = [one for key, one in self.page.baskets.items() if key[1] == distribution]
        if distribution in self.page.certified or not all(one.validated for one in baskets):
            raise No
        self.page.certified.add(distribution)

    def reopen_distribution(self, distribution: int) -> None:
        """R44."""
        if distribution not in self.page.certified:
            raise No
        self.page.certified.remove(distribution)
