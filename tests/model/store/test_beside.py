"""What lies beside a database file: never lost, never read past, noticed when it goes."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from cagette_tui.model.acts.paying import receive
from cagette_tui.model.checking.backups import restore, with_copy
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store import copies
from cagette_tui.model.store.beside import WritingBack, last_act_in
from cagette_tui.model.store.copies import CopyReason
from cagette_tui.model.store.copying import copy_database
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.others import last_act_number, see_others
from cagette_tui.model.store.problems import (
    DiskFull,
    Moved,
    NotCopied,
    SchemaChanged,
    StorageProblem,
)
from cagette_tui.model.store.workplaces import workplace
from cagette_tui.new_files import give_name
from tests.world import START, World

pytestmark = [pytest.mark.sqlite_only, pytest.mark.long]
SCHEMA_1 = Path(__file__).parents[1] / "data" / "schema-1.db"
NOW = START + timedelta(hours=1)


def acts_in(file: Path) -> int:
    """Count the acts in a plain copy of the file, made without what is beside it."""
    plain = file.parent / "plain-copy.db"
    shutil.copyfile(file, plain)
    with closing(sqlite3.connect(plain)) as connection:
        (tables,) = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'journal'"
        ).fetchone()
        last = connection.execute("SELECT max(act) FROM journal").fetchone() if tables else (0,)
    for side in ("", "-wal", "-shm"):
        Path(f"{plain}{side}").unlink(missing_ok=True)
    return int(last[0] or 0)


_HOLD = (
    "import sys; from cagette_tui.model.store.database import open_database;"
    "open_database(sys.argv[1]); print(flush=True); sys.stdin.read()"
)


@contextmanager
def another_program(path: Path) -> Iterator[None]:
    """Let another program have the database open."""
    program = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdout.readline()
        yield
        program.stdin.close()


_KILLED = """
import os, sys
from cagette_tui.model.store.database import open_database
open_database(sys.argv[1])
from tests.world import World
for number in range(5):
    World().member(f"M{number}")
