"""Opening a database: created, recognised, refused untouched."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from peewee import Database, SqliteDatabase

from cagette_tui.model.acts.paying import receive
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.problems import (
    BadUrl,
    CannotOpen,
    Damaged,
    Missing,
    MissingDriver,
    NewerSchema,
    NotOurs,
    OlderSchema,
    ReadOnly,
    StorageProblem,
)
from cagette_tui.model.tables.all_tables import ALL_TABLES
from cagette_tui.model.tables.base import database
from tests.world import World, refused


def test_created_for_its_owner_only(tmp_path: Path) -> None:
    """Personal data: mode 600 whatever the umask, for the files beside it too."""
    path = tmp_path / "été [x] 100%.db"
    before = os.umask(0)
    try:
        open_database(path)
        World().member("A")
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
        close_database()
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert path.name in modes


@pytest.mark.parametrize(
    "content", [b"hello", b"\x89PNG\r\n\x1a\n" + bytes(2000), b"SQLite format 3\0" + bytes(84)]
)
def test_what_is_not_ours_is_left_untouched(tmp_path: Path, content: bytes) -> None:
    """Refused, byte for byte as it was, with nothing beside it."""
    path = tmp_path / "other"
    path.write_bytes(content)
    before = _files(tmp_path)
    with pytest.raises(NotOurs):
        open_database(path)
    assert _files(tmp_path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["other"]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_program_s_database(tmp_path: Path, mode: str) -> None:
    """A real SQLite database of somebody else is not ours either."""
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA journal_mode={mode}")
    other.execute("CREATE TABLE member (id INTEGER)")
    other.commit()
    # In WAL, what was written last is still beside the file.
    for _ in range(2):
        before = _files(tmp_path)
        with pytest.raises(NotOurs):
            open_database(path)
        assert _files(tmp_path) == before
        other.close()
    assert [file.name for file in tmp_path.iterdir()] == ["other.db"]


def test_a_newer_version(template: Path, tmp_path: Path) -> None:
    """A migration that is unknown here: refused, and which one is told."""
    path = tmp_path / "new.db"
    shutil.copy(template, path)
    other = sqlite3.connect(path)
    other.execute(
        "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')"
    )
    other.commit()
    other.close()
    content = path.read_bytes()
    for mode in (0o600, 0o444):
        os.chmod(path, mode)
        with pytest.raises(NewerSchema) as caught:
            open_database(path)
        assert (caught.value.path, caught.value.migration) == (str(path), "9999_later")
    assert path.read_bytes() == content


def test_read_only(world: World, database_file: Path) -> None:
    """Marked read-only, for root too: it can be read, acts are refused."""
    basket = world.one_basket("4.00")
    close_database()
    os.chmod(database_file, 0o444)
    before = _files(database_file.parent)
    assert list(before) == [database_file.name]
    assert database_file.read_bytes()[18] == 2  # left in WAL
    open_database(database_file)
    assert read_sheet(basket.distribution_id).baskets
    refused(ReadOnly, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))
    close_database()
    assert _files(database_file.parent) == before


def test_a_folder_that_cannot_be_written(
    world: World, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite needs the folder for its side files: without it, the file is for reading."""
    basket = world.one_basket("4.00")
    close_database()
    real = os.access
    monkeypatch.setattr(
        "os.access",
        lambda path, mode: (
            real(path, mode) and not (mode == os.W_OK and Path(path) == database_file.parent)
        ),
    )
    open_database(database_file)
    assert read_sheet(basket.distribution_id).baskets
    refused(ReadOnly, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))


def test_an_older_schema_that_cannot_be_written(template: Path, tmp_path: Path) -> None:
    """A migration is needed and the file is for reading: told, and nothing touched."""
    path = tmp_path / "old.db"
    shutil.copy(template, path)
    other = sqlite3.connect(path)
    other.execute("DELETE FROM schema_migration")
    other.commit()
    other.close()
    os.chmod(path, 0o444)
    before = _files(tmp_path)
    with pytest.raises(OlderSchema):
        open_database(path)
    assert _files(tmp_path) == before


