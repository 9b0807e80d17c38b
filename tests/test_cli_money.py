"""The commands about the bank and what is announced (R22, R24, R56)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cagette_tui.cli import main
from tests.test_cli import CapSys
from tests.world import DATA

EXPORT = str(DATA / "Export-commandes-2026-11-20-Cagette.csv")


def told(*arguments: str) -> int:
    """Run a command; leave what it says to be read."""
    return main(list(arguments))


@pytest.fixture
def evening(tmp_path: Path, capsys: CapSys) -> tuple[str, ...]:
    """An imported evening, two baskets of it paid by cheque, one of them with a membership."""
    options = ("--database", str(tmp_path / "a.db"), "--lang", "en", "--now", "2026-11-20T19:00")
    when = ("--date", "2026-11-20", "--start", "18:00", "--end", "19:30", "--place", "Salle")
    assert told(*options, "import", EXPORT, *when) == 0
    assert told(*options, "settings", "membership_fee", "15") == 0
    (tmp_path / "lines").write_text("1 c n0001234 M v\n2 C n77\n")
    assert told(*options, "sheet", "1", str(tmp_path / "lines")) == 0
    capsys.readouterr()
    return options


def test_deposits(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R56, R15: what waits, a deposit of it, its slip, handed in, seen; a correction needs why."""
    assert told(*evening, "deposit", "--format", "json") == 0
    waiting = json.loads(capsys.readouterr().out)
    assert [one["number"] for one in waiting["cheques"]] == ["0001234", "77"]
    assert told(*evening, "deposit", "--make", "--cash", "20=3") == 0
    assert "deposit no. 1" in capsys.readouterr().out
    assert told(*evening, "deposit", "1") == 0
    slip = capsys.readouterr().out
    assert "Deposit no. 1" in slip
    assert "€60.00" in slip
    assert told(*evening, "deposit", "1", "--format", "csv") == 0
    assert ";0001234;" in capsys.readouterr().out  # a spreadsheet keeps the zeros
    assert told(*evening, "deposit", "1", "--final") == 0
    assert told(*evening, "deposit", "1", "--seen", "2026-11-20") == 0
    capsys.readouterr()
    assert told(*evening, "deposit", "1", "--cancel") == 2
    assert "needs a reason" in capsys.readouterr().err
    assert told(*evening, "deposit", "1", "--cancel", "--why", "fermé") == 0
    assert told(*evening, "deposit", "9") == 2
    assert told(*evening, "check") == 0


def test_returned(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R24: shown first; then all that it paid is owed again, with the bank's fee."""
    words = ("returned", "1234", "--why", "sans provision", "--fee", "12,50")
    assert told(*evening, *words) == 0
    shown = capsys.readouterr().out
    assert "0001234" in shown
    code = shown.split()[-1]
    assert told(*evening, *words, "--yes", code) == 0
    assert "Sent back: BERNARD Hugo" in capsys.readouterr().out
    assert told(*evening, *words) == 2
    assert told(*evening, "check") == 0


def test_announce(evening: tuple[str, ...], capsys: CapSys) -> None:
    """R22: for a basket what is to pay, on an account an amount."""
    assert told(*evening, "announce", "transfer", "1", "3") == 0
    assert "announced" in capsys.readouterr().out
    assert told(*evening, "announce", "transfer", "--member", "nobody", "--amount", "5") == 2
    assert "nobody" in capsys.readouterr().err
    assert told(*evening, "announce", "transfer") == 2
    assert told(*evening, "deposit", "--format", "json") == 0
    out = capsys.readouterr().out
    assert [one["mode"] for one in json.loads(out)["awaited"]] == ["transfer"]
