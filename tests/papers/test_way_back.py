"""What is entered in Cagette as the paper says makes its balances ours (R4, R11, R12, R41, R45)."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import datetime

import pytest

from cagette_tui.model.acts.entering import mark_entered
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.cagette_evening import read_cagette_evening
from cagette_tui.model.rules.findings import Problem
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.people import Member
from cagette_tui.papers.way_back_table import way_back_csv
from tests.cagette_model import Cagette, table
from tests.shares import parts
from tests.shelves import Shelf
from tests.way_back_evening import ACTS, CORRECTIONS, ODD, RandomEvening

NOW = datetime(2026, 11, 20, 21, 0)


def as_in(evening: RandomEvening) -> list[Cagette]:
    """Give what Cagette has when it gives the export, in each of its generations."""
    made = [Cagette(2020), Cagette(2022)]
    for cagette in made:
        cagette.take_orders(evening.export, evening.rates, evening.behind)
        for row in Member.select():
            if row.ref:
                cagette.members.add(row.ref)
                order = cagette.orders.get(row.ref)
                cagette.accounts[row.ref] = balance_of(row.id) + (order.cost if order else 0)
    return made


def enter(evening: RandomEvening, group: list[Cagette], kinds: Counter[str]) -> None:
    """Do what the table says in each, and compare every balance and every state."""
    rows = table(way_back_csv(evening.number, NOW))
    # Every line came from Cagette, which rounds it as we do.
    assert not any("rounds otherwise" in row["label"] for row in rows)
    assert [int(row["step"]) for row in rows] == list(range(1, len(rows) + 1))
    kinds.update(row["act"] for row in rows)
    for cagette in group:
        cagette.enter(rows)
        compare(evening, cagette)
    way = read_cagette_evening(evening.number).way
    for cagette in group:
        assert cagette.sums() == {str(mode): amount for mode, amount in way.takings.items()}


def compare(evening: RandomEvening, cagette: Cagette) -> None:
    """Compare every balance, but for what is left to people, and every validated basket."""
    for row in Member.select():
        if row.ref:
            expected = balance_of(row.id) - cagette.left[row.ref]
            assert cagette.balance(row.ref) == expected, row.name
    for basket in evening.sheet.baskets:
        ref = basket.member_ref or ""
        if basket.validated and ref in cagette.orders:
            assert cagette.is_validated(ref), basket.member


def play(seed: int, kinds: Counter[str]) -> None:
    """Play an evening, enter it, correct it, and enter the difference."""
    evening = RandomEvening(seed)
    group = as_in(evening)
    odd = seed % 4 == 0
    for _ in range(evening.draw.randint(4, 40)):
        evening.act((*ACTS, *ODD) if odd else ACTS)
    if evening.draw.random() < 0.8:
        with contextlib.suppress(Refused):
            evening.finish()
    enter(evening, group, kinds)
    for _ in range(evening.draw.randint(0, 2)):
        mark_all(evening)
        assert way_back_csv(evening.number, NOW).count("\n") == 1
        for _ in range(evening.draw.randint(1, 12)):
            evening.act((*CORRECTIONS, *ODD) if odd else CORRECTIONS)
        if evening.draw.random() < 0.5:
            with contextlib.suppress(Refused):
                evening.finish()
        enter(evening, group, kinds)
    # Credit that paid a basket may be given back by whoever insists: it is a hint, no fault.
    assert {one.problem for one in check()} <= {Problem.CREDIT_GONE}


def mark_all(evening: RandomEvening) -> None:
    """Say that all is entered, as far as it was not said already."""
    way = read_cagette_evening(evening.number).way
    news = {
        side.member_id: way.after[side.member_id] for side in way.sides if not way.is_entered(side)
    }
    if news:
        mark_entered(evening.desk, evening.number, news)


@pytest.mark.long
def test_random_evenings(shelf: Shelf) -> None:
    """Twenty evenings, always the same; every act of the table comes in them."""
    kinds: Counter[str] = Counter()
    for seed in range(20):
        open_database(shelf.fresh())
        play(seed, kinds)
        close_database()
    assert len(kinds) == 12, kinds


@pytest.mark.long
@pytest.mark.parametrize("part", parts(20))
def test_many_random_evenings(shelf: Shelf, part: int) -> None:
    """Five hundred of them, in twenty parts, of which some run at each change."""
    for seed in range(1000 + 25 * part, 1025 + 25 * part):
        open_database(shelf.fresh())
        play(seed, Counter())
        close_database()
