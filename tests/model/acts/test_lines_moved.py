"""Lines replaced, moved and added, and weights that are missing (R7, R19, R30, R32)."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.model.acts.absence import mark_absent, mark_present
from cagette_tui.model.acts.delivering import (
    add_line,
    give_basket,
    move_line,
    new_order,
    replace_line,
    set_delivered,
    set_price,
    set_quantity,
    set_reason,
)
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet, unweighed_lines
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.blocking import Blocker, blocker, remaining
from cagette_tui.model.rules.forcing import PlanChanged
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind, Mode, Reason
from cagette_tui.model.rules.outcome import NeedsAnswer, Outcome
from cagette_tui.model.rules.refusals import (
    BadQuantity,
    BasketIsValidated,
    CannotUndo,
    LineUnchanged,
    NotByWeight,
    NotFound,
)
from cagette_tui.model.rules.takings import vendors
from cagette_tui.model.tables.journal import JournalEntry
from tests.world import START, World, euros, refused, settled_dump

Pair = tuple[BasketView, BasketView]


@pytest.fixture
def pair(world: World) -> Pair:
    """Give two baskets of tonight: 2 × 4.30 with a fee of 5 %, and something for 3.00."""
    number = world.distribution()
    brioche = world.product("4.30", "Brioche 400 g", fee="5.00", vendor="Pain & Co")
    first = world.basket(number, world.member("A"), products=((brioche, "2"),))
    return first, world.basket(number, world.member("B"), "3.00")


def undone(world: World) -> None:
    """Take the last act back."""
    undo(world.desk, last_act("paul").act)


def told(line: LineView) -> tuple[Decimal, Decimal, Decimal, Reason | None, str | None]:
    """Return what a line says of its quantities, its total and why."""
    return line.ordered, line.delivered, line.total, line.reason, line.note


# Replaced


def test_another_product_instead(world: World, pair: Pair) -> None:
    """R30, R3: the old line stays, replaced; the new one is at its catalogue's price and fee."""
    first, _second = pair
    bread = world.product("5.60", "Pain 1 kg", fee="2.00")
    after = replace_line(world.desk, first.lines[0].id, first.version, bread, Decimal(3))
    old, new = after.lines
    assert told(old) == (2, 0, 0, Reason.REPLACED, "→ Pain 1 kg")
    assert old.fee == 0
    # 3 × 5.60 × 1.02 = 17.136; the fee is 0.336.
    assert told(new) == (3, 3, euros("17.14"), None, "← Brioche 400 g")
    assert (new.price, new.fee_rate, new.fee) == (euros("5.60"), 2, euros("0.34"))
    assert (new.stated_total, new.position) == (None, 2)
    assert (after.cost, after.balance) == (euros("17.14"), euros("-17.14"))
    for line in after.lines:
        assert (line.changed_at, line.changed_by) == (world.clock.now(), "paul")
    assert check() == []


def test_the_producer_of_the_missing_one_is_not_paid(world: World, pair: Pair) -> None:
    """R53: replaced reduces what its producer gets; the other's is paid."""
    first, _second = pair
    bread = world.product("5.60", "Pain 1 kg", fee="2.00", vendor="Fournil")
    replace_line(world.desk, first.lines[0].id, first.version, bread, Decimal(1))
    owed = {row.vendor: row.gross for row in vendors(read_sheet(first.distribution_id))}
    assert (owed["Pain & Co"], owed["Fournil"]) == (0, euros("5.60"))


def test_replaced_when_it_had_been_taken_out(world: World, pair: Pair) -> None:
    """R30: undelivered first, replaced afterwards: the later word counts."""
    first, _second = pair
    bread = world.product("5.60", "Pain 1 kg")
    basket = set_delivered(world.desk, first.lines[0].id, first.version, False, note="rupture")
    after = replace_line(world.desk, basket.lines[0].id, basket.version, bread, Decimal(1))
    assert told(after.lines[0]) == (2, 0, 0, Reason.REPLACED, "→ Pain 1 kg")
    assert after.cost == euros("5.60")


