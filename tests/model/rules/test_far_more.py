"""Far more than was ordered (R7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import far_more
from cagette_tui.model.rules.products import most_ordered
from tests.world import World, euros


@pytest.mark.parametrize(
    ("quantity", "usual", "far"),
    [
        ("4412", "2", True),
        ("10", "2", True),
        ("9", "2", False),
        ("0", "2", False),
        ("19", "0", False),
        ("20", "0", True),
        ("-5", "-1", True),
        ("-4", "-1", False),
    ],
)
def test_far_more(quantity: str, usual: str, far: bool) -> None:
    """R7: five times what is usual; of what nobody ordered, twenty; jars that come back too."""
    assert far_more(euros(quantity), euros(usual)) is far


def test_most_ordered(world: World) -> None:
    """R7: what a product that is added is compared with."""
    number, bread = world.distribution(), world.product("3.50", "Pain")
    world.basket(number, world.member("Ana"), products=((bread, "2"),))
    world.basket(number, world.member("Bob"), products=((bread, "3"),))
    sheet = read_sheet(number)
    assert most_ordered(sheet, bread) == 3
    assert most_ordered(sheet, bread + 1) == 0


@pytest.mark.parametrize(
    ("weighed", "ordered", "typed", "meant"),
    [
        # Grams as kilograms and the other way round, with decimals or without.
        (True, "2", "1875", "1.875"),
        (True, "2", "187", "1.870"),
        (True, "1850", "1.875", "1875"),
        (True, "150", "1.4", "140"),
        # As likely as a third of what was ordered, or three times that; nothing else.
        (True, "3", "1000", "1"),
        (True, "3", "999", None),
        (True, "3", "900", "9"),
        (True, "3", "901", None),
        # What is near as it is was meant so; nothing, and what nobody ordered, mean nothing.
        (True, "2", "2.6", None),
        (True, "2", "0", None),
        (True, "0", "1875", None),
        # Pieces come whole, and 5 times as many are far more.
        (False, "2", "200", "2"),
        (False, "2", "250", None),
        (False, "2", "4", None),
    ],
)
def test_what_was_meant(
    world: World, weighed: bool, ordered: str, typed: str, meant: str | None
) -> None:
    """R7, R32: 100 or 1,000 times what is likely is a slip, and what was meant is proposed."""
    product = world.product("11.90", weighed=weighed)
    basket = world.basket(world.distribution(), world.member("Ana"), products=((product, ordered),))
    assert basket.lines[0].likely_weight(euros(typed)) == (None if meant is None else euros(meant))


@pytest.mark.parametrize(
    ("weighed", "quantity", "far"),
    [
        (True, "2.6", False),
        (True, "2.601", True),
        (True, "1.4", False),
        (True, "1.399", True),
        (True, "0", False),
        (False, "9", False),
        (False, "10", True),
    ],
)
def test_far_from_ordered(world: World, weighed: bool, quantity: str, far: bool) -> None:
    """R7, R32: of a weight, more than 30 % away from the 2 kg that were ordered."""
    product = world.product("11.90", weighed=weighed)
    basket = world.basket(world.distribution(), world.member("Ana"), products=((product, "2"),))
    assert basket.lines[0].far_from_ordered(euros(quantity)) is far
    nobody = replace(basket.lines[0], ordered=euros("0"))
    assert nobody.far_from_ordered(euros(quantity)) is (not weighed and euros(quantity) >= 20)


def test_like_others(world: World) -> None:
    """R32: for what was ordered, no more than 30 % beside the ratio that was said of others."""
    chicken = world.product("11.90", weighed=True)
    basket = world.basket(world.distribution(), world.member("Ana"), products=((chicken, "2"),))
    ratio = euros("1.5")  # 3 kg are usual
    like = [basket.lines[0].like(euros(one), ratio) for one in ("2.099", "2.1", "3.9", "3.901")]
    assert like == [False, True, True, False]
