"""The write door and the journal (R20, R60)."""

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from peewee import DatabaseError

from cagette_tui.model.acts.closing import certify, set_cash_float
from cagette_tui.model.acts.delivering import add_line, set_delivered, set_price
from cagette_tui.model.acts.paying import pay_together, receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import writing
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.refusals import BasketIsValidated
from cagette_tui.model.store.problems import Busy, DiskFull
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.journal import JournalEntry
from tests.shelves import failing
from tests.world import World, dump, euros, refused


def test_an_entry_tells_who_when_what_and_the_rows(world: World) -> None:
    """R60: before and after, in the act's own transaction."""
    basket = world.one_basket("4.00")
    set_delivered(world.desk, basket.lines[0].id, basket.version, False)
    entry = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    assert (entry.who, entry.at, entry.kind) == ("paul", world.clock.now(), ActKind.DELIVERED)
    assert (entry.basket, entry.member) == (basket.id, basket.member_id)
    rows = {table: (before, after) for table, _id, before, after in json.loads(entry.rows)}
    assert rows["line"] == (
        {"delivered": 1000, "total": 400, "reason": None, "changed_at": None, "changed_by": None},
        {
            "delivered": 0,
            "total": 0,
            "reason": "undelivered",
            "changed_at": "2026-11-20T19:00:00",
            "changed_by": "paul",
        },
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


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET who = 'x'",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal (id, act, at, who, kind, rows) "
        "VALUES (1, 1, '2026-11-20', 'x', 'x', '[]')",
        "DELETE FROM operation",
        "UPDATE OR REPLACE operation SET id = 5 WHERE id = 1",
        "INSERT OR REPLACE INTO operation SELECT * FROM operation WHERE id = 1",
        "REPLACE INTO operation (act, member_id, kind, basket_id, distribution_id, amount, pending,"
        " created_at, created_by) VALUES (1, 1, 'order', 1, 1, 0, 0, '2026-11-20 19:00:00', 'x')",
        "UPDATE OR IGNORE journal SET id = id + 1000",
        "UPDATE OR REPLACE journal SET id = 1 WHERE id = 2",
        "REPLACE INTO journal (rowid, act, at, who, kind, rows) "
        "VALUES (1, 1, '2026-11-20', 'x', 'x', '[]')",
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
    with failing("BEFORE INSERT ON journal"), pytest.raises(DatabaseError):
        validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
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


def test_other_programs_are_refused_too(world: World, database_file: Path) -> None:
    """R20, R60: the guards are in the file, not in the program."""
    world.one_basket("4.00")
    before = dump()
    other = sqlite3.connect(database_file, isolation_level=None)
    for sql in ("UPDATE journal SET rows = '[]'", "DELETE FROM journal", "DELETE FROM operation"):
        with pytest.raises(sqlite3.IntegrityError):
            other.execute(sql)
    other.close()
    assert dump() == before


def test_one_act_one_moment_one_number(world: World) -> None:
    """R60: operations bear the number and the time of the entry that tells of them."""
    basket = world.one_basket("4.00")
    world.clock.advance(timedelta(minutes=7))
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    entry = JournalEntry.select().order_by(JournalEntry.id.desc()).first()
    act, at = database.execute_sql(
        "SELECT act, created_at FROM operation WHERE kind = 'payment'"
    ).fetchone()
    assert (act, str(at)) == (entry.act, str(world.clock.now()))
    assert entry.at == world.again(basket).validated_at == world.clock.now()


def test_reopening_tells_of_basket_and_distribution(world: World) -> None:
    """R44, R60: two subjects, two entries with the reason, one number."""
    basket = world.one_basket("4.00")
    basket = validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, basket.distribution_id)
    reopen_basket(world.other("anna"), basket.id, basket.version, "erreur de pesée")
    two, one = JournalEntry.select().order_by(JournalEntry.id.desc()).limit(2)
    assert one.act == two.act
    assert (one.kind, two.kind) == (ActKind.REOPEN_BASKET, ActKind.REOPEN_DISTRIBUTION)
    assert {(entry.who, entry.reason) for entry in (one, two)} == {("anna", "erreur de pesée")}
    ((table, _, before, after),) = json.loads(two.rows)
    assert (table, after) == ("distribution", {"certified_at": None, "certified_by": None})
    assert before == {"certified_at": "2026-11-20T19:00:00", "certified_by": "paul"}