def test_what_cannot_replace(world: World, pair: Pair) -> None:
    """R2, R7, R33: the same product, nothing, too much, a fraction, what is not there."""
    first, second = pair
    line, version = first.lines[0], first.version
    bread = world.product("5.60", "Pain 1 kg")

    def by(product: int, quantity: str) -> None:
        replace_line(world.desk, line.id, version, product, Decimal(quantity))

    refused(LineUnchanged, lambda: by(line.product_id, "1"))
    for quantity in ("0", "-1", "10001"):
        refused(BadQuantity, partial(by, bread, quantity))
    assert refused(NotByWeight, lambda: by(bread, "1.5")).product == "Pain 1 kg"
    assert refused(NotFound, lambda: by(10_000, "1")).what == "product"
    told_of = refused(
        NotFound, lambda: replace_line(world.desk, 10_000, version, bread, Decimal(1))
    )
    assert told_of.what == "line"
    now = receive(world.other("maryam"), first.id, version, Mode.CARD)
    assert refused(BasketChanged, lambda: by(bread, "1")).who == "maryam"
    assert now.version == version + 1
    done = validate(world.desk, second.id, second.version, mode=Mode.CASH)
    refused(
        BasketIsValidated,
        lambda: replace_line(world.desk, done.lines[0].id, done.version, bread, Decimal(1)),
    )


def test_replaced_by_a_weight(world: World, pair: Pair) -> None:
    """R7: a fraction of what is not sold by weight is given after a question, and marks it."""
    first, _second = pair
    cabbage = world.product("3.00", "Chou 1 pièce")
    after = replace_line(
        world.desk, first.lines[0].id, first.version, cabbage, Decimal("1.255"), by_weight=True
    )
    assert (after.lines[1].weighed, after.lines[1].total) == (True, euros("3.77"))
    before = settled_dump()
    undone(world)
    assert settled_dump() != before
    assert not next(one for one in _lines(world, first) if one).weighed


def _lines(world: World, basket: BasketView) -> tuple[LineView, ...]:
    return world.again(basket).lines


# Moved


def test_a_line_moved_whole(world: World, pair: Pair) -> None:
    """R30, R12: here it counts as an error and keeps what was ordered; there it is the same."""
    first, second = pair
    here, there = move_line(world.desk, first.lines[0].id, first.version, second.id, second.version)
    assert told(here.lines[0]) == (2, 0, 0, Reason.ERROR, "→ 2")
    assert told(there.lines[1]) == (2, 2, euros("9.03"), None, "← 1")
    new = there.lines[1]
    assert (new.price, new.fee_rate, new.fee) == (euros("4.30"), 5, euros("0.43"))
    assert (new.position, new.product_id) == (2, first.lines[0].product_id)
    assert (here.cost, there.cost) == (0, euros("12.03"))
    assert (here.balance, there.balance) == (0, euros("-12.03"))
    assert (here, there) == (world.again(first), world.again(second))
    assert check() == []


def test_a_part_of_a_line(world: World, pair: Pair) -> None:
    """R30, R3: what stays here and what goes there are rounded each by itself."""
    first, second = pair
    here, there = move_line(
        world.desk, first.lines[0].id, first.version, second.id, second.version, Decimal(1)
    )
    assert told(here.lines[0]) == (2, 1, euros("4.52"), Reason.ERROR, "→ 2")
    assert told(there.lines[1]) == (1, 1, euros("4.52"), None, "← 1")


def test_moved_at_the_price_that_was_agreed(world: World, pair: Pair) -> None:
    """R31: a price of this distribution goes with the line, whatever the catalogue says."""
    first, second = pair
    first = set_price(world.desk, first.lines[0].id, first.version, euros("4.00"))
    _here, there = move_line(
        world.desk, first.lines[0].id, first.version, second.id, second.version
    )
    assert (there.lines[1].price, there.lines[1].total) == (4, euros("8.40"))


