"""A clock that cannot be right, told by commands: nobody is there to be asked (R64)."""

from datetime import datetime
from pathlib import Path

import pytest

from cagette_tui.clock import Clock
from tests.test_cli import SMALL, CapSys, importing, run
from tests.test_cli_evening import code_in

pytestmark = pytest.mark.long

HERE: list[str | Path] = ["--lang", "en", "--user", "zoé", "--database"]
DOUBT = (
    "cagette-tui: The clock says 15 Jan 2027, 19:00{zone},"
    " the journal’s last entry is of 13 Nov 2026, 19:00.\n"
)


@pytest.fixture
def filled(capsys: CapSys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an evening of November; the machine says that it is January."""
    path = tmp_path / "evening.db"
    evening = [*HERE, path, "--now", "2026-11-13T19:00"]
    assert run(capsys, *evening, *importing(SMALL))[0] == 0
    (tmp_path / "sheet.txt").write_text("1 E !\n2 C !\n", encoding="utf-8")
    (tmp_path / "old.csv").write_text(
        "member_ref;name;amount\n77;DUPONT Léa;1,00\n", encoding="utf-8"
    )
    monkeypatch.setattr(Clock, "now", lambda self: datetime(2027, 1, 15, 19, 0))
    monkeypatch.setattr(Clock, "zone_said", lambda self: "")
    return path


@pytest.mark.parametrize(
    "words",
    [
        "sheet 1 {folder}/sheet.txt",
        "balances {folder}/old.csv",
        "settings name Paniers",
        "member add DUPONT",
        "count 1 100 --why cheques",
        "distribution 1 --place Here",
        "announce transfer 1 1",
        "undo",
        "validate 1",
        "{import}",
    ],
)
def test_it_is_said_once_before_the_first_act(
    capsys: CapSys, filled: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R64: both times, on the stream for people; a preview says it, too; then it is done."""
    if words == "{import}":
        arguments = [*importing(SMALL, "2026-12-11"), "--another"]
    else:
        arguments = words.format(folder=filled.parent).split()
    code, out, err = run(capsys, *HERE, filled, *arguments)
    assert (code, err) == (0, DOUBT.format(zone="")), words
    if "--yes" in out:
        monkeypatch.setattr(Clock, "zone_said", lambda self: "Europe/Paris")
        code, _out, err = run(capsys, *HERE, filled, *arguments, "--yes", code_in(out))
        assert (code, err) == (0, DOUBT.format(zone=" (Europe/Paris)"))
    # Now it is what the journal says, too.
    assert run(capsys, *HERE, filled, "settings", "cheque_payee", "x")[2] == ""


@pytest.mark.parametrize(
    "words",
    [
        "distributions",
        "basket 1",
        "report 1",
        "count 1",
        "settings",
        "members",
        "products",
        "deposit",
        "check",
    ],
)
def test_what_only_reads_says_nothing(capsys: CapSys, filled: Path, words: str) -> None:
    """R64: nothing is written by that clock."""
    code, _out, err = run(capsys, *HERE, filled, *words.split())
    assert (code, err) == (0, "")
