"""What holds for a product in all its baskets, whatever is done with it (R30 to R32)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

import pytest

from cagette_tui.model.acts.absence import mark_absent, mark_present
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.delivering import add_line, set_delivered
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind, Mode, Reason
from cagette_tui.model.rules.product_plans import (
    ProductPlan,
    plan_price,
    plan_undelivered,
    plan_weights,
    share_out,
)
from cagette_tui.model.rules.products import ProductUse, product_use, product_uses
from cagette_tui.model.rules.refusals import (
    BasketIsValidated,
    CannotUndo,
    DistributionIsCertified,
    LineUnchanged,
)
from tests.model.acts.product_evening import baskets, delivered, entries, ordered, use_of, validated
from tests.world import World, euros, refused, settled_dump

Make = Callable[[ProductUse], ProductPlan]
PLANS: dict[str, Make] = {
    "undelivered": plan_undelivered,
    "weights": lambda use: plan_weights(
        use, {one.line.id: one.line.ordered + Decimal("0.25") for one in use.lines}
    ),
    "prices": lambda use: plan_price(use, euros("13.00")),
}


def test_what_the_plan_shows_is_what_happens(world: World) -> None:
    """R31: the costs, balances and what is to pay that the plan shows are those that follow."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True, fee="2.00")
    number = ordered(world, chicken, "1", "2", "1.5")
    for make in PLANS.values():
        plan = make(use_of(number, chicken))
        carry_out(world.desk, plan)
        now = {one.id: one for one in baskets(number)}
        for _before, after in plan.baskets:
            found = now[after.id]
            assert (after.cost, after.balance) == (found.cost, found.balance)
            assert (after.to_pay, after.credit) == (found.to_pay, found.credit)
        undo(world.desk, last_act("paul").act)


@pytest.fixture
def chicken(world: World) -> int:
    """Give a product sold by weight, with a fee."""
    return world.product("11.90", "Poulet fermier", weighed=True, fee="2.00")


@pytest.mark.parametrize("kind", PLANS)
def test_one_act(world: World, chicken: int, kind: str) -> None:
    """R60, R61: one number, one entry for each basket, and one undo for all of it."""
    number = ordered(world, chicken, "1", "2", "1.5", "1.2")
    validated(world, number, 4)
    before = settled_dump()
    carry_out(world.desk, PLANS[kind](use_of(number, chicken)))
    act = last_act("paul")
    assert (act.kind, act.baskets, act.member) == (ActKind(kind), (1, 2, 3), None)
    rows = entries(act.act)
    assert [(one.kind, one.basket, one.member, one.distribution, one.who) for one in rows] == [
        (kind, one.id, one.member_id, number, "paul") for one in baskets(number)[:3]
    ]
    assert settled_dump() != before
    undo(world.desk, act.act)
    assert settled_dump() == before
    assert [one.undoes for one in entries(act.act + 1)] == [act.act] * 3
    assert check() == []


@pytest.mark.parametrize("kind", PLANS)
def test_what_was_ordered_is_never_overwritten(world: World, chicken: int, kind: str) -> None:
    """R30: and R12, R11 hold in every basket."""
    number = ordered(world, chicken, "1", "2", "1.5")
    carry_out(world.desk, PLANS[kind](use_of(number, chicken)))
    assert [one.line.ordered for one in use_of(number, chicken).lines] == [1, 2, Decimal("1.5")]
    for basket in baskets(number):
        assert basket.cost == sum(line.total for line in basket.lines)
        assert basket.balance == -basket.cost
    assert check() == []


@pytest.mark.parametrize("kind", PLANS)
def test_who_changed_it_and_when(world: World, chicken: int, kind: str) -> None:
    """R30: on the lines that changed, on no other; undo takes it back."""
    number = ordered(world, chicken, "1", "2")
    maryam = world.other("maryam")
    carry_out(maryam, PLANS[kind](use_of(number, chicken)))
    noted = {(one.changed_at, one.changed_by) for b in baskets(number) for one in b.lines[:1]}
    assert noted == {(world.clock.now(), "maryam")}
    others = {(one.changed_at, one.changed_by) for b in baskets(number) for one in b.lines[1:]}
    assert others == {(None, None)}
    undo(maryam, last_act("maryam").act)
    assert {one.line.changed_by for one in use_of(number, chicken).lines} == {None}


