"""The way back by commands: ticked off, told as a difference, balances compared (R44, R60)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cagette_model import table
from tests.test_cli import SMALL, CapSys, importing, run

pytestmark = pytest.mark.long

EVENING = ["--lang", "en", "--user", "zoé", "--now", "2026-11-13T19:00", "--database"]


@pytest.fixture
def filled(capsys: CapSys, tmp_path: Path) -> Path:
    """Give a database with an evening of eight baskets, the first of them validated in cash."""
    path = tmp_path / "evening.db"
    assert run(capsys, *EVENING, path, *importing(SMALL))[0] == 0
    sheet = tmp_path / "sheet.txt"
    sheet.write_text("1 E\n2 C\n3 A !\n", encoding="utf-8")
    assert run(capsys, *EVENING, path, "sheet", "1", str(sheet))[0] == 0
    return path


def told(capsys: CapSys, path: Path, *words: str) -> str:
    """Run a command that must work; give what it told, with plain spaces."""
    code, out, err = run(capsys, *EVENING, path, *words)
    assert (code, err) == (0, ""), words
    return out.replace("\xa0", " ")


def refused(capsys: CapSys, path: Path, *words: str) -> str:
    """Run a command that must be refused in one line; give that line."""
    code, out, err = run(capsys, *EVENING, path, *words)
    assert (code, out, err.count("\n")) == (2, "", 1), words
    return err.strip()


def test_ticked_off(capsys: CapSys, filled: Path) -> None:
    """One, some, all; again is refused; --not takes off; `undo` too."""
    assert told(capsys, filled, "entered", "1").splitlines()[-1] == "0/3 entered in Cagette"
    line, progress = told(capsys, filled, "entered", "1", "1").splitlines()
    assert line.startswith("1 ")
    assert line.endswith(" – entered by zoé, 13 Nov 2026, 19:00")
    assert progress == "1/3 entered in Cagette"
    assert "like that already" in refused(capsys, filled, "entered", "1", "1")
    # Ranges take what is there of them.
    assert told(capsys, filled, "entered", "1", "2-3").splitlines()[-1] == "3/3 entered in Cagette"
    assert table(told(capsys, filled, "export", "1", "cagette", "--format", "csv")) == []
    assert "0/3" in told(capsys, filled, "entered", "1", "all", "--not")
    assert "3/3" in told(capsys, filled, "entered", "1", "all")
    code = told(capsys, filled, "undo").split()[-1]
    told(capsys, filled, "undo", "--yes", code)
    rows = json.loads(told(capsys, filled, "entered", "1", "--format", "json"))["baskets"]
    by_number = {row["number"]: row for row in rows}
    assert by_number[1]["acts"] == ["confirm", "validate"]
    assert by_number[3]["acts"] == ["delete_announced"]
    assert (by_number[1]["entered"], by_number[1]["entered_at"]) == (False, None)
    assert by_number[8]["acts"] == []


def test_changed_since(capsys: CapSys, filled: Path) -> None:
    """A correction un-ticks, and says what is to be entered now."""
    told(capsys, filled, "entered", "1", "1")
    told(capsys, filled, "reopen", "1", "1", "--why", "erreur")
    sheet = filled.parent / "again.txt"
    sheet.write_text("1 r1 e ! # geste\n", encoding="utf-8")
    told(capsys, filled, "sheet", "1", str(sheet))
    text = told(capsys, filled, "entered", "1")
    assert (
        "changed since zoé entered it: enter a payment of -€1.00 on the member’s account (cash)"
        in text
    )
    paper = told(capsys, filled, "export", "1", "cagette")
    assert "Changed here since they were entered" in paper


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("99",), "99"),
        (("0",), "not the number of a basket"),
        (("7-3",), "7"),
        (("x",), "not the number of a basket"),
        (("3-",), "not the number of a basket"),
        (("--member", "\x1b[2J"), "Nobody with the reference"),
    ],
)
def test_what_is_refused(capsys: CapSys, filled: Path, words: tuple[str, ...], said: str) -> None:
    """In one sentence; nothing is marked."""
    assert said in refused(capsys, filled, "entered", "1", *words)
    assert "\x1b" not in refused(capsys, filled, "entered", "1", *words)
    assert "0/3" in told(capsys, filled, "entered", "1")


def test_read_only(capsys: CapSys, filled: Path) -> None:
    """It is listed, and cannot be changed."""
    told(capsys, filled, "--read-only", "entered", "1")
    refused(capsys, filled, "--read-only", "entered", "1", "1")


def test_balances_compared(capsys: CapSys, filled: Path, tmp_path: Path) -> None:
    """Line by line: what agrees is counted, what differs is named; nothing is changed."""
    file = tmp_path / "balances.csv"
    told(capsys, filled, "export", "1", "balances", "-o", str(file))
    agreed = told(capsys, filled, "balances", str(file), "--compare")
    assert agreed.splitlines()[0] == "8 balances agree."
    header, first, *rest = file.read_text(encoding="utf-8-sig").splitlines()
    ref, name, _amount = first.split(";")
    rest.remove(next(line for line in rest if not line.endswith(";0,00")))
    lines = [header, f"{ref};{name};3,00", *rest, "999;DE TROP Zoé;1,00", "998;RIEN;0"]
    other = tmp_path / "other.csv"
    other.write_text("\n".join(lines), encoding="utf-8")
    code, out, err = run(capsys, *EVENING, filled, "balances", str(other), "--compare")
    assert (code, err) == (1, "")
    told_lines = out.replace("\xa0", " ").splitlines()
    (first_line,) = (line for line in told_lines if line.startswith(f"{name}: "))
    assert first_line.endswith("here, €3.00 in the file")
    assert "DE TROP Zoé: – here, €1.00 in the file" in told_lines
    assert any(line.endswith("here, – in the file") for line in told_lines)
    assert "6 balances agree." in told_lines
    other.write_text("x\n", encoding="utf-8")
    assert run(capsys, *EVENING, filled, "balances", str(other), "--compare")[0] == 2
