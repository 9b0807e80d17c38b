"""What a line costs each time that it changes (R3, R4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cagette_tui.model.rules.delivering import as_ordered, not_delivered, with_price, with_quantity
from cagette_tui.model.rules.kinds import Reason
from tests.world import World, euros


@pytest.mark.parametrize(
    ("stated", "as_cagette", "total"),
    [("50.14", None, "37.60"), (None, True, "37.60"), (None, None, "37.61")],
)
def test_rounded_as_cagette_does(
    world: World, stated: str | None, as_cagette: bool | None, total: str
) -> None:
    """R3, R4: 1.5 × 25.07 is 37.60 in Cagette, of its lines and what was made of them, always."""
    product = world.product("25.07", weighed=True)
    basket = world.basket(world.distribution(), world.member("Ana"), products=((product, "2"),))
    line = replace(
        basket.lines[0],
        stated_total=None if stated is None else euros(stated),
        stated_fee=None if stated is None else euros("0.00"),
        stated_price=None if stated is None else euros("25.07"),
        as_cagette=as_cagette,
    )
    for _ in range(2):
        line = with_quantity(line, Decimal("1.5"), {})
        assert (line.total, line.fee) == (euros(total), 0)
        assert bool(line.as_cagette) is (total == "37.60")
        line = not_delivered(line, Reason.UNDELIVERED, None)
        assert line.total == 0
        line = as_ordered(line)
        assert line.total == euros("50.14")
    # What is no longer of a file that states it goes on being rounded so.
    line = with_price(
        with_quantity(replace(line, stated_total=None), Decimal("1.5"), {}), euros("1")
    )
    assert with_price(line, euros("25.07")).total == euros(total)
