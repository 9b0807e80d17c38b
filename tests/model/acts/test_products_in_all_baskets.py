"""One product in all its baskets: undelivered, weighed, at another price (R30 to R32)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagette_tui.model.acts.absence import mark_absent, mark_present
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.delivering import add_line, set_delivered, set_price, set_quantity
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.reading.lists import read_products
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind, Mode, Reason
from cagette_tui.model.rules.product_plans import (
    ProductPlan,
    plan_price,
    plan_undelivered,
    plan_weights,
    share_out,
)
from cagette_tui.model.rules.products import LineInBasket, ProductUse, product_use, product_uses
from cagette_tui.model.rules.refusals import (
    BadAmount,
    BadQuantity,
    BasketIsValidated,
    CannotUndo,
    DistributionIsCertified,
    LineUnchanged,
    NotByWeight,
    NoWeight,
    WeightTooLarge,
)
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.journal import JournalEntry
from tests.world import World, euros, refused, settled_dump

Make = Callable[[ProductUse], ProductPlan]
PLANS: dict[str, Make] = {
    "undelivered": plan_undelivered,
    "weights": lambda use: plan_weights(
        use, {one.line.id: one.line.ordered + Decimal("0.25") for one in use.lines}
    ),
    "prices": lambda use: plan_price(use, euros("13.00")),
}


def use_of(number: int, product: int) -> ProductUse:
    """Read what was ordered and delivered of a product."""
    found = product_use(read_sheet(number), product)
    assert found is not None
    return found


def ordered(world: World, product: int, *quantities: str) -> int:
    """Make a distribution whose baskets 1, 2, … each ordered so much, and something for 3.00."""
    number, other = world.distribution(), world.product("3.00")
    for place, quantity in enumerate(quantities, start=1):
        member = world.member(f"Membre {place}")
        world.basket(number, member, products=((product, quantity), (other, "1")))
    return number


def baskets(number: int) -> tuple[BasketView, ...]:
    """Read the baskets."""
    return read_sheet(number).baskets


def validated(world: World, number: int, place: int) -> BasketView:
    """Validate the basket at a place, paid in cash."""
    basket = baskets(number)[place - 1]
    return validate(world.desk, basket.id, basket.version, mode=Mode.CASH)


def entries(act: int) -> list[JournalEntry]:
    """Read the journal entries of an act."""
    return list(JournalEntry.select().where(JournalEntry.act == act).order_by(JournalEntry.id))


def delivered(number: int, product: int) -> list[Decimal]:
    """Return what is delivered of a product, line by line."""
    return [one.line.delivered for one in use_of(number, product).lines]


# Undelivered


def test_undelivered_in_all_baskets(world: World) -> None:
    """R30, R31, R3: nothing is left of it but what was ordered; the fee goes with the line."""
    brioche = world.product("4.30", "Brioche 400 g", fee="5.00")
    number = ordered(world, brioche, "1", "2", "1")
    paid = baskets(number)[1]
    receive(world.desk, paid.id, paid.version, Mode.CASH)
    left = validated(world, number, 3)

    plan = plan_undelivered(use_of(number, brioche))
    assert plan.left_alone == (left,)
    assert plan.difference == euros("-13.55")  # 4.52 and 9.03
    assert [one.difference for one in plan.lines] == [euros("-4.52"), euros("-9.03")]
    assert [(one.cost, then.cost) for one, then in plan.baskets] == [
        (euros("7.52"), 3),
        (euros("12.03"), 3),
    ]
    assert carry_out(world.desk, plan) == 2

    first, second, third = baskets(number)
    for basket, quantity in ((first, 1), (second, 2)):
        line = basket.lines[0]
        assert (line.ordered, line.delivered, line.fee, line.total) == (quantity, 0, 0, 0)
        assert line.reason is Reason.UNDELIVERED
        assert basket.cost == 3
    assert (first.to_pay, first.balance, first.credit) == (3, -3, 0)
    # It had been paid: the credit is there at once (R17).
    assert (second.paid, second.difference, second.credit) == (
        euros("12.03"),
        euros("9.03"),
        second.balance,
    )
    assert third == left
    assert check() == []


def test_undelivered_in_some_baskets(world: World) -> None:
    """R31: marked ones alone; what others have neither changes nor holds it up."""
    brioche = world.product("4.30", "Brioche 400 g")
    number = ordered(world, brioche, "1", "2", "1", "3")
    first, second, third, fourth = baskets(number)
    left = validated(world, number, 4)
    only = frozenset({second.id, third.id, fourth.id})
    plan = plan_undelivered(use_of(number, brioche), only=only)
    assert [one.basket.number for one in plan.lines] == [2, 3]
    assert plan.left_alone == (left,)
    assert plan.difference == euros("-12.90")
    assert share_out(plan.use, Decimal(4), only) == {
        second.lines[0].id: 1,  # basket 4 has its three
        third.lines[0].id: 0,
    }
    # The first one changes meanwhile: that is none of these.
    set_quantity(world.desk, first.lines[0].id, first.version, Decimal(3))
    assert carry_out(world.desk, plan) == 2
    now = baskets(number)
    assert [one.lines[0].delivered for one in now] == [3, 0, 0, 3]
    assert [one.lines[0].reason for one in now][1:3] == [Reason.UNDELIVERED] * 2
    assert check() == []


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


def test_a_reason_that_was_given_already_stays(world: World) -> None:
    """R30: of a line that is at 0 already the plan changes nothing, least of all why."""
    bread = world.product("3.85", "Pain 500 g")
    number = ordered(world, bread, "1", "1")
    first = baskets(number)[0]
    set_delivered(world.desk, first.lines[0].id, first.version, False, reason=Reason.DAMAGED)
    plan = plan_undelivered(use_of(number, bread))
    assert [one.basket.number for one in plan.lines] == [2]
    assert [one.basket.number for one in plan.rows] == [1, 2]
    carry_out(world.desk, plan)
    assert [one.lines[0].reason for one in baskets(number)] == [Reason.DAMAGED, Reason.UNDELIVERED]


def test_several_pieces_in_one_basket(world: World) -> None:
    """R7, R31: one line per piece; the basket changes once, by all of them."""
    duck = world.product("16.75", "Cuisses de canard", weighed=True, fee="2.00")
    number, member = world.distribution(), world.member("A")
    world.basket(number, member, products=((duck, "0.599"), (duck, "0.561"), (duck, "0.552")))
    use = use_of(number, duck)
    assert (use.baskets, len(use.lines), use.ordered) == (1, 3, Decimal("1.712"))
    plan = plan_undelivered(use)
    # 10.23 + 9.58 + 9.43, each rounded by itself.
    assert [one.difference for one in plan.lines] == [
        euros("-10.23"),
        euros("-9.58"),
        euros("-9.43"),
    ]
    assert [after.cost for _before, after in plan.baskets] == [0]
    assert carry_out(world.desk, plan) == 1
    assert (baskets(number)[0].cost, baskets(number)[0].version) == (0, 2)


# What came is shared out


def test_twelve_ordered_eight_came(world: World) -> None:
    """R31: in the order of the baskets; the rest is undelivered."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4", "3", "5")
    use = use_of(number, eggs)
    assert use.ordered == 12
    shares = share_out(use, Decimal(8))
    assert list(shares.values()) == [4, 3, 1]
    assert carry_out(world.desk, plan_undelivered(use, shares)) == 1
    lines = [one.line for one in use_of(number, eggs).lines]
    assert [(one.ordered, one.delivered, one.reason) for one in lines] == [
        (4, 4, None),
        (3, 3, None),
        (5, 1, Reason.UNDELIVERED),
    ]
    assert baskets(number)[2].cost == euros("5.10")
    assert check() == []


