"""Names that somebody chose to do harm: on every screen, in every paper and command."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cagette_tui.cli import main
from cagette_tui.papers.exports import ExportKind, formats
from cagette_tui.text import cells
from tests.screen_text import press, program, sample_copy, screen_text

pytestmark = pytest.mark.long

NAMES = (
    "\x1b[2J\x1b]0;taken\x07X", "\x9b31mC1", "[red]boom[/] [/x]", "A\x00B", "\u202eevil\u202c",
    "z\u200bw\u200b\u2066q", "L" * 10_000, '=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "-2+3",
    "\r\nnew\tline", "%s {0} {x.__class__}", "<script>alert(1)</script>", "\ufeffmark",
    "e\u0301" * 50, "Ω" * 40,
)  # fmt: skip
# The rows are changed behind the journal's back: only what is shown matters here.
PLACES = (
    ("member", "name", "SELECT member_id FROM basket WHERE distribution_id = 6 ORDER BY number"),
    ("product", "name", "SELECT id FROM product ORDER BY id"),
    ("catalogue", "name", "SELECT id FROM catalogue ORDER BY id DESC"),
    ("vendor", "name", "SELECT id FROM vendor ORDER BY id"),
    ("line", "note", "SELECT id FROM line ORDER BY id DESC LIMIT 400"),
    ("cheque", "number", "SELECT id FROM cheque"),
    ("cheque", "bank", "SELECT id FROM cheque ORDER BY id DESC"),
    ("distribution", "place", "SELECT id FROM distribution ORDER BY id DESC"),
    ("buying_group", "name", "SELECT id FROM buying_group"),
    ("operation", "reason", "SELECT id FROM operation ORDER BY id DESC LIMIT 400"),
)
TONIGHT = ("enter",)
SCREENS = (
    TONIGHT,
    (*TONIGHT, "end", "v"),
    (*TONIGHT, "enter", "enter"),
    (*TONIGHT, "p", "c", "enter", "text:12", "enter", "i", "enter", "enter"),
    (*TONIGHT, "h"),
    (*TONIGHT, "m"),
    (*TONIGHT, "m", "down", "enter"),
    (*TONIGHT, "w", "down", "enter"),
    (*TONIGHT, "x", "down", "enter"),
    (*TONIGHT, "a", "down", "enter"),
    (*TONIGHT, "E", "J", "enter"),
    (*TONIGHT, "e", "J"),
    (*TONIGHT, "V", "end"),
    (*TONIGHT, "K", "end"),
    (*TONIGHT, "c", "K", "p"),
    (*TONIGHT, "K", "s", "j", "l"),
    (*TONIGHT, "colon", "text:5 e20 c"),
    ("s",),
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Give the sample with such names everywhere."""
    path = sample_copy(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        for start, (table, column, query) in enumerate(PLACES):
            for place, (number,) in enumerate(connection.execute(query).fetchall()):
                name = NAMES[(start + place) % len(NAMES)]
                statement = f"UPDATE {table} SET {column} = ? WHERE id = ?"
                connection.execute(statement, (name, number))
        connection.commit()
    return path


def harmful(text: str) -> set[str]:
    """Return what a terminal might obey, or what turns a line around."""
    return {one for one in text if unicodedata.category(one) in ("Cc", "Cf", "Cs")} - {"\n"}


def commands() -> Iterator[tuple[str, ...]]:
    """Give all that print names."""
    yield ("distributions",)
    yield ("settings",)
    yield ("check",)
    for form in ("text", "csv", "json"):
        yield ("report", "6", "--format", form)
    for kind in ExportKind:
        for form in formats(kind):
            yield ("export", "6", kind, "--format", form)


@pytest.mark.parametrize("command", list(commands()), ids="-".join)
def test_commands(
    capsys: pytest.CaptureFixture[str], hostile: Path, command: tuple[str, ...]
) -> None:
    """Nothing that a terminal obeys, no cell that a spreadsheet works out, no tag that runs."""
    options = ("--database", str(hostile), "--lang", "en", "--now", "2026-11-20T19:00")
    code = main([*options, *command])
    out, err = capsys.readouterr()
    assert code == (1 if command == ("check",) else 0), err
    assert harmful(out.replace("\r\n", "\n").lstrip("\ufeff")) == set()
    assert err == ""
    if "csv" in command and "orders" not in command:
        for line in out.lstrip("\ufeff").splitlines():
            assert not any(cell.lstrip('"')[:1] in ("=", "@", "+") for cell in line.split(";")), (
                line
            )
    if "html" in command:
        assert "<script" not in out


def _screens() -> Iterator[object]:
    for place, keys in enumerate(SCREENS):
        marks = () if place < 4 else pytest.mark.long
        yield pytest.param(keys, marks=marks, id="-".join(keys))


@pytest.mark.parametrize("keys", list(_screens()))
async def test_screens(hostile: Path, keys: tuple[str, ...]) -> None:
    """Each screen keeps its width and its lines; markup is text like any other."""
    async with program(hostile, "en") as pilot:
        await press(pilot, *keys)
        shown = screen_text(pilot.app)
        assert pilot.app.is_running
    assert harmful(shown) == set()
    assert len(shown.splitlines()) == 24
    assert max(map(cells, shown.splitlines())) <= 80