def test_a_weight_moved(world: World) -> None:
    """R7, R32: a part in kilograms; what was on the scales stays weighed as long as it is whole."""
    number = world.distribution()
    chicken = world.product("11.90", "Poulet fermier", weighed=True, fee="2.00")
    first = world.basket(number, world.member("A"), products=((chicken, "2"),))
    second = world.basket(number, world.member("B"), "3.00")
    first = set_quantity(world.desk, first.lines[0].id, first.version, Decimal("2.35"))
    here, there = move_line(
        world.desk, first.lines[0].id, first.version, second.id, second.version, Decimal("1.35")
    )
    assert (here.lines[0].delivered, here.lines[0].total) == (1, euros("12.14"))
    assert (there.lines[1].delivered, there.lines[1].total) == (
        Decimal("1.35"),
        euros("16.39"),
    )
    assert there.unweighed == 0


def test_what_is_not_weighed_is_not_weighed_there(world: World) -> None:
    """R32: a whole kilogram that nobody weighed waits for the scales in the other basket."""
    number = world.distribution()
    chicken = world.product("11.90", "Poulet fermier", weighed=True)
    first = world.basket(number, world.member("A"), products=((chicken, "2"),))
    second = world.basket(number, world.member("B"), "3.00")
    here, there = move_line(world.desk, first.lines[0].id, first.version, second.id, second.version)
    assert (here.unweighed, there.unweighed) == (0, 1)


def test_more_than_was_ordered_goes_to_another(world: World, pair: Pair) -> None:
    """R30: three were in the crate of one who had ordered two: then he has what he ordered."""
    first, second = pair
    first = set_quantity(world.desk, first.lines[0].id, first.version, Decimal(3))
    here, there = move_line(
        world.desk, first.lines[0].id, first.version, second.id, second.version, Decimal(1)
    )
    assert told(here.lines[0]) == (2, 2, euros("9.03"), None, "→ 2")
    assert there.lines[1].delivered == 1


def test_what_cannot_be_moved(world: World, pair: Pair) -> None:
    """R2, R7, R33: more than there is, nothing, half a piece, the same basket, another evening."""
    first, second = pair
    line = first.lines[0].id

    def to(basket: BasketView, quantity: str | None = None) -> None:
        move_line(
            world.desk,
            line,
            first.version,
            basket.id,
            basket.version,
            None if quantity is None else Decimal(quantity),
        )

    for quantity in ("3", "0", "-1", "2.001"):
        given = refused(BadQuantity, partial(to, second, quantity))
        assert given.quantity == Decimal(quantity)
    assert refused(NotByWeight, lambda: to(second, "0.5")).product == "Brioche 400 g"
    refused(LineUnchanged, lambda: to(first))
    elsewhere = world.basket(world.distribution(START.replace(day=27)), first.member_id, "1.00")
    assert refused(NotFound, lambda: to(elsewhere)).what == "basket"
    assert refused(NotFound, lambda: to(replace(second, id=10_000))).number == 10_000
    now = receive(world.other("maryam"), second.id, second.version, Mode.CASH)
    stale = refused(BasketChanged, lambda: to(second))
    assert (stale.number, stale.who) == (2, "maryam")
    validate(world.desk, now.id, now.version)
    assert refused(BasketIsValidated, lambda: to(second)).number == 2


def test_a_stale_sight_of_the_basket_that_it_leaves(world: World, pair: Pair) -> None:
    """Somebody received for it meanwhile: refused, whole."""
    first, second = pair
    receive(world.other("maryam"), first.id, first.version, Mode.CASH)
    line = first.lines[0].id
    given = refused(
        BasketChanged,
        lambda: move_line(world.desk, line, first.version, second.id, second.version),
    )
    assert (given.number, given.who) == (1, "maryam")
    now = world.again(first)
    done = validate(world.desk, now.id, now.version)
    refused(
        BasketIsValidated,
        lambda: move_line(world.desk, line, done.version, second.id, second.version),
    )