@pytest.mark.parametrize(
    ("came", "shares"),
    [("12", [4, 5]), ("8", [4, 1]), ("5", [2, 0]), ("3", [0, 0]), ("1", [0, 0]), ("0", [0, 0])],
)
def test_what_validated_baskets_have_got_is_gone(
    world: World, came: str, shares: list[int]
) -> None:
    """R31, R33: basket 2 has its three; what is left goes to the others in their order."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4", "3", "5")
    validated(world, number, 2)
    use = use_of(number, eggs)
    found = share_out(use, Decimal(came))
    assert list(found.values()) == shares
    assert list(found) == [one.line.id for one in use.open_lines]


def test_who_is_absent_gets_the_rest(world: World) -> None:
    """R31, R34: whoever came for it is served first."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4", "3", "5")
    first = baskets(number)[0]
    mark_absent(world.desk, first.id, first.version, release=False)
    use = use_of(number, eggs)
    assert list(share_out(use, Decimal(9)).values()) == [1, 3, 5]
    assert list(share_out(use, Decimal(7)).values()) == [0, 3, 4]


def test_shared_by_hand(world: World) -> None:
    """R31: whoever stands at the table decides; a line that is not named gets nothing."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4", "3", "5")
    use = use_of(number, eggs)
    first, _second, third = (one.line.id for one in use.lines)
    plan = plan_undelivered(use, {first: Decimal(3), third: Decimal(5)})
    assert carry_out(world.desk, plan) == 2
    assert delivered(number, eggs) == [3, 0, 5]
    # More came after all: by hand it goes up again, to what was ordered.
    use = use_of(number, eggs)
    shares = {one.line.id: one.line.ordered for one in use.lines}
    assert carry_out(world.desk, plan_undelivered(use, shares)) == 2
    assert [one.line.reason for one in use_of(number, eggs).lines] == [None] * 3
    assert [one.cost for one in baskets(number)] == [euros("11.40"), euros("9.30"), euros("13.50")]


def test_what_is_sold_by_weight_is_shared_by_weight(world: World) -> None:
    """R31, R3: 2.5 kg for three; each line is rounded by itself."""
    cheese = world.product("19.80", "Tomme affinée", weighed=True, fee="5.00")
    number = ordered(world, cheese, "1.2", "1", "0.8")
    use = use_of(number, cheese)
    shares = share_out(use, Decimal("2.505"))
    assert list(shares.values()) == [Decimal("1.2"), 1, Decimal("0.305")]
    carry_out(world.desk, plan_undelivered(use, shares))
    # 0.305 × 19.80 × 1.05 = 6.34095
    assert use_of(number, cheese).lines[2].line.total == euros("6.34")


def test_a_share_that_nobody_weighed(world: World) -> None:
    """R32: the scales said 2.4; of a whole kilogram that is shared out they have said nothing."""
    cheese = world.product("19.80", "Tomme affinée", weighed=True)
    number = ordered(world, cheese, "2")
    use = use_of(number, cheese)
    carry_out(world.desk, plan_weights(use, {use.lines[0].line.id: Decimal("2.4")}))
    assert use_of(number, cheese).unweighed == 0
    use = use_of(number, cheese)
    carry_out(world.desk, plan_undelivered(use, share_out(use, Decimal(1))))
    assert use_of(number, cheese).unweighed == 1


@pytest.mark.parametrize("came", ["-1", "10001"])
def test_so_much_cannot_have_come(world: World, came: str) -> None:
    """R5: negative, or more than 10 000."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4")
    refused(BadQuantity, lambda: share_out(use_of(number, eggs), Decimal(came)))
    use = use_of(number, eggs)
    shares = {use.lines[0].line.id: Decimal(came)}
    refused(BadQuantity, lambda: plan_undelivered(use, shares))


