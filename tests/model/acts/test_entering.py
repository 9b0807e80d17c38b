"""Baskets are marked as entered in Cagette: one act, hindering nothing (R46, R60, R61)."""

from __future__ import annotations

import json
from functools import partial

from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.acts.entering import mark_entered, take_off_entered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.cagette_evening import read_cagette_evening
from cagette_tui.model.rules.cagette_state import ByHand, LineThere, MoneyThere, Place, There
from cagette_tui.model.rules.cagette_steps import WayBack
from cagette_tui.model.rules.cagette_stored import read_there, stored_there
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.refusals import LineUnchanged, NotFound
from cagette_tui.model.tables.entered import Entered
from cagette_tui.model.tables.journal import JournalEntry
from tests.model.store.test_statements import statements
from tests.world import World, dump, euros, refused


def way(number: int) -> WayBack:
    """Give what is to be entered."""
    return read_cagette_evening(number).way


def mark(world: World, number: int, *members: int) -> None:
    """Say that some members are entered, as it is shown now; without any, all."""
    after = way(number).after
    mark_entered(world.desk, number, {one: after[one] for one in members or after})


def entered(number: int) -> list[int]:
    """Give the numbers of the baskets that are entered."""
    now = way(number)
    return sorted(side.number or 0 for side in now.sides if now.is_entered(side))


def test_marked_and_taken_off(world: World) -> None:
    """By whom and when; again for the same is refused; an entry in the journal for each."""
    number = world.evening("2026-11-13").distribution_id
    baskets = world.desk, number
    first, second = (side.member_id for side in way(number).sides[:2])
    mark(world, number, first, second)
    marks = {side.member_id: side.mark for side in way(number).sides if side.mark}
    assert {(one.by, one.at) for one in marks.values()} == {("paul", world.clock.now())}
    refused(LineUnchanged, lambda: mark(world, number, first))
    entries = list(JournalEntry.select().where(JournalEntry.kind == ActKind.ENTERED))
    assert [(one.member, one.distribution) for one in entries] == [
        (first, number),
        (second, number),
    ]
    assert all(one.basket for one in entries)
    take_off_entered(*baskets, [first])
    assert [one for one in way(number).sides if one.mark] == [
        one for one in way(number).sides if one.member_id == second
    ]
    refused(LineUnchanged, lambda: take_off_entered(*baskets, [first]))
    refused(NotFound, lambda: mark_entered(world.desk, 99, {}))
    mark(world, number, first)
    assert Entered.select().count() == 2
    assert check() == []


def test_a_correction_takes_the_mark_off(world: World) -> None:
    """What is changed later is told as the difference; entered again, the mark holds again."""
    number = world.evening("2026-11-13").distribution_id
    force(world.desk, plan_force(number))
    certify(world.desk, number)
    mark(world, number)
    assert len(entered(number)) == 8
    basket = next(side.basket for side in way(number).sides if side.number == 3)
    assert basket is not None
    reopen_basket(world.desk, basket.id, basket.version, "erreur")
    assert 3 in entered(number)  # nothing is to be entered for that
    again = world.again(basket)
    set_delivered(world.desk, again.lines[0].id, again.version, False)
    assert 3 not in entered(number)
    (step,) = way(number).of(basket.member_id)
    assert (step.product, step.quantity) == (again.lines[0].product, 0)
    mark(world, number, basket.member_id)
    assert 3 in entered(number)
    assert check() == []


def test_undo(world: World) -> None:
    """R61: a mark, and its taking off, are taken back; also what was marked before it."""
    number = world.evening("2026-11-13").distribution_id
    force(world.desk, plan_force(number))
    certify(world.desk, number)
    member = way(number).sides[0].member_id
    mark(world, number, member)
    data = Entered.get().data
    undo(world.desk, last_act("paul").act)
    assert Entered.get().data is None
    mark(world, number, member)
    take_off_entered(world.desk, number, [member])
    undo(world.desk, last_act("paul").act)
    assert Entered.get().data == data
    undo(world.desk, last_act("paul").act)
    assert Entered.get().data is None
    assert check() == []


def test_it_hinders_nobody(world: World) -> None:
    """What was done to a basket is still taken back after somebody ticked it, and told as new."""
    number = world.evening("2026-11-13").distribution_id
    basket = next(side.basket for side in way(number).sides if side.number == 1)
    assert basket is not None
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    after = way(number).after[basket.member_id]
    mark_entered(world.other("zoé"), number, {basket.member_id: after})
    assert entered(number) == [1]
    undo(world.desk, last_act("paul").act)
    assert not world.again(basket).validated
    (step,) = way(number).of(basket.member_id)
    assert (step.act, step.amount) == ("account_payment", -basket.cost)
    assert check() == []


def test_what_was_shown_counts(world: World) -> None:
    """What somebody else changed between is still to be entered."""
    number = world.evening("2026-11-13").distribution_id
    basket = next(side.basket for side in way(number).sides if side.number == 1)
    assert basket is not None
    receive(world.desk, basket.id, basket.version, Mode.CASH)
    shown = way(number).after[basket.member_id]
    again = world.again(basket)
    validate(world.other("zoé"), basket.id, again.version, mode=Mode.CASH)
    mark_entered(world.desk, number, {basket.member_id: shown})
    assert [step.act for step in way(number).of(basket.member_id)] == ["validate"]


def test_nothing_of_the_evening_is_touched(world: World) -> None:
    """R46: a certified distribution keeps every row."""
    number = world.evening("2026-11-13").distribution_id
    force(world.desk, plan_force(number))
    certify(world.desk, number)
    before = dump(journal=False)
    mark(world, number)
    after = dump(journal=False)
    assert {name for name in after if after[name] != before[name]} == {"entered"}


def test_set_wise(world: World) -> None:
    """A constant number of statements for reading, marking, taking off, and undo."""
    counts = []
    for day in ("2026-11-13", "2026-11-20"):  # 8 baskets, and 62
        number = world.evening(day).distribution_id
        members = [side.member_id for side in way(number).sides]
        after = way(number).after
        counts.append(
            (
                statements(partial(way, number)),
                statements(partial(mark_entered, world.desk, number, after)),
                statements(partial(take_off_entered, world.desk, number, members)),
                statements(partial(mark_entered, world.desk, number, after)),
                statements(lambda: undo(world.desk, last_act("paul").act)),
            )
        )
    assert counts[0] == counts[1]
    assert counts[0][0] <= 19


def test_what_is_kept_is_read_again() -> None:
    """Names and amounts come back as they were."""
    rate, quantity, price = (euros(text) for text in ("5.5", "1.0625", "12.00"))
    there = There(
        (LineThere(1, 2, 'Miel "d\'été"; ö', rate, quantity, price, euros("13.45"), True),),
        euros("20.00"),
        (
            MoneyThere(3, Mode.CASH, euros("-2.50"), Place.BASKET),
            MoneyThere(4, None, euros("1.00"), Place.PEOPLE),
        ),
        (ByHand(None, euros("0.00")), ByHand(1, euros("0.01"))),
        ((Mode.CASH, euros("-2.50")),),
        True,
        False,
    )
    assert read_there(stored_there(there)) == there
    assert json.loads(stored_there(There()))["validated"] is False
    assert read_there(stored_there(There())) == There()
