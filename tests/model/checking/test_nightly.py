"""Backups for the night: checked, thinned out, and missed when they stop."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cagette_tui.model.checking.checking import check
from cagette_tui.model.checking.nightly import MONTHS, WEEKS, back_up_nightly, kept
from cagette_tui.model.reading.backups_made import last_good_backup
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.base import database
from tests import screen_text as screens
from tests.test_cli import CapSys, run
from tests.world import World

pytestmark = pytest.mark.sqlite_only
NIGHT = datetime(2026, 11, 20, 3, 30)


def names(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_days_weeks_months() -> None:
    """Of ten years of nights, some twice: the last of each day, week and month that counts."""
    nights = [NIGHT - timedelta(days=day) for day in range(3650)]
    nights += [NIGHT + timedelta(hours=2), NIGHT - timedelta(days=1, hours=1)]
    stays = sorted(kept(nights, 30), reverse=True)
    assert stays[0] == NIGHT + timedelta(hours=2)
    assert NIGHT not in stays
    days = {at.date() for at in stays}
    assert {(NIGHT - timedelta(days=day)).date() for day in range(30)} <= days
    assert len({at.isocalendar()[:2] for at in stays}) >= WEEKS
    assert len({(at.year, at.month) for at in stays}) == MONTHS
    assert len(stays) <= 30 + WEEKS + MONTHS
    assert kept(stays, 30) == set(stays)
    assert kept([], 30) == set()


def test_night_after_night(world: World, database_file: Path, tmp_path: Path) -> None:
    """Each is a whole database for its owner only; what is not ours in the folder stays."""
    folder = tmp_path / "nightly"
    folder.mkdir()
    theirs = ["notes.txt", "test-2026-11-20.db", "other-2026-01-01-033000-nightly.db"]
    for name in theirs:
        (folder / name).touch()
    close_database()
    for day in range(5):
        open_database(database_file)
        world.member(f"M{day}")
        made = back_up_nightly(folder, 2, NIGHT + timedelta(days=day))
        assert made.findings == ()
        assert made.path.stat().st_mode & 0o777 == 0o600
    ours = [name for name in names(folder) if name not in theirs]
    # The last two days; the last of each of the two weeks; the last of the month.
    assert ours == [
        "test-2026-11-22-033000-nightly.db",
        "test-2026-11-23-033000-nightly.db",
        "test-2026-11-24-033000-nightly.db",
    ]
    assert set(theirs) <= set(names(folder))
    open_database(folder / ours[-1])
    assert check() == []
    assert database.execute_sql("SELECT count(*) FROM member").fetchone() == (5,)
    close_database()
    open_database(database_file)
    assert last_good_backup() == NIGHT + timedelta(days=4)


def test_what_does_not_pass(capsys: CapSys, world: World, location: str, tmp_path: Path) -> None:
    """Kept under another name, told with exit code 1, and nothing older goes."""
    folder = tmp_path / "nightly"
    world.one_basket("4.00")
    close_database()
    words: list[str | Path] = [
        "--lang",
        "en",
        "--database",
        location,
        "backup",
        "--to",
        folder,
        "--keep",
        "1",
    ]
    assert run(capsys, "--now", "2026-10-01T03:30", *words)[0] == 0
    open_database(location)
    database.execute_sql("UPDATE operation SET amount = amount - 1")
    close_database()
    code, out, err = run(capsys, "--now", "2026-11-20T03:30", *words)
    assert (code, err.count("\n")) == (1, 1)
    assert "no older one was removed" in err
    assert out.strip().endswith("-broken.db")
    assert len(names(folder)) == 2
    open_database(location)
    assert last_good_backup() == datetime(2026, 10, 1, 3, 30)


def test_the_command(capsys: CapSys, world: World, location: str, tmp_path: Path) -> None:
    """A file or a folder, one of the two; a folder that cannot be made is one sentence."""
    close_database()
    words: list[str | Path] = ["--lang", "en", "--database", location, "backup"]
    file = tmp_path / "x.db"
    mistakes: tuple[list[str | Path], ...] = (
        [],
        [file, "--to", tmp_path],
        [file, "--keep", "3"],
        ["--to", tmp_path, "--keep", "0"],
        ["--to", tmp_path / "no" / "where"],
        ["--to", Path(location)],
    )
    for wrong in mistakes:
        code, _out, err = run(capsys, *words, *wrong)
        assert (code, err.count("\n")) == (2, 1), wrong
    assert not file.exists()
    assert run(capsys, *words, "--to", tmp_path / "new")[0] == 0
    assert len(names(tmp_path / "new")) == 1


async def test_the_first_screen(world: World, database_file: Path) -> None:
    """It says when the nightly backups have stopped, and nothing where there never were any."""
    world.one_basket("4.00")
    note = database_file.parent / "backups" / "test.last-nightly"
    note.parent.mkdir()
    for written, told in (
        (None, ""),
        ("2026-11-15T03:30:00", ""),
        ("2026-11-10T03:30:00", "9"),
        ("nonsense", ""),
    ):
        if written is not None:
            note.write_text(written)
        close_database()
        async with screens.program(str(database_file)) as pilot:
            await screens.quiet(pilot)
            text = screens.screen_text(pilot.app)
        assert ("sauvegarde" in text) is bool(told), text
        assert told in text
        open_database(database_file)