def test_pieces_come_in_whole_numbers(world: World) -> None:
    """R7: half an egg did not come."""
    eggs = world.product("2.10", "Œufs 6 pièces")
    number = ordered(world, eggs, "4")
    told = refused(NotByWeight, lambda: share_out(use_of(number, eggs), Decimal("2.5")))
    assert (told.product, told.quantity) == ("Œufs 6 pièces", Decimal("2.5"))


@given(
    wanted=st.lists(st.tuples(st.integers(1, 20_000), st.booleans()), min_size=1, max_size=8),
    came=st.integers(0, 100_000),
)
def test_no_more_than_came(wanted: list[tuple[int, bool]], came: int) -> None:
    """R31: never more than was ordered, nor than came; nothing is kept back; first come, first."""
    use = _use_in_memory(wanted)
    shares = share_out(use, Decimal(came) / 1000)
    gone = sum(quantity for quantity, gone in wanted if gone)
    waiting = [quantity for quantity, gone in wanted if not gone]
    given_out = [int(share * 1000) for share in shares.values()]
    assert sum(given_out) == min(max(came - gone, 0), sum(waiting))
    assert all(share <= quantity for share, quantity in zip(given_out, waiting, strict=True))
    short = [place for place, share in enumerate(given_out) if share < waiting[place]]
    assert not any(given_out[place] for place in short[1:])


def _use_in_memory(wanted: list[tuple[int, bool]]) -> ProductUse:
    lines = []
    for place, (quantity, gone) in enumerate(wanted, start=1):
        line = _line(place, Decimal(quantity) / 1000)
        lines.append(LineInBasket(_basket(place, gone), line))
    return ProductUse(1, "Tomme", "Chèvrerie", "Fromages", True, tuple(lines))