@pytest.mark.parametrize("kind", PLANS)
def test_nothing_to_change(world: World, chicken: int, kind: str) -> None:
    """Done a second time it is refused, and writes nothing."""
    number = ordered(world, chicken, "1", "2")
    make = PLANS[kind]
    carry_out(world.desk, make(use_of(number, chicken)))
    plan = make(use_of(number, chicken))
    assert (plan.lines, plan.baskets, plan.difference) == ((), (), 0)
    refused(LineUnchanged, lambda: carry_out(world.desk, plan))


@pytest.mark.parametrize("kind", PLANS)
def test_a_basket_that_changed_since(world: World, chicken: int, kind: str) -> None:
    """Somebody was faster in one of the baskets: refused as a whole, and it says which and who."""
    number = ordered(world, chicken, "1", "2", "1")
    plan = PLANS[kind](use_of(number, chicken))
    second = baskets(number)[1]
    receive(world.other("maryam"), second.id, second.version, Mode.CARD)
    told = refused(BasketChanged, lambda: carry_out(world.desk, plan))
    assert (told.number, told.who) == (2, "maryam")


@pytest.mark.parametrize("kind", PLANS)
def test_a_basket_that_was_validated_since(world: World, chicken: int, kind: str) -> None:
    """R33: refused as a whole; planned again, that basket is left alone and listed."""
    number = ordered(world, chicken, "1.5", "2.5", "1.5")
    plan = PLANS[kind](use_of(number, chicken))
    second = baskets(number)[1]
    validate(world.other("maryam"), second.id, second.version, mode=Mode.CARD)
    told = refused(BasketIsValidated, lambda: carry_out(world.desk, plan))
    assert (told.number, told.by) == (2, "maryam")
    again = PLANS[kind](use_of(number, chicken))
    assert [one.number for one in again.left_alone] == [2]
    assert carry_out(world.desk, again) == 2


@pytest.mark.parametrize("kind", PLANS)
def test_an_archived_distribution(world: World, chicken: int, kind: str) -> None:
    """R43: whoever still has the plan before him is refused."""
    number = ordered(world, chicken, "1.5", "2.5")
    plan = PLANS[kind](use_of(number, chicken))
    force(world.desk, plan_force(number))
    certify(world.desk, number)
    refused(DistributionIsCertified, lambda: carry_out(world.desk, plan))
    later = PLANS[kind](use_of(number, chicken))
    refused(LineUnchanged, lambda: carry_out(world.desk, later))


@pytest.mark.parametrize("kind", PLANS)
def test_undo_names_the_basket_that_was_validated(world: World, chicken: int, kind: str) -> None:
    """One undo takes the whole act back, unless a basket was validated since."""
    number = ordered(world, chicken, "1.5", "2.5", "1.5")
    carry_out(world.desk, PLANS[kind](use_of(number, chicken)))
    second = baskets(number)[1]
    maryam = world.other("maryam")
    validate(maryam, second.id, second.version, mode=Mode.CASH)
    told = refused(CannotUndo, lambda: undo(world.desk, last_act("paul").act))
    assert (told.kind, told.baskets, told.who) == (kind, (2,), "maryam")
    undo(maryam, last_act("maryam").act)
    undo(world.desk, last_act("paul").act)
    assert delivered(number, chicken) == [Decimal("1.5"), Decimal("2.5"), Decimal("1.5")]


def test_undo_names_every_basket_of_a_forced_validation(world: World, chicken: int) -> None:
    """R42: all that were validated since, and no other."""
    number = ordered(world, chicken, "1.5", "2.5", "1.5")
    validated(world, number, 3)
    carry_out(world.desk, plan_undelivered(use_of(number, chicken)))
    force(world.other("maryam"), plan_force(number))
    told = refused(CannotUndo, lambda: undo(world.desk, last_act("paul").act))
    assert told.baskets == (1, 2)


@pytest.mark.parametrize("kind", PLANS)
def test_all_baskets_validated(world: World, chicken: int, kind: str) -> None:
    """R31, R33: nothing to do, all of them listed."""
    number = ordered(world, chicken, "1.5", "2.5")
    for place in (1, 2):
        validated(world, number, place)
    plan = PLANS[kind](use_of(number, chicken))
    assert [one.number for one in plan.left_alone] == [1, 2]
    assert plan.lines == ()
    refused(LineUnchanged, lambda: carry_out(world.desk, plan))