def test_nothing_left_to_move(world: World, pair: Pair) -> None:
    """R30: what did not come cannot go elsewhere."""
    first, second = pair
    first = set_delivered(world.desk, first.lines[0].id, first.version, False)
    refused(
        LineUnchanged,
        lambda: move_line(world.desk, first.lines[0].id, first.version, second.id, second.version),
    )


def test_half_a_piece_moved(world: World, pair: Pair) -> None:
    """R7: after a question, and it marks the product."""
    first, second = pair
    line = first.lines[0].id
    here, there = move_line(
        world.desk,
        line,
        first.version,
        second.id,
        second.version,
        Decimal("0.5"),
        by_weight=True,
    )
    assert (here.lines[0].delivered, there.lines[1].delivered) == (Decimal("1.5"), Decimal("0.5"))
    assert (here.lines[0].weighed, there.lines[1].total) == (True, euros("2.26"))
    undone(world)
    assert world.again(first).lines[0].weighed is False


# One act, taken back


def test_a_move_is_one_act_with_two_entries(world: World, pair: Pair) -> None:
    """R60, R61: and one undo takes both back."""
    first, second = pair
    before = settled_dump()
    move_line(world.desk, first.lines[0].id, first.version, second.id, second.version, Decimal(1))
    act = last_act("paul")
    assert (act.kind, act.baskets) == (ActKind.MOVE_LINE, (1, 2))
    entries = JournalEntry.select().where(JournalEntry.act == act.act).order_by(JournalEntry.id)
    assert [(one.basket, one.member) for one in entries] == [
        (first.id, first.member_id),
        (second.id, second.member_id),
    ]
    undone(world)
    assert settled_dump() == before
    assert check() == []


def test_a_replacement_taken_back(world: World, pair: Pair) -> None:
    """R61: the new line is gone, the old one as it was, who changed it included."""
    first, _second = pair
    bread = world.product("5.60", "Pain 1 kg")
    before = settled_dump()
    replace_line(world.desk, first.lines[0].id, first.version, bread, Decimal(1))
    act = last_act("paul")
    assert (act.kind, act.baskets) == (ActKind.REPLACE_LINE, (1,))
    undone(world)
    assert settled_dump() == before
    assert check() == []


@pytest.mark.parametrize("place", [0, 1])
def test_a_move_that_somebody_built_on(world: World, pair: Pair, place: int) -> None:
    """A basket was validated since, this one or the other: refused, and it says which."""
    first, second = pair
    move_line(world.desk, first.lines[0].id, first.version, second.id, second.version, Decimal(1))
    maryam = world.other("maryam")
    basket = world.again(pair[place])
    validate(maryam, basket.id, basket.version, mode=Mode.CASH)
    given = refused(CannotUndo, lambda: undone(world))
    assert (given.kind, given.baskets, given.who) == ("move_line", (place + 1,), "maryam")
    undo(maryam, last_act("maryam").act)
    undone(world)
    assert [one.cost for one in read_sheet(first.distribution_id).baskets] == [euros("9.03"), 3]


# Added, ordered, absent


def test_fractions_added(world: World, pair: Pair) -> None:
    """R7: a fraction of a new line asks once, and marks its product; undo takes both back."""
    first, _second = pair
    cabbage = world.product("3.00", "Chou 1 pièce", fee="5.00")
    before = settled_dump()
    given = refused(
        NotByWeight,
        lambda: add_line(world.desk, first.id, first.version, cabbage, Decimal("1.255")),
    )
    assert (given.product, given.quantity) == ("Chou 1 pièce", Decimal("1.255"))
    after = add_line(world.desk, first.id, first.version, cabbage, Decimal("1.255"), by_weight=True)
    line = after.lines[1]
    # 1.255 × 3.00 × 1.05 = 3.95325
    assert (line.total, line.fee, line.weighed) == (euros("3.95"), euros("0.19"), True)
    assert (line.ordered, line.delivered, line.note) == (line.delivered, Decimal("1.255"), None)
    assert after.unweighed == 0
    assert (line.changed_at, line.changed_by) == (world.clock.now(), "paul")
    undone(world)
    assert settled_dump() == before