def _line(place: int, quantity: Decimal) -> LineView:
    names = ("Tomme", True, euros("5.50"), "Fromages", 1, None, 1)
    amounts = (quantity, quantity, euros("1.00"), euros("0.00"), euros("0.00"), euros("1.00"))
    return LineView(
        place, place, 1, 1, *names, *amounts, None, None, False, None, None, None, None, None
    )


def _basket(place: int, gone: bool) -> BasketView:
    world = World()
    at, by = (world.clock.now(), "paul") if gone else (None, None)
    who = (place, "A", None, True, False, False)
    return BasketView(
        place, 1, place, 1, *who, at, by, euros("1.00"), (), euros("0.00"), euros("0.00")
    )


# Weights


def test_weights(world: World) -> None:
    """R32, R3: each line by its own weight, the fee with it; they count as weighed."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True, fee="2.00")
    number = ordered(world, chicken, "1", "1", "2")
    use = use_of(number, chicken)
    assert (use.unweighed, use.weighed) == (3, True)
    first, second, third = (one.line.id for one in use.lines)
    refused(NoWeight, lambda: plan_weights(use, {third: Decimal("0")}))
    told = refused(WeightTooLarge, lambda: plan_weights(use, {third: Decimal("50.001")}))
    assert told.limit == 50
    weights = {first: Decimal("1.35"), second: Decimal("1"), third: Decimal("50")}
    plan = plan_weights(use, weights)
    assert [one.basket.number for one in plan.rows] == [1, 2, 3]
    assert carry_out(world.desk, plan) == 3
    lines = [one.line for one in use_of(number, chicken).lines]
    assert [(one.ordered, one.delivered, one.fee, one.total, one.reason) for one in lines] == [
        (1, Decimal("1.35"), euros("0.32"), euros("16.39"), Reason.WEIGHED),
        (1, 1, euros("0.24"), euros("12.14"), None),
        (2, 50, euros("11.90"), euros("606.90"), Reason.WEIGHED),
    ]
    assert all(one.weight_confirmed for one in lines)
    assert use_of(number, chicken).unweighed == 0
    costs = [euros("19.39"), euros("15.14"), euros("609.90")]
    assert [one.cost for one in baskets(number)] == costs
    assert check() == []


def test_only_what_was_weighed_changes(world: World) -> None:
    """R32: whoever stops half-way keeps what he weighed; the other lines are not touched."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True)
    number = ordered(world, chicken, "1", "1", "1")
    before = baskets(number)
    use = use_of(number, chicken)
    plan = plan_weights(use, {use.lines[1].line.id: Decimal("1.1")})
    assert carry_out(world.desk, plan) == 1
    after = baskets(number)
    assert (after[0], after[2]) == (before[0], before[2])
    assert use_of(number, chicken).unweighed == 2


def test_a_product_weighed_piece_by_piece(world: World) -> None:
    """R7, R32: one line per piece, each with its weight; one entry for the basket."""
    duck = world.product("16.75", "Cuisses de canard", weighed=True, fee="2.00")
    number, member = world.distribution(), world.member("A")
    world.basket(number, member, products=((duck, "1"), (duck, "1"), (duck, "1")))
    use = use_of(number, duck)
    weights = dict(
        zip(
            (one.line.id for one in use.lines),
            map(Decimal, ("0.599", "0.561", "0.552")),
            strict=True,
        )
    )
    carry_out(world.desk, plan_weights(use, weights))
    basket = baskets(number)[0]
    assert [one.total for one in basket.lines] == [euros("10.23"), euros("9.58"), euros("9.43")]
    assert basket.cost == euros("29.24")
    assert len(entries(last_act("paul").act)) == 1


def test_the_weight_that_the_file_states(world: World) -> None:
    """R4: at the stated price and as ordered it costs what the member was told, again."""
    number = world.evening("2026-11-13").distribution_id
    use = next(one for one in product_uses(read_sheet(number)) if one.name == "Tisane en vrac")
    place = next(
        place for place, one in enumerate(use.lines) if one.line.ordered == Decimal("1.005")
    )
    line = use.lines[place].line
    assert line.total == euros("1.00")
    carry_out(world.desk, plan_weights(use, {line.id: Decimal("1.006")}))
    assert use_of(number, use.id).lines[place].line.total == euros("1.01")
    plan = plan_weights(use_of(number, use.id), {line.id: Decimal("1.005")})
    assert plan.difference == euros("-0.01")
    carry_out(world.desk, plan)
    again = use_of(number, use.id).lines[place].line
    assert (again.total, again.reason, again.weight_confirmed) == (euros("1.00"), None, True)
    assert check() == []


