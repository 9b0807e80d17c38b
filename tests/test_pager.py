"""Long or wide output on a terminal goes through `PAGER`; everywhere else it is the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = pytest.mark.long

SAMPLE = Path(__file__).parents[1] / "sample.db"
LONG = ("--lang", "en", "report", "1")


def on_a_terminal(database: Path, pager: str | None, *words: str) -> tuple[int, str]:
    """Run a command on a terminal of 80×24; give its exit code and all that came."""
    environment = {} if pager is None else {"PAGER": pager}
    terminal = Terminal("--database", str(database), *words, environment=environment)
    code = terminal.end()
    return code, terminal.output.decode().replace("\r\n", "\n")


def in_a_pipe(database: Path, pager: str, *words: str) -> str:
    """Run a command into a pipe."""
    command = [sys.executable, "-m", "cagette_tui", "--database", str(database), *words]
    environment = {**os.environ, "PAGER": pager, "TERM": "xterm"}
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8"
    ).stdout


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    path = tmp_path / "sample.db"
    path.write_bytes(SAMPLE.read_bytes())
    return path


@pytest.fixture
def numbering(tmp_path: Path) -> str:
    """Give a pager that marks each line, so that one sees it was there."""
    script = tmp_path / "my pager"
    script.write_text("#!/bin/sh\nsed 's/^/> /'\n", encoding="utf-8")
    script.chmod(0o700)
    return f"'{script}' -x"


def test_a_long_report(sample: Path, numbering: str) -> None:
    """On a terminal page by page; in a pipe, and with PAGER empty or cat, simply written."""
    plain = in_a_pipe(sample, numbering, *LONG)
    assert ">" not in plain
    code, paged = on_a_terminal(sample, numbering, *LONG)
    assert (code, paged) == (0, "".join(f"> {line}\n" for line in plain.splitlines()))
    for nothing in ("", "cat"):
        assert on_a_terminal(sample, nothing, *LONG) == (0, plain)


def test_what_fits_is_not_paged(sample: Path, numbering: str) -> None:
    """Seven distributions need no pager; nor does what is for machines."""
    assert "> " not in on_a_terminal(sample, numbering, "distributions")[1]
    assert on_a_terminal(sample, numbering, *LONG, "--format", "json")[1].startswith("{")


@pytest.mark.parametrize("pager", ["no-such-pager -S", "'"])
def test_a_pager_that_is_not_there(sample: Path, pager: str) -> None:
    """The text comes all the same, and one sentence says what to set."""
    plain = in_a_pipe(sample, "", *LONG)
    code, shown = on_a_terminal(sample, pager, *LONG)
    assert code == 0
    assert shown.startswith(plain)
    complaint = shown.removeprefix(plain)
    assert complaint.count("\n") == 1
    assert pager.split()[0] in complaint
    assert "PAGER" in complaint


def test_a_reader_who_has_had_enough(sample: Path) -> None:
    """A pager that is left early: no complaint."""
    assert on_a_terminal(sample, "true", *LONG) == (0, "")
