"""Full and failing disks, locks, damage, a clock that jumps: no half act, one clear sentence.

The sentence of each typed problem is tested with the sentences.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.acts.accounts import open_balance
from cagette_tui.model.acts.closing import certify, reopen_distribution
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.backups import with_copy
from cagette_tui.model.checking.checking import Problem, check
from cagette_tui.model.reading.baskets import read_distribution, read_sheet
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.refusals import TooEarly
from cagette_tui.model.store.copies import CopyReason
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.problems import (
    Busy,
    Damaged,
    DiskFailed,
    DiskFull,
    Moved,
    NotCopied,
    NotOurs,
    ReadOnly,
    StorageProblem,
)
from cagette_tui.model.tables.base import database
from tests.disks import failing_disk, full_disk
from tests.shortcuts import read_export
from tests.world import DATA, START, World, dump, euros, refused

pytestmark = pytest.mark.sqlite_only
Act = Callable[[], object]


def large_acts(world: World, number: int) -> dict[str, Act]:
    """Return acts that write much at once."""
    later = START + timedelta(days=7)
    occasion = Occasion(later.date(), later, later + timedelta(minutes=90), "Salle")
    export = read_export(DATA / "Export-commandes-2026-11-13-Cagette.csv")
    return {
        "an import": partial(import_export, world.desk, export, occasion),
        "a forced validation": partial(force, world.desk, plan_force(number)),
    }


FAULTS: dict[str, tuple[Callable[[], AbstractContextManager[None]], type[StorageProblem]]] = {
    "full": (full_disk, DiskFull),
    "failing": (failing_disk, DiskFailed),
}


# Disks


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["an import", "a forced validation"])
def test_a_large_act_meets_the_end_of_the_disk(world: World, fault: str, name: str) -> None:
    """All or nothing: refused, told, all rows as they were; done once there is room."""
    number = world.evening("2026-11-13").distribution_id
    act = large_acts(world, number)[name]
    disk, problem = FAULTS[fault]
    with disk():
        refused(problem, act)
        assert check() == []
    act()
    assert check() == []


@pytest.mark.parametrize(
    ("fault", "export"),
    [("failing", "2026-11-13"), pytest.param("full", "2026-11-20", marks=pytest.mark.long)],
)
def test_one_key_after_the_other_until_the_disk_is_full(
    world: World, fault: str, export: str
) -> None:
    """What was confirmed is there, nothing of the next one; it goes on when there is room."""
    number = world.evening(export).distribution_id
    disk, problem = FAULTS[fault]
    baskets = read_sheet(number).baskets
    waiting = list(baskets)
    with disk():
        while True:
            basket = waiting[0]
            act = partial(validate, world.desk, basket.id, basket.version, mode=Mode.CHEQUE)
            before = dump()
            try:
                act()
            except problem:
                assert dump() == before
                break
            waiting.pop(0)
    assert read_sheet(number).validated == len(baskets) - len(waiting)
    assert check() == []
    act()
    assert world.again(basket).validated


def test_a_copy_meets_the_end_of_the_disk(world: World, database_file: Path) -> None:
    """The copy is given up, with nothing left of it, and the evening goes on."""
    number = world.evening("2026-11-13").distribution_id
    plan = plan_force(number)
    real = sqlite3.connect

    def small(path: Path) -> sqlite3.Connection:
        connection = real(path)
        connection.execute("PRAGMA max_page_count = 5")
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cagette_tui.model.store.copies.sqlite3.connect", small)
        done = with_copy(world.desk, CopyReason.FORCE, force, plan)
    assert done.result == 8
    assert isinstance(done.without_copy, NotCopied)
    assert "full" in done.without_copy.detail
    assert list((database_file.parent / "backups").iterdir()) == []


def test_a_disk_that_becomes_read_only(world: World) -> None:
    """Said so; what can be read still is."""
    basket = world.one_basket("4.00")
    database.execute_sql("PRAGMA query_only = 1")
    refused(ReadOnly, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))
    assert check() == []
    database.execute_sql("PRAGMA query_only = 0")
    receive(world.desk, basket.id, basket.version, Mode.CASH)


# Locks

_HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2].split(";"):
    held.execute(statement)
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def held_by_another(path: Path, statements: str) -> Iterator[None]:
    """Let another program hold the database, for as long as this takes."""
    program = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path), statements],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == b"held\n"
        yield
        program.stdin.close()


def test_a_database_that_somebody_else_holds(world: World, database_file: Path) -> None:
    """Ten seconds, or longer: told after one, reading goes on, and the key works afterwards."""
    basket = world.one_basket("4.00")
    act = partial(receive, world.desk, basket.id, basket.version, Mode.CASH)
    with held_by_another(database_file, "BEGIN IMMEDIATE; INSERT INTO member (name) VALUES ('x')"):
        refused(Busy, act)
        assert check() == []
    act()
    assert check() == []


@pytest.mark.long
def test_a_database_that_is_shut(world: World, database_file: Path) -> None:
    """While somebody keeps it for themselves it cannot even be read, or opened: told."""
    basket = world.one_basket("4.00")
    close_database()
    alone = "PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE"
    with held_by_another(database_file, alone), pytest.raises(Busy):
        open_database(database_file)
    open_database(database_file)
    receive(world.desk, basket.id, basket.version, Mode.CASH)


# Files that go


def _deleted(path: Path) -> None:
    path.unlink()


def _moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def _replaced(path: Path) -> None:
    other = path.with_name("other.db")
    shutil.copy(path, other)
    other.replace(path)


@pytest.mark.parametrize("happens", [_deleted, _moved, _replaced])
def test_a_file_that_goes(
    world: World, database_file: Path, happens: Callable[[Path], None]
) -> None:
    """What would be written where nobody looks for it is not confirmed: refused, and told."""
    basket = world.one_basket("4.00")
    happens(database_file)
    for act in (
        lambda: receive(world.desk, basket.id, basket.version, Mode.CASH),
        lambda: read_sheet(basket.distribution_id),
    ):
        with pytest.raises(Moved) as caught:
            act()
        assert caught.value.path == str(database_file)


# Damage


def _damaged(world: World, path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Let an evening's file be damaged while nobody has it open."""
    world.evening("2026-11-13")
    close_database()
    path.write_bytes(damage(path.read_bytes()))


