"""The write door and the journal (R20, R60)."""

import json
import sqlite3
from pathlib import Path

import pytest
from peewee import DatabaseError

from cagette_tui.model.base import database
from cagette_tui.model.delivering import set_delivered
from cagette_tui.model.journal import JournalEntry
from cagette_tui.model.kinds import ActKind, Mode
from cagette_tui.model.paying import pay_together, receive
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.storage import Busy
from cagette_tui.model.validating import receive_and_validate
from cagette_tui.model.writing import writing
from tests.world import World, dump, refused


def test_an_entry_tells_who_when_what_and_the_rows(world: World) -> None:
    """R60: before and after, in the act's own transaction."""
    basket = world.one_basket("4.00")
    set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    entry = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    assert (entry.who, entry.at, entry.kind) == ("paul", world.clock.now(), ActKind.DELIVERED)
    assert (entry.basket, entry.member) == (basket.id, basket.member_id)
    rows = {table: (before, after) for table, _id, before, after in json.loads(entry.rows)}
    assert rows["line"] == (
        {"delivered": 1000, "total": 400, "reason": None},
        {"delivered": 0, "total": 0, "reason": "undelivered"},
    )
    assert rows["operation"] == ({"amount": -400}, {"amount": 0})
    assert rows["basket"] == ({"version": 1}, {"version": 2})


def test_one_act_one_number(world: World) -> None:
    """R60: an act on several baskets is one number and one entry per basket."""
    one, other = world.one_basket("4.00"), world.one_basket("3.00")
    pay_together(world.desk, [(one.id, one.version), (other.id, other.version)], Mode.CHEQUE)
    last = JournalEntry.select().order_by(JournalEntry.id.desc()).limit(2)
    assert len({entry.act for entry in last}) == 1
    assert {entry.basket for entry in last} == {one.id, other.id}


def test_an_import_is_in_the_journal(world: World) -> None:
    """R60: imports included, one entry per basket."""
    number = world.evening().distribution_id
    entries = JournalEntry.select().where(JournalEntry.distribution == number)
    assert sum(1 for entry in entries if entry.basket is not None) == 62


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET who = 'x'",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal (id, act, at, who, kind, rows) "
        "VALUES (1, 1, '2026-11-20', 'x', 'x', '[]')",
        "DELETE FROM operation",
        "INSERT OR REPLACE INTO operation SELECT * FROM operation WHERE id = 1",
    ],
)
def test_the_database_itself_refuses(world: World, sql: str) -> None:
    """R20, R60: the journal is append-only, operations are never deleted, whoever asks."""
    world.one_basket("4.00")
    before = dump()
    with pytest.raises(DatabaseError):
        database.execute_sql(sql)
    assert dump() == before


def test_an_act_that_changes_nothing_writes_nothing(world: World) -> None:
    """R60: no entry without a change."""
    before = dump()
    with writing(world.desk) as act:
        act.entry(ActKind.GROUP)
    assert dump() == before


def test_a_failing_act_changes_nothing(world: World) -> None:
    """R60: the journal and the rows are one transaction."""
    basket = world.one_basket("4.00")
    before = dump()
    database.execute_sql(
        "CREATE TRIGGER broken BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(DatabaseError):
        receive_and_validate(world.desk, basket.id, basket.version, Mode.CASH)
    assert dump() == before


def test_somebody_else_is_writing(world: World, database_file: Path) -> None:
    """A write lock held by another program: `Busy`, nothing changed, then it works."""
    basket = world.one_basket("4.00")
    other = sqlite3.connect(database_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused(Busy, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))
    # Reading goes on meanwhile.
    assert read_sheet(basket.distribution_id).baskets
    other.execute("ROLLBACK")
    other.close()
    assert receive(world.desk, basket.id, basket.version, Mode.CASH).paid
