"""What had come of a line before nobody got it: the producer's due, and those who come late."""

from decimal import Decimal

import pytest

from cagette_tui.model.acts.absence import mark_absent, mark_present
from cagette_tui.model.acts.delivering import (
    move_line,
    set_delivered,
    set_price,
    set_quantity,
    set_reason,
)
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.model.rules.takings import vendors
from tests.world import World, euros, settled_dump


@pytest.fixture
def basket(world: World) -> BasketView:
    """Three pieces at 10.00 of a producer, in the basket of one member."""
    product = world.product("10.00", "Colis 1 kg", vendor="Ferme")
    return world.basket(world.distribution(), world.member("A"), products=((product, "3"),))


def due(basket: BasketView) -> Decimal:
    """Return what the producer is to be paid (R53)."""
    return vendors(read_sheet(basket.distribution_id))[0].gross


def test_a_partly_delivered_line_that_nobody_collects(world: World, basket: BasketView) -> None:
    """R34, R53: two of three came; the producer is paid for two, and two are there later."""
    basket = set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal(2))
    assert due(basket) == 20
    basket = mark_absent(world.desk, basket.id, basket.version, release=True)
    assert (basket.cost, basket.lines[0].reason) == (0, Reason.NOT_COLLECTED)
    assert due(basket) == 20
    basket = mark_present(world.desk, basket.id, basket.version)
    line = basket.lines[0]
    assert (line.delivered, line.reason, basket.cost) == (2, Reason.UNDELIVERED, 20)
    assert due(basket) == 20
    assert check() == []


def test_a_partly_moved_line(world: World, basket: BasketView) -> None:
    """R34: what somebody else has got does not come back with the one who was absent."""
    other = world.basket(basket.distribution_id, world.member("B"), "1.00")
    line = basket.lines[0].id
    basket, _there = move_line(
        world.desk, line, basket.version, other.id, other.version, Decimal(1)
    )
    basket = mark_absent(world.desk, basket.id, basket.version, release=True)
    basket = mark_present(world.desk, basket.id, basket.version)
    assert (basket.lines[0].delivered, basket.lines[0].reason) == (2, Reason.ERROR)
    assert [one.gross for one in vendors(read_sheet(basket.distribution_id))][-1] == 30
    assert check() == []


def test_only_what_was_released_comes_back(world: World, basket: BasketView) -> None:
    """R34: a line that was missing or damaged before is so afterwards; a new price stays."""
    product = world.product("4.00")
    basket = world.basket(
        basket.distribution_id, world.member("B"), "5.00", "6.00", products=((product, "1"),)
    )
    first, second, third = (line.id for line in basket.lines)
    desk = world.desk
    basket = set_delivered(desk, first, basket.version, False, reason=Reason.NOT_COLLECTED)
    basket = set_delivered(desk, second, basket.version, False)
    basket = mark_absent(desk, basket.id, basket.version, release=True)
    basket = set_price(desk, third, basket.version, euros("4.50"))
    basket = mark_present(desk, basket.id, basket.version)
    assert [line.reason for line in basket.lines] == [
        Reason.NOT_COLLECTED,
        Reason.UNDELIVERED,
        None,
    ]
    assert basket.cost == euros("4.50")
    # The second time as the first.
    basket = mark_absent(desk, basket.id, basket.version, release=True)
    undo(desk, last_act("paul").act)
    basket = world.again(basket)
    basket = mark_absent(desk, basket.id, basket.version, release=False)
    basket = mark_present(desk, basket.id, basket.version)
    assert basket.cost == euros("4.50")
    assert check() == []


@pytest.mark.parametrize(
    ("reason", "paid"),
    [(Reason.DAMAGED, 20), (Reason.GIVEN_AWAY, 20), (Reason.RETURNED, 0), (Reason.UNDELIVERED, 0)],
)
def test_what_is_spoiled_of_two_that_came(
    world: World, basket: BasketView, reason: Reason, paid: int
) -> None:
    """R53: of three ordered two came; no more than these can be spoiled here."""
    line = basket.lines[0].id
    basket = set_quantity(world.desk, line, basket.version, Decimal(2))
    before = settled_dump()
    basket = set_delivered(world.desk, line, basket.version, False, reason=reason)
    assert due(basket) == paid
    undo(world.desk, last_act("paul").act)
    assert settled_dump() == before
    basket = world.again(basket)
    basket = set_delivered(world.desk, line, basket.version, False, reason=reason)
    basket = set_delivered(world.desk, line, basket.version, True)
    assert due(basket) == 30
    assert check() == []


def test_a_reason_that_is_corrected(world: World, basket: BasketView) -> None:
    """R30, R53: it did come, but damaged: the producer is paid for all of it."""
    line = basket.lines[0].id
    basket = set_delivered(world.desk, line, basket.version, False)
    assert due(basket) == 0
    basket = set_reason(world.desk, line, basket.version, Reason.DAMAGED)
    assert due(basket) == 30