def test_fractions_of_a_new_order(world: World) -> None:
    """R7, R19: one question for the whole order, nothing is written before it is answered."""
    number, member = world.distribution(), world.member("A")
    cheese = world.product("19.80", "Tomme affinée", weighed=True)
    cabbage = world.product("3.00", "Chou 1 pièce")
    before = settled_dump()
    lines = [(cheese, Decimal("0.305")), (cabbage, Decimal("1.5")), (cabbage, Decimal(2))]
    given = refused(NotByWeight, lambda: new_order(world.desk, number, member, lines))
    assert given.product == "Chou 1 pièce"
    basket = new_order(world.desk, number, member, lines, by_weight=True)
    assert [one.total for one in basket.lines] == [euros("6.04"), euros("4.50"), 6]
    assert [one.position for one in basket.lines] == [1, 2, 3]
    assert (basket.by_coordinator, basket.without_payment) == (True, True)
    # Two cabbages of a product that is weighed from now on: they wait for the scales.
    assert basket.unweighed == 1
    undone(world)
    assert settled_dump() == before


@pytest.mark.parametrize("release", [True, False])
def test_absent_with_lines_that_were_moved(world: World, pair: Pair, release: bool) -> None:
    """R34: what came from another basket is released with the rest, and comes back with it."""
    first, second = pair
    _here, there = move_line(
        world.desk, first.lines[0].id, first.version, second.id, second.version, Decimal(1)
    )
    there = mark_absent(world.desk, there.id, there.version, release=release)
    assert there.cost == (0 if release else euros("7.52"))
    there = mark_present(world.desk, there.id, there.version)
    assert (there.cost, there.lines[1].note) == (euros("7.52"), "← 1")
    assert check() == []


# Weights that are missing