def test_missing_where_it_must_exist(tmp_path: Path) -> None:
    """A report of a mistyped path creates nothing."""
    with pytest.raises(Missing):
        open_database(tmp_path / "no.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_where_a_database_must_exist(tmp_path: Path) -> None:
    """A check of an empty file proves nothing, and writes nothing."""
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(Missing):
        open_database(path, create=False)
    assert path.read_bytes() == b""


def test_a_pipe(tmp_path: Path) -> None:
    """Refused at once: nobody may ever write at its other end."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(CannotOpen):
        open_database(path)


def test_places_that_cannot_be(tmp_path: Path) -> None:
    """A folder, a missing folder, a NUL in the path."""
    for path in (str(tmp_path), str(tmp_path / "no" / "x.db"), str(tmp_path / "a\0b")):
        with pytest.raises(CannotOpen):
            open_database(path)


def test_an_interrupted_creation(tmp_path: Path) -> None:
    """An empty file, as a power cut leaves it, becomes a database."""
    path = tmp_path / "empty.db"
    path.touch()
    open_database(path)
    World().member("A")
    assert check() == []
    close_database()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_while_creating(tmp_path: Path, moment: str) -> None:
    """Killed between creating the file and the commit of its schema: it opens the next time."""
    path = tmp_path / "new.db"
    code = (
        "import os, signal, sys\n"
        "from playhouse.migrations import Runner\n"
        "from cagette_tui.model.store.database import open_database\n"
        "up = Runner.up\n"
        "def killed(self):\n"
        "    if sys.argv[2] == 'after': up(self)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "Runner.up = killed\n"
        "open_database(sys.argv[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path), moment], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.exists()
    open_database(path)
    World().member("A")
    assert check() == []
    close_database()


def test_a_damaged_file(template: Path, tmp_path: Path) -> None:
    """A file cut or overwritten in the middle: a storage problem, no traceback of SQLite's."""
    whole = template.read_bytes()
    for number, content in enumerate((whole[:3000], whole[:200] + b"\xff" * (len(whole) - 200))):
        path = tmp_path / f"{number}.db"
        path.write_bytes(content)
        with pytest.raises(StorageProblem):
            _open_and_read(path)
        close_database()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:secret@h/x",
        "mysql://u:a/secret@h/x",
        "mysql://u:a?secret@h/x",
        "mysql://h/x?password=secret",
        "mysql://[u:secret@h/x",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/a.db",
        "sqlite:///a.db?mode=ro",
        "sqlite:///a#b.db",
        "sqlite:///:memory:",
        "./:memory:",
        ":memory:",
        "http://a",
        "",
    ],
)
def test_addresses_that_name_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """Refused, without showing a password and without making a file."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadUrl) as caught:
        open_database(url)
    assert "secret" not in caught.value.url
    assert list(tmp_path.iterdir()) == []


def test_a_server_without_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's driver is an extra."""
    monkeypatch.setattr("cagette_tui.model.store.database.find_spec", lambda name: None)
    for scheme in ("postgresql", "postgres"):
        with pytest.raises(MissingDriver) as caught:
            open_database(f"{scheme}://u:secret@h/x")
        assert caught.value.scheme == "postgresql"


