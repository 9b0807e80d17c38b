"""A whole evening by commands alone, as somebody who listens to a screen reader works."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import SMALL, CapSys, importing, run

EVENING = ["--lang", "en", "--user", "zoé", "--now", "2026-11-13T19:00", "--database"]


@pytest.fixture
def filled(capsys: CapSys, tmp_path: Path) -> Path:
    """Give a database with an evening of eight baskets."""
    path = tmp_path / "evening.db"
    assert run(capsys, *EVENING, path, *importing(SMALL))[0] == 0
    return path


def told(capsys: CapSys, path: Path, *words: str) -> str:
    """Run a command that must work; give what it told."""
    code, out, err = run(capsys, *EVENING, path, *words)
    assert (code, err) == (0, ""), words
    return out


def refused(capsys: CapSys, path: Path, *words: str) -> str:
    """Run a command that must be refused in one line; give that line."""
    code, _out, err = run(capsys, *EVENING, path, *words)
    assert (code, err.count("\n")) == (2, 1), words
    return err


def data(capsys: CapSys, path: Path, *words: str) -> Any:
    """Run a command that lists, for a script."""
    return json.loads(told(capsys, path, *words, "--format", "json"))


def sheet(capsys: CapSys, path: Path, text: str) -> str:
    """Do what a sheet says."""
    file = path.parent / "sheet.txt"
    file.write_text(text, encoding="utf-8")
    return told(capsys, path, "sheet", "1", str(file))


def code_in(text: str) -> str:
    """Give the code that a preview ends with."""
    return text.split()[-1]


def test_a_whole_evening(capsys: CapSys, filled: Path) -> None:
    """Baskets read, received and validated, the rest forced, box counted, certified (R42, R43)."""
    (listed,) = data(capsys, filled, "distributions")["distributions"]
    assert (listed["state"], listed["baskets"], listed["to_collect"]) == (
        "to_validate", 8, "1448.91",
    )  # fmt: skip
    first = data(capsys, filled, "basket", "1", "1")
    assert first["member"] in told(capsys, filled, "basket", "1", "1")
    assert "not validated yet" in refused(capsys, filled, "certify", "1")
    sheet(capsys, filled, "1 E !\n2 C !\n3 A !\n")
    assert data(capsys, filled, "basket", "1", "1")["paid"] == first["to_pay"]

    to_do = told(capsys, filled, "basket", "1").splitlines()
    assert [line.split()[0] for line in to_do[:6]] == ["3", "4", "5", "6", "7", "8"]
    assert to_do[0].endswith("– absent")
    assert to_do[1].endswith("to pay on the spot: how?")
    assert to_do[6].startswith("6 to go: 1 ready to validate, 5 without mode")
    assert len(data(capsys, filled, "basket", "1")["baskets"]) == 6

    preview = told(capsys, filled, "validate", "1")
    assert "6 baskets would be validated." in preview
    assert "Absent: nothing is received" in preview
    assert data(capsys, filled, "distributions")["distributions"][0]["validated"] == 2
    assert "6 baskets validated." in told(
        capsys, filled, "validate", "1", "--yes", code_in(preview)
    )
    assert "validated already" in refused(capsys, filled, "validate", "1")

    assert "validated already" in told(capsys, filled, "basket", "1")
    told(capsys, filled, "count", "1", "--float", "50")
    box = data(capsys, filled, "count", "1")
    assert box["counted"] is None
    assert "needs an explanation" in refused(capsys, filled, "count", "1", "20=3", "0,50=2")
    told(capsys, filled, "count", "1", box["expected"])
    assert data(capsys, filled, "count", "1")["difference"] == "0.00"

    dry_run = told(capsys, filled, "certify", "1")
    assert data(capsys, filled, "distributions")["distributions"][0]["certified_at"] is None
    certified = told(capsys, filled, "certify", "1", "--yes", code_in(dry_run))
    assert "closing report no. 1" in certified
    assert data(capsys, filled, "distributions")["distributions"][0]["certified_by"] == "zoé"
    checked = data(capsys, filled, "check")
    assert (checked["baskets"], checked["findings"]) == (8, [])


def test_what_was_shown_and_nothing_else(capsys: CapSys, filled: Path) -> None:
    """A code of before somebody else's act does nothing (R42)."""
    code = code_in(told(capsys, filled, "validate", "1"))
    sheet(capsys, filled, "1 E !\n")
    assert "changed meanwhile" in refused(capsys, filled, "validate", "1", "--yes", code)
    assert data(capsys, filled, "distributions")["distributions"][0]["validated"] == 1
    again = told(capsys, filled, "validate", "1")
    assert code_in(again) == code_in(told(capsys, filled, "validate", "1"))
    told(capsys, filled, "validate", "1", "--yes", code_in(again))
    dry_run = code_in(told(capsys, filled, "certify", "1"))
    told(capsys, filled, "count", "1", "100", "--why", "cheques were cashed")
    assert "changed meanwhile" in refused(capsys, filled, "certify", "1", "--yes", dry_run)


