"""Lines that announce, pay an older debt, or a membership (R15, R18, R22)."""

from __future__ import annotations

import pytest

from cagette_tui.model.acts.writing import writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.tables.people import Group
from cagette_tui.sheet.problems import Unreadable
from cagette_tui.sheet.understanding import apply_line, understand
from tests.shortcuts import slip
from tests.world import World, euros


@pytest.fixture
def evening(world: World) -> int:
    """Basket 1 of 18.00, basket 2 of 31.80 with an older debt of 12.00; the fee is 15.00."""
    with writing(world.desk) as act:
        act.entry(ActKind.GROUP).update(Group.get_by_id(1), membership_fee=euros("15.00"))
    number = world.distribution()
    world.basket(number, world.member("Ana"), "18.00")
    bob = world.member("Bob")
    world.credit(bob, "-12.00")
    world.basket(number, bob, "31.80")
    return number


def basket(number: int, place: int) -> BasketView:
    """Read a basket by its place."""
    return read_sheet(number).baskets[place - 1]


def test_announced_by_transfer(world: World, evening: int) -> None:
    """R22: nothing is paid, it is awaited; the preview says so."""
    shown = understand("1 t?", read_sheet(evening), now=world.clock.now())
    assert [type(one).__name__ for one in shown.changes[0].deeds] == ["Announced"]
    apply_line(world.desk, evening, "1 t?")
    one = basket(evening, 1)
    assert (one.paid, [(p.mode, p.amount) for p in one.announced]) == (
        0,
        [(Mode.TRANSFER, euros("18.00"))],
    )
    apply_line(world.desk, evening, "1 t")  # seen
    assert basket(evening, 1).paid == euros("18.00")
    assert check() == []


def test_a_part_announced(world: World, evening: int) -> None:
    """R22, R15: one of several modes."""
    apply_line(world.desk, evening, "1 t?10,00 e")
    one = basket(evening, 1)
    assert (one.paid, one.announced[0].amount) == (euros("8.00"), euros("10.00"))


def test_announced_and_validated(world: World, evening: int) -> None:
    """R41: the capital validates; it is awaited without a question."""
    apply_line(world.desk, evening, "1 T?")
    one = basket(evening, 1)
    assert (one.validated, one.paid, one.balance) == (True, 0, euros("-18.00"))
    assert check() == []


def test_the_older_debt_too(world: World, evening: int) -> None:
    """R18: what is to pay and what was owed, in one payment."""
    apply_line(world.desk, evening, "2 c n0001234 d")
    one = basket(evening, 2)
    assert ([p.amount for p in one.payments], one.balance) == ([euros("43.80")], 0)


def test_a_membership_on_the_same_cheque(world: World, evening: int) -> None:
    """R15: 46.80 is one cheque on the slip."""
    apply_line(world.desk, evening, "2 c n0001234 M")
    assert [(row.amount, row.number) for row in slip(evening).rows] == [(euros("46.80"), "0001234")]
    assert basket(evening, 2).balance == euros("-12.00")
    assert check() == []


def test_a_membership_by_its_own_mode(world: World, evening: int) -> None:
    """R15: the basket in cash, the fee by cheque; validated by the capital."""
    apply_line(world.desk, evening, "1 M c n77 E")
    assert [(row.amount, row.number) for row in slip(evening).rows] == [(euros("15.00"), "77")]
    one = basket(evening, 1)
    assert (one.validated, one.paid) == (True, euros("18.00"))


def test_it_says_what_lacks(world: World, evening: int) -> None:
    """A membership needs a mode, of its own or before it."""
    shown = understand("1 M", read_sheet(evening), now=world.clock.now())
    assert isinstance(shown.problem, Unreadable)
    assert shown.problem.unfinished
    with pytest.raises(Unreadable):
        apply_line(world.desk, evening, "1 M v")


@pytest.mark.parametrize("text", ["1 t annoncé", "1 t annonce", "1 T announced", "1 t18 annoncé"])
def test_the_word_for_it(world: World, evening: int, text: str) -> None:
    """R22: behind a mode the word says what a ? says."""
    apply_line(world.desk, evening, text)
    assert [(p.mode, p.amount) for p in basket(evening, 1).announced] == [
        (Mode.TRANSFER, euros("18.00"))
    ]


@pytest.mark.parametrize(
    ("text", "paid"),
    [("1 t", "0.00"), ("1 t vu", "18.00"), ("1 t seen", "18.00"), ("1 e", "18.00")],
)
def test_as_the_evening_s_transfers(world: World, evening: int, text: str, paid: str) -> None:
    """R22: a transfer of which nothing is written is as those of the evening."""
    apply_line(world.desk, evening, text, announces=True)
    assert basket(evening, 1).paid == euros(paid)


def test_nothing_was_announced(world: World, evening: int) -> None:
    """R22: what is said of an awaited payment that was never announced names how one is."""
    from cagette_tui import i18n
    from cagette_tui.sentences import sentence

    i18n.activate("en")
    problem = understand("1 v awaited", read_sheet(evening)).problem
    assert problem is not None
    assert "1 t? announces a transfer" in sentence(problem)