def test_urls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative and absolute, blanks encoded or not."""
    monkeypatch.chdir(tmp_path)
    for url, name in (
        ("sqlite:///a.db", "a.db"),
        (f"sqlite:///{tmp_path}/b%20c.db", "b c.db"),
        (f"sqlite:///{tmp_path}/g%23h.db", "g#h.db"),
        ("./d e.db", "d e.db"),
    ):
        open_database(url)
        close_database()
        assert (tmp_path / name).exists()


def test_two_programs_creating_at_once(tmp_path: Path) -> None:
    """Both open the same new file, one schema comes out."""
    path = tmp_path / "new.db"
    code = (
        "import sys; from cagette_tui.model.store.database import open_database;"
        "open_database(sys.argv[1]).execute_sql('SELECT count(*) FROM basket')"
    )
    all_of_them = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(3)]
    assert [one.wait() for one in all_of_them] == [0, 0, 0]
    open_database(path)
    assert check() == []
    assert database.execute_sql("SELECT count(*) FROM buying_group").fetchone() == (1,)
    close_database()


def test_a_folder_is_left_alone(tmp_path: Path) -> None:
    """A folder instead of a file, or no folder at all: nothing is made."""
    with pytest.raises(CannotOpen):
        open_database(tmp_path)
    with pytest.raises(CannotOpen):
        open_database(tmp_path / "no" / "x.db")
    assert list(tmp_path.iterdir()) == []


def test_a_refused_file_does_not_replace_the_open_one(
    world: World, database_file: Path, tmp_path: Path
) -> None:
    """What was open goes on being what the tables use."""
    other = tmp_path / "other"
    other.write_bytes(b"hello")
    with pytest.raises(NotOurs):
        open_database(other)
    assert str(database.obj.database) == str(database_file)
    world.member("A")


def test_migrations_make_the_models_schema(database_file: Path) -> None:
    """The frozen migrations and today's models describe the same tables."""
    migrated = _schema(database.obj)
    memory = SqliteDatabase(":memory:")
    models = [*ALL_TABLES]
    with memory.bind_ctx(models):
        memory.create_tables(models)
        assert _schema(memory) == migrated


# Written for both databases in a migration; SQLite has one kind of each.
_AFFINITY = {"TIMESTAMP": "DATETIME", "BIGINT": "INTEGER"}


def _schema(opened: Database) -> dict[str, object]:
    """Describe the tables, whether a column was there at first or added later."""
    names = "name NOT LIKE 'schema_migration%' AND name NOT LIKE 'sqlite%'"
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL AND {names}"
    schema: dict[str, object] = dict(opened.execute_sql(query).fetchall())
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'table' AND {names}"
    for table, sql in opened.execute_sql(query).fetchall():
        columns = {
            (name, _AFFINITY.get(kind, kind), needed, key)
            for _, name, kind, needed, _, key in opened.execute_sql(f"PRAGMA table_info({table})")
        }
        foreign = {row[2:] for row in opened.execute_sql(f"PRAGMA foreign_key_list({table})")}
        checks = sql[sql.index(", CHECK") :] if ", CHECK" in sql else ""
        schema[table] = (columns, foreign, checks)
    return schema


OLD = Path(__file__).parents[1] / "data"


def test_each_older_schema_is_kept() -> None:
    """There is a database of every schema that was ever released, made by that program."""
    kept = {path.stem.split("-")[1] for path in OLD.glob("schema-*.db")}
    assert kept == {"1", "2", "3"}


@pytest.mark.parametrize("old", sorted(OLD.glob("schema-*.db")), ids=lambda path: path.stem)
def test_an_older_schema_is_brought_up_to_date(tmp_path: Path, old: Path) -> None:
    """A database of each earlier schema keeps every value, and its journal still proves it."""
    path = tmp_path / "old.db"
    shutil.copy(old, path)
    before = _contents(path)
    open_database(path)
    assert check() == []
    close_database()
    after = _contents(path)
    for table, rows in before.items():
        if table != "schema_migration":
            width = len(rows[0]) if rows else 0
            assert [row[:width] for row in after[table]] == rows


def _contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            table: connection.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()
            for (table,) in tables.fetchall()
        }


def test_damaged_is_told(tmp_path: Path, template: Path) -> None:
    """What SQLite calls malformed is `Damaged`."""
    path = tmp_path / "bad.db"
    whole = bytearray(template.read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    path.write_bytes(bytes(whole))
    with pytest.raises(Damaged):
        _open_and_read(path)
    close_database()


def _open_and_read(path: Path) -> None:
    open_database(path)
    read_sheet(1)


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return what each file of a folder holds, and when it was written."""
    return {
        file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in sorted(folder.iterdir())
    }