def test_confirming_what_was_ordered(world: World) -> None:
    """R32: a whole weight that the scales confirm changes no amount, and is weighed from then."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True)
    number = ordered(world, chicken, "2")
    use = use_of(number, chicken)
    plan = plan_weights(use, {use.lines[0].line.id: Decimal(2)})
    assert (plan.difference, len(plan.lines)) == (0, 1)
    carry_out(world.desk, plan)
    assert use_of(number, chicken).unweighed == 0
    assert baskets(number)[0].cost == euros("26.80")


@pytest.mark.parametrize("weight", ["-0.001", "10000.001"])
def test_weights_that_make_no_sense(world: World, weight: str) -> None:
    """R5: negative, or more than 10 000."""
    chicken = world.product("11.90", "Poulet fermier", weighed=True)
    number = ordered(world, chicken, "1")
    use = use_of(number, chicken)
    line = use.lines[0].line.id
    told = refused(BadQuantity, lambda: plan_weights(use, {line: Decimal(weight)}))
    assert told.quantity == Decimal(weight)


def test_a_fraction_of_what_is_not_sold_by_weight(world: World) -> None:
    """R7: it asks once; yes marks the product, and undo takes the mark back with the rest."""
    cabbage = world.product("3.00", "Chou 1 pièce")
    number = ordered(world, cabbage, "1", "1")
    use = use_of(number, cabbage)
    plan = plan_weights(use, {one.line.id: Decimal("1.2") for one in use.lines})
    told = refused(NotByWeight, lambda: carry_out(world.desk, plan))
    assert (told.product, told.quantity) == ("Chou 1 pièce", Decimal("1.2"))
    carry_out(world.desk, plan, by_weight=True)
    assert _weighed(cabbage)
    assert use_of(number, cabbage).amount == euros("7.20")
    undo(world.desk, last_act("paul").act)
    assert not _weighed(cabbage)
    assert use_of(number, cabbage).amount == 6


def _weighed(product: int) -> bool:
    return next(one.weighed for one in read_products() if one.id == product)


# Prices


def test_a_price_in_all_baskets(world: World) -> None:
    """R31, R3: this distribution only, fee and rounding line by line; the catalogue's stays."""
    carrots = world.product("2.50", "Carottes 1 kg", fee="3.00")
    number = ordered(world, carrots, "3", "1", "2")
    elsewhere = world.distribution(world.clock.now() + timedelta(days=7))
    world.basket(elsewhere, world.member("Z"), products=((carrots, "1"),))
    left = validated(world, number, 3)
    plan = plan_price(use_of(number, carrots), euros("2.75"))
    # 3 × 2.75 × 1.03 = 8.4975 (was 7.725 → 7.73), 2.8325 (was 2.575 → 2.58)
    assert [one.difference for one in plan.lines] == [euros("0.77"), euros("0.25")]
    assert plan.left_alone == (left,)
    assert carry_out(world.desk, plan) == 2
    lines = [one.line for one in use_of(number, carrots).lines]
    assert [(one.price, one.fee, one.total) for one in lines] == [
        (euros("2.75"), euros("0.25"), euros("8.50")),
        (euros("2.75"), euros("0.08"), euros("2.83")),
        (euros("2.50"), euros("0.15"), euros("5.15")),
    ]
    assert [one.reason for one in lines] == [None] * 3
    assert baskets(elsewhere)[0].cost == euros("2.58")
    assert next(one.price for one in read_products() if one.id == carrots) == euros("2.50")
    assert check() == []


def test_what_is_added_later_costs_tonights_price(world: World) -> None:
    """R31: a price changed for this distribution is also that of a line added afterwards."""
    number = world.evening("2026-11-13").distribution_id
    use = next(one for one in product_uses(read_sheet(number)) if len(one.open_lines) > 1)
    price = use.open_lines[0].line.price
    carry_out(world.desk, plan_price(use, price + 1))
    assert next(one.price for one in read_products(number) if one.id == use.id) == price + 1
    assert next(one.price for one in read_products() if one.id == use.id) == price
    has_it = {one.basket.id for one in use.lines}
    other = next(one for one in baskets(number) if one.id not in has_it)
    after = add_line(world.desk, other.id, other.version, use.id, euros("1"))
    assert after.lines[-1].price == price + 1
    assert check() == []
    undo(world.desk, last_act("paul").act)
    undo(world.desk, last_act("paul").act)
    assert next(one.price for one in read_products(number) if one.id == use.id) == price


