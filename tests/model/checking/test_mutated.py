"""Every column of every table, changed by hand: found, or listed with why it cannot matter."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from peewee import DatabaseError, IntegrityError

from cagette_tui.model.acts.bank_accepting import Chosen, accept, keep_columns
from cagette_tui.model.acts.closing import certify, move_cash
from cagette_tui.model.acts.counting import close_count
from cagette_tui.model.acts.depositing import finish_deposit, make_deposit, see_deposit
from cagette_tui.model.acts.drafts import save_draft
from cagette_tui.model.acts.entering import mark_entered
from cagette_tui.model.acts.piling import put_on_pile
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.checking.tables import NOT_PROVEN
from cagette_tui.model.reading.cagette_evening import read_cagette_evening
from cagette_tui.model.rules.bank_books import LineKind, MemberPart, Proposal, Sure, What
from cagette_tui.model.rules.findings import Problem
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.guards import drop_guards, install_guards
from cagette_tui.model.tables.ledger import Cheque
from tests.shortcuts import expected_cash
from tests.test_cli import CapSys, run
from tests.world import START, World, euros

pytestmark = pytest.mark.sqlite_only


def a_whole_evening(world: World) -> None:
    """Write a row into every table there is; a new table gets its row here."""
    first, second = world.one_basket("4.00"), world.one_basket("5.00")
    number = first.distribution_id
    validate(world.desk, first.id, first.version, mode=Mode.CHEQUE)
    validate(world.desk, second.id, second.version, mode=Mode.CASH)
    put_on_pile(world.desk, number, euros("4.00"), Cheque.get().id)
    move_cash(world.desk, number, euros("2.00"), "monnaie")
    shown = expected_cash(number)
    close_count(world.desk, number, {Decimal(5): 1}, shown_expected=shown, explanation="compté")
    save_draft(world.desk, "sheet", {"text": "12"})
    certify(world.desk, number)
    after = read_cagette_evening(number).way.after
    mark_entered(world.desk, number, {first.member_id: after[first.member_id]})
    make_deposit(world.desk, cash={Decimal(5): 1}, note="Paul")
    finish_deposit(world.desk, 1)
    see_deposit(world.desk, 1)
    keep_columns(world.desk, {"Date": "day"})
    paid = MemberPart(first.member_id, What.EXCESS, euros("7.00"))
    line = StatementLine(1, START.date(), euros("7.00"), "VIR MARTIN PAUL", iban="FR761234")
    proposal = Proposal(LineKind.MEMBER, (paid,), Sure.LIKELY, ())
    accept(world.desk, [line], [Chosen(0, proposal)])
    later = world.distribution(START + timedelta(days=7))
    world.basket(later, world.member("Membre 9"), "6.00")


def tables() -> Iterator[str]:
    """Give the tables of the database, whoever made them."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    yield from (name for (name,) in database.execute_sql(query).fetchall())


def columns() -> Iterator[tuple[str, str, str]]:
    """Give each column of each table, and the kind of value that it holds."""
    for table in tables():
        for _number, name, kind, *_rest in database.execute_sql(f"PRAGMA table_info({table})"):
            yield table, name, kind


