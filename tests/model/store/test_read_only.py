"""A database that was opened for reading: it shows everything and changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cagette_tui.model.acts.counting import CountDraft, count_draft, save_count_draft
from cagette_tui.model.acts.drafts import drop_draft
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.store.database import close_database, is_read_only, open_database
from cagette_tui.model.store.problems import Missing, OlderSchema, ReadOnly
from tests.world import World, refused


def _reopen(path: Path) -> None:
    close_database()
    open_database(path, read_only=True)


def test_everything_is_shown_and_nothing_changed(world: World, database_file: Path) -> None:
    """Every act is refused at the door, even one that would change nothing."""
    basket = world.one_basket("4.00")
    save_count_draft(world.desk, basket.distribution_id, CountDraft(total="12"))
    close_database()
    before = database_file.read_bytes()
    _reopen(database_file)
    assert is_read_only()
    assert read_sheet(basket.distribution_id).baskets[0].number == 1
    assert check() == []
    settings = read_settings()
    for act in (
        lambda: receive(world.desk, basket.id, basket.version, Mode.CASH),
        lambda: receive(world.desk, 999, 1, Mode.CASH),
        lambda: change_settings(world.desk, settings, settings),
        lambda: undo(world.desk, last_act("paul").act),
    ):
        refused(ReadOnly, act)
    close_database()
    assert database_file.read_bytes() == before
    assert [path.name for path in database_file.parent.iterdir()] == [database_file.name]


def test_half_typed_texts_are_left_out(world: World, database_file: Path) -> None:
    """A draft is no act: the one that was there is read, new ones are neither kept nor a fault."""
    number = world.distribution()
    save_count_draft(world.desk, number, CountDraft(total="12"))
    _reopen(database_file)
    save_count_draft(world.desk, number, CountDraft(total="34"))
    drop_draft(world.desk, f"count:{number}")
    draft = count_draft(world.desk, number)
    assert draft is not None
    assert draft.total == "12"


def test_others_go_on_writing(world: World, database_file: Path) -> None:
    """What others do meanwhile is seen, and what a program that was cut off left."""
    world.member("A")
    with closing(sqlite3.connect(database_file)) as other:
        _reopen(database_file)
        other.execute("UPDATE member SET name = 'B'")
        other.commit()
        with closing(sqlite3.connect(database_file)) as looking:
            assert looking.execute("SELECT name FROM member").fetchall() == [("B",)]
        assert check() != []  # somebody changed it by hand
        # As a cut leaves it: the last change is beside the file only.
        folder = database_file.parent / "cut"
        folder.mkdir()
        for side in ("", "-wal"):
            shutil.copy(f"{database_file}{side}", folder / f"{database_file.name}{side}")
        close_database()
    open_database(folder / database_file.name, read_only=True)
    assert [finding.detail for finding in check()] == ["member 1: name"]


def test_nothing_is_created_or_migrated(tmp_path: Path) -> None:
    """A missing or empty file stays so; an older schema is refused untouched."""
    empty = tmp_path / "empty.db"
    empty.touch()
    old = tmp_path / "old.db"
    shutil.copy(Path(__file__).parents[1] / "data" / "schema-1.db", old)
    before = old.read_bytes()
    for path, problem in (
        (tmp_path / "none.db", Missing),
        (empty, Missing),
        (old, OlderSchema),
    ):
        with pytest.raises(problem):
            open_database(path, read_only=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.db", "old.db"]
    assert (old.read_bytes(), empty.read_bytes()) == (before, b"")
