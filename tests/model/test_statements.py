"""A constant number of SQL statements, whatever there is to read or to write."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from cagette_tui.model.base import database
from cagette_tui.model.distribution import Basket
from cagette_tui.model.forcing import force, plan_force
from cagette_tui.model.kinds import Mode
from cagette_tui.model.reading import list_distributions, read_account, read_basket, read_sheet
from cagette_tui.model.undoing import last_act
from cagette_tui.model.validating import receive_and_validate
from tests.world import START, World


def statements(work: Callable[[], object]) -> int:
    """Count what the database is asked; what triggers do for each row is SQLite's own affair."""
    seen: list[str] = []
    opened = database.obj
    execute = opened.execute_sql

    def counting(sql: str, *args: object, **options: object) -> object:
        seen.append(sql)
        return execute(sql, *args, **options)

    opened.execute_sql = counting
    try:
        work()
    finally:
        del opened.execute_sql
    return len(seen)


def _fill(world: World, baskets: int) -> int:
    product = world.product("2.50")
    number = world.distribution(START - timedelta(days=baskets), f"{baskets}")
    for place in range(baskets):
        member = world.member(f"Membre {baskets} {place}")
        world.basket(number, member, products=((product, "1"), (product, "2")))
    return number


def _force(world: World, number: int) -> None:
    force(world.desk, plan_force(number))


def test_reading_and_acting(world: World) -> None:
    """Ten or two hundred baskets: the same number of statements for each screen and act."""
    counts = []
    for baskets in (10, 200):
        number = _fill(world, baskets)
        first = Basket.get(Basket.distribution == number)
        read = (
            statements(partial(read_sheet, number)),
            statements(partial(read_basket, first.id)),
            statements(partial(read_account, first.member_id)),
            statements(partial(plan_force, number)),
            statements(
                partial(receive_and_validate, world.desk, first.id, first.version, Mode.CASH)
            ),
            statements(partial(last_act, "paul")),
            statements(partial(_force, world, number)),
        )
        counts.append(read)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 12
    assert counts[0][4] <= 30


@pytest.mark.parametrize("more", [30])
def test_the_list_of_distributions(world: World, more: int) -> None:
    """Three or thirty distributions, open ones among them: the same number of statements."""
    for day in range(3):
        world.distribution(START + timedelta(days=day))
    few = statements(lambda: list_distributions(START))
    for day in range(more):
        world.distribution(START - timedelta(days=1 + day))
    assert statements(lambda: list_distributions(START)) == few


def test_an_import(world: World) -> None:
    """Set-wise: 614 lines in 62 baskets take little more than 75 lines in 8."""
    small = statements(lambda: world.evening("2026-11-13"))
    large = statements(lambda: world.evening("2026-11-20"))
    assert large < small + 15
