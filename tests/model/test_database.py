"""Opening a database: created, recognised, refused untouched."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from cagette_tui.model.base import Table, database
from cagette_tui.model.database import close_database, open_database
from cagette_tui.model.journal import JournalEntry
from cagette_tui.model.kinds import Mode
from cagette_tui.model.paying import receive
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.storage import (
    BadUrl,
    CannotOpen,
    Damaged,
    Missing,
    MissingDriver,
    NewerSchema,
    NotOurs,
    ReadOnly,
    StorageProblem,
)
from cagette_tui.model.tables import TABLES
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
    with pytest.raises(NotOurs):
        open_database(path)
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["other"]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_program_s_database(tmp_path: Path, mode: str) -> None:
    """A real SQLite database of somebody else is not ours either."""
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA journal_mode={mode}")
    other.execute("CREATE TABLE member (id INTEGER)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotOurs):
        open_database(path)
    assert path.read_bytes() == before
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
    with pytest.raises(NewerSchema) as caught:
        open_database(path)
    assert caught.value.migration == "9999_later"


def test_read_only(world: World, database_file: Path) -> None:
    """Marked read-only, for root too: it can be read, acts are refused."""
    basket = world.one_basket("4.00")
    close_database()
    os.chmod(database_file, 0o444)
    open_database(database_file)
    assert read_sheet(basket.distribution_id).baskets
    refused(ReadOnly, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))


def test_missing_where_it_must_exist(tmp_path: Path) -> None:
    """A report of a mistyped path creates nothing."""
    with pytest.raises(Missing):
        open_database(tmp_path / "no.db", create=False)
    assert list(tmp_path.iterdir()) == []


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


@pytest.mark.parametrize("url", ["mysql://u:secret@h/x", "sqlite://", "sqlite:///", "http://a", ""])
def test_addresses_that_name_no_database(url: str) -> None:
    """Refused, without showing a password."""
    with pytest.raises(BadUrl) as caught:
        open_database(url)
    assert "secret" not in caught.value.url


def test_a_server_without_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's driver is an extra."""
    monkeypatch.setattr("cagette_tui.model.database.find_spec", lambda name: None)
    with pytest.raises(MissingDriver):
        open_database("postgresql://u@h/x")


def test_urls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative and absolute, blanks encoded or not."""
    monkeypatch.chdir(tmp_path)
    for url, name in (
        ("sqlite:///a.db", "a.db"),
        (f"sqlite:///{tmp_path}/b%20c.db", "b c.db"),
        ("./d e.db", "d e.db"),
    ):
        open_database(url)
        close_database()
        assert (tmp_path / name).exists()


def test_two_programs_creating_at_once(tmp_path: Path) -> None:
    """Both open the same new file, one schema comes out."""
    path = tmp_path / "new.db"
    code = (
        "import sys; from cagette_tui.model.database import open_database;"
        "open_database(sys.argv[1]).execute_sql('SELECT count(*) FROM basket')"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    open_database(path)
    close_database()


def test_migrations_make_the_models_schema(database_file: Path) -> None:
    """The frozen migrations and today's models describe the same tables."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL "
        "AND name NOT LIKE 'schema_migration%' AND type <> 'trigger'"
    )
    migrated = dict(database.execute_sql(query).fetchall())
    memory = SqliteDatabase(":memory:")
    models: list[type[Table]] = [*TABLES.values(), JournalEntry]
    with memory.bind_ctx(models):
        memory.create_tables(models)
        assert dict(memory.execute_sql(query).fetchall()) == migrated


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