@pytest.fixture
def weights(world: World) -> BasketView:
    """Give a basket with two weights that are missing, and one that the file brought."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True)
    number = world.distribution()
    quantities = ((chicken, "1"), (chicken, "2"), (chicken, "1.35"))
    return world.basket(number, world.member("A"), "3.00", products=quantities)


def test_validating_over_missing_weights_asks(world: World, weights: BasketView) -> None:
    """R32: it says how many; accepted as shown, the basket is validated."""
    assert weights.unweighed == 2
    asked = refused(
        NeedsAnswer,
        lambda: validate(world.desk, weights.id, weights.version, mode=Mode.CASH),
    )
    assert asked.outcome == Outcome(unweighed=2)
    assert not asked.outcome.ordinary
    refused(
        NeedsAnswer,
        lambda: validate(
            world.desk, weights.id, weights.version, mode=Mode.CASH, accept=Outcome(unweighed=1)
        ),
    )
    done = validate(world.desk, weights.id, weights.version, mode=Mode.CASH, accept=asked.outcome)
    assert (done.validated, done.paid) == (True, euros("54.77"))  # 3 + 11.90 + 23.80 + 16.07


def test_a_debt_and_a_missing_weight_are_asked_together(world: World, weights: BasketView) -> None:
    """R32, R41: one question, all that remains in it."""
    line = weights.lines[1]
    basket = receive(world.desk, weights.id, weights.version, Mode.CASH)
    basket = set_quantity(world.desk, line.id, basket.version, Decimal("1.2"))
    asked = refused(NeedsAnswer, lambda: validate(world.desk, basket.id, basket.version))
    assert asked.outcome == Outcome(debt=euros("2.38"), unweighed=1)


def test_what_blocks(world: World, weights: BasketView) -> None:
    """The missing weights are told before the mode, until all are on the scales."""
    number = weights.distribution_id
    assert blocker(weights) is Blocker.WEIGHTS
    left = remaining(read_sheet(number))
    assert (left.weights, left.blockers, left.ready) == (2, {Blocker.WEIGHTS: 1}, 0)
    basket = set_quantity(world.desk, weights.lines[1].id, weights.version, Decimal("1.1"))
    assert unweighed_lines(number) == {weights.id: 1}
    basket = set_delivered(world.desk, basket.lines[2].id, basket.version, False)
    assert unweighed_lines(number) == {}
    assert blocker(basket) is Blocker.MODE
    assert remaining(read_sheet(number)).weights == 0


def test_forced_validation_lists_them(world: World, weights: BasketView) -> None:
    """R42, R32: with how many; weighed meanwhile, the plan is no longer what was shown."""
    world.basket(weights.distribution_id, world.member("B"), "4.00")
    plan = plan_force(weights.distribution_id)
    assert [(one.number, one.unweighed) for one in plan.unweighed] == [(1, 2)]
    set_quantity(world.other("maryam"), weights.lines[1].id, weights.version, Decimal("1.1"))
    again = refused(PlanChanged, lambda: force(world.desk, plan)).plan
    assert [(one.number, one.unweighed) for one in again.unweighed] == [(1, 1)]
    assert force(world.desk, again) == 2
    assert check() == []


def test_absent_nobody_weighs(world: World, weights: BasketView) -> None:
    """R34: the weights of somebody absent block nothing, neither one by one nor all at once."""
    basket = mark_absent(world.desk, weights.id, weights.version, release=False)
    assert basket.unweighed == 2
    assert blocker(basket) is None
    assert remaining(read_sheet(basket.distribution_id)).weights == 0
    assert plan_force(basket.distribution_id).unweighed == ()
    after = validate(world.desk, basket.id, basket.version)
    assert (after.validated, after.balance) == (True, -basket.cost)


# All that somebody absent ordered


def test_somebody_else_takes_and_pays_it(world: World, pair: Pair) -> None:
    """R34: the absent owe nothing, who takes it owes both; one undo brings it back."""
    first, second = pair
    before = settled_dump()
    here, there = give_basket(world.desk, first.id, first.version, second.id, second.version)
    assert (here.absent, here.cost, here.balance) == (True, 0, 0)
    assert (there.cost, there.to_pay, world.balance(there)) == (
        euros("12.03"),
        euros("12.03"),
        euros("-12.03"),
    )
    assert [told(line) for line in here.lines] == [(2, 0, 0, Reason.ERROR, "→ 2")]
    assert told(there.lines[1]) == (2, 2, euros("9.03"), None, "← 1")
    assert check() == []
    undone(world)
    assert settled_dump() == before


def test_given_away_and_then_they_came(world: World, pair: Pair) -> None:
    """R34: what somebody else has stays there, whatever was said of the line before."""
    first, second = pair
    line = first.lines[0]
    first = set_quantity(world.desk, line.id, first.version, Decimal(1))
    first = set_reason(world.desk, line.id, first.version, Reason.ERROR, None)
    here, _there = give_basket(world.desk, first.id, first.version, second.id, second.version)
    here = mark_present(world.desk, here.id, here.version)
    assert (here.absent, here.cost) == (False, 0)
    assert check() == []


def test_what_cannot_be_given_away(world: World, pair: Pair) -> None:
    """R33, R34: into a validated basket, of an evening that is another, twice, of nothing."""
    first, second = pair
    paid = receive(world.desk, second.id, second.version, Mode.CASH)
    validated = validate(world.desk, paid.id, paid.version)
    before = world.dump()
    with pytest.raises(BasketIsValidated):
        give_basket(world.desk, first.id, first.version, validated.id, validated.version)
    other = world.basket(world.distribution(place="Ailleurs"), world.member("C"), "1.00")
    after = world.dump()
    with pytest.raises(NotFound):
        give_basket(world.desk, first.id, first.version, other.id, other.version)
    with pytest.raises(LineUnchanged):
        give_basket(world.desk, first.id, first.version, first.id, first.version)
    assert world.dump() == after != before
    absent = mark_absent(world.desk, first.id, first.version, release=False)
    third = world.basket(first.distribution_id, world.member("D"), "1.00")
    with pytest.raises(LineUnchanged):
        give_basket(world.desk, absent.id, absent.version, third.id, third.version)
