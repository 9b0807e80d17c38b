"""Forced validation (R42), and that it is all or nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from peewee import DatabaseError

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import adjust
from cagette_tui.model.acts.delivering import new_order, set_delivered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce, pay, receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.forcing import PlanChanged
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import ModeNotAccepted, NotFound, NothingToDo
from cagette_tui.model.rules.takings import takings
from tests.shelves import failing
from tests.shortcuts import set_on_the_spot
from tests.world import START, World, dump, euros, refused


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
    pay(world.desk, paid_too_much.id, paid_too_much.version, parts, sure=True)
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
    with failing(trigger):
        with pytest.raises(DatabaseError):
            force(world.desk, plan)
        assert dump() == before
    assert force(world.desk, plan) == 62
    assert check() == []


def test_what_the_plan_says_and_force_does(world: World) -> None:
    """R42: what was shown for each basket is what its payments and balance are afterwards."""
    world.accept(Mode.CARD, Mode.CASH)
    plain = world.one_basket("10.00", older="-4.00")
    number = plain.distribution_id
    mixed = world.one_basket("20.00")
    mixed = pay(world.desk, mixed.id, mixed.version, [Part(Mode.CASH, euros("6.00"))])
    announce(world.desk, mixed.id, mixed.version, Mode.TRANSFER, euros("8.00"))
    part = world.one_basket("20.00", older="3.00")
    over = world.one_basket("5.00")
    announce(world.desk, over.id, over.version, Mode.TRANSFER, euros("7.00"))
    withdrawn = world.one_basket("9.00")
    set_on_the_spot(world.desk, withdrawn.id, withdrawn.version, False)
    released = world.one_basket("6.00")
    mark_absent(world.desk, released.id, released.version, release=True)
    done = world.one_basket("2.00")
    validate(world.desk, done.id, done.version, mode=Mode.CASH)
    plan = plan_force(number)
    assert plan.mode is Mode.CARD
    told = {
        one.basket_id: (one.written, one.confirmed, one.debt, one.credit, one.without_payment)
        for one in plan.baskets
    }
    assert told == {
        plain.id: (10, (), 0, 0, False),  # the older debt is no business of this basket
        mixed.id: (0, ((Mode.TRANSFER, 8),), 6, 0, False),
        part.id: (17, (), 0, 0, False),
        over.id: (0, ((Mode.TRANSFER, 7),), 0, 2, False),
        withdrawn.id: (0, (), 9, 0, True),
        released.id: (0, (), 0, 0, False),
    }
    assert [one.number for one in plan.written] == [1, 3]
    assert [one.number for one in plan.unseen] == [2, 4]
    assert [one.number for one in plan.in_debt] == [2, 5]
    assert [one.number for one in plan.in_credit] == [4]
    assert [one.number for one in plan.baskets if one.absent] == [6]
    assert plan.sums == {Mode.CARD: euros("27.00"), Mode.TRANSFER: euros("15.00")}
    before = takings(read_sheet(number)).by_mode
    assert force(world.desk, plan) == 6
    sheet = read_sheet(number)
    came_in = {mode: takings(sheet).by_mode[mode] - before[mode] for mode in plan.sums}
    assert came_in == plan.sums
    for one in plan.baskets:
        view = world.read(one.basket_id)
        assert (view.validated_by, view.validated_at) == ("paul", world.clock.now())
        assert (view.to_pay, view.on_the_spot, view.announced) == (one.debt, False, ())
    assert [world.balance(one) for one in (plain, mixed, part, over, withdrawn, released)] == [
        -4,
        -6,
        0,
        2,
        -9,
        0,
    ]
    # What was validated before is as it was.
    assert world.read(done.id).version == 2
    assert check() == []


@pytest.mark.parametrize(
    "meanwhile", ["line", "account", "modes", "absent", "order", "announced", "validated"]
)
def test_the_plan_changed(world: World, meanwhile: str) -> None:
    """R42: whatever anybody did since, nothing happens before the new plan is confirmed."""
    basket, number = world.one_basket("10.00"), 1
    other = world.one_basket("4.00")
    plan = plan_force(number)
    anna, product = world.other("anna"), world.product("1.00")
    member = world.member("Lise")
    match meanwhile:
        case "line":
            set_delivered(anna, basket.lines[0].id, basket.version, False)
        case "account":
            adjust(anna, basket.member_id, euros("1.00"), "geste", shown=euros("-10.00"))
        case "modes":
            world.accept(Mode.CARD, Mode.CASH)
        case "absent":
            mark_absent(anna, other.id, other.version, release=False)
        case "order":
            new_order(anna, number, member, [(product, Decimal(1))])
        case "announced":
            announce(anna, other.id, other.version, Mode.TRANSFER)
        case "validated":
            validate(anna, other.id, other.version, mode=Mode.CASH)
    told = refused(PlanChanged, lambda: force(world.desk, plan))
    assert told.plan == plan_force(number) != plan
    force(world.desk, told.plan)
    assert not read_sheet(number).open_baskets
    assert check() == []


def test_what_does_not_change_the_plan(world: World) -> None:
    """R42: an act elsewhere is no reason to ask again."""
    basket = world.one_basket("10.00")
    plan = plan_force(basket.distribution_id)
    elsewhere = world.distribution(START + timedelta(days=7))
    world.basket(elsewhere, basket.member_id, "5.00")
    assert force(world.desk, plan) == 1
    # Next week's basket is still to pay.
    assert world.balance(basket) == euros("-5.00")
    assert len(read_sheet(elsewhere).open_baskets) == 1


def test_nothing_to_force(world: World) -> None:
    """R42: an empty distribution, and one that is done."""
    number = world.distribution()
    refused(NothingToDo, lambda: force(world.desk, plan_force(number)))
    told = refused(NotFound, lambda: plan_force(999))
    assert (told.what, told.number) == ("distribution", 999)


def test_no_mode_and_none_needed(world: World) -> None:
    """R13, R42: without an accepted mode, what is settled can be forced all the same."""
    world.accept(Mode.ONLINE)
    covered = world.one_basket("5.00", older="6.00")
    plan = plan_force(covered.distribution_id)
    assert (plan.mode, plan.sums) == (None, {})
    assert force(world.desk, plan) == 1
    assert world.balance(covered) == euros("1.00")


@pytest.mark.parametrize(
    "trigger",
    [
        "AFTER INSERT ON cheque WHEN NEW.id = 30",
        "AFTER INSERT ON operation WHEN NEW.basket_id = 62",
        "AFTER UPDATE ON basket WHEN NEW.id = 62",
        "AFTER INSERT ON journal WHEN NEW.basket = 62",
    ],
)
def test_a_failure_at_the_last_basket(world: World, trigger: str) -> None:
    """R42, R52, R60: 62 cheques: the last statement fails, and not even a cheque is left."""
    world.accept(Mode.CHEQUE)
    number = world.evening().distribution_id
    plan = plan_force(number)
    assert (len(plan.baskets), plan.mode) == (62, Mode.CHEQUE)
    with failing(trigger):
        refused(DatabaseError, lambda: force(world.desk, plan))
    assert force(world.desk, plan) == 62
    sheet = read_sheet(number)
    came_in = takings(sheet)
    assert came_in.cheque_count == len(plan.written)
    assert plan.sums == {Mode.CHEQUE: came_in.cheques}
    assert {one.balance for one in sheet.baskets} == {0}
    assert check() == []
