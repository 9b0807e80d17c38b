"""`copy`: a whole database into an empty one, between files and servers, compared row by row."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cagette_tui.model.acts.delivering import add_line
from cagette_tui.model.acts.drafts import read_draft, save_draft
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.store import copying
from cagette_tui.model.store.copying import Copied, copy_database
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.problems import CannotTake, CopyDiffers, Missing, NotEmpty, NotOurs
from cagette_tui.model.tables.base import database
from tests.screen_text import sample_copy
from tests.shelves import LEFT_OUT, SERVER, ServerShelf, Shelf, behind_our_back
from tests.test_cli import CapSys, run
from tests.world import World, dump

pytestmark = pytest.mark.long

needs_server = pytest.mark.skipif(SERVER is None, reason=LEFT_OUT)
Bare = Callable[[], str]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample, with half a count of somebody's."""
    path = sample_copy(tmp_path)
    with opened(path):
        save_draft(World().desk, "count 6", {"total": "12"})
    return path


@pytest.fixture
def bare(shelf: Shelf) -> Bare:
    """Give what makes databases with nothing in them on a server."""
    assert isinstance(shelf, ServerShelf)
    return shelf.new


@contextmanager
def opened(location: str | Path) -> Iterator[None]:
    """Open a database."""
    open_database(location, create=False)
    yield
    close_database()


def contents(location: str | Path) -> dict[str, list[Any]]:
    """Return all rows of a database that holds the rules, as a file keeps them."""
    with opened(location):
        assert check() == []
        return {
            table: [tuple(map(_as_in_a_file, row)) for row in rows]
            for table, rows in dump().items()
        }


def nothing() -> bool:
    """Whether the database that is open has only what the schema brings."""
    return not any(rows for table, rows in dump().items() if table != "buying_group")


def _as_in_a_file(value: Any) -> Any:
    return str(value) if hasattr(value, "isoformat") else value


def test_from_file_to_file(sample: Path, tmp_path: Path) -> None:
    """All tables with their numbers, the journal and the drafts; the source stays as it is."""
    target = tmp_path / "new.db"
    before = contents(sample)
    copied = copy_database(str(sample), f"sqlite:///{target}")
    assert contents(target) == contents(sample) == before
    assert Copied("journal", len(before["journal"])) in copied
    assert Copied("draft", 1) in copied
    assert {one.table for one in copied} == {*before, "draft", "evening_copy"}
    assert target.stat().st_mode & 0o777 == 0o600
    with opened(target):
        assert read_draft(World().desk, "count 6") is not None


@needs_server
def test_to_a_server_and_back(sample: Path, bare: Bare, tmp_path: Path) -> None:
    """File, server, another server's database, file: nothing was changed on the way."""
    first, second, back = bare(), bare(), str(tmp_path / "back.db")
    before = contents(sample)
    copied = copy_database(str(sample), first)
    assert copy_database(first, second) == copy_database(second, back) == copied
    for location in (first, second, back):
        assert contents(location) == before


def _last_line_is_gone(location: str | Path) -> int:
    """Add a line and take it back; return its number."""
    with opened(location):
        world = World()
        basket = next(one for one in read_sheet(6).baskets if not one.validated)
        basket = add_line(
            world.desk, basket.id, basket.version, basket.lines[0].product_id, Decimal(1)
        )
        gone = max(line.id for line in basket.lines)
        undo(world.desk, last_act(world.desk.who).act)
    return gone


def _next_line(location: str | Path) -> int:
    with opened(location):
        world = World()
        basket = next(one for one in read_sheet(6).baskets if not one.validated)
        basket = add_line(
            world.desk, basket.id, basket.version, basket.lines[0].product_id, Decimal(1)
        )
        assert check() == []
        return max(line.id for line in basket.lines)


def test_no_number_is_given_again(sample: Path, tmp_path: Path) -> None:
    """Not even that of a line that is gone: the journal tells of it."""
    gone = _last_line_is_gone(sample)
    target = tmp_path / "new.db"
    copy_database(str(sample), str(target))
    assert _next_line(target) > gone


@needs_server
def test_no_number_is_given_again_on_a_server(sample: Path, bare: Bare, tmp_path: Path) -> None:
    """There and back."""
    gone = _last_line_is_gone(sample)
    first, back = bare(), str(tmp_path / "back.db")
    copy_database(str(sample), first)
    copy_database(first, back)
    assert _next_line(first) > gone
    assert _next_line(back) > gone


