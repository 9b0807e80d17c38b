"""Far more than was ordered (R7)."""

from __future__ import annotations

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
