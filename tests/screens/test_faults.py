"""When the disk or the database fails under the screens: they say so in one line and stay alive."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cagette_tui.database_thread import DatabaseThread
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.tables.base import database
from tests.disks import failing_disk
from tests.screen_text import press, program, sample_copy, screen_text

TONIGHT = ("enter",)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    return sample_copy(tmp_path)


async def _in_thread(thread: DatabaseThread, *statements: str) -> None:
    """Do something to the connection that the screens use."""
    for statement in statements:
        await thread.call(lambda text: database.execute_sql(text).fetchall(), statement)


async def test_a_full_disk(sample: Path) -> None:
    """Not done and said so, nothing of it is there; done with the same key once there is room."""
    async with program(sample, "en") as pilot:
        thread = pilot.app.database  # type: ignore[attr-defined]
        await _in_thread(thread, "PRAGMA max_page_count = 1")  # no more than there are
        await press(pilot, *TONIGHT, "V", "V", "o")
        text = screen_text(pilot.app)
        assert "The disk is full: nothing was changed. Make room, then repeat." in text
        assert read_sheet(6).validated == 0
        assert check() == []
        await _in_thread(thread, "PRAGMA max_page_count = 100000")
        await press(pilot, "V", "o")
        assert read_sheet(6).validated == 35
        assert check() == []


async def test_a_failing_disk(sample: Path) -> None:
    """Not done and said so at each key; the cursor stays; the key works once the disk does."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT)
        with failing_disk():
            for _ in range(2):
                await press(pilot, "E")
                assert "! The disk failed (the disk cannot be read" in screen_text(pilot.app)
                assert ">   1 " in screen_text(pilot.app)
            assert read_sheet(6).validated == 0
        await press(pilot, "E")
        assert read_sheet(6).validated == 1
        assert check() == []


async def test_a_disk_that_becomes_read_only(sample: Path) -> None:
    """Said so at each key; what can be read is shown."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT)
        await _in_thread(pilot.app.database, "PRAGMA query_only = 1")  # type: ignore[attr-defined]
        for key in ("E", "e", "A"):
            await press(pilot, key, "d")
            assert "read-only: nothing was changed" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "read-only: nothing" not in screen_text(pilot.app)
        assert read_sheet(6).validated == 0


async def test_a_damaged_file(sample: Path) -> None:
    """What can no longer be read is told with what to do; one can still leave."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT)
        with closing(sqlite3.connect(sample)) as other:
            other.execute("DROP TABLE line")
            other.commit()
        await press(pilot, "E")
        assert "cannot be read (no such table: line): restore a backup" in screen_text(pilot.app)
        await press(pilot, "enter", "escape", "escape")
        assert pilot.app.is_running
        await press(pilot, "q")
        assert pilot.app.return_code == 0


async def test_no_copy_before_forcing_and_certifying(sample: Path) -> None:
    """The evening is closed all the same, and that there is no copy is told."""
    backups = sample.parent / "backups"
    backups.write_text("a file where the folder should be")
    async with program(sample, "en", size=(140, 30)) as pilot:
        await press(pilot, *TONIGHT, "V", "V", "o")
        text = screen_text(pilot.app)
        assert "35 baskets validated. No copy could be made at" in text
        await press(pilot, "V", "V", "text:validate", "enter")
        text = screen_text(pilot.app)
        assert "closing report no. 1. " in text
        assert "No copy could be made at" in text
        assert read_sheet(6).distribution.certified_at is not None


async def test_copies_before_forcing_and_certifying(sample: Path) -> None:
    """One before each, beside the database; nothing is said of what went well."""
    async with program(sample, "en") as pilot:
        await press(pilot, *TONIGHT, "V", "V", "n")
        assert not (sample.parent / "backups").exists()
        await press(pilot, "V", "o", "V", "V", "text:validate", "enter")
        assert "copy" not in screen_text(pilot.app)
    reasons = [path.stem.split("-")[-1] for path in sorted((sample.parent / "backups").iterdir())]
    assert reasons == ["force", "certify"]
