"""Forced validation (R42), and that it is all or nothing."""

from decimal import Decimal

import pytest
from peewee import DatabaseError

from cagette_tui.model.accounts import adjust
from cagette_tui.model.base import database
from cagette_tui.model.checking import check
from cagette_tui.model.delivering import mark_absent, new_order
from cagette_tui.model.errors import ModeNotAccepted, NothingToDo, PlanChanged
from cagette_tui.model.forcing import force, plan_force
from cagette_tui.model.kinds import Mode
from cagette_tui.model.paying import Part, announce, pay, receive
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.takings import takings
from tests.world import World, dump, euros, refused


def test_the_plan_of_every_kind_of_basket(world: World) -> None:
    """R42, R19, R34: what would be written, confirmed, awaited, and what remains."""
    ordinary = world.one_basket("10.00")
    number = ordinary.distribution_id
    partly = world.one_basket("20.00")
    pay(world.desk, partly.id, partly.version, [Part(Mode.CARD, euros("15.00"))])
    announced = world.one_basket("7.00")
    announce(world.desk, announced.id, announced.version, Mode.TRANSFER)
    covered = world.one_basket("5.00", older="6.00")
    absent = world.one_basket("9.00")
    mark_absent(world.desk, absent.id, absent.version, release=False)
    paid_too_much = world.one_basket("3.00")
    parts = [Part(Mode.CASH, euros("4.00"))]
    pay(world.desk, paid_too_much.id, paid_too_much.version, parts)
    product = world.product("6.00")
    by_hand = new_order(world.desk, number, world.member("Lise"), [(product, Decimal(1))])
    plan = plan_force(number)
    assert plan.mode is Mode.CASH
    told = {
        one.basket_id: (one.written, one.confirmed, one.debt, one.credit) for one in plan.baskets
    }
    assert told == {
        ordinary.id: (10, (), 0, 0),
        partly.id: (5, (), 0, 0),
        announced.id: (0, ((Mode.TRANSFER, 7),), 0, 0),
        covered.id: (0, (), 0, 0),
        absent.id: (0, (), 9, 0),
        paid_too_much.id: (0, (), 0, 1),
        by_hand.id: (0, (), 6, 0),
    }
    assert plan.sums == {Mode.CASH: euros("15.00"), Mode.TRANSFER: euros("7.00")}
    assert [one.without_payment for one in plan.baskets][-1] is True
    assert force(world.desk, plan) == 7
    sheet = read_sheet(number)
    assert not sheet.open_baskets
    assert world.again(absent).paid == 0
    assert world.again(absent).balance == euros("-9.00")
    assert world.again(by_hand).balance == euros("-6.00")
    assert takings(sheet).by_mode[Mode.CASH] == euros("19.00")
    assert check() == []


def test_an_absent_member_s_transfer_stays_awaited(world: World) -> None:
    """R34, R42: nothing is booked for somebody absent."""
    basket = world.one_basket("7.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    mark_absent(world.desk, basket.id, basket.version, release=False)
    plan = plan_force(basket.distribution_id)
    assert plan.baskets[0].awaited == ((Mode.TRANSFER, 7),)
    force(world.desk, plan)
    assert [one.pending for one in world.again(basket).payments] == [True]


def test_the_first_accepted_mode(world: World) -> None:
    """R13, R42: online is not one; each cheque written is one of its own (R52)."""
    world.accept(Mode.ONLINE, Mode.CHEQUE, Mode.CASH)
    one, _other = world.one_basket("10.00"), world.one_basket("4.00")
    plan = plan_force(one.distribution_id)
    assert plan.mode is Mode.CHEQUE
    force(world.desk, plan)
    assert takings(read_sheet(one.distribution_id)).cheque_count == 2
    assert check() == []


def test_no_mode_to_write(world: World) -> None:
    """R13: a group that accepts only online payments cannot be forced to another mode."""
    world.accept(Mode.ONLINE)
    basket = world.one_basket("10.00")
    refused(ModeNotAccepted, lambda: plan_force(basket.distribution_id))


def test_what_was_confirmed_must_be_what_is_done(world: World) -> None:
    """R42: if anything moved since the preview, nothing happens and the new plan is given."""
    one = world.one_basket("10.00")
    plan = plan_force(one.distribution_id)
    receive(world.other("anna"), one.id, one.version, Mode.CARD)
    told = refused(PlanChanged, lambda: force(world.desk, plan))
    assert told.plan.sums == {}
    # Another account's act changes what is to pay, too.
    adjust(world.desk, one.member_id, euros("-2.00"), "frais", shown=Decimal(0))
    force(world.desk, told.plan)
    refused(NothingToDo, lambda: force(world.desk, plan_force(one.distribution_id)))


@pytest.mark.parametrize(
    "trigger",
    [
        "BEFORE INSERT ON operation WHEN NEW.basket_id = 30",
        "BEFORE UPDATE ON basket WHEN NEW.id = 40",
        "BEFORE UPDATE ON operation WHEN NEW.basket_id = 20",
        "BEFORE INSERT ON journal WHEN NEW.basket = 50",
    ],
)
def test_a_failure_in_the_middle_changes_nothing(world: World, trigger: str) -> None:
    """R42: one transaction for 62 baskets: the database fails in the middle, nothing is done."""
    number = world.evening().distribution_id
    for place in (19, 20):
        basket = read_sheet(number).baskets[place]
        announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
    plan = plan_force(number)
    before = dump()
    database.execute_sql(f"CREATE TRIGGER broken {trigger} BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(DatabaseError):
        force(world.desk, plan)
    assert dump() == before
    database.execute_sql("DROP TRIGGER broken")
    assert force(world.desk, plan) == 62
    assert check() == []