def test_added_and_removed_rows_are_kept_whole(world: World) -> None:
    """R60, R61: a line that was added, then taken back, is in the journal in full, twice."""
    basket = world.one_basket("4.00")
    product = basket.lines[0].product_id
    add_line(world.desk, basket.id, basket.version, product, Decimal("2"))
    undo(world.desk, last_act("paul").act)
    back, added = JournalEntry.select().order_by(JournalEntry.id.desc()).limit(2)
    insert = next(row for row in json.loads(added.rows) if row[0] == "line")
    delete = next(row for row in json.loads(back.rows) if row[0] == "line")
    assert insert[2] is None
    assert insert[3]["delivered"] == 2000
    assert insert[3]["total"] == 800
    assert delete == [*insert[:2], insert[3], None]
    assert (back.kind, back.undoes) == (ActKind.UNDO, added.act)
    assert back.act == added.act + 1


def test_a_change_to_the_same_writes_nothing(world: World) -> None:
    """R60: the float is what it was: no entry, and the act's number is free again."""
    number = world.distribution()
    set_cash_float(world.desk, number, euros("50.00"))
    before = dump()
    set_cash_float(world.desk, number, euros("50.00"))
    assert dump() == before


def test_an_error_in_the_middle_rolls_back(world: World) -> None:
    """R60: rows that were touched already, and their entries, are gone with the act."""
    basket = world.one_basket("4.00")
    before = dump()

    def half() -> None:
        with writing(world.desk) as act:
            entry = act.entry(ActKind.ABSENT, basket=basket.id)
            entry.update(Basket.get_by_id(basket.id), absent=True)
            assert world.again(basket).absent
            raise RuntimeError("half")

    with pytest.raises(RuntimeError, match="half"):
        half()
    assert dump() == before
    last = before["journal"][-1][1]
    receive(world.desk, basket.id, basket.version, Mode.CASH)
    assert dump()["journal"][-1][1] == last + 1


def test_a_basket_that_moved(world: World) -> None:
    """A version that is no longer current: refused with who changed it and when."""
    basket = world.one_basket("4.00", "3.00")
    world.clock.advance(timedelta(minutes=3))
    changed = world.clock.now()
    set_price(world.other("anna"), basket.lines[0].id, basket.version, euros("4.50"))
    world.clock.advance(timedelta(minutes=3))
    stale: list[Callable[[], object]] = [
        lambda: receive(world.desk, basket.id, basket.version, Mode.CASH),
        lambda: validate(world.desk, basket.id, basket.version, mode=Mode.CASH),
        lambda: set_delivered(world.desk, basket.lines[1].id, basket.version, False),
        lambda: pay_together(world.desk, [(basket.id, basket.version)], Mode.CHEQUE),
    ]
    for act in stale:
        told = refused(BasketChanged, act)
        assert (told.number, told.who, told.at) == (1, "anna", changed)


def test_a_basket_that_moved_and_came_back(world: World) -> None:
    """R61: versions only grow, so that an undo does not make an old sight true again."""
    basket = world.one_basket("4.00")
    anna = world.other("anna")
    set_delivered(anna, basket.lines[0].id, basket.version, False)
    undo(anna, last_act("anna").act)
    told = refused(BasketChanged, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))
    assert told.who == "anna"


def test_a_validated_basket(world: World) -> None:
    """R33: refused with who validated it and when, even to somebody with an old sight of it."""
    basket = world.one_basket("4.00")
    validate(world.other("anna"), basket.id, basket.version, mode=Mode.CASH)
    for version in (basket.version, world.again(basket).version):
        act = partial(receive, world.desk, basket.id, version, Mode.CASH)
        told = refused(BasketIsValidated, act)
        assert (told.number, told.at, told.by) == (1, world.clock.now(), "anna")


@pytest.mark.sqlite_only
def test_no_room_left(world: World) -> None:
    """R60: a full disk is told as such, and the act is not half done."""
    basket = world.one_basket("4.00")
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages}")

    def large() -> None:
        with writing(world.desk) as act:
            entry = act.entry(ActKind.REASON, basket=basket.id, reason="x" * 100_000)
            entry.update(Basket.get_by_id(basket.id), absent=True)

    refused(DiskFull, large)