# The list of products


def test_the_products_of_a_distribution(world: World) -> None:
    """By producer and name, with the number of baskets and the amount concerned."""
    second = world.product("4.00", "Tomme 1 kg", vendor="Chèvrerie")
    first = world.product("2.00", "Faisselle 1 pièce", vendor="Chèvrerie")
    bread = world.product("3.85", "Pain 500 g", vendor="Boulangerie")
    number, member = world.distribution(), world.member("A")
    world.basket(number, member, products=((second, "2"), (first, "1"), (first, "2")))
    basket = world.basket(number, world.member("B"), products=((first, "1"),))
    add_line(world.desk, basket.id, basket.version, bread, Decimal(1))
    uses = product_uses(read_sheet(number))
    assert [(one.producer, one.name, one.baskets, one.ordered, one.amount) for one in uses] == [
        ("Boulangerie", "Pain 500 g", 1, 1, euros("3.85")),
        ("Chèvrerie", "Faisselle 1 pièce", 2, 4, 8),
        ("Chèvrerie", "Tomme 1 kg", 1, 2, 8),
    ]


def test_what_was_cancelled_before_concerns_nobody(world: World) -> None:
    """R30: a line of quantity 0 in the file is in no list, and in no plan."""
    number = world.evening().distribution_id
    uses = {one.name: one for one in product_uses(read_sheet(number))}
    brioche = uses["Brioche 400 g"]
    assert (len(brioche.lines), brioche.baskets) == (22, 22)  # 23 lines of the file, one of them 0
    assert len(plan_undelivered(brioche).rows) == 22
    assert product_use(read_sheet(number), 10_000) is None


def test_amounts_of_a_whole_file(world: World) -> None:
    """The products together come to what the baskets cost."""
    number = world.evening().distribution_id
    sheet = read_sheet(number)
    uses = product_uses(sheet)
    assert sum(one.amount for one in uses) == sum(one.cost for one in sheet.baskets)
    shares: Mapping[int, Decimal] = {}
    for use in uses:
        shares = {**shares, **share_out(use, use.delivered)}
    assert all(
        shares[line.id] == line.delivered
        for one in sheet.baskets
        for line in one.lines
        if line.ordered
    )
    refused(LineUnchanged, partial(carry_out, world.desk, plan_undelivered(uses[0], shares)))


def test_undo_after_somebody_received_money(world: World) -> None:
    """One undo takes the whole act back unless a basket was validated since; what was
    paid, and other lines, stay as they are (R12)."""
    number, product = world.distribution(), world.product("2.00")
    other = world.product("3.00")
    one = world.basket(number, world.member("A"), products=((product, "2"), (other, "1")))
    two = world.basket(number, world.member("B"), products=((product, "1"),))
    use = product_use(read_sheet(number), product)
    assert use is not None
    carry_out(world.desk, plan_undelivered(use))
    anne = world.other("Anne")
    receive(anne, one.id, read_basket(one.id).version, Mode.CASH)
    set_delivered(anne, one.lines[1].id, read_basket(one.id).version, False)
    undo(world.desk, last_act("paul").act)
    now = read_basket(one.id)
    assert (now.cost, now.paid, now.to_pay) == (4, 3, 1)
    assert read_basket(two.id).cost == 2
    assert check() == []


def test_what_came_after_all_is_given_to_those_who_lack_it(world: World) -> None:
    """R31: a share after "undelivered"; a line that was damaged gets nothing more."""
    number, product = world.distribution(), world.product("2.00")
    baskets = [
        world.basket(number, world.member(name), products=((product, "2"),)) for name in "ABC"
    ]
    damaged = set_delivered(
        world.desk, baskets[0].lines[0].id, baskets[0].version, False, reason=Reason.DAMAGED
    )
    assert damaged.cost == 0
    for came, costs in ((Decimal(0), (0, 0, 0)), (Decimal(3), (0, 4, 2))):
        use = product_use(read_sheet(number), product)
        assert use is not None
        carry_out(world.desk, plan_undelivered(use, share_out(use, came)))
        assert tuple(one.cost for one in read_sheet(number).baskets) == costs