def _other(name: str, kind: str) -> str:
    """Say in SQL another value that the column can hold."""
    if kind.startswith("BOOL"):
        return f"NOT {name}"
    if "DATE" in kind or "TIME" in kind:
        # A day later, in the same form.
        form = "%Y-%m-%d" if kind == "DATE" else "%Y-%m-%d %H:%M:%S"
        return f"strftime('{form}', coalesce({name}, '2026-11-19 18:00:00'), '+1 day')"
    if "INT" in kind:
        return f"coalesce({name}, 0) + 1000"  # nothing else has such a number
    return f"coalesce({name}, '') || 'x'"


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what is done, whatever it is."""
    with database.atomic() as transaction:
        yield
        transaction.rollback()


def _mutations() -> Iterator[tuple[str, str]]:
    """Give each column that must not be changed unseen, and the statement that changes it."""
    for table, name, kind in columns():
        if table in NOT_PROVEN or f"{table}.{name}" in NOT_PROVEN:
            continue
        for which in ("min", "max"):
            place = f"id = (SELECT {which}(id) FROM {table})"
            statement = f'UPDATE "{table}" SET "{name}" = {_other(name, kind)} WHERE {place}'
            yield f"{table}.{name} ({which})", statement


def test_every_table_has_a_row(world: World) -> None:
    """Else what follows proves nothing of it."""
    a_whole_evening(world)
    assert check() == []
    for table in tables():
        assert database.execute_sql(f'SELECT count(*) FROM "{table}"').fetchone() != (0,), table


@pytest.mark.long
def test_every_column_without_guards(world: World) -> None:
    """R60: a value changed by hand, with guards, keys and constraints out of the way, is found."""
    a_whole_evening(world)
    for pragma in ("foreign_keys = 0", "ignore_check_constraints = 1"):
        database.execute_sql(f"PRAGMA {pragma}")
    unseen = []
    for name, statement in _mutations():
        with taken_back():
            drop_guards(database.obj)
            database.execute_sql(statement)
            install_guards(database.obj)
            if not check():
                unseen.append(name)
    assert unseen == []


@pytest.mark.long
def test_every_column_with_guards(world: World) -> None:
    """R60: with them it is refused, or found."""
    a_whole_evening(world)
    unseen = []
    for name, statement in _mutations():
        with taken_back():
            try:
                with database.atomic():
                    database.execute_sql(statement)
            except IntegrityError:
                continue
            if not check():
                unseen.append(name)
    assert unseen == []


@pytest.mark.long
def test_rows_that_go(world: World) -> None:
    """R60: the first or the last row of any table, taken out by hand, is missed."""
    a_whole_evening(world)
    database.execute_sql("PRAGMA foreign_keys = 0")
    unseen = []
    for table in tables():
        for which in ("min", "max"):
            if table in NOT_PROVEN:
                continue
            with taken_back():
                drop_guards(database.obj)
                place = f"id = (SELECT {which}(id) FROM {table})"
                database.execute_sql(f'DELETE FROM "{table}" WHERE {place}')
                install_guards(database.obj)
                if not check():
                    unseen.append(f"{table} ({which})")
    assert unseen == []


def test_what_is_not_proven_is_there(world: World) -> None:
    """The list of what cannot matter names what there is, with the reason."""
    there = {table for table, _name, _kind in columns()}
    there |= {f"{table}.{name}" for table, name, _kind in columns()}
    assert set(NOT_PROVEN) <= there
    assert all(NOT_PROVEN.values())


# The last number that was given


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sqlite_sequence SET seq = 0",
        "UPDATE sqlite_sequence SET seq = seq - 1",
        "UPDATE sqlite_sequence SET seq = 9000000000000000000",
        "UPDATE sqlite_sequence SET seq = 'abc'",
        "DELETE FROM sqlite_sequence",
    ],
)
def test_numbers_that_would_be_given_again(world: World, sql: str) -> None:
    """Lines keep the last number that was given, also that of a line that is gone."""
    a_whole_evening(world)
    database.execute_sql(sql)
    assert {one.problem for one in check()} == {Problem.SEQUENCE}


# The tables themselves

_TABLE = "SELECT sql FROM sqlite_master WHERE name = 'operation'"


def _rewrite(table: str, old: str, new: str) -> None:
    """Change a table's text where SQLite keeps it, as nothing else can."""
    ((sql,),) = database.execute_sql(
        "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
    ).fetchall()
    assert old in sql, sql
    database.execute_sql("PRAGMA writable_schema = 1")
    database.execute_sql(
        "UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql.replace(old, new, 1), table)
    )
    database.execute_sql("PRAGMA writable_schema = RESET")


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("operation", ", CHECK (kind <> 'payment' OR amount <> 0)", ""),
        ("line", ", CHECK (fee_rate >= 0)", ""),
        ("line", ', FOREIGN KEY ("basket_id") REFERENCES "basket" ("id")', ""),
        ("operation", '"amount" INTEGER NOT NULL', '"amount" INTEGER'),
        ("member", '"name" TEXT NOT NULL', '"name" TEXT NOT NULL COLLATE NOCASE'),
        ("member", '"name" TEXT NOT NULL', "\"name\" TEXT NOT NULL DEFAULT 'x'"),
        ("buying_group", "DEFAULT 12", "DEFAULT 13"),
        ("line", "AUTOINCREMENT", ""),
        ("member_ref", "CREATE UNIQUE INDEX", "CREATE INDEX"),
        ("operation_one_order", "AND cancelled_at IS NULL", ""),
        ("member_ref", '("ref")', '("ref" COLLATE NOCASE)'),
    ],
)
def test_tables_that_let_more_in(world: World, table: str, old: str, new: str) -> None:
    """A constraint, a key, a default, a collation that is not as the migrations make it."""
    _rewrite(table, old, new)
    shape = [one for one in check() if one.problem in (Problem.SCHEMA, Problem.INDEX)]
    assert shape
    assert all(table in one.detail for one in shape)


