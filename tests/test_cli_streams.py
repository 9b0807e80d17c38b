"""Every command: no name acts on a terminal, and every end of a pipe is told or silent."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.papers.exports import ExportKind, Format, formats
from tests.test_cli import SMALL, WHEN, importing
from tests.world import World

pytestmark = pytest.mark.long

HOSTILE = "\x1b[31mAnne\x07\u202e\x9b2J\r\n=1"
WHO = ["--lang", "en", "--user", "paul", "--now", "2026-11-20T19:00"]
TOLD = [
    ["distributions"],
    ["distributions", "--format", "json"],
    ["report", "1"],
    ["report", "1", "--format", "csv"],
    ["report", "1", "--format", "json"],
    ["basket", "1"],
    ["basket", "1", "1"],
    ["basket", "1", "1", "--format", "json"],
    ["validate", "1"],
    ["count", "1"],
    ["count", "1", "--format", "json"],
    ["undo"],
    ["settings"],
    ["check"],
    ["check", "--format", "json"],
    *(
        ["export", "1", str(kind), "--format", str(form)]
        for kind in ExportKind
        for form in formats(kind)
        if form is not Format.HTML
    ),
]


@pytest.fixture
def hostile(tmp_path: Path, template: Path) -> Path:
    """Give a database in which all that can bear a name bears one that would act."""
    path = tmp_path / "hostile.db"
    path.write_bytes(template.read_bytes())
    open_database(path)
    world = World()
    world.desk = Desk("paul", world.clock.now)
    product = world.product("2.00", name=HOSTILE, vendor=HOSTILE)
    number = world.distribution(datetime(2026, 11, 20, 18, 0), place=HOSTILE)
    world.basket(number, world.member(HOSTILE, HOSTILE), products=((product, "1"),))
    world.basket(number, world.member("B"), products=((product, "2"),))
    close_database()
    return path


def run(path: Path, words: list[str], where: str = "") -> subprocess.CompletedProcess[bytes]:
    """Run the real program in a shell."""
    program = [sys.executable, "-m", "cagette_tui", *WHO, "--database", str(path), *words]
    command = ["sh", "-c", f'"$@" {where}', "sh", *program]
    return subprocess.run(command, capture_output=True, check=False)


def run_here(capfd: pytest.CaptureFixture[str], path: Path, words: list[str]) -> tuple[int, str]:
    """Run it in this process, which is faster; give all that came on both streams."""
    from cagette_tui.cli import main

    code = main([*WHO, "--database", str(path), *words])
    out, err = capfd.readouterr()
    return code, out + err


def acting(text: str) -> set[str]:
    """Find what a terminal would obey in a text."""
    obeyed = {chr(code) for code in (*range(32), *range(127, 160), 0x202E)} - {"\n"}
    return obeyed & set(text)


def test_nothing_of_a_name_acts(capfd: pytest.CaptureFixture[str], hostile: Path) -> None:
    """Escape sequences, bells, reversed order, line ends in names: shown as a mark, or escaped."""
    code, _out = run_here(capfd, hostile, ["count", "1", "7", "--why", HOSTILE])
    assert code == 0
    for words in TOLD:
        code, text = run_here(capfd, hostile, words)
        assert code == 0, words
        assert not acting(text.removeprefix("\ufeff")), words


@pytest.mark.parametrize(
    "words",
    [
        ["basket", HOSTILE, "1"],
        ["count", "1", HOSTILE],
        ["reopen", "1", HOSTILE, "--why", "x"],
        ["export", "1", "receipts", "--member", "x" + HOSTILE],
        ["export", "1", HOSTILE],
        ["import", HOSTILE, "--date", HOSTILE],
        ["settings", HOSTILE, HOSTILE],
        ["sheet", "1", HOSTILE],
        [HOSTILE],
    ],
)
def test_nothing_that_was_typed_acts(
    capfd: pytest.CaptureFixture[str], hostile: Path, words: list[str]
) -> None:
    """A complaint quotes what was typed so that it can be read, in one line."""
    code, text = run_here(capfd, hostile, words)
    assert (code, text.count("\n")) == (2, 1)
    assert not acting(text)


ENDS = [
    ["distributions"], ["basket", "1", "1"], ["validate", "1"], ["count", "1"], ["undo"],
    ["settings"], ["export", "1", "journal"], ["check", "--format", "json"], ["--help"],
    ["report", "--help"], ["--version"],
]  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small evening."""
    path = tmp_path_factory.mktemp("streams") / "evening.db"
    assert run(path, importing(SMALL)).returncode == 0
    return path


@pytest.mark.long
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
@pytest.mark.parametrize("words", ENDS, ids=" ".join)
def test_every_end_of_a_pipe(small: Path, words: list[str]) -> None:
    """A reader that has gone: silence. A full disk: one sentence and exit code 2."""
    gone = run(small, words, "| true")
    assert gone.stderr == b""
    full = run(small, words, ">/dev/full")
    assert full.returncode == 2
    assert full.stderr.startswith(b"cagette-tui: The output cannot be written")
    assert full.stderr.count(b"\n") == 1


ACTS = (
    ["sheet", "1", "SHEET"],
    ["import", str(SMALL), "--date", "2026-11-20", *WHEN],
    ["settings", "name", "Autre"],
    ["count", "1", "12", "--why", "erreur"],
    ["reopen", "1", "2", "--why", "erreur"],
    ["backup", "COPY"],
    ["export", "1", "orders", "-o", "COPY"],
)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
@pytest.mark.parametrize("words", ACTS, ids=lambda words: words[0])
def test_done_and_not_told(small: Path, tmp_path: Path, words: list[str]) -> None:
    """What was done and could not be told is not called nothing: exit code 3, and one sentence."""
    sheet = tmp_path / "sheet"
    sheet.write_text("1 E\n")
    if words[0] == "reopen":
        sheet.write_text("2 E\n")
        assert run(small, ["sheet", "1", str(sheet)]).returncode == 0
    named = {"SHEET": str(sheet), "COPY": str(tmp_path / "copy")}
    full = run(small, [named.get(word, word) for word in words], ">/dev/full")
    assert full.returncode == 3, full.stderr
    assert full.stderr.startswith(b"cagette-tui: It was done, but the output cannot be written")
    assert full.stderr.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
def test_not_done_and_not_told(small: Path) -> None:
    """The same file twice changes nothing, a preview neither: exit code 2."""
    for words in (importing(SMALL), ["validate", "1"], ["check"], ["backup", "/no/where"]):
        assert run(small, words, ">/dev/full").returncode == 2, words


def test_no_colour_anywhere(small: Path) -> None:
    """Not even where a terminal with colours is promised."""
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "FORCE_COLOR": "1",
        "CLICOLOR_FORCE": "1",
    }
    program = [sys.executable, "-m", "cagette_tui", *WHO, "--database", str(small)]
    for words in (["--help"], ["report", "1"], ["certify", "1"], ["nonsense"]):
        done = subprocess.run([*program, *words], env=environment, capture_output=True, check=False)
        assert b"\x1b" not in done.stdout + done.stderr
