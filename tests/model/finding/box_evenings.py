"""Evenings as they happen, and what the books say of them; `box_plants` makes one thing wrong.

Whole cents, drawn from a seed. It knows nothing of how the finder ranks: how often a
thing happens here is what a group sees on an evening, not what the finder believes.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from random import Random

from cagette_tui.model.finding import Pile
from cagette_tui.model.rules.basket import BasketView, ChequeView, OperationView
from cagette_tui.model.rules.evening import CashMoveView, DistributionView, SheetView
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.money import from_cents, to_cents
from cagette_tui.sample.orders import order
from tests.world import DATA

NOON = datetime(2026, 11, 20, 12, 0)
VALUES = (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
OTHER_MODES = (Mode.CHEQUE,) * 8 + (Mode.TRANSFER, Mode.CARD)


@dataclass
class Money:
    """A payment or refund; `paper` is the cheque's number."""

    id: int
    member: int
    mode: Mode
    amount: int
    of_basket: bool = True
    membership: bool = False
    pending: bool = False
    paper: int | None = None


@dataclass
class Books:
    """What is written; members and their baskets bear the same numbers, from 1."""

    costs: dict[int, int]
    older: dict[int, int]
    absent: set[int]
    payments: list[Money] = field(default_factory=list)
    moves: dict[int, int] = field(default_factory=dict)
    start: int = 0
    validated: bool = True

    def expected(self) -> int:
        """R50, in cents."""
        cash = sum(one.amount for one in self.payments if one.mode is Mode.CASH and not one.pending)
        return self.start + cash + sum(self.moves.values())

    def cheques(self) -> dict[int, int]:
        """Each cheque's number and what it is worth."""
        sums: Counter[int] = Counter()
        for one in self.payments:
            if one.mode is Mode.CHEQUE and one.amount > 0 and not one.pending:
                sums[one.paper or -one.id] += one.amount
        return dict(sums)

    def paid(self, member: int) -> int:
        """Confirmed payments of a basket."""
        return sum(
            one.amount
            for one in self.payments
            if one.member == member and one.of_basket and not one.pending
        )

    def standing(self, member: int) -> int:
        """What the balance of a member comes to."""
        account = sum(
            one.amount
            for one in self.payments
            if one.member == member and not one.of_basket and not one.membership
        )
        return self.older[member] + account + self.paid(member) - self.costs[member]

    def sheet(self) -> SheetView:
        """The same as `read_sheet` would give it."""
        of_basket: dict[int, list[OperationView]] = {member: [] for member in self.costs}
        others: list[OperationView] = []
        for one in sorted(self.payments, key=lambda money: money.id):
            (of_basket[one.member] if one.of_basket else others).append(_operation(one))
        baskets = tuple(self._basket(member, of_basket[member]) for member in self.costs)
        moves = tuple(
            CashMoveView(number, from_cents(amount), "pain", NOON, "paul")
            for number, amount in self.moves.items()
        )
        evening = DistributionView(
            1, date(2026, 11, 20), "Salle", NOON, NOON, from_cents(self.start), None, None
        )
        names = {one.member_id: f"Membre {one.member_id}" for one in others}
        return SheetView(evening, baskets, tuple(others), moves, names)

    def _basket(self, member: int, payments: list[OperationView]) -> BasketView:
        own = self.paid(member) - self.costs[member]
        return BasketView(
            id=member,
            distribution_id=1,
            number=member,
            version=1,
            member_id=member,
            member=f"Membre {member}",
            member_ref=None,
            intends_on_the_spot=False,
            by_coordinator=False,
            absent=member in self.absent,
            validated_at=NOON if self.validated else None,
            validated_by="paul" if self.validated else None,
            cost=from_cents(self.costs[member]),
            payments=tuple(payments),
            older=from_cents(self.standing(member) - own),
            balance=from_cents(self.standing(member)),
        )


def _operation(one: Money) -> OperationView:
    paper = one.mode is Mode.CHEQUE and one.amount > 0
    return OperationView(
        id=one.id,
        member_id=one.member,
        kind=Kind.PAYMENT,
        basket_id=one.member if one.of_basket else None,
        distribution_id=1,
        amount=from_cents(one.amount),
        mode=one.mode,
        pending=one.pending,
        cheque=ChequeView(one.paper or -one.id, None, None, None) if paper else None,
        membership_id=1 if one.membership else None,
        reason=None,
        created_at=NOON,
        created_by="paul",
        cancelled_at=None,
        cancelled_by=None,
        cancel_reason=None,
    )


@dataclass
class Evening:
    """What really happened is `truth`; `books` are what is written.

    `miscounted` is by how much the count is wrong; `pieces` is only there where one of them
    is, and not where a total was `typed`.
    """

    truth: Books
    books: Books
    fee: int
    without_membership: tuple[int, ...]
    miscounted: int = 0
    pieces: dict[int, int] | None = None
    typed: bool = False

    @property
    def counted(self) -> int:
        """What was counted, in cents."""
        return self.truth.expected() + self.miscounted

    @property
    def difference(self) -> int:
        """Counted minus expected, in cents."""
        return self.counted - self.books.expected()

    def pile(self) -> Pile:
        """Go through the pile that is really there, by amounts, as the books expect it."""
        found = Counter(self.truth.cheques().values())
        missing = []
        for number, amount in self.books.cheques().items():
            if found[amount]:
                found[amount] -= 1
            else:
                missing.append(number)
        return Pile(tuple(missing), tuple(from_cents(one) for one in sorted(found.elements())))


