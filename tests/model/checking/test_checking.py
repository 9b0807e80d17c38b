"""`check` proves the rules, and finds each kind of breakage."""

import pytest

from cagette_tui.model.acts.closing import certify, reopen_distribution
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.acts.writing import writing
from cagette_tui.model.checking.checking import Finding, Problem, check
from cagette_tui.model.rules.kinds import ActKind, Kind, Mode
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.distribution import Line
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.money import line_total
from tests.shelves import behind_our_back, on_server
from tests.world import World, euros

# What is done to the database behind our back, and what must be found besides the journal.
BREAKAGES = {
    "an order operation": ("UPDATE operation SET amount = amount + 1 WHERE id = 1", Problem.ORDER),
    "a second order": (
        "DROP INDEX operation_one_order; INSERT INTO operation (act, member_id, kind, basket_id,"
        " distribution_id, amount, pending, created_at, created_by)"
        " VALUES (1, 1, 'order', 1, 1, 0, FALSE, '2026-11-20 19:00:00', 'x')",
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
    "another distribution": (
        "INSERT INTO distribution (id, date, place, starts_at, ends_at, cash_float) VALUES"
        " (9, '2026-12-01', 'x', '2026-12-01 18:00:00', '2026-12-01 19:00:00', 0);"
        " UPDATE operation SET distribution_id = 9 WHERE kind = 'payment'",
        Problem.MISPLACED,
    ),
    "on the spot": (
        "PRAGMA ignore_check_constraints = 1; UPDATE basket SET on_the_spot = TRUE",
        Problem.ON_THE_SPOT,
    ),
    "an order that is gone": ("DELETE FROM operation WHERE kind = 'order'", Problem.ORDER),
    "a payment that is gone": ("DELETE FROM operation WHERE kind = 'payment'", Problem.JOURNAL),
    "a cancelled payment": (
        "UPDATE operation SET cancelled_at = '2026-11-20 19:00:00', cancelled_by = 'x',"
        " cancel_reason = 'x' WHERE kind = 'payment'",
        Problem.JOURNAL,
    ),
    "a payment from nowhere": (
        "INSERT INTO operation (act, member_id, kind, basket_id, distribution_id, amount, mode,"
        " pending, created_at, created_by)"
        " VALUES (1, 1, 'payment', 1, 1, 400, 'cash', FALSE, '2026-11-20 19:00:00', 'x')",
        Problem.JOURNAL,
    ),
    "who validated": ("UPDATE basket SET validated_by = 'x'", Problem.JOURNAL),
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
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, basket.distribution_id)


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_breakage_is_found(world: World, name: str) -> None:
    """R12, R3, R43 and the journal: found, and named where it can be."""
    _certified(world)
    assert check() == []
    sql, problem = BREAKAGES[name]
    behind_our_back(sql)
    findings = check()
    assert problem in {one.problem for one in findings}
    if name not in ("a name", "a row from nowhere", "an open basket", "a foreign key"):
        found = next(one for one in findings if one.problem is problem)
        assert (found.basket, found.distribution) == (1, "2026-11-20 Salle")
        assert found.member == "Membre 1"


@pytest.mark.parametrize(
    "guard",
    [
        "journal_no_update",
        "journal_no_delete",
        pytest.param("journal_no_replace", marks=pytest.mark.sqlite_only),
        "operation_no_delete",
        pytest.param("operation_no_replace", marks=pytest.mark.sqlite_only),
    ],
)
def test_a_missing_guard(world: World, guard: str) -> None:
    """R20, R60: without its triggers the journal could be changed unseen."""
    table = f" ON {guard.partition('_')[0]}" if on_server() else ""
    database.execute_sql(f"DROP TRIGGER {guard}{table}")
    assert [(one.problem, one.detail) for one in check()] == [(Problem.GUARD, guard)]


def test_a_change_of_a_validated_basket(world: World) -> None:
    """R33: found even where it went through the write door."""
    _certified(world)
    reopen_distribution(world.desk, 1, "erreur")
    with writing(world.desk) as act:
        act.entry(ActKind.PRICE, basket=1).update(Line.get_by_id(1), note="après coup")
    assert [one.problem for one in check()] == [Problem.VALIDATED_CHANGED]


def test_a_payment_of_a_validated_basket(world: World) -> None:
    """R33: a payment that came after validation, through the write door."""
    _certified(world)
    reopen_distribution(world.desk, 1, "erreur")
    with writing(world.desk) as act:
        act.entry(ActKind.RECEIVE, basket=1).insert(
            Operation(
                act=act.number,
                member=1,
                kind=Kind.PAYMENT,
                basket=1,
                distribution=1,
                amount=euros("1.00"),
                mode=Mode.CASH,
                created_at=act.at,
                created_by=act.who,
            )
        )
    found = check()
    assert [one.problem for one in found] == [Problem.VALIDATED_CHANGED]
    assert (found[0].basket, found[0].member) == (1, "Membre 1")


def test_a_payment_unconfirmed_outside_an_undo(world: World) -> None:
    """R33, R61: only taking a confirmation back makes a payment of a validated basket pending."""
    _certified(world)
    reopen_distribution(world.desk, 1, "erreur")
    with writing(world.desk) as act:
        payment = Operation.get(Operation.kind == Kind.PAYMENT)
        act.entry(ActKind.PRICE, basket=1).update(payment, pending=True)
    assert [one.problem for one in check()] == [Problem.VALIDATED_CHANGED]


def test_only_the_broken_basket_is_named(world: World) -> None:
    """R12: among several baskets the finding says which, whose and where."""
    for amount in ("4.00", "5.00", "6.00"):
        world.one_basket(amount)
    database.execute_sql("UPDATE operation SET amount = -501 WHERE basket_id = 2")
    order = next(one for one in check() if one.problem is Problem.ORDER)
    assert order == Finding(
        Problem.ORDER, "-5.01 / -5.00", 2, world.read(2).member, "2026-11-20 Salle"
    )
    named = {one.basket for one in check() if one.problem is not Problem.BALANCE}
    assert named == {2}


def test_a_total_more_than_a_cent_away(world: World) -> None:
    """R4: what a file states may be a cent off, not two."""
    world.evening("2026-11-13")
    line = Line.select().where(Line.stated_total.is_null(False), Line.delivered > 0).first()
    for cents, broken in ((1, False), (2, True)):
        exact = line_total(line.delivered, line.price, line.fee_rate)
        stated = int(exact * 100) + cents
        database.execute_sql(
            f"UPDATE line SET total = {stated}, stated_total = {stated} WHERE id = {line.id}"
        )
        problems = {one.problem for one in check()}
        assert (Problem.LINE_TOTAL in problems) is broken


@pytest.mark.sqlite_only
def test_a_damaged_index(world: World) -> None:
    """What SQLite itself finds wrong is passed on in its words."""
    _certified(world)
    database.execute_sql("PRAGMA writable_schema = 1")
    database.execute_sql(
        "UPDATE sqlite_master SET sql = replace(sql, '\"name\" TEXT NOT NULL',"
        " '\"name\" TEXT NOT NULL CHECK (name <> ''Membre 1'')') WHERE name = 'member'"
    )
    path = str(database.obj.database)
    close_database()
    open_database(path)
    assert Problem.FILE in {one.problem for one in check()}


@pytest.mark.parametrize(
    "rows",
    [
        "x",
        "5",
        "null",
        '{"a": 1}',
        '["line"]',
        '[["line", 1, 5, 6]]',
        '[["nothing", 1, null, {}]]',
        '[["line", [1], null, {}]]',
    ],
)
def test_an_unreadable_entry(world: World, rows: str) -> None:
    """A journal entry that tells nothing is named by its number."""
    _certified(world)
    behind_our_back(f"UPDATE journal SET rows = '{rows}' WHERE id = 1")
    assert (Problem.UNREADABLE_ENTRY, "1") in {(one.problem, one.detail) for one in check()}


def test_a_whole_evening_is_clean(world: World) -> None:
    """What was imported is proven too, stated totals included (R4)."""
    world.evening()
    world.evening("2026-11-13")
    assert check() == []
