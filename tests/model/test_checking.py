"""`check` proves the rules, and finds each kind of breakage."""

import pytest

from cagette_tui.model.base import database
from cagette_tui.model.checking import Problem, check
from cagette_tui.model.closing import certify
from cagette_tui.model.distribution import Line
from cagette_tui.model.guards import drop_guards, install_guards
from cagette_tui.model.kinds import ActKind, Mode
from cagette_tui.model.validating import receive_and_validate
from cagette_tui.model.writing import writing
from tests.world import World

# What is done to the database behind our back, and what must be found besides the journal.
BREAKAGES = {
    "an order operation": ("UPDATE operation SET amount = amount + 1 WHERE id = 1", Problem.ORDER),
    "a second order": (
        "DROP INDEX operation_one_order; INSERT INTO operation (act, member_id, kind, basket_id,"
        " distribution_id, amount, pending, created_at, created_by)"
        " VALUES (1, 1, 'order', 1, 1, 0, 0, '2026-11-20 19:00:00', 'x')",
        Problem.ORDER,
    ),
    "a total": ("UPDATE line SET total = 399, fee = 0 WHERE id = 1", Problem.LINE_TOTAL),
    "an open basket": (
        "UPDATE basket SET validated_at = NULL, validated_by = NULL WHERE id = 1",
        Problem.CERTIFIED_OPEN,
    ),
    "another member": (
        "INSERT INTO member (id, name) VALUES (9, 'x'); UPDATE operation SET member_id = 9",
        Problem.MISPLACED,
    ),
    "a basket taken back": (
        "UPDATE basket SET cancelled_at = '2026-11-20 19:00:00'",
        Problem.CANCELLED_BASKET,
    ),
    "a foreign key": (
        "PRAGMA foreign_keys = 0; UPDATE line SET product_id = 999",
        Problem.FOREIGN_KEY,
    ),
    "a deleted line": ("DELETE FROM line", Problem.ORDER),
    "a mode": ("UPDATE operation SET mode = 'card' WHERE mode = 'cash'", Problem.JOURNAL),
    "a quantity": (
        "UPDATE line SET ordered = 2000, delivered = 2000, total = 800",
        Problem.JOURNAL,
    ),
    "a name": ("UPDATE member SET name = 'Autre'", Problem.JOURNAL),
    "a row from nowhere": ("INSERT INTO member (name) VALUES ('x')", Problem.JOURNAL),
}


def _certified(world: World) -> None:
    basket = world.one_basket("4.00")
    receive_and_validate(world.desk, basket.id, basket.version, Mode.CASH)
    certify(world.desk, basket.distribution_id)


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_breakage_is_found(world: World, name: str) -> None:
    """R12, R3, R43 and the journal: found, and named where it can be."""
    _certified(world)
    assert check() == []
    sql, problem = BREAKAGES[name]
    drop_guards(database.obj)
    for statement in sql.split("; "):
        database.execute_sql(statement)
    install_guards(database.obj)
    findings = check()
    assert problem in {one.problem for one in findings}
    if name not in ("a name", "a row from nowhere", "an open basket", "a foreign key"):
        found = next(one for one in findings if one.problem is problem)
        assert (found.basket, found.distribution) == (1, "2026-11-20 Salle")


def test_a_missing_guard(world: World) -> None:
    """R60: without its triggers the journal could be changed unseen."""
    database.execute_sql("DROP TRIGGER journal_no_update")
    assert [(one.problem, one.detail) for one in check()] == [(Problem.GUARD, "journal_no_update")]


def test_a_change_of_a_validated_basket(world: World) -> None:
    """R33: found even where it went through the write door."""
    _certified(world)
    with writing(world.desk) as act:
        act.entry(ActKind.PRICE, basket=1).update(Line.get_by_id(1), note="après coup")
    assert [one.problem for one in check()] == [Problem.VALIDATED_CHANGED]


def test_an_unreadable_entry(world: World) -> None:
    """A journal entry that is no JSON is named by its number."""
    _certified(world)
    drop_guards(database.obj)
    database.execute_sql("UPDATE journal SET rows = 'x' WHERE id = 1")
    install_guards(database.obj)
    assert (Problem.UNREADABLE_ENTRY, "1") in {(one.problem, one.detail) for one in check()}


def test_a_whole_evening_is_clean(world: World) -> None:
    """What was imported is proven too, stated totals included (R4)."""
    world.evening()
    world.evening("2026-11-13")
    assert check() == []
