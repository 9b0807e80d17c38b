"""The commands `backup` and `restore`, and the option `--read-only`."""

import shutil
from pathlib import Path

import pytest

from tests.test_cli import SMALL, CapSys, importing, run


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """Give an empty database in a folder of its own."""
    path = tmp_path / "data" / "group.db"
    path.parent.mkdir()
    shutil.copy(template, path)
    return path


def ours(capsys: CapSys, path: Path, *words: str | Path) -> tuple[int, str, str]:
    """Run a command on the database, in English."""
    return run(capsys, "--lang", "en", "--database", path, "--now", "2026-11-20T19:00", *words)


def test_there_and_back(capsys: CapSys, path: Path, tmp_path: Path) -> None:
    """A copy into a folder, a change, and the copy again in the database's place."""
    code, out, err = ours(capsys, path, "backup", tmp_path)
    copy = tmp_path / "group-2026-11-20-1900.db"
    assert (code, out, err) == (0, f"{copy}\n", "")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert ours(capsys, path, "settings", "name", "Autre")[0] == 0
    code, out, err = ours(capsys, path, "restore", copy)
    kept = path.parent / "backups" / "group-0001-2026-11-20-1900-restore.db"
    assert (code, err) == (0, "")
    assert out == f"Restored: all rules hold in it.\nWhat it replaces is kept: {kept}\n"
    assert "Autre" not in ours(capsys, path, "settings", "name")[1]
    assert "Autre" in ours(capsys, kept, "settings", "name")[1]


def test_restoring_where_nothing_was(capsys: CapSys, path: Path, tmp_path: Path) -> None:
    """On a new machine: nothing is replaced, nothing is said of it."""
    new = tmp_path / "new.db"
    assert ours(capsys, new, "restore", path) == (0, "Restored: all rules hold in it.\n", "")
    assert ours(capsys, new, "check")[0] == 0


def test_one_clear_line(capsys: CapSys, path: Path, tmp_path: Path) -> None:
    """Exit code 2: over a file, without a database, what is no copy, what is on a server."""
    text = tmp_path / "text"
    text.write_text("hello")
    for words, part in (
        (("backup", text), "already exists"),
        (("backup", tmp_path / "no" / "x.db"), "No copy could be made"),
        (("restore", text), "not a database of this program"),
        (("restore", tmp_path / "no"), "cannot be opened"),
        (("--read-only", "restore", path), "read-only"),
        (("--database", "postgresql://localhost/x", "restore", path), "pg_dump"),
    ):
        code, out, err = ours(capsys, path, *words)
        assert (code, out) == (2, ""), words
        assert part in err
        assert err.count("\n") == 1
    assert text.read_text() == "hello"
    assert ours(capsys, tmp_path / "none.db", "backup", tmp_path / "x.db")[0] == 2
    assert not (tmp_path / "none.db").exists()


def test_reading_only(capsys: CapSys, path: Path, tmp_path: Path) -> None:
    """What tells goes on telling, a copy may be made; what changes is refused; nothing is made."""
    assert ours(capsys, path, *importing(SMALL))[0] == 0
    before = path.read_bytes()
    for words in (
        ("check",),
        ("report", "1"),
        ("settings",),
        ("distributions",),
        ("export", "1", "closing"),
    ):
        assert ours(capsys, path, "--read-only", *words)[0] == 0, words
    assert ours(capsys, path, "--read-only", "backup", tmp_path / "copy.db")[0] == 0
    balances = tmp_path / "balances.csv"
    balances.write_text("member_ref;name;amount\n77;Zoé;5,00\n", encoding="utf-8")
    lines = tmp_path / "lines"
    lines.write_text("1 E\n")
    for changing in (
        importing(SMALL),
        ["settings", "name", "Autre"],
        ["balances", str(balances)],
        ["sheet", "1", str(lines)],
    ):
        code, _out, err = ours(capsys, path, *changing, "--read-only")
        assert (code, err.count("\n")) == (2, 1), changing
        assert "read-only" in err, changing
    assert path.read_bytes() == before
    new = tmp_path / "new.db"
    assert ours(capsys, new, "--read-only", *importing(SMALL))[0] == 2
    assert not new.exists()
