"""Whatever is proposed explains exactly the difference: mended, nothing is left.

The small evenings of `box_evenings`, with one thing wrong as in `box_plants`, written into
a database: what is proposed there is done there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagette_tui.model.acts.counting import count_draft
from cagette_tui.model.acts.mending import mend
from cagette_tui.model.acts.searching import Search, correct_count, corrects_count, search
from cagette_tui.model.acts.writing import Entry, writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.finding import Candidate
from cagette_tui.model.rules.findings import Problem
from cagette_tui.model.rules.kinds import ActKind, Kind, Mode
from cagette_tui.model.rules.notes_and_coins import total_of
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.box import PileCheque
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.ledger import CashMove, Cheque, Operation
from cagette_tui.model.tables.people import Group, Member
from cagette_tui.money import from_cents
from tests.model.finding.box_evenings import Books, Evening, Money, an_evening, pieces_of
from tests.model.finding.box_plants import PLANTS, Answer, NoPlace
from tests.shares import EVERY
from tests.shelves import Shelf
from tests.shortcuts import expected_cash
from tests.world import START, World

Plant = Callable[[Random, Evening], Answer]
Counts = dict[Decimal, int] | None


@pytest.fixture(scope="module")
def world(shelf: Shelf) -> Iterator[World]:
    """Make a distribution and a product once; each example is rolled back."""
    open_database(shelf.fresh())
    world = World()
    world.distribution()
    world.product("1.00")
    yield world
    close_database()


class Writer:
    """Writes the books of an evening, in one act."""

    def __init__(self, entry: Entry, books: Books) -> None:
        """Begin with the members and their baskets."""
        self.entry = entry
        self.members = {number: self._member(number) for number in books.costs}
        self.baskets = {number: self._basket(number, books) for number in books.costs}
        self.papers: dict[int, Cheque] = {}
        for payment in sorted(books.payments, key=lambda one: one.id):
            self._payment(payment)
        for amount in books.moves.values():
            self._made(CashMove(distribution=1, amount=from_cents(amount), reason="pain"))

    def _made(self, row: CashMove | Operation) -> int:
        row.created_at, row.created_by = self.entry.act.at, self.entry.act.who
        return int(self.entry.insert(row).id)

    def _operation(self, member: int, kind: Kind, cents: int, **more: object) -> int:
        amount = from_cents(cents)
        act = self.entry.act.number
        row = Operation(act=act, member=self.members[member], kind=kind, amount=amount, **more)
        return self._made(row)

    def _member(self, number: int) -> int:
        return int(self.entry.insert(Member(name=f"Membre {number}")).id)

    def _basket(self, number: int, books: Books) -> Basket:
        if books.older[number]:
            self._operation(number, Kind.OPENING, books.older[number])
        member, absent = self.members[number], number in books.absent
        basket = self.entry.insert(
            Basket(distribution=1, member=member, number=number, on_the_spot=False, absent=absent)
        )
        cost = from_cents(books.costs[number])
        one = Decimal(1)
        self.entry.insert(
            Line(
                basket=basket.id,
                product=1,
                position=1,
                ordered=one,
                delivered=one,
                price=cost,
                total=cost,
            )
        )
        order = {"basket": basket.id, "distribution": 1}
        self._operation(number, Kind.ORDER, -books.costs[number], **order)
        return basket

    def _payment(self, one: Money) -> None:
        paper = one.paper or -one.id
        by_cheque = one.mode is Mode.CHEQUE and one.amount > 0
        if by_cheque and paper not in self.papers:
            self.papers[paper] = self.entry.insert(Cheque())
        due = None
        if one.membership:
            due = self._operation(one.member, Kind.MEMBERSHIP, -one.amount, distribution=1)
        self._operation(
            one.member,
            Kind.PAYMENT,
            one.amount,
            distribution=1,
            basket=self.baskets[one.member].id if one.of_basket else None,
            mode=one.mode,
            pending=one.pending,
            cheque=self.papers[paper].id if by_cheque else None,
            membership=due,
        )

    def pile(self, evening: Evening) -> None:
        """Go through the pile that is really there."""
        pile, cheques = evening.pile(), evening.books.cheques()
        sheets: list[tuple[Decimal, int | None]] = [
            (from_cents(amount), self.papers[number].id)
            for number, amount in cheques.items()
            if number not in pile.missing
        ]
        sheets += [(amount, None) for amount in pile.unexpected]
        for position, (amount, cheque) in enumerate(sheets, start=1):
            row = PileCheque(distribution=1, position=position, amount=amount, cheque=cheque)
            self.entry.insert(row)

    def close(self) -> None:
        """Validate all baskets."""
        for basket in self.baskets.values():
            self.entry.update(basket, validated_at=self.entry.act.at, validated_by="anna")


def write(world: World, evening: Evening, *, pile: bool) -> None:
    """Write it all into the database."""
    with writing(world.desk) as act:
        entry = act.entry(ActKind.IMPORT, distribution=1)
        fee, usual = from_cents(evening.fee), Decimal(50)
        entry.update(Group.get_by_id(1), membership_fee=fee, wished_float=usual)
        entry.update(Distribution.get_by_id(1), cash_float=from_cents(evening.books.start))
        writer = Writer(entry, evening.books)
        if pile:
            writer.pile(evening)
        if evening.books.validated:
            writer.close()


def planted(draw: Random, plant: Plant) -> Evening:
    """An evening of a few baskets with one thing wrong, and something in the box."""
    while True:
        evening = an_evening(draw, 7)
        try:
            plant(draw, evening)
        except NoPlace:
            continue
        if evening.difference and evening.counted >= 0:
            return evening


def must_be_mended(world: World, found: Search, candidate: Candidate, counts: Counts) -> None:
    """Mend it, and see that nothing differs; then as if it had not been."""
    with database.atomic() as whole:
        still_open = mend(world.desk, 1, candidate, "trouvé", shown_expected=found.expected)
        counted = found.counted
        if corrects_count(candidate):
            correct_count(world.desk, 1, counted, counts, candidate)
            draft = count_draft(world.desk, 1)
            assert draft is not None
            typed = {value: int(count) for value, count in draft.pieces.items()}
            assert all(count >= 0 for count in typed.values())
            counted = Decimal(draft.total) if draft.total else total_of(typed)
        assert counted == expected_cash(1), candidate
        assert set(still_open) <= {place.number for place in candidate.reopens}
        # Whoever paid only on the account, and did not, owes for a basket that this had settled.
        without = {step.place.member for step in candidate.steps if step.place.basket_id is None}
        for one in check():
            assert (one.problem, one.member in without) == (Problem.CREDIT_GONE, True), one
        whole.rollback()


def try_all(world: World, plant: Plant, seed: int, pile: bool, by_pieces: bool) -> None:
    """Mend the first candidate of each proposal."""
    draw = Random(seed)
    evening = planted(draw, plant)
    counts: Counts = None
    if by_pieces and not evening.typed:
        pieces = evening.pieces or pieces_of(draw, evening.counted)
        counts = {from_cents(value): count for value, count in pieces.items()}
    with database.atomic() as whole:
        write(world, evening, pile=pile)
        counted = from_cents(evening.counted)
        found = search(1, counted, counts, START.date())
        assert found.difference == from_cents(evening.difference)
        for proposal in found.proposals:
            must_be_mended(world, found, proposal.candidates[0], counts)
        whole.rollback()


ANYTHING = given(st.sampled_from(PLANTS), st.integers(0, 10_000), st.booleans(), st.booleans())
# Each example is rolled back: what it stands on may be shared.
SHARED = [HealthCheck.function_scoped_fixture]


@pytest.mark.long
@settings(max_examples=8, deadline=None, suppress_health_check=SHARED)
@ANYTHING
def test_mended_nothing_differs(
    world: World, plant: Plant, seed: int, pile: bool, by_pieces: bool
) -> None:
    """R50, R51: by the books or by the count, to the cent, with all rules kept."""
    try_all(world, plant, seed, pile, by_pieces)


@pytest.mark.long
@settings(max_examples=200 // EVERY, deadline=None, suppress_health_check=SHARED)
@ANYTHING
def test_mended_nothing_differs_in_many_boxes(
    world: World, plant: Plant, seed: int, pile: bool, by_pieces: bool
) -> None:
    """The same, longer."""
    try_all(world, plant, seed, pile, by_pieces)
