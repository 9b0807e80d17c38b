"""Queries that are composed once answer as Peewee does, for each database in turn."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.reading.queries import BALANCE, LINES_OF_BASKET, RECENT_OF_MEMBER
from cagette_tui.model.store.database import close_database, open_database
from tests.world import START, World, euros


def test_one_basket_is_read_as_among_all(world: World) -> None:
    """R11, R18: what one key reads is what the list has read."""
    world.evening("2026-11-13")
    member = read_sheet(1).baskets[0].member_id
    world.credit(member, "3.10")
    world.basket(world.distribution(place="Halle"), member, "7.50")
    for basket in read_sheet(1).baskets:
        assert read_basket(basket.id) == basket
    assert balance_of(member) == read_sheet(1).baskets[0].balance


def test_another_database_is_asked_afresh(world: World, tmp_path: Path) -> None:
    """Nothing of the one that was open before remains."""
    basket = world.one_basket("12.50")
    assert balance_of(basket.member_id) == euros("-12.50")
    close_database()
    open_database(tmp_path / "other.db")
    assert balance_of(basket.member_id) == 0
    assert BALANCE(basket.member_id) == []


def test_values_are_those_of_the_columns(world: World) -> None:
    """R1, R2: amounts and quantities come as `Decimal`, the first time and after."""
    basket = world.one_basket("12.50")
    for _ in range(2):
        ((_member, starts_at, _number, amount),) = RECENT_OF_MEMBER(START, basket.member_id)
        assert (starts_at, amount) == (START, Decimal("-12.50"))
        ((*_others, total, _reason),) = [row[:18] for row in LINES_OF_BASKET(basket.id)]
        assert total == Decimal("12.50")


def test_without_lines_only_the_lines_are_missing(world: World) -> None:
    """R32: the list knows how many lines wait for the scales without reading them."""
    chicken = world.product("11.90", "Poulet", weighed=True)
    number = world.distribution()
    for member in (world.member("A"), world.member("B")):
        world.basket(number, member, "4.00", products=((chicken, "2"), (chicken, "1.300")))
    whole, short = read_sheet(number), read_sheet(number, lines=False)
    assert [one.unweighed for one in short.baskets] == [1, 1]
    for one, other in zip(whole.baskets, short.baskets, strict=True):
        assert (one.unweighed, one.cost, one.to_pay) == (other.unweighed, other.cost, other.to_pay)
        assert other.lines == ()