# --- An evening ---------------------------------------------------------------------------------


@cache
def costs_of(size: int) -> tuple[int, ...]:
    """The 62 baskets of the file; other numbers are drawn as the sample data are."""
    if size == 62:
        known = json.loads((DATA / "expected-2026-11-20.json").read_text(encoding="utf-8"))
        return tuple(to_cents(Decimal(one["total"])) for one in known["members"].values())
    members = [(str(number), f"Membre {number}") for number in range(size)]
    sums: Counter[str] = Counter()
    for line in order(Random(f"costs {size}"), members).lines:
        sums[line.member_ref] += to_cents(line.total)
    return tuple(sums[ref] for ref, _ in members)


def an_evening(draw: Random, size: int) -> Evening:
    """Half in cash, 40 % by cheque, and all that makes an evening."""
    costs = dict(enumerate(costs_of(size), start=1))
    older = {member: _older(draw) for member in costs}
    books = Books(costs, older, set())
    books.start = draw.choice((0, 3_000, 5_000, 5_000, 5_000, 6_240, 7_385, 10_000))
    arrivals = list(costs)
    draw.shuffle(arrivals)
    numbers = iter(range(1, 10 * size))
    while arrivals:
        _arrives(draw, books, numbers, arrivals)
    fee = draw.choice((1_000, 1_200, 1_500, 2_000))
    without = [member for member in costs if draw.random() < 0.2]
    for member in without[: len(without) // 4]:
        mode = draw.choice((Mode.CASH, Mode.CASH, Mode.CHEQUE))
        books.payments.append(Money(next(numbers), member, mode, fee, False, True))
    for member in draw.sample(list(costs), draw.randint(0, 2)):
        amount = draw.choice((1_000, 2_000, draw.randint(300, 4_000)))
        books.payments.append(Money(next(numbers), member, Mode.CASH, amount, False))
    for number in range(1, 1 + draw.choice((0, 1, 1, 2, 3))):
        books.moves[number] = a_move(draw)
    books.validated = draw.random() < 0.7
    if books.expected() < 0:
        books.start += 10_000
    return Evening(copy.deepcopy(books), books, fee, tuple(without[len(without) // 4 :]))


def _older(draw: Random) -> int:
    chance = draw.random()
    if chance < 0.12:
        return draw.randint(20, 1_500)
    return -draw.randint(50, 2_500) if chance < 0.2 else 0


def a_move(draw: Random) -> int:
    """Bread, somebody's expenses, the bill of a producer; notes put in or taken out."""
    if draw.random() < 0.4:
        return draw.choice((-2_000, 2_000, 1_000, -5_000))
    bill = draw.choice((draw.randint(30, 600) * 5, draw.randint(150, 3_000)))
    return bill if draw.random() < 0.2 else -bill


def _arrives(draw: Random, books: Books, numbers: Iterator[int], arrivals: list[int]) -> None:
    member = arrivals.pop()
    due = max(books.costs[member] - max(books.older[member], 0), 0)
    chance = draw.random()
    if chance < 0.02:
        books.absent.add(member)
        return
    if chance < 0.05 or not due:
        return  # pays next time
    mode = Mode.CASH if draw.random() < 0.5 else draw.choice(OTHER_MODES)

    def pays(amount: int, how: Mode, who: int = member, paper: int | None = None) -> None:
        if amount:
            books.payments.append(Money(next(numbers), who, how, amount, paper=paper))

    if chance < 0.08 and due > 2_500:  # notes, and the rest by cheque
        notes = draw.randrange(1_000, due, 1_000)
        pays(notes, Mode.CASH)
        pays(due - notes, Mode.CHEQUE)
    elif chance < 0.11 and due > 1_000:  # what they have on them
        pays(due - due % 500, mode)
    elif chance < 0.14:  # keep the change
        pays(due + -due % 500, Mode.CASH)
    elif chance < 0.17 and arrivals:  # a neighbour's basket too
        other = arrivals.pop()
        paper = next(numbers) if mode is Mode.CHEQUE else None
        pays(due, mode, paper=paper)
        pays(max(books.costs[other] - max(books.older[other], 0), 0), mode, other, paper)
    elif chance < 0.2 and books.older[member] < 0:
        pays(due - books.older[member], mode)
    else:
        pays(due, mode)
        if draw.random() < 0.06 and books.costs[member] > 2_000:  # something was not delivered
            lost = draw.randint(20, 240) * 5
            books.costs[member] -= lost
            if draw.random() < 0.7:
                pays(-lost, Mode.CASH)


def pieces_of(draw: Random, total: int) -> dict[int, int]:
    """Change such a sum into notes and coins, with more small ones than needed."""
    pieces: dict[int, int] = {}
    for value in VALUES[3:-1]:
        share = draw.uniform(0.4, 0.9)
        pieces[value] = int(total * share) // value
        total -= pieces[value] * value
    for value in VALUES[3:]:
        more, total = divmod(total, value)
        pieces[value] = pieces.get(value, 0) + more
    return {value: many for value, many in pieces.items() if many}