os.kill(os.getpid(), 9)
"""


def killed_after_acts(path: Path) -> None:
    """Let a program act five times and be killed: all of it lies beside the file."""
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL


def sides(file: Path) -> dict[str, bytes]:
    """Return the file and its last writings, byte for byte."""
    return {
        side: Path(f"{file}{side}").read_bytes()
        for side in ("", "-wal")
        if Path(f"{file}{side}").exists()
    }


# The plain copy


def test_a_plain_copy_holds_everything_soon(world: World, database_file: Path) -> None:
    """A few seconds after the last act the file alone holds it; nothing is done twice."""
    writing_back = WritingBack(database_file)
    for number in range(3):
        world.member(f"M{number}")
        assert not writing_back.is_due()
    assert acts_in(database_file) < last_act_number()
    assert [writing_back.is_due() for _second in range(3)] == [False, False, True]
    writing_back.write_back()
    assert acts_in(database_file) == last_act_number() > 0
    assert not any(writing_back.is_due() for _second in range(60))
    world.member("later")
    assert not writing_back.is_due()
    assert check() == []


def test_while_somebody_acts_all_the_time(world: World, database_file: Path) -> None:
    """An act every other second never leaves three quiet ones: it is done all the same."""
    writing_back = WritingBack(database_file)
    for number in range(40):
        world.member(f"M{number}")
        if writing_back.is_due() or writing_back.is_due():
            break
    assert 10 <= number <= 20
    writing_back.write_back()
    assert acts_in(database_file) == last_act_number()


def test_after_what_is_rare_and_at_the_end(world: World, database_file: Path) -> None:
    """After a forced validation, after certifying, and when one leaves before the others."""
    with another_program(database_file):
        done = with_copy(world.desk, CopyReason.FORCE, lambda desk: world.member("A"))
        assert done.without_copy is None
        assert acts_in(database_file) == last_act_number()
        world.member("B")
        last = last_act_number()
        assert acts_in(database_file) < last
        close_database()
        assert acts_in(database_file) == last


def test_settling_keeps_nobody_waiting(world: World, database_file: Path) -> None:
    """It goes through while another program writes, and while one reads an older state."""
    world.member("A")
    writing_back = WritingBack(database_file)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO member (name) VALUES ('half')")
        writing_back.write_back()
        writer.execute("ROLLBACK")
    assert acts_in(database_file) == last_act_number()


def test_what_was_beside_the_file_is_told(world: World, database_file: Path) -> None:
    """After a cut: how many acts a copy of the file alone would have lacked."""
    close_database()
    killed_after_acts(database_file)
    assert last_act_in(database_file) == 0
    open_database(database_file)
    assert last_act_number() == 5
    close_database()
    assert last_act_in(database_file) is None


# Links


def test_through_a_link(world: World, database_file: Path, tmp_path: Path) -> None:
    """What is beside a file is beside what a link leads to: read, copied and restored."""
    close_database()
    killed_after_acts(database_file)
    link = tmp_path / "link.db"
    link.symlink_to(database_file)
    open_database(link, read_only=True)
    assert last_act_number() == 5
    close_database()
    new = tmp_path / "new" / "new.db"
    new.parent.mkdir()
    restore(new, link, NOW)
    open_database(new)
    assert last_act_number() == 5
    close_database()
    # The other way round: what a link leads to is replaced, not the link.
    empty = tmp_path / "empty.db"
    open_database(empty)
    close_database()
    kept = restore(link, empty, NOW)
    assert link.is_symlink()
    assert kept is not None
    assert kept.parent == database_file.parent / "backups"
    open_database(database_file)
    assert last_act_number() == 0
    close_database()
    open_database(kept)
    assert last_act_number() == 5


# Reading only


def test_reading_after_a_cut_writes_nothing(world: World, database_file: Path) -> None:
    """Not even what a cut has left beside the file goes into it."""
    close_database()
    killed_after_acts(database_file)
    before = sides(database_file)
    open_database(database_file, read_only=True)
    assert last_act_number() == 5
    assert check() == []
    close_database()
    assert sides(database_file) == before


@pytest.mark.parametrize("old", [False, True])
def test_copying_leaves_its_source(world: World, tmp_path: Path, old: bool) -> None:
    """Neither migrated nor written: one of an older schema, one that was cut off."""
    close_database()
    source = tmp_path / "source" / "source.db"
    source.parent.mkdir()
    if old:
        shutil.copy(SCHEMA_1, source)
    else:
        killed_after_acts(source)
    before = sides(source)
    target = tmp_path / "target" / "target.db"
    target.parent.mkdir()
    copy_database(str(source), str(target))
    assert sides(source) == before
    assert [path.name for path in target.parent.iterdir()] == ["target.db"]
    assert {path.name for path in source.parent.iterdir()} <= {
        *("source.db", "source.db-wal", "source.db-shm")
    }
    open_database(target)
    assert check() == []


# What is beside the file goes


def _deleted(path: Path) -> None:
    path.unlink()


def _replaced(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


@pytest.mark.parametrize("side", ["-wal", "-shm"])
@pytest.mark.parametrize("happens", [_deleted, _replaced])
def test_what_goes_is_noticed(
    world: World, database_file: Path, side: str, happens: Callable[[Path], None]
) -> None:
    """At the next act, and when one looks around: not confirmed, told, nothing earlier lost."""
    basket = world.one_basket("4.00")
    before = last_act_number()
    happens(Path(f"{database_file}{side}"))
    for act in (
        lambda: receive(world.desk, basket.id, basket.version, Mode.CASH),
        lambda: read_sheet(basket.distribution_id),
        lambda: see_others("paul"),
    ):
        with pytest.raises(Moved) as caught:
            act()
        assert caught.value.path == f"{database_file}{side}"
    if happens is _deleted:
        assert acts_in(database_file) == before


def test_two_programs_without_what_is_beside(world: World, database_file: Path) -> None:
    """One that was there and one that comes later: the first is refused, nothing is lost."""
    basket = world.one_basket("4.00")
    before = last_act_number()
    for side in ("-wal", "-shm"):
        Path(f"{database_file}{side}").unlink()
    with pytest.raises(Moved):
        receive(world.desk, basket.id, basket.version, Mode.CASH)
    code = (
        "import sys; from cagette_tui.model.store.database import open_database;"
        "open_database(sys.argv[1]); from tests.world import World; World().member('later')"
    )
    subprocess.run([sys.executable, "-c", code, str(database_file)], check=True)
    with pytest.raises(Moved):
        receive(world.desk, basket.id, basket.version, Mode.CASH)
    close_database()
    open_database(database_file)
    assert last_act_number() == before + 1
    assert check() == []


# Two versions


def test_a_newer_version_at_work(world: World, database_file: Path) -> None:
    """An act is refused once the schema has another migration, and says to start again."""
    basket = world.one_basket("4.00")
    with closing(sqlite3.connect(database_file)) as newer:
        newer.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999', '2030')")
        newer.commit()
    with pytest.raises(SchemaChanged):
        receive(world.desk, basket.id, basket.version, Mode.CASH)
    with closing(sqlite3.connect(database_file)) as newer:
        newer.execute("ALTER TABLE line RENAME COLUMN came TO arrived")
        newer.commit()
    with pytest.raises(SchemaChanged):
        read_sheet(basket.distribution_id)


# Copies that the program makes by itself


def test_nobody_removes_what_another_made(
    world: World, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two that make a copy at once the refused one takes away its own."""
    folder = database_file.parent / "backups"
    real = give_name
    theirs: list[Path] = []

    def faster(waiting: Path, path: Path) -> None:
        if not theirs:
            path.write_text("another program's")
            theirs.append(path)
        real(waiting, path)

    monkeypatch.setattr(copies, "give_name", faster)

    def refused(desk: object) -> None:
        assert len(list(folder.iterdir())) == 2
        raise RuntimeError

    with pytest.raises(RuntimeError):
        with_copy(world.desk, CopyReason.CERTIFY, refused)
    assert list(folder.iterdir()) == theirs
    assert theirs[0].read_text() == "another program's"


