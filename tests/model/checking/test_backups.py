"""Copies before what cannot be taken back, copies when asked for, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.checking.backups import back_up, restore, with_copy
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.refusals import BasketsOpen
from cagette_tui.model.store.copies import KEPT, CopyReason
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.problems import (
    AlreadyThere,
    CannotMigrate,
    CannotOpen,
    InUse,
    NewerSchema,
    NotCopied,
    NotOurs,
    OnServer,
    ReadOnly,
    StorageProblem,
    Unsound,
)
from cagette_tui.model.tables.base import database
from tests.world import START, World

pytestmark = pytest.mark.sqlite_only
SCHEMA_1 = Path(__file__).parents[1] / "data" / "schema-1.db"
NOW = START + timedelta(hours=1)


def names(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def members(path: Path) -> list[str]:
    """Return the members of a database, without any of our code."""
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM member ORDER BY id")]


def copied(world: World, path: Path) -> Path:
    """Copy the world's database, after a member A was added, then add a member B."""
    world.member("A")
    copy = back_up(path, NOW)
    world.member("B")
    close_database()
    return copy


# Before what cannot be taken back


def test_a_copy_before_forcing_and_certifying(world: World, database_file: Path) -> None:
    """For their owner only, named after date and reason, as the database was then."""
    basket = world.one_basket("4.00")
    number = basket.distribution_id
    mask = os.umask(0)
    try:
        done = with_copy(world.desk, CopyReason.FORCE, force, plan_force(number))
        assert (done.result, done.without_copy) == (1, None)
        certified = with_copy(world.desk, CopyReason.CERTIFY, certify, number)
        assert (certified.result, certified.without_copy) == (1, None)
    finally:
        os.umask(mask)
    folder = database_file.parent / "backups"
    before_force = "test-0001-2026-11-20-1900-force.db"
    before_certify = "test-0002-2026-11-20-1900-certify.db"
    assert names(folder) == [before_force, before_certify]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    close_database()
    for name, validated in ((before_force, 0), (before_certify, 1)):
        open_database(folder / name)
        sheet = read_sheet(number)
        assert (sheet.validated, sheet.distribution.certified_at) == (validated, None)
        assert check() == []
        close_database()


def test_a_refused_act_leaves_no_copy(world: World, database_file: Path) -> None:
    """What was refused ten times must not push out the copies that count."""
    basket = world.one_basket("4.00")
    with pytest.raises(BasketsOpen):
        with_copy(world.desk, CopyReason.CERTIFY, certify, basket.distribution_id)
    assert names(database_file.parent / "backups") == []


def test_the_last_copies_are_kept(world: World, database_file: Path) -> None:
    """By count and by their numbers, whatever the clock did; what is not ours stays."""
    folder = database_file.parent / "backups"
    folder.mkdir()
    strange = ["test.db", "test-0001.db", "other-0001-2026-11-20-1900-force.db", "notes.txt"]
    for name in strange:
        (folder / name).touch()
    for step in range(KEPT + 2):
        world.clock.advance(timedelta(days=-1))
        with_copy(world.desk, CopyReason.FORCE, lambda desk, step: world.member(f"{step}"), step)
    kept = [name for name in names(folder) if name not in strange]
    assert [name[:9] for name in kept] == [f"test-{number:04}" for number in range(3, KEPT + 3)]
    assert set(strange) <= set(names(folder))
    assert members(folder / kept[0]) == ["0", "1"]


def _without_folder(folder: Path) -> None:
    folder.write_text("a file where the folder should be")


def test_without_a_copy_the_evening_goes_on(world: World, database_file: Path) -> None:
    """No room or no rights for a copy: the act is done, and why there is none is told."""
    basket = world.one_basket("4.00")
    _without_folder(database_file.parent / "backups")
    done = with_copy(world.desk, CopyReason.FORCE, force, plan_force(basket.distribution_id))
    assert done.result == 1
    assert isinstance(done.without_copy, NotCopied)
    assert world.again(basket).validated
    assert names(database_file.parent) == ["backups", "test.db", "test.db-shm", "test.db-wal"]


def test_a_database_that_is_read_only(world: World, database_file: Path) -> None:
    """Nothing is copied before an act that will be refused."""
    basket = world.one_basket("4.00")
    close_database()
    open_database(database_file, read_only=True)
    with pytest.raises(ReadOnly):
        with_copy(world.desk, CopyReason.CERTIFY, certify, basket.distribution_id)
    close_database()
    assert names(database_file.parent) == ["test.db"]