def test_undo_and_reopen(capsys: CapSys, filled: Path) -> None:
    """Undo says which act first; reopening needs a reason, and says what else it opens (R44)."""
    sheet(capsys, filled, "1 E !\n")
    shown = told(capsys, filled, "undo")
    assert "basket 1" in shown
    told(capsys, filled, "undo", "--yes", code_in(shown))
    assert data(capsys, filled, "basket", "1", "1")["state"] == "to_validate"
    assert "nothing" in refused(capsys, filled, "undo", "--yes", code_in(shown))

    told(capsys, filled, "validate", "1", "--yes", code_in(told(capsys, filled, "validate", "1")))
    told(capsys, filled, "certify", "1", "--yes", code_in(told(capsys, filled, "certify", "1")))
    assert "--why" in refused(capsys, filled, "reopen", "1", "2")
    both = told(capsys, filled, "reopen", "1", "2", "--why", "the weight was wrong")
    assert both == "Basket 2 is open again.\nThe distribution is open again.\n"
    assert data(capsys, filled, "basket", "1", "2")["state"] == "to_validate"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["basket", "1", "99"], "99"),
        (["basket", "1", "one"], "number of a basket"),
        (["basket", "9", "1"], "9"),
        (["count", "1", "20x3"], "20x3"),
        (["count", "1", "20=3", "12"], "“12”"),
        (["count", "1", "0=3", "--why", "x"], "0"),
        (["count", "1", "20=-3"], "20=-3"),
        (["count", "1", "1,234"], "decimals"),
        (["count", "1", "--float", "\x1b[31m"], "\ufffd[31m"),
        (["reopen", "1", "1", "--why", "x"], "1"),
        (["reopen", "1", "--why", "x"], "certified"),
        (["validate", "1", "--yes", "000000"], "changed meanwhile"),
    ],
)
def test_refusals(capsys: CapSys, filled: Path, words: list[str], part: str) -> None:
    """One sentence that names what was wrong; nothing changed."""
    before = data(capsys, filled, "report", "1")
    assert part in refused(capsys, filled, *words)
    assert data(capsys, filled, "report", "1") == before


def test_nothing_is_done_too_early(capsys: CapSys, filled: Path) -> None:
    """R40: validating by command waits for the hour, too; so does read-only."""
    early: list[str | Path] = [*EVENING, filled, "--now", "2026-11-13T17:29"]
    code, out, _err = run(capsys, *early, "validate", "1")
    assert code == 0
    code, _out, err = run(capsys, *early, "validate", "1", "--yes", code_in(out))
    assert (code, err.count("17:30")) == (2, 1)
    assert "read-only" in refused(capsys, filled, "--read-only", "count", "1", "50", "--why", "x")


def test_the_sheet_from_a_pipe(filled: Path) -> None:
    """`echo "1 E" | cagette-tui sheet 1`: no terminal anywhere, no colours."""
    command = [sys.executable, "-m", "cagette_tui", *EVENING, str(filled), "sheet", "1"]
    done = subprocess.run(command, input=b"1 E !\n", capture_output=True, check=True)
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""