def test_a_damaged_header(world: World, database_file: Path) -> None:
    """It is no longer known as ours: refused untouched."""
    _damaged(world, database_file, lambda whole: b"\0" * 100 + whole[100:])
    with pytest.raises(NotOurs):
        open_database(database_file)


@pytest.mark.parametrize("size", [100, 5_000, 100_000])
def test_a_truncated_file(world: World, database_file: Path, size: int) -> None:
    """Whatever is left of it: told as damage when it is opened, read or proven."""
    _damaged(world, database_file, lambda whole: whole[:size])
    with pytest.raises((Damaged, NotOurs)):  # noqa: PT012
        open_database(database_file)
        read_sheet(1)
    close_database()


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.long)])
def test_damaged_pages(world: World, database_file: Path, step: int) -> None:
    """Each page in turn: told as damage, or the proof names it; never a crash, nothing written."""
    world.evening("2026-11-13")
    close_database()
    whole = database_file.read_bytes()
    for page in range(1, len(whole) // 4096, step):
        start = 4096 * page
        database_file.write_bytes(whole[:start] + b"\xff" * 4096 + whole[start + 4096 :])
        try:
            open_database(database_file, read_only=True)
            found = {one.problem for one in check()}
            read_sheet(1)
        except Damaged:
            found = {Problem.FILE}
        finally:
            close_database()
        assert Problem.FILE in found, page


def test_bytes_beside_the_file(world: World, database_file: Path) -> None:
    """Rubbish in the file of last writings is not taken for any."""
    world.evening("2026-11-13")
    close_database()
    Path(f"{database_file}-wal").write_bytes(os.urandom(9000))
    open_database(database_file)
    assert check() == []


# Clocks


def test_a_clock_that_jumps_back(world: World) -> None:
    """Acts follow their numbers, not their times: undone in order, proven, certified, reopened."""
    baskets = [world.one_basket(amount) for amount in ("4.00", "5.00")]
    number = baskets[0].distribution_id
    receive(world.desk, baskets[0].id, baskets[0].version, Mode.CASH)
    world.clock.advance(timedelta(days=-400))
    receive(world.desk, baskets[1].id, baskets[1].version, Mode.CARD)
    open_balance(world.desk, baskets[0].member_id, euros("3.00"), "reprise")
    last = last_act("paul")
    undo(world.desk, last.act)
    undo(world.desk, last_act("paul").act)
    assert [bool(world.again(one).paid) for one in baskets] == [True, False]
    one = world.again(baskets[0])
    # R40: before the start by that clock; the sentence says which time it takes it to be.
    told = refused(TooEarly, lambda: validate(world.desk, one.id, one.version))
    assert told.now == world.clock.now() < told.opens_at
    world.clock.advance(timedelta(days=400, minutes=-30))
    force(world.desk, plan_force(number))
    certify(world.desk, number)
    world.clock.advance(timedelta(minutes=-10))
    reopen_distribution(world.desk, number, "erreur")
    assert certify(world.desk, number) == 2
    assert read_distribution(number).certified_at == world.clock.now()
    assert check() == []


def test_the_copy_of_a_file_that_is_open(world: World, database_file: Path) -> None:
    """What lies beside the file belongs to it: without it the last acts are not there, nor half."""
    world.member("A")
    close_database()
    open_database(database_file)
    world.evening("2026-11-13")
    alone = database_file.parent / "alone.db"
    shutil.copy(database_file, alone)
    close_database()
    open_database(alone)
    assert check() == []
    with closing(sqlite3.connect(alone)) as connection:
        assert connection.execute("SELECT count(*) FROM basket").fetchone() == (0,)