def test_a_copy_before_a_migration(tmp_path: Path) -> None:
    """The older schema is kept as it was."""
    path = tmp_path / "old.db"
    shutil.copy(SCHEMA_1, path)
    open_database(path)
    close_database()
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name.startswith("old-0001-")
    assert copy.name.endswith("-migration.db")
    with closing(sqlite3.connect(copy)) as connection:
        done = connection.execute("SELECT name FROM schema_migration").fetchall()
        assert done == [("0001_initial",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    open_database(path)  # once is enough
    assert len(names(tmp_path / "backups")) == 1


def test_no_migration_without_a_copy(tmp_path: Path) -> None:
    """A schema is not touched where what was there cannot be kept."""
    path = tmp_path / "old.db"
    shutil.copy(SCHEMA_1, path)
    before = path.read_bytes()
    _without_folder(tmp_path / "backups")
    with pytest.raises(CannotMigrate):
        open_database(path)
    assert path.read_bytes() == before
    assert names(tmp_path) == ["backups", "old.db"]


def test_a_migration_that_fails(tmp_path: Path) -> None:
    """Tables that are not as our migrations left them: told, all as before, no copy left."""
    path = tmp_path / "old.db"
    shutil.copy(SCHEMA_1, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE line ADD COLUMN changed_at TEXT")
    before = path.read_bytes()
    with pytest.raises(StorageProblem):
        open_database(path)
    assert path.read_bytes() == before
    assert names(tmp_path / "backups") == []


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    """There is nothing to keep."""
    open_database(tmp_path / "new.db")
    close_database()
    assert names(tmp_path) == ["new.db"]


# When asked for


def test_a_copy_of_a_database_in_use(world: World, tmp_path: Path) -> None:
    """While others write: all that was confirmed, nothing that was not, in one file."""
    world.member("A")
    with closing(sqlite3.connect(str(database.obj.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO member (name) VALUES ('half')")
        (tmp_path / "usb").mkdir()
        copy = back_up(tmp_path / "usb", NOW)
    assert names(tmp_path / "usb") == ["test-2026-11-20-1900.db"]
    assert copy == tmp_path / "usb" / "test-2026-11-20-1900.db"
    assert members(copy) == ["A"]
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_copy_is_never_written_over_anything(world: World, tmp_path: Path) -> None:
    """A file, a folder's file, a link into nowhere: left as they are."""
    there = tmp_path / "there"
    there.write_text("kept")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    for path in (there, link):
        with pytest.raises(AlreadyThere):
            back_up(path, NOW)
    assert there.read_text() == "kept"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("where", ["no/copy.db", "file/copy.db", "a\0b", "x" * 300])
def test_a_copy_that_cannot_be_written(world: World, tmp_path: Path, where: str) -> None:
    """Told in one sentence, with nothing left behind."""
    (tmp_path / "file").touch()
    before = names(tmp_path)
    with pytest.raises(NotCopied):
        back_up(f"{tmp_path}/{where}", NOW)
    assert names(tmp_path) == before


# The way back


def test_restoring(world: World, database_file: Path, tmp_path: Path) -> None:
    """The copy takes the database's place; what was there is kept; the copy stays as it is."""
    copy = copied(world, tmp_path / "copy.db")
    before = copy.read_bytes()
    kept = restore(database_file, copy, NOW)
    assert kept == database_file.parent / "backups" / "test-0001-2026-11-20-1900-restore.db"
    assert (members(database_file), members(kept)) == (["A"], ["A", "B"])
    assert copy.read_bytes() == before
    assert names(database_file.parent) == ["backups", "test.db"]
    assert names(tmp_path) == ["copy.db"]
    open_database(database_file)
    assert check() == []
    world.member("C")


def test_restoring_where_nothing_is(world: World, tmp_path: Path) -> None:
    """Not even after the file was deleted and its side file was not."""
    copy = copied(world, tmp_path / "copy.db")
    new = tmp_path / "new" / "evening.db"
    new.parent.mkdir()
    Path(f"{new}-wal").write_bytes(b"left behind")
    for touch in (False, True):
        if touch:
            new.unlink()
            new.touch(0o600)
        assert restore(new, copy, NOW) is None
        assert members(new) == ["A"]
        assert new.stat().st_mode & 0o777 == 0o600
    assert not Path(f"{new}-wal").exists()


def test_restoring_an_older_schema(world: World, database_file: Path, tmp_path: Path) -> None:
    """It is brought up to date on the way; the file itself stays as it was."""
    close_database()
    old = tmp_path / "old.db"
    shutil.copy(SCHEMA_1, old)
    restore(database_file, old, NOW)
    assert old.read_bytes() == SCHEMA_1.read_bytes()
    open_database(database_file)
    assert check() == []


@pytest.mark.parametrize("break_it", ["amount", "truncated", "overwritten"])
def test_a_broken_copy_is_refused(
    world: World, database_file: Path, tmp_path: Path, break_it: str
) -> None:
    """What fails `check` takes nobody's place, and it is told how much is broken."""
    world.one_basket("4.00")
    copy = copied(world, tmp_path / "copy.db")
    whole = copy.read_bytes()
    match break_it:
        case "amount":
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute("UPDATE operation SET amount = amount - 1")
                connection.commit()
        case "truncated":
            copy.write_bytes(whole[: len(whole) // 2])
        case _:
            copy.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    before = database_file.read_bytes()
    with pytest.raises(Unsound) as caught:
        restore(database_file, copy, NOW)
    assert caught.value.path == str(copy)
    assert caught.value.count >= 1
    assert database_file.read_bytes() == before
    assert names(tmp_path) == ["copy.db"]
    assert names(database_file.parent) == ["test.db"]


def test_what_is_no_copy_is_refused(world: World, database_file: Path, tmp_path: Path) -> None:
    """Another program's file, nothing, a newer schema; a copy over another program's file."""
    copy = copied(world, tmp_path / "copy.db")
    text = tmp_path / "text"
    text.write_text("hello")
    newer = tmp_path / "newer.db"
    shutil.copy(copy, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999', '2030')")
        connection.commit()
    before = database_file.read_bytes()
    for source, problem in ((text, NotOurs), (tmp_path / "no", CannotOpen), (newer, NewerSchema)):
        with pytest.raises(problem):
            restore(database_file, source, NOW)
    assert database_file.read_bytes() == before
    with pytest.raises(NotOurs):
        restore(text, copy, NOW)
    assert text.read_text() == "hello"
    with pytest.raises(CannotOpen):
        restore(tmp_path / "no" / "x.db", copy, NOW)
    with pytest.raises(OnServer):
        restore("postgresql://localhost/x", copy, NOW)
    database_file.chmod(0o444)
    with pytest.raises(ReadOnly):
        restore(database_file, copy, NOW)
    assert names(tmp_path) == ["copy.db", "newer.db", "text"]
    assert names(database_file.parent) == ["test.db"]


@contextmanager
def another_program(path: Path) -> Iterator[None]:
    """Let another program have the database open, without writing or reading just now."""
    code = (
        "import sys; from cagette_tui.model.store.database import open_database;"
        "open_database(sys.argv[1]); print(flush=True); sys.stdin.read()"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdout.readline()
        yield
        program.stdin.close()


def test_a_database_in_use_is_not_replaced(
    world: World, database_file: Path, tmp_path: Path
) -> None:
    """Refused while another program has it open, even when that does nothing; then done."""
    copy = copied(world, tmp_path / "copy.db")
    with another_program(database_file):
        with pytest.raises(InUse):
            restore(database_file, copy, NOW)
        assert members(database_file) == ["A", "B"]
    assert restore(database_file, copy, NOW) is not None
    assert members(database_file) == ["A"]


@pytest.mark.parametrize("size", [3000, 100_000])
def test_restoring_over_a_damaged_database(
    world: World, database_file: Path, tmp_path: Path, size: int
) -> None:
    """That is what copies are for: the damaged file is kept as it is."""
    copy = copied(world, tmp_path / "copy.db")
    whole = database_file.read_bytes()
    damaged = whole[:3000] if size == 3000 else whole[:200] + b"\xff" * (len(whole) - 200)
    database_file.write_bytes(damaged)
    kept = restore(database_file, copy, datetime(2026, 11, 21))
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert members(database_file) == ["A"]
    open_database(database_file)
    assert check() == []


def test_a_copy_that_another_program_is_working_on(
    world: World, database_file: Path, tmp_path: Path
) -> None:
    """The database of another machine's program, say: what it has confirmed is restored."""
    other = tmp_path / "other.db"
    shutil.copy(database_file, other)
    close_database()
    open_database(other)
    World().member("newest")
    assert Path(f"{other}-wal").stat().st_size
    code = "import sys; from pathlib import Path; from datetime import datetime;"
    code += "from cagette_tui.model.checking.backups import restore;"
    code += "restore(sys.argv[1], Path(sys.argv[2]), datetime(2026, 11, 20))"
    subprocess.run([sys.executable, "-c", code, database_file, other], check=True)
    assert members(database_file) == ["newest"]
