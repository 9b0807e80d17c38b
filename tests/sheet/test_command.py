"""The command `sheet`: a file or the standard input, line by line."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sheet.page import BAD_FILE
from tests.test_cli import CapSys, run


@pytest.fixture
def path(page_file: Path, tmp_path: Path) -> Path:
    """Give a copy of the page."""
    return Path(shutil.copy(page_file, tmp_path / "page.db"))


def sheet_command(capsys: CapSys, path: Path, *words: str | Path) -> tuple[int, list[str], str]:
    """Run `sheet`."""
    arguments = ("--lang", "en", "--now", "2026-11-20T19:00", "--user", "paul")
    code, out, err = run(capsys, *arguments, "--database", path, "sheet", *words)
    return code, out.splitlines(), err


def test_the_command(capsys: CapSys, path: Path, tmp_path: Path) -> None:
    """Exit code 0 and the answers; 2, the answers and a summary; nothing changed then."""
    file = tmp_path / "sheet.txt"
    file.write_text(BAD_FILE, encoding="utf-8")
    before = path.read_bytes()
    code, out, err = sheet_command(capsys, path, "1", file)
    assert (code, err) == (2, "cagette-tui: Refused: 3 lines of 7; nothing was changed.\n")
    assert [line.split()[:2] for line in out] == [
        ["2", "right,"], ["4", "right,"], ["5", "right,"], ["6", "right,"],
        ["7", "refused"], ["8", "refused"], ["9", "refused"],
    ]  # fmt: skip
    assert path.read_bytes() == before
    code, out, err = sheet_command(capsys, path, "1", file, "--keep-going")
    assert (code, err) == (2, "cagette-tui: Refused: 3 lines of 7; the others were done.\n")
    assert out == [
        "   2  applied  1 LE GALL Anne – cash €11.05, validated – nothing left to pay",
        "   4  applied  2 LE GALLOU Yann – Poulet fermier 1.2 = €14.57, cash €18.07, validated"
        " – nothing left to pay",
        "   5  applied  5 BEN SALEM Lucía / NOËL Hugo – Cuisses de canard 0.5 + 0.8 = €26.00,"
        " without Œufs 6 pièces (-€6.20), cheque €31.20, validated – nothing left to pay",
        "   6  applied  2 baskets (9-10) – validated – credit of €1.50 – validated already: 11",
        "   7  refused  Basket 1 is validated (paul, 20 Nov 2026, 19:00). "
        "The command reopen opens it again.",
        "   8  refused  Debt of €5.55: it stays on the account. Validate? A ! at the end says yes.",
        "   9  refused  “-poulet”: a basket's number comes first, or a name and a colon.",
    ]
    assert run(capsys, "--lang", "en", "--database", path, "check")[0] == 0


def test_from_the_standard_input(
    capsys: CapSys, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a file; a closed one has no lines."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"1+3 C n0012345\r\n")))
    code, out, err = sheet_command(capsys, path, "1")
    assert (code, err) == (0, "")
    assert out == [
        "   1  applied  2 baskets (1, 3) – cheque €23.20 no. 0012345, validated"
        " – nothing left to pay"
    ]
    monkeypatch.setattr("sys.stdin", None)
    assert sheet_command(capsys, path, "1") == (0, [], "")


def test_what_the_command_refuses(capsys: CapSys, path: Path, tmp_path: Path) -> None:
    """One sentence, exit code 2, no traceback."""
    file = tmp_path / "sheet.txt"
    file.write_bytes("1 e".encode("utf-16"))
    for words in (["99", file], ["x"], ["1", tmp_path / "none"], ["1", tmp_path], ["1", file]):
        code, out, err = sheet_command(capsys, path, *map(str, words))
        assert (code, out, err.count("\n")) == (2, [], 1)
    missing = tmp_path / "no.db"
    file.write_text("1 e")
    assert sheet_command(capsys, missing, "1", file)[0] == 2
    assert not missing.exists()


def test_it_needs_no_screen() -> None:
    """Neither the sheet nor its sentences and command import Textual."""
    program = (
        "import sys; import cagette_tui.cli, cagette_tui.commands, cagette_tui.sentences.sheet;"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"[]\n"