def test_into_one_of_ours_that_is_empty(sample: Path, tmp_path: Path) -> None:
    """What an import or a copy that failed left behind is as good as nothing."""
    target = tmp_path / "new.db"
    open_database(target)
    close_database()
    copy_database(str(sample), str(target))
    assert contents(target) == contents(sample)


def test_what_is_not_empty_is_left_untouched(sample: Path, tmp_path: Path) -> None:
    """Another group's database, the same one, an older one, a file of somebody else's."""
    other = tmp_path / "other.db"
    shutil.copy(Path(__file__).parents[1] / "sample.db", other)
    older = tmp_path / "older.db"
    shutil.copy(Path(__file__).parent / "model" / "data" / "schema-1.db", older)
    text = tmp_path / "text"
    text.write_text("hello")
    for target, problem in (
        (other, NotEmpty), (sample, NotEmpty), (older, NotEmpty), (text, NotOurs)
    ):  # fmt: skip
        before = target.read_bytes()
        names = {file.name for file in tmp_path.iterdir()}
        with pytest.raises(problem):
            copy_database(str(sample), str(target))
        assert target.read_bytes() == before
        assert {file.name for file in tmp_path.iterdir()} == names


@needs_server
def test_what_is_not_empty_on_a_server(sample: Path, bare: Bare) -> None:
    """Twice into the same one: the second is refused, and changes nothing."""
    target = bare()
    copy_database(str(sample), target)
    before = contents(target)
    with pytest.raises(NotEmpty) as caught:
        copy_database(str(sample), target)
    assert caught.value.path.rpartition("/")[2] == target.partition("?")[0].rpartition("/")[2]
    assert contents(target) == before


def test_without_a_source(tmp_path: Path) -> None:
    """Nothing is made on either side."""
    with pytest.raises(Missing):
        copy_database(str(tmp_path / "no.db"), str(tmp_path / "new.db"))
    assert list(tmp_path.iterdir()) == []


def test_all_or_nothing(sample: Path, tmp_path: Path) -> None:
    """A row that points to nothing is not taken: it is named, and nothing of the rest stays."""
    with opened(sample):
        behind_our_back("PRAGMA foreign_keys = 0; UPDATE operation SET member_id = 999")
    target = tmp_path / "new.db"
    with pytest.raises(CannotTake) as caught:
        copy_database(str(sample), str(target))
    assert caught.value.table == "operation"
    with opened(target):
        assert nothing()
        assert check() == []


@needs_server
def test_what_a_server_does_not_take(sample: Path, bare: Bare) -> None:
    """A NUL in a name, a text for a number: named, and nothing of the rest stays."""
    target = bare()
    with closing(sqlite3.connect(sample)) as connection:
        for statement in (
            "UPDATE member SET name = 'a' || char(0) || 'b' WHERE id = 7",
            "UPDATE member SET name = 'x', ref = x'ff00' WHERE id = 7",
        ):
            connection.execute(statement)
            connection.commit()
            with pytest.raises((CannotTake, CopyDiffers)) as caught:
                copy_database(str(sample), target)
            assert isinstance(caught.value, CannotTake | CopyDiffers)
            assert caught.value.table == "member"
            with opened(target):
                assert nothing()


def test_a_copy_that_is_not_the_same(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read again, row by row: the first that differs is named, and nothing stays."""
    real = copying._copy

    def careless(old: Any, new: Any) -> None:
        real(old, new)
        new.execute_sql("UPDATE product SET price = price + 1 WHERE id = 5")

    monkeypatch.setattr(copying, "_copy", careless)
    with pytest.raises(CopyDiffers) as caught:
        copy_database(str(sample), str(tmp_path / "new.db"))
    assert (caught.value.table, caught.value.row) == ("product", 5)
    with opened(tmp_path / "new.db"):
        assert nothing()


def test_a_few_rows_at_a_time(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the size of a batch, all rows come."""
    monkeypatch.setattr(copying, "_BATCH", 7)
    copy_database(str(sample), str(tmp_path / "new.db"))
    assert contents(tmp_path / "new.db") == contents(sample)


def test_the_command(capsys: CapSys, sample: Path, tmp_path: Path) -> None:
    """It tells how many rows of each table; a second time it is refused in one line."""
    target = tmp_path / "new.db"
    code, out, err = run(capsys, "--lang", "en", "copy", sample, target)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert "  80  member" in lines
    assert "1161  line" in lines
    assert lines[-1] == "2365 rows copied, and found the same one by one."
    assert run(capsys, "--lang", "en", "copy", sample, target) == (
        2,
        "",
        f"cagette-tui: {target} is not empty: nothing was copied into it, and it is as it was.\n",
    )
    assert database.is_closed()
