"""A product at another price in all its baskets (R30, R31)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cagette_tui.model.acts.delivering import add_line, set_delivered, set_price, set_quantity
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import read_products
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.model.rules.product_plans import (
    plan_price,
)
from cagette_tui.model.rules.products import product_uses
from cagette_tui.model.rules.refusals import (
    BadAmount,
)
from cagette_tui.model.tables.catalogue import Product
from tests.model.acts.product_evening import baskets, ordered, use_of, validated
from tests.world import World, euros, refused, settled_dump


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
