"""A constant number of SQL statements, whatever there is to read or to write."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from peewee import QueryEvent

from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.accounts import pay_account
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import announce
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.acts.writing import insert_rows, writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.accounts import balance_of, read_account
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.product_plans import (
    ProductPlan,
    plan_price,
    plan_undelivered,
    plan_weights,
)
from cagette_tui.model.rules.products import ProductUse, product_uses
from cagette_tui.model.rules.refusals import NothingToUndo
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from tests.world import START, World, euros


def statements(work: Callable[[], object]) -> int:
    """Count what the database is asked, but for the begin and end of transactions."""
    seen: list[object] = []
    note = seen.append
    database.obj.query_hooks.append(note)
    try:
        work()
    finally:
        database.obj.query_hooks.remove(note)
    return len(seen)


def _fill(world: World, baskets: int) -> int:
    """Add a distribution of many baskets with two lines each, set-wise to be quick."""
    product = world.product("2.50")
    number = world.distribution(START - timedelta(days=baskets), f"{baskets}")
    with writing(world.desk):
        names = [{"name": f"Membre {place}"} for place in range(baskets)]
        members = [row["id"] for row in insert_rows(Member, names)]
        rows = [
            {"distribution": number, "member": member, "number": place, "on_the_spot": True}
            for place, member in enumerate(members, start=1)
        ]
        ids = [row["id"] for row in insert_rows(Basket, rows)]
        lines = [
            {
                "basket": basket,
                "product": product,
                "position": quantity,
                "ordered": Decimal(quantity),
                "delivered": Decimal(quantity),
                "price": euros("2.50"),
                "total": euros("2.50") * quantity,
            }
            for basket in ids
            for quantity in (1, 2)
        ]
        insert_rows(Line, lines)
        orders = [
            {
                "act": 0,
                "member": member,
                "kind": Kind.ORDER,
                "basket": basket,
                "distribution": number,
                "amount": euros("-7.50"),
                "created_at": START,
                "created_by": "paul",
            }
            for member, basket in zip(members, ids, strict=True)
        ]
        insert_rows(Operation, orders)
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
            statements(partial(validate, world.desk, first.id, first.version, mode=Mode.CASH)),
            statements(partial(last_act, "paul")),
            statements(partial(_force, world, number)),
        )
        counts.append(read)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 12
    assert counts[0][4] <= 30


def test_the_list_of_distributions(world: World) -> None:
    """Three or thirty distributions, open ones among them: the same number of statements."""
    member = world.member("A")
    for day in range(3):
        world.basket(world.distribution(START + timedelta(days=day)), member, "4.00")
    few = statements(lambda: list_distributions(START))
    for day in range(27):
        world.basket(world.distribution(START - timedelta(days=1 + day)), member, "4.00")
    assert statements(lambda: list_distributions(START)) == few


def test_an_import(world: World) -> None:
    """Set-wise: 614 lines in 62 baskets take little more than 75 lines in 8."""
    small = statements(lambda: world.evening("2026-11-13"))
    large = statements(lambda: world.evening("2026-11-20"))
    assert large < small + 15


def test_forcing_announced_payments_and_cheques(world: World) -> None:
    """R42: the same number of statements when there is something of everything to do."""
    world.accept(Mode.CHEQUE, Mode.CASH)
    counts = []
    for baskets in (10, 200):
        number = _fill(world, baskets)
        for place, basket in enumerate(read_sheet(number).baskets[:6]):
            if place % 2:
                announce(world.desk, basket.id, basket.version, Mode.TRANSFER)
            else:
                mark_absent(world.desk, basket.id, basket.version, release=place == 2)
        counts.append((statements(partial(_force, world, number)), statements(check)))
    assert counts[0] == counts[1]


def test_one_product_in_all_baskets(world: World) -> None:
    """R31, R32, R61: carried out and taken back, the same in ten baskets or a hundred."""
    counts = []
    for baskets in (10, 100):
        number = _fill(world, baskets)
        for make in (plan_undelivered, _every_weight, partial(plan_price, price=euros("3.00"))):
            use = product_uses(read_sheet(number))[0]
            assert len(use.lines) == 2 * baskets
            plan = make(use)
            counts.append(
                (
                    statements(partial(carry_out, world.desk, plan, by_weight=True)),
                    statements(partial(_undo, world)),
                )
            )
    assert set(counts[:3]) == set(counts[3:])
    assert all(there <= 20 and back <= 25 for there, back in counts)


def test_taking_back_a_forced_validation(world: World) -> None:
    """R61: the same number of statements for ten baskets or a hundred."""
    counts = []
    for baskets in (10, 100):
        _force(world, _fill(world, baskets))
        counts.append(statements(partial(_undo, world)))
    assert counts[0] == counts[1]


def _every_weight(use: ProductUse) -> ProductPlan:
    return plan_weights(use, {one.line.id: Decimal("1.35") for one in use.lines})


def _undo(world: World) -> None:
    undo(world.desk, last_act("paul").act)


def test_an_account(world: World) -> None:
    """R21: three or thirty operations, cheques among them: the same number of statements."""
    member = world.member("A")
    counts = []
    for operations in (3, 27):
        for _ in range(operations):
            shown = balance_of(member)
            pay_account(
                world.desk, member, Mode.CHEQUE, euros("5.00"), "avance", shown=shown, sure=True
            )
        counts.append(statements(partial(read_account, member)))
    assert counts[0] == counts[1]


_GROWING = ("journal", "operation", "line", "basket", "cheque")


def _read_whole(sql: str, parameters: object) -> list[str]:
    """Return which growing tables a statement goes through from end to end, by SQLite's plan."""
    tables = {alias: table for table, alias in re.findall(r'"(\w+)" AS "(t\d+)"', sql)}
    plan = database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
    scanned = [step.split()[1] for *_ids, step in plan if step.startswith("SCAN ")]
    return [one for one in scanned if tables.get(one, one) in _GROWING]


@pytest.mark.sqlite_only
def test_no_act_reads_all_that_ever_was(world: World) -> None:
    """Ten years of history cost an act nothing: no statement of it goes through a whole table."""
    number = _fill(world, 4)
    first, second, third, _fourth = Basket.select().where(Basket.distribution == number)
    asked: list[QueryEvent] = []
    database.obj.query_hooks.append(asked.append)
    try:
        validate(world.desk, first.id, first.version, mode=Mode.CASH)
        validate(world.desk, second.id, second.version, mode=Mode.CHEQUE)
        mark_absent(world.desk, third.id, third.version, release=True)
        undo(world.desk, last_act("paul").act)
        with pytest.raises(NothingToUndo):
            last_act("nobody")
    finally:
        database.obj.query_hooks.remove(asked.append)
    assert len(asked) > 20
    assert [sql for sql, parameters, *_ in asked if _read_whole(sql, parameters)] == []