def test_the_act_goes_before_its_copy(world: World, database_file: Path) -> None:
    """Where there is room for one of the two it is the act that is done, and that is told."""
    folder = database_file.parent / "backups"

    def tight(desk: object) -> int:
        if list(folder.iterdir()):
            raise DiskFull()
        return world.member("A")

    done = with_copy(world.desk, CopyReason.FORCE, tight)
    assert done.result == 1
    assert isinstance(done.without_copy, NotCopied)
    assert list(folder.iterdir()) == []

    def full(desk: object) -> None:
        raise DiskFull()

    with pytest.raises(DiskFull):
        with_copy(world.desk, CopyReason.FORCE, full)
    assert list(folder.iterdir()) == []


def test_many_starts_make_one_copy(world: World, tmp_path: Path) -> None:
    """Programs that start at once on an older schema do not push out the copies that count."""
    close_database()
    path = tmp_path / "old.db"
    shutil.copy(SCHEMA_1, path)
    code = "import sys; from cagette_tui.model.store.database import open_database;"
    code += "sys.stdin.readline(); open_database(sys.argv[1])"
    programs = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE)
        for _number in range(5)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"\n")
        program.stdin.flush()
    assert [program.wait() for program in programs] == [0] * len(programs)
    for program in programs:
        assert program.stdin is not None
        program.stdin.close()
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name.startswith("old-0001-")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT name FROM schema_migration").fetchall() == [
            ("0001_initial",)
        ]


_IN_A_WORKPLACE = """
import os, sys
from pathlib import Path
from cagette_tui.model.store.workplaces import workplace
with workplace(Path(sys.argv[1]), "restore") as folder:
    (folder / "members.db").write_text("names")
    print(flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_program_leaves_is_swept(world: World, database_file: Path) -> None:
    """At the next start, beside the database and in its copies; not what somebody works in."""
    close_database()
    backups = database_file.parent / "backups"
    backups.mkdir()
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _IN_A_WORKPLACE, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for folder in (database_file.parent, backups)
    ]
    for program in programs:
        assert program.stdout is not None
        program.stdout.readline()
    foreign = database_file.parent / ".restore-mine"
    foreign.mkdir()
    with workplace(database_file.parent, "copy") as ours:
        left = [*database_file.parent.glob(".restore-?*"), *backups.glob(".restore-?*")]
        assert len(left) == 3
        open_database(database_file)
        close_database()
        assert all(path.exists() for path in left)
        for program in programs:
            os.kill(program.pid, signal.SIGKILL)
            program.communicate()
        open_database(database_file)
        assert [path for path in left if path.exists()] == [foreign]
        assert ours.exists()
    assert not ours.exists()


def test_a_killed_restore(world: World, database_file: Path, tmp_path: Path) -> None:
    """Killed while it proves the copy: nothing of it is there after the next start."""
    close_database()
    copy = tmp_path / "copy.db"
    shutil.copy(database_file, copy)
    code = "import os, sys; from datetime import datetime; from pathlib import Path;"
    code += "from cagette_tui.model.checking import backups;"
    code += "backups.check = lambda: os.kill(os.getpid(), 9);"
    code += "backups.restore(sys.argv[1], Path(sys.argv[2]), datetime(2026, 11, 20))"
    program = [sys.executable, "-c", code, str(database_file), str(copy)]
    assert subprocess.run(program, check=False).returncode == -signal.SIGKILL
    assert len(list(database_file.parent.glob(".restore-*"))) == 1
    open_database(database_file)
    assert list(database_file.parent.glob(".restore-*")) == []


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    """Nothing is made where it points, and links in a circle are one sentence."""
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "nowhere.db")
    circle = tmp_path / "circle.db"
    circle.symlink_to(circle)
    for path in (link, circle):
        with pytest.raises(StorageProblem):
            open_database(path)
    assert not (tmp_path / "nowhere.db").exists()