@pytest.mark.parametrize("plan", [plan_undelivered, lambda use: plan_price(use, euros("2.00"))])
def test_what_came_into_a_basket_after_it_was_shown(
    world: World, plan: Callable[[ProductUse], ProductPlan]
) -> None:
    """R31: "all baskets" is all there are: one that has the product since is shown first."""
    carrots = world.product("2.50", "Carottes 1 kg")
    number = ordered(world, carrots, "1", "1")
    newcomer = world.basket(number, world.member("C"), "3.00")
    shown = plan(use_of(number, carrots))
    anne = world.other("anne")
    add_line(anne, newcomer.id, newcomer.version, carrots, Decimal(1))
    told = refused(BasketChanged, lambda: carry_out(world.desk, shown))
    assert (told.number, told.who) == (3, "anne")
    assert carry_out(world.desk, plan(use_of(number, carrots))) == 3
    assert check() == []


def test_what_was_missing_and_came_after_it_was_shown(world: World) -> None:
    """R31: a line that the plan had nothing to do with has become one that it has."""
    carrots = world.product("2.50", "Carottes 1 kg")
    number = ordered(world, carrots, "1", "1")
    first = baskets(number)[0]
    first = set_delivered(world.desk, first.lines[0].id, first.version, False)
    shown = plan_undelivered(use_of(number, carrots))
    set_delivered(world.other("anne"), first.lines[0].id, first.version, True)
    told = refused(BasketChanged, lambda: carry_out(world.desk, shown))
    assert told.number == 1


def test_weights_do_not_wait_for_others(world: World) -> None:
    """R32: whoever weighs goes on, although a basket has the product since."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True)
    number = ordered(world, chicken, "1")
    other = world.basket(number, world.member("C"), "3.00")
    use = use_of(number, chicken)
    plan = plan_weights(use, {use.lines[0].line.id: Decimal("1.1")})
    add_line(world.desk, other.id, other.version, chicken, Decimal(1))
    assert carry_out(world.desk, plan) == 1


def test_nobody_absent_waits_at_the_scales(world: World) -> None:
    """R34, R32: what lacks weights is counted without those who did not come."""
    product = world.product("10.00", weighed=True)
    number = ordered(world, product, "1", "2")
    assert use_of(number, product).unweighed == 2
    first, _second = baskets(number)
    mark_absent(world.desk, first.id, first.version, release=False)
    assert use_of(number, product).unweighed == 1


def test_what_was_given_up_for_the_absent(world: World) -> None:
    """R34, R31, R32, R53: in no list and no count; its price is the new one; it comes back."""
    product = world.product("10.00", weighed=True)
    number = ordered(world, product, "1", "2")
    first, second = baskets(number)
    stale = plan_undelivered(use_of(number, product))
    first = mark_absent(world.desk, first.id, first.version, release=True)
    refused(BasketChanged, lambda: carry_out(world.desk, stale))
    use = use_of(number, product)
    assert (use.baskets, use.ordered, use.unweighed) == (1, 2, 1)
    assert share_out(use, Decimal(3))[second.lines[0].id] == 2
    for name, places in (("undelivered", {2}), ("weights", {2}), ("prices", {1, 2})):
        assert {one.basket.number for one in PLANS[name](use).lines} == places
    # All that is said of it goes through, although the absent member's line is another.
    assert carry_out(world.desk, plan_undelivered(use)) == 1
    assert carry_out(world.desk, plan_price(use_of(number, product), euros("13.00"))) == 2
    mark_present(world.desk, first.id, world.again(first).version)
    again = use_of(number, product)
    assert [(one.line.delivered, one.line.price) for one in again.lines] == [(1, 13), (0, 13)]
    assert check() == []


def test_all_is_given_up(world: World) -> None:
    """R34: a product that nobody collected stands in no list."""
    product = world.product("10.00", weighed=True)
    number = ordered(world, product, "1")
    (basket,) = baskets(number)
    mark_absent(world.desk, basket.id, basket.version, release=True)
    assert product_uses(read_sheet(number)) == ()


def test_a_certified_evening_is_not_validated(world: World) -> None:
    """R43: what is left is asked of an open one only."""
    number = ordered(world, world.product("10.00"), "1")
    validated(world, number, 1)
    certify(world.desk, number)
    refused(DistributionIsCertified, lambda: plan_force(number))
