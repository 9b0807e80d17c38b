"""A second, plain accounting of the same rules, to compare the model with.

Whole cents and thousandths, lists and loops; nothing of the model's own sums. `Book` raises
`No` where the rules refuse.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from tests.model.line_book import FileLine, Line, Product, compared, imported, place_of

MODES = ("cash", "cheque", "transfer", "card")  # that the group accepts, in its order
FEE = 1500  # of a membership
MOST = 1_000_000  # cents
HEAVIEST = 10_000_000  # thousandths
Key = tuple[str, int]  # member, distribution: its basket
Part = tuple[str, int | None]  # mode, amount; None: the rest


class No(Exception):
    """The rules refuse it."""


@dataclass
class Payment:
    """One payment that was not cancelled; `basket` is None for the account alone."""

    member: str
    basket: Key | None
    distribution: int | None
    mode: str
    amount: int
    pending: bool = False
    cheque: int | None = None
    membership: bool = False
    late: bool = False  # seen after its evening was certified: money of its own day (R23)
    number: int = 0
    returns: int | None = None  # the payment that the bank sent back (R24)


@dataclass
class Basket:
    """What the sheet says of it."""

    lines: list[Line]
    spot: bool = True
    absent: bool = False
    validated: bool = False
    by_hand: bool = False
    released: dict[int, tuple[int, str | None]] = field(default_factory=dict)  # by rank

    @property
    def cost(self) -> int:
        """R3."""
        return sum(line.total for line in self.lines)


@dataclass
class Page:
    """All that undo brings back."""

    products: dict[str, Product] = field(default_factory=dict)
    baskets: dict[Key, Basket] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    # Opening balances included; a bank's fee with the payment that came back.
    adjustments: list[tuple[str, int, int | None]] = field(default_factory=list)
    dues: list[tuple[str, int]] = field(default_factory=list)  # memberships
    certified: set[int] = field(default_factory=set)
    tonight: dict[tuple[int, str], int] = field(default_factory=dict)  # prices of a distribution
    deposits: list[dict[int, int]] = field(default_factory=list)  # cheques and their amounts


class Book:
    """The book, and the pages before it."""

    def __init__(self) -> None:
        """Begin empty; distributions are numbered in the order of their starts."""
        self.page = Page()
        self.before: list[Page | None] = []  # None: what cannot be taken back
        self.numbers: dict[Key, int] = {}  # of baskets, never given again
        self._made = 0  # lines and cheques

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
        """R61, R9: the last act is taken back, a file that nobody worked on too."""
        page = self.before.pop() if self.before else None
        if page is None:
            self.before.append(None)  # it stays where it is
            raise No
        self.page = page

    # What follows from it

    def of(self, key: Key) -> list[Payment]:
        """Return the payments of a basket."""
        return [one for one in self.page.payments if one.basket == key]

    def waiting(self, key: Key) -> list[Payment]:
        """Return those that were announced."""
        return [one for one in self.of(key) if one.pending]

    def paid(self, key: Key) -> int:
        """R10."""
        return sum(one.amount for one in self.of(key) if not one.pending)

    def announced(self, key: Key) -> int:
        """R10."""
        return sum(one.amount for one in self.waiting(key))

    def alone(self, member: str) -> int:
        """R11: what is on the account without any basket."""
        page = self.page
        counted = [one for one in page.payments if one.basket is None and not one.pending]
        return (
            sum(one.amount for one in counted if one.member == member)
            + sum(amount for who, amount, _back in page.adjustments if who == member)
            - sum(amount for who, amount in page.dues if who == member)
        )

    def older(self, key: Key) -> int:
        """R18: the account alone, and the baskets of earlier distributions."""
        member, distribution = key
        return self.alone(member) + sum(
            self.paid(other) - basket.cost
            for other, basket in self.page.baskets.items()
            if other[0] == member and other[1] < distribution
        )

    def balance(self, member: str) -> int:
        """R11."""
        return self.alone(member) + sum(
            self.paid(key) - basket.cost
            for key, basket in self.page.baskets.items()
            if key[0] == member
        )

    def to_pay(self, key: Key) -> int:
        """R18."""
        lacking = self.page.baskets[key].cost - self.paid(key)
        return max(lacking - max(self.older(key), 0), 0)

    def credit(self, key: Key) -> int:
        """R16."""
        return max(self.older(key) + self.paid(key) - self.page.baskets[key].cost, 0)

    def spot(self, key: Key) -> bool:
        """R14."""
        basket = self.page.baskets[key]
        return basket.spot and not basket.absent and self.to_pay(key) > 0

    def pending(self, key: Key) -> int:
        """R14: announced, and on the spot what is to pay beyond that."""
        rest = max(self.to_pay(key) - self.announced(key), 0) if self.spot(key) else 0
        return self.announced(key) + rest

    def unweighed(self, key: Key) -> int:
        """R32: sold by weight, whole, and nobody confirmed it."""
        return sum(
            self.page.products[line.product].weighed
            and not line.weighed
            and line.delivered > 0
            and line.delivered % 1000 == 0
            for line in self.page.baskets[key].lines
        )

    def in_order(self, distribution: int) -> list[Key]:
        """Return the baskets of a distribution by their numbers."""
        keys = [key for key in self.page.baskets if key[1] == distribution]
        return sorted(keys, key=self.numbers.__getitem__)

    def lines(self, key: Key) -> list[Line]:
        """Return the lines of a basket as they are shown."""
        return sorted(self.page.baskets[key].lines, key=place_of)

    # Payments of a basket

    def open(self, key: Key, present: bool = False) -> Basket:
        """R33, R34, R43."""
        basket = self.page.baskets[key]
        if key[1] in self.page.certified or basket.validated or (present and basket.absent):
            raise No
        return basket

    def book(self, payment: Payment, cheque: int | None = None) -> None:
        """Add a payment; one by cheque brings a cheque, a refund does not (R52)."""
        if payment.mode == "cheque" and payment.amount > 0 and cheque is None:
            cheque = self.made()
        self.page.payments.append(replace(payment, cheque=cheque, number=self.made()))

    def made(self) -> int:
        """Return a number of its own for a line or a cheque."""
        self._made += 1
        return self._made

    def receive(self, key: Key, mode: str, replaces: bool, change: bool) -> None:
        """One of the keys `e c t b l`."""
        if not self._received(key, mode, replaces, change):
            raise No

    def _received(self, key: Key, mode: str, replaces: bool, change: bool) -> bool:
        self.open(key, present=True)
        waiting = self.waiting(key)
        same = [one for one in waiting if one.mode == mode]
        if same:
            for one in same:
                one.pending = False
            return True
        self._must_accept(mode)
        self._replace(waiting, replaces or None)
        if self.to_pay(key):
            self.book(Payment(key[0], key, key[1], mode, self.to_pay(key)))
            return True
        if waiting:
            return True
        there = self.of(key)
        if len(there) == 1 and there[0].mode != mode:
            if not change:
                raise No
            self._must_stand(there[0])
            self._other_mode(there[0], mode)
            return True
        return False

    def _must_accept(self, mode: str) -> None:
        if mode not in MODES:
            raise No

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
        self.book(replace(payment, mode=mode))

    def pay(self, key: Key, parts: Sequence[Part], replaces: bool | None, sure: bool) -> None:
        """R15: given amounts, over several modes, one of them for the rest."""
        self.open(key, present=True)
        self._replace(self.waiting(key), replaces)
        due, given = self.to_pay(key), sum(amount for _, amount in parts if amount is not None)
        amounts = [due - given if amount is None else amount for _, amount in parts]
        if sum(amount is None for _, amount in parts) > 1:
            raise No
        for amount in amounts:
            _must_make_sense(amount)
        over = sum(amounts) - due
        if over > 0 and not sure and (over != self.debt_beside(key) or self.elsewhere([key])):
            raise No
        for (mode, _), amount in zip(parts, amounts, strict=True):
            self._must_accept(mode)
            self.book(Payment(key[0], key, key[1], mode, amount))

    def elsewhere(self, keys: Sequence[Key], last: Key | None = None) -> bool:
        """R18: an earlier basket of the member is open, and to be paid there."""
        member, number = last or keys[0]
        return any(
            other[0] == member
            and other[1] < number
            and other not in keys
            and not (basket.validated or basket.absent or other[1] in self.page.certified)
            and self.to_pay(other) > 0
            for other, basket in self.page.baskets.items()
        )

    def debt_beside(self, key: Key) -> int:
        """R18: the older debt, less what is paid on top of the basket."""
        over = self.paid(key) - self.page.baskets[key].cost
        return max(max(-self.older(key), 0) - max(over, 0), 0)

    def pay_with_fee(self, key: Key, mode: str, amount: int, sure: bool, again: bool) -> None:
        """R15: one payment, one cheque, for a basket and the membership."""
        if amount < FEE:
            raise No
        cheque = None
        if amount > FEE:
            self.pay(key, [(mode, amount - FEE)], True, sure)
            cheque = self.page.payments[-1].cheque
        self._joins(key[0], mode, FEE, key[1], again, cheque)

    def pay_together(
        self, keys: Sequence[Key], mode: str, amount: int | None, replaces: bool, sure: bool
    ) -> None:
        """R15: one payment, one cheque for several baskets."""
        for key in keys:
            self.open(key, present=True)
        self._must_accept(mode)
        for key in keys:
            self._replace(self.waiting(key), replaces or None)
        wanted = [self.to_pay(key) for key in keys]
        if not any(wanted):
            raise No
        shares = list(wanted)
        if amount is not None:
            _must_make_sense(amount)
            last = keys[max(place for place, one in enumerate(wanted) if one)]
            over = amount - sum(wanted)
            mine = [self.to_pay(key) for key in keys if key[0] == last[0] and key != last]
            debt = max(self.debt_beside(last) - sum(mine), 0)
            if over > 0 and not sure and (over != debt or self.elsewhere(keys, last)):
                raise No
            left = amount
            for place, one in enumerate(wanted):
                shares[place] = min(one, left)
                left -= shares[place]
            shares[max(place for place, one in enumerate(wanted) if one)] += left
        cheque = self.made() if mode == "cheque" else None
        for key, share in zip(keys, shares, strict=True):
            if share:
                self.book(Payment(key[0], key, key[1], mode, share), cheque)

    def announce(self, key: Key, mode: str, amount: int | None) -> None:
        """R10."""
        basket = self.open(key)
        if amount is None:
            amount = self.to_pay(key) - self.announced(key)
            if amount <= 0:
                raise No
        self.book(Payment(key[0], key, key[1], mode, amount, pending=True))
        basket.spot = False

    def refund(self, key: Key, mode: str, amount: int | None, insist: bool) -> None:
        """R16."""
        self.open(key)
        self._must_accept(mode)
        # A credit that paid a basket of another evening is spent.
        most = max(min(self.credit(key), self.balance(key[0])), 0)
        given = most if amount is None else amount
        if not given or (given > most and not insist):
            raise No
        self.book(Payment(key[0], key, key[1], mode, -given))

    def intend(self, key: Key, spot: bool) -> None:
        """R14."""
        self.open(key).spot = spot

    # Lines of a basket

    def by_weight(self, product: str, quantity: int, sure: bool) -> None:
        """R7: a fraction of what is not sold by weight asks, and marks the product."""
        if quantity % 1000 and not self.page.products[product].weighed:
            if not sure:
                raise No
            self.page.products[product].weighed = True

    def deliver(self, key: Key, place: int, reason: str | None, note: str | None) -> None:
        """R30: as ordered, or not at all for a reason."""
        self.open(key)
        line = self.lines(key)[place]
        if reason is None:
            line.as_ordered()
            line.note = None
        else:
            line.say(0, reason)
            line.note = note

    def quantity(self, key: Key, place: int, quantity: int, sure: bool) -> None:
        """R7, R32."""
        self.open(key)
        _must_be_possible(quantity)
        line = self.lines(key)[place]
        self.by_weight(line.product, quantity, sure)
        by_weight = self.page.products[line.product].weighed
        if by_weight and quantity and not line.can_weigh(quantity):
            raise No
        line.put(quantity, by_weight)

    def price(self, key: Key, place: int, cents: int) -> None:
        """R3: of one line."""
        self.open(key)
        self.lines(key)[place].price = cents

    def reason(self, key: Key, place: int, reason: str | None, note: str | None) -> None:
        """R30."""
        self.open(key)
        line = self.lines(key)[place]
        line.say(line.delivered, reason)
        line.note = note

    def add(self, key: Key, product: str, quantity: int, sure: bool) -> None:
        """A product of the catalogue."""
        self._new_line(key, self.open(key), (product, quantity), sure)

    def _new_line(
        self, key: Key, basket: Basket, told: tuple[str, int], sure: bool, note: str | None = None
    ) -> None:
        product, quantity = told
        if quantity <= 0:
            raise No
        _must_be_possible(quantity)
        self.by_weight(product, quantity, sure)
        of = self.page.products[product]
        price = self.page.tonight.get((key[1], product), self._stated(key[1], product, of.price))
        self._append(basket, Line(product, 0, 0, quantity, quantity, price, of.rate, note=note))

    def _stated(self, distribution: int, product: str, otherwise: int) -> int:
        """R31: what the distribution's file says that the product costs, if it says one price."""
        prices = {
            line.stated[0]
            for (_member, number), basket in self.page.baskets.items()
            for line in basket.lines
            if number == distribution and line.product == product and line.stated
        }
        return prices.pop() if len(prices) == 1 else otherwise

    def _append(self, basket: Basket, line: Line) -> None:
        line.position = max((one.position for one in basket.lines), default=0) + 1
        line.rank = self.made()
        basket.lines.append(line)

    def replace(self, key: Key, place: int, product: str, quantity: int, sure: bool) -> None:
        """R30: the old line stays, replaced."""
        basket, old = self.open(key), self.lines(key)[place]
        if old.product == product:
            raise No
        self._new_line(key, basket, (product, quantity), sure, f"← {old.product}")
        old.say(0, "replaced")
        old.note = f"→ {product}"

    def move(self, key: Key, place: int, to: Key, quantity: int | None, sure: bool) -> None:
        """R30: to another member's basket of the same distribution, at the same price."""
        self.open(key)
        there, line = self.open(to), self.lines(key)[place]
        moved = line.delivered if quantity is None else quantity
        if to == key or to[1] != key[1] or not 0 < moved <= line.delivered:
            raise No
        self.by_weight(line.product, moved, sure)
        new = replace(line, ordered=moved, delivered=moved, stated=None, reason=None, brought=None)
        new.note = f"← {self.numbers[key]}"
        self._append(there, new)
        rest = line.delivered - moved
        line.say(rest, None if rest == line.ordered else "error")
        line.note = f"→ {self.numbers[to]}"

    def give(self, key: Key, to: Key) -> None:
        """R34: who takes and pays all that came for somebody absent."""
        basket = self.open(key, present=True)
        there = self.open(to)
        came = [line for line in self.lines(key) if line.delivered]
        if to == key or to[1] != key[1] or not came:
            raise No
        for line in came:
            new = replace(line, ordered=line.delivered, stated=None, reason=None, brought=None)
            new.note = f"← {self.numbers[key]}"
            self._append(there, new)
            line.say(0, None if not line.ordered else "error")
            line.note = f"→ {self.numbers[to]}"
        basket.absent = True
        basket.released = {}

    def order(self, key: Key, wanted: Sequence[tuple[str, int]], sure: bool) -> None:
        """R19: by hand, for a member who has none."""
        if key[1] in self.page.certified or key in self.page.baskets:
            raise No
        basket = Basket([], spot=False, by_hand=True)
        for told in wanted:
            self._new_line(key, basket, told, sure)
        self._add_basket(key, basket)

    def _add_basket(self, key: Key, basket: Basket) -> None:
        taken = [number for other, number in self.numbers.items() if other[1] == key[1]]
        self.numbers.setdefault(key, max(taken, default=0) + 1)
        self.page.baskets[key] = basket

    def absent(self, key: Key, release: bool) -> None:
        """R34."""
        basket = self.open(key, present=True)
        basket.absent = True
        basket.released = {}
        for line in basket.lines:
            if release and line.delivered:
                basket.released[line.rank] = line.delivered, line.reason
                line.say(0, "not_collected")

    def present(self, key: Key) -> None:
        """R34."""
        basket = self.open(key)
        if not basket.absent:
            raise No
        basket.absent = False
        for line in basket.lines:
            if line.reason == "not_collected" and line.rank in basket.released:
                line.say(*basket.released[line.rank])

    # One product in all baskets

    def uses(self, distribution: int, product: str) -> list[tuple[Key, Line]]:
        """Return the lines of a product, in the order of the baskets."""
        return [
            (key, line)
            for key in self.in_order(distribution)
            for line in self.lines(key)
            if line.product == product and (line.ordered or line.delivered)
        ]

    def open_uses(self, distribution: int, product: str, *, given_up: bool = False) -> list[Line]:
        """R31, R34: those that can still change; the absent's only where they are asked for."""
        return [
            line
            for key, line in self.uses(distribution, product)
            if not self.page.baskets[key].validated
            and (given_up or not (self.page.baskets[key].absent and line.reason == "not_collected"))
        ]

    def came(self, distribution: int, product: str, quantity: int) -> list[int]:
        """R31: share out what came; what validated baskets have got is gone."""
        if quantity % 1000 and not self.page.products[product].weighed:
            raise No
        for key, line in self.uses(distribution, product):
            quantity -= line.delivered if self.page.baskets[key].validated else 0
        shares = []
        for line in self.open_uses(distribution, product):
            # What is said not to have come may have: somebody corrects how much there was.
            wanted = line.ordered if line.reason == "undelivered" else line.delivered
            shares.append(max(min(wanted, quantity), 0))
            quantity -= shares[-1]
        return shares

    def everywhere(
        self,
        distribution: int,
        product: str,
        change: Callable[[int, Line], None],
        sure: bool,
        *,
        given_up: bool = False,
    ) -> None:
        """Change the open lines of a product, by their places among them; something must change."""
        if distribution in self.page.certified:
            raise No
        changed = False
        lines = self.open_uses(distribution, product, given_up=given_up)
        for place, line in enumerate(lines):
            before = replace(line)
            change(place, line)
            _must_be_possible(line.delivered)
            if line.delivered != before.delivered:
                self.by_weight(product, line.delivered, sure)
            changed |= line != before
        if not changed:
            raise No

    def undelivered(
        self, distribution: int, product: str, shares: Mapping[int, int] | None, sure: bool
    ) -> None:
        """R31: not at all, or only so much for each line."""
        given = shares or {}
        self.everywhere(
            distribution, product, lambda place, line: line.share(given.get(place, 0)), sure
        )

    def weights(
        self, distribution: int, product: str, weights: Mapping[int, int], sure: bool
    ) -> None:
        """R32: what the scales say of some lines."""

        def weigh(place: int, line: Line) -> None:
            if place in weights:
                if not line.can_weigh(weights[place]):
                    raise No
                line.put(weights[place], True)

        self.everywhere(distribution, product, weigh, sure)

    def prices(self, distribution: int, product: str, cents: int) -> None:
        """R31: this distribution only."""

        def change(_place: int, line: Line) -> None:
            line.price = cents

        self.everywhere(distribution, product, change, True, given_up=True)
        self.page.tonight[distribution, product] = cents

    # Validation

    def validate(self, key: Key, unseen: str | None, accept: bool) -> None:
        """R13, R32, R41."""
        basket = self.open(key)
        waiting = self.waiting(key)
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
        weights = 0 if basket.absent else self.unweighed(key)
        if (debt or credit or weights) and not accept:
            raise No
        basket.validated, basket.spot = True, False

    def receive_and_validate(
        self, key: Key, mode: str, replaces: bool, change: bool, accept: bool
    ) -> None:
        """One key for an ordinary basket."""
        self._received(key, mode, replaces, change)
        self.validate(key, None, accept)

    def reopen(self, key: Key) -> None:
        """R44."""
        basket = self.page.baskets[key]
        if not basket.validated:
            raise No
        basket.validated = False
        self.page.certified.discard(key[1])

    def force(self, distribution: int) -> None:
        """R42: all that is open, in the order of the baskets' numbers."""
        keys = [key for key in self.in_order(distribution) if not self.page.baskets[key].validated]
        if distribution in self.page.certified or not keys:
            raise No
        for key in keys:
            for one in self.waiting(key):
                one.pending = self.page.baskets[key].absent
        for key in keys:
            if self.spot(key):
                self.book(Payment(key[0], key, distribution, "cash", self.to_pay(key)))
            basket = self.page.baskets[key]
            basket.validated, basket.spot = True, False

    def certify(self, distribution: int) -> None:
        """R43."""
        baskets = [self.page.baskets[key] for key in self.in_order(distribution)]
        if distribution in self.page.certified or not all(one.validated for one in baskets):
            raise No
        self.page.certified.add(distribution)
        for payment in self.page.payments:
            if payment.distribution == distribution:
                payment.late = False  # the new report has it (R46)

    def reopen_distribution(self, distribution: int) -> None:
        """R44."""
        if distribution not in self.page.certified:
            raise No
        self.page.certified.remove(distribution)

    # Payments that are there, and accounts

    def _must_stand(self, payment: Payment) -> None:
        """R24, R56: what came back, or is at the bank, is not changed."""
        if any(one.returns == payment.number for one in self.page.payments):
            raise No
        if any(payment.cheque in one for one in self.page.deposits) and not payment.pending:
            raise No

    def _must_be_changeable(self, payment: Payment) -> None:
        self._must_stand(payment)
        if payment.distribution in self.page.certified:
            raise No
        if payment.basket is not None and self.page.baskets[payment.basket].validated:
            raise No

    def confirm(self, place: int) -> None:
        """R41: whatever is validated or archived."""
        payment = self.page.payments[place]
        if not payment.pending:
            raise No
        payment.pending = False
        payment.late = payment.distribution in self.page.certified

    def cancel(self, place: int) -> None:
        """R20, R33; what is only announced can always be withdrawn."""
        payment = self.page.payments[place]
        self._must_stand(payment)
        if not payment.pending:
            self._must_be_changeable(payment)
        if payment.returns is not None:
            self._take_back_return(payment.returns)
            return
        self._remove(payment)
        if payment.membership:
            self.page.dues.remove((payment.member, payment.amount))

    def _take_back_return(self, number: int) -> None:
        """R24: all that the same cheque paid, and the bank's fee."""
        page = self.page
        (came,) = (one for one in page.payments if one.number == number)
        shared = {one.number for one in page.payments if one.cheque == came.cheque and one.cheque}
        shared.add(number)
        for one in [one for one in page.payments if one.returns in shared]:
            self._remove(one)
        page.adjustments[:] = [one for one in page.adjustments if one[2] not in shared]

    def change_mode(self, place: int, mode: str) -> None:
        """R20."""
        payment = self.page.payments[place]
        self._must_be_changeable(payment)
        self._must_accept(mode)
        if mode == payment.mode or payment.returns:
            raise No
        self._other_mode(payment, mode)

    def correct(self, place: int, mode: str, amount: int) -> None:
        """R20: mode and amount in one act; what stays a cheque is the same one."""
        old = self.page.payments[place]
        self._must_be_changeable(old)
        if mode != old.mode:
            self._must_accept(mode)
        if (
            old.returns
            or (amount > 0) != (old.amount > 0)
            or (mode, amount) == (old.mode, old.amount)
        ):
            raise No
        if old.amount - amount > 0 > amount:
            credit = self.balance(old.member)
            if old.basket is not None:
                cost = self.page.baskets[old.basket].cost
                standing = self.older(old.basket) + self.paid(old.basket) - cost
                credit = min(credit, standing)
            if old.amount - amount > credit:
                raise No
        self._remove(old)
        stays = old.cheque if mode == "cheque" and amount > 0 else None
        self.book(replace(old, mode=mode, amount=amount), stays)
        if old.membership:
            self.page.dues.remove((old.member, old.amount))
            self.page.dues.append((old.member, amount))

    def returned(self, place: int, fee: int) -> None:
        """R24: with all that the same cheque paid."""
        one = self.page.payments[place]
        if one.amount <= 0 or one.mode not in ("cheque", "transfer", "online"):
            raise No
        shared = [it for it in self.page.payments if it.cheque == one.cheque and one.cheque]
        for it in shared or [one]:
            if it.pending or any(back.returns == it.number for back in self.page.payments):
                raise No
        for it in shared or [one]:
            back = Payment(it.member, None, None, it.mode, -it.amount, returns=it.number)
            self.book(back)
        if fee:
            self.page.adjustments.append((one.member, -fee, one.number))

    def waiting_cheques(self) -> dict[int, int]:
        """R56: that nobody has taken to the bank, and what each comes to."""
        amounts: dict[int, int] = {}
        gone = {cheque for deposit in self.page.deposits for cheque in deposit}
        for one in self.page.payments:
            if one.cheque is not None and one.cheque not in gone:
                amounts[one.cheque] = amounts.get(one.cheque, 0) + one.amount
                if one.pending or any(it.returns == one.number for it in self.page.payments):
                    gone.add(one.cheque)
        return {cheque: amount for cheque, amount in amounts.items() if cheque not in gone}

    def deposit(self) -> None:
        """R56: all that waits."""
        waiting = self.waiting_cheques()
        if not waiting:
            raise No
        self.page.deposits.append(waiting)

    def cancel_deposit(self, place: int) -> None:
        """R56: its cheques wait again."""
        del self.page.deposits[place]

    def pay_account(
        self, member: str, mode: str, amount: int, joins: int | None, pending: bool, sure: bool
    ) -> None:
        """R21, R15."""
        self._must_join(mode, joins)
        if amount > max(-self.balance(member), 0) and not sure:
            raise No
        self.book(Payment(member, None, joins, mode, amount, pending))

    def refund_account(
        self, member: str, mode: str, amount: int, joins: int | None, insist: bool
    ) -> None:
        """R21, R16."""
        self._must_join(mode, joins)
        if amount > max(self.balance(member), 0) and not insist:
            raise No
        self.book(Payment(member, None, joins, mode, -amount))

    def _must_join(self, mode: str, joins: int | None) -> None:
        self._must_accept(mode)
        if joins in self.page.certified:
            raise No

    def adjust(self, member: str, amount: int) -> None:
        """R21."""
        self.page.adjustments.append((member, amount, None))

    def cancel_adjustment(self, place: int) -> None:
        """R20."""
        del self.page.adjustments[place]

    def membership(
        self, member: str, mode: str, amount: int | None, joins: int | None, again: bool
    ) -> None:
        """R50: its own operation and its payment; once, unless it is wanted again."""
        fee = FEE if amount is None else amount
        if fee > 2 * FEE and not again:
            raise No
        self._joins(member, mode, fee, joins, again)

    def _joins(
        self,
        member: str,
        mode: str,
        fee: int,
        joins: int | None,
        again: bool,
        cheque: int | None = None,
    ) -> None:
        if mode == "credit":  # R15: no payment, the balance goes down
            if joins in self.page.certified or self.balance(member) < fee:
                raise No
        else:
            self._must_join(mode, joins)
        if any(who == member for who, _ in self.page.dues) and not again:
            raise No
        self.page.dues.append((member, fee))
        if mode != "credit":
            self.book(Payment(member, None, joins, mode, fee, membership=True), cheque)

    # Files

    def bring(self, distribution: int, lines: Sequence[FileLine]) -> bool:
        """R4, R9, R33: bring in a file; return whether it changed anything to take back."""
        with self.act():
            changed = self._bring(distribution, lines)
        if not changed:
            self.before.pop()
        return changed

    def _bring(self, distribution: int, lines: Sequence[FileLine]) -> bool:
        if distribution in self.page.certified:
            raise No
        changed = self._bring_products(lines)
        for member in dict.fromkeys(line.member for line in lines):
            key = (member, distribution)
            wanted = [line for line in lines if line.member == member]
            if key in self.page.baskets:
                changed |= self._correct(key, wanted)
            else:
                there = [imported(one, at, self.made()) for at, one in enumerate(wanted, start=1)]
                self._add_basket(key, Basket(there))
                changed = True
        return changed

    def _bring_products(self, lines: Sequence[FileLine]) -> bool:
        before = copy.deepcopy(self.page.products)
        for line in lines:
            of = self.page.products.setdefault(
                line.product, Product(line.price, line.rate, line.weighed)
            )
            of.price, of.rate, of.weighed = line.price, line.rate, of.weighed or line.weighed
        return self.page.products != before

    def _correct(self, key: Key, wanted: list[FileLine]) -> bool:
        basket = self.page.baskets[key]
        if basket.validated or basket.absent or basket.by_hand or self.of(key):
            return False
        basket.lines, changed = compared(basket.lines, wanted, self.made)
        return changed


def _must_make_sense(amount: int) -> None:
    if not 0 < amount <= MOST:
        raise No


def _must_be_possible(quantity: int) -> None:
    if not 0 <= quantity <= HEAVIEST:
        raise No
