"""A product weighed in all its baskets (R32)."""

from decimal import Decimal

import pytest

from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import read_products
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.model.rules.product_plans import (
    plan_weights,
)
from cagette_tui.model.rules.products import product_uses
from cagette_tui.model.rules.refusals import (
    BadQuantity,
    NotByWeight,
    NoWeight,
    WeightTooLarge,
)
from tests.model.acts.product_evening import baskets, entries, ordered, use_of
from tests.world import World, euros, refused


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