def test_a_key_that_refuses_more(world: World) -> None:
    """A unique index of somebody else's keeps acts from being done."""
    database.execute_sql("CREATE UNIQUE INDEX theirs ON member (name)")
    assert [(one.problem, one.detail) for one in check()] == [(Problem.SCHEMA, "+ theirs")]


# Whatever stands there, it is named

_DEEP = "[" * 100_000
_VALUES = ("abc", b"\xff\x00", 1.5, -1, 2**62, None, "", _DEEP, "\0", json.dumps([[{}]]))


@pytest.mark.long
def test_no_value_makes_it_crash(world: World) -> None:
    """Texts in numbers, bytes, JSON in JSON without end: named, in every column there is."""
    a_whole_evening(world)
    for pragma in ("foreign_keys = 0", "ignore_check_constraints = 1"):
        database.execute_sql(f"PRAGMA {pragma}")
    unseen = []
    for table, name, _kind in columns():
        if table in NOT_PROVEN or f"{table}.{name}" in NOT_PROVEN:
            continue
        for value in _VALUES:
            with taken_back():
                drop_guards(database.obj)
                place = f"id = (SELECT max(id) FROM {table})"
                was = f'SELECT "{name}" FROM "{table}" WHERE {place}'
                (before,) = database.execute_sql(was).fetchone()
                try:
                    database.execute_sql(
                        f'UPDATE "{table}" SET "{name}" = ?1 WHERE {place}', (value,)
                    )
                except (DatabaseError, sqlite3.DatabaseError):
                    continue
                (after,) = database.execute_sql(was).fetchone()
                install_guards(database.obj)
                if not check() and before != after:
                    unseen.append((table, name, str(value)[:20]))
    assert unseen == []


_ROWS = (
    _DEEP,
    '[["basket", 1, null, [1]]]',
    '[["basket", 1, {"id": 1}, "x"]]',
    '[["basket", [1], null, {}]]',
    '[["basket", "1", null, {}]]',
    '[["operation", 99, null, {"member": [1], "amount": {}, "basket": {}}]]',
    '[["proof", 99, null, {"distribution": [1], "number": {}}]]',
    '[["closing_report", 99, null, {"distribution": [1]}]]',
    '[["nothing", 1, null, {}]]',
    '{"a": 1}',
    "7",
    "null",
    "",
)


@pytest.mark.parametrize("rows", _ROWS, ids=lambda rows: rows[:30])
def test_no_entry_makes_it_crash(world: World, rows: str) -> None:
    """R60: an entry that tells nothing sensible is named by its number."""
    a_whole_evening(world)
    drop_guards(database.obj)
    database.execute_sql("UPDATE journal SET rows = ? WHERE id = 5", (rows,))
    install_guards(database.obj)
    found = {(one.problem, one.detail) for one in check()}
    assert (Problem.JOURNAL_SEAL, "5") in found


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE distribution SET starts_at = 'abc'",
        "UPDATE line SET total = 'abc'",
        "UPDATE buying_group SET language = x'ff', accepted_modes = 7",
        "UPDATE basket SET number = 'abc', validated_at = 'x' WHERE id = 1",
    ],
)
def test_the_command_names_it(capsys: CapSys, world: World, location: str, sql: str) -> None:
    """Exit code 1 and sentences, where nothing else can be read any more."""
    a_whole_evening(world)
    drop_guards(database.obj)
    database.execute_sql("PRAGMA ignore_check_constraints = 1")
    database.execute_sql(sql)
    install_guards(database.obj)
    database.close()
    for form in ("text", "json"):
        code, out, err = run(
            capsys, "--lang", "en", "--database", location, "check", "--format", form
        )
        assert (code, err) == (1, ""), out
        assert "a value that cannot be there" in out