def test_next_weeks_catalogue_is_not_tonights(world: World) -> None:
    """R31: what is added costs what everyone pays for it here, though a later file is dearer."""
    number = world.evening("2026-11-13").distribution_id
    use = next(one for one in product_uses(read_sheet(number)) if len(one.open_lines) > 1)
    price = use.open_lines[0].line.price
    Product.update(price=price + 1).where(Product.id == use.id).execute()  # as an import does
    has_it = {one.basket.id for one in use.lines}
    other = next(one for one in baskets(number) if one.id not in has_it)
    after = add_line(world.desk, other.id, other.version, use.id, euros("1"))
    assert after.lines[-1].price == price
    assert next(one.price for one in read_products(number) if one.id == use.id) == price


def test_a_bargain_is_nobody_elses_price(world: World) -> None:
    """R31: what one line costs less says nothing of the lines that are added."""
    number = world.evening("2026-11-13").distribution_id
    alone = next(one for one in product_uses(read_sheet(number)) if len(one.open_lines) == 1)
    cheap = alone.open_lines[0]
    set_price(world.desk, cheap.line.id, cheap.basket.version, euros("0.50"), sure=True)
    other = next(one for one in baskets(number) if one.id != cheap.basket.id)
    after = add_line(world.desk, other.id, other.version, alone.id, euros("1"))
    assert after.lines[-1].price == cheap.line.price
    assert check() == []


def test_the_price_that_the_file_states(world: World) -> None:
    """R4: back at the stated price each line costs what its file stated."""
    number = world.evening("2026-11-13").distribution_id
    before = settled_dump()
    use = next(one for one in product_uses(read_sheet(number)) if one.name == "Tisane en vrac")
    price = use.lines[0].line.price
    carry_out(world.desk, plan_price(use, price + 1))
    carry_out(world.desk, plan_price(use_of(number, use.id), price))
    after = settled_dump()
    # What follows says who changed it and when, and what had come; and that it is Cagette's.
    assert [row[:-8] for row in after["line"]] == [row[:-8] for row in before["line"]]
    assert after["operation"] == before["operation"]
    assert check() == []


def test_for_nothing(world: World) -> None:
    """R31: a gift costs 0.00, and is no debt."""
    carrots = world.product("2.50", "Carottes 1 kg")
    number = ordered(world, carrots, "3")
    carry_out(world.desk, plan_price(use_of(number, carrots), euros("0.00")))
    basket = baskets(number)[0]
    assert (basket.cost, basket.balance) == (3, -3)


def test_a_new_price_of_what_did_not_come(world: World) -> None:
    """R31, R30: it costs nothing still, and nobody is told another amount."""
    carrots = world.product("2.50", "Carottes 1 kg")
    number = ordered(world, carrots, "3", "1")
    basket = baskets(number)[0]
    set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    plan = plan_price(use_of(number, carrots), euros("3.00"))
    assert plan.difference == euros("0.50")
    carry_out(world.desk, plan)
    basket = baskets(number)[0]
    assert (basket.cost, basket.lines[0].reason) == (3, Reason.UNDELIVERED)
    basket = set_delivered(world.desk, basket.lines[0].id, basket.version, True)
    assert basket.cost == 12


@pytest.mark.parametrize("price", ["-0.01", "10000.01"])
def test_prices_that_make_no_sense(world: World, price: str) -> None:
    """R5: negative, or more than 10 000."""
    carrots = world.product("2.50", "Carottes 1 kg")
    number = ordered(world, carrots, "3")
    use = use_of(number, carrots)
    refused(BadAmount, lambda: plan_price(use, euros(price)))


def test_a_new_price_asks_nothing_about_weights(world: World) -> None:
    """R7: what was given as a fraction once is not asked again when only its price changes."""
    cabbage = world.product("3.00", "Chou 1 pièce")
    number = ordered(world, cabbage, "1", "1")
    first, second = baskets(number)
    set_quantity(world.desk, first.lines[0].id, first.version, Decimal("1.5"), by_weight=True)
    maryam = world.other("maryam")
    set_quantity(maryam, second.lines[0].id, second.version, Decimal("1.2"))
    undo(world.desk, last_act("paul").act)  # the mark goes with it, maryam's fraction stays
    carry_out(world.desk, plan_price(use_of(number, cabbage), euros("4.00")))
    assert use_of(number, cabbage).amount == euros("8.80")


# What holds for all three


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
