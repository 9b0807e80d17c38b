"""A sheet in a file: all or nothing, line by line; and the command that reads it."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cagette_tui.exchange.cagette import ExportError
from cagette_tui.model import errors
from cagette_tui.model.checking import check
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.undoing import last_act, undo
from cagette_tui.model.views import SheetView
from cagette_tui.sheet import problems
from cagette_tui.sheet.files import MAXIMUM_SIZE, FileAnswer, apply_file
from cagette_tui.sheet.problems import Trouble, Unreadable
from tests.sheet.page import taken_back
from tests.test_cli import CapSys, run
from tests.world import World, dump, refused

GOOD = """\
# Vendredi 20 novembre
1 E

le gallou: poulet 1,2 E
5 canard 500 g 0,8 -"œufs 6" C  # pesé
9-11 v !
"""
BAD = GOOD + "1 e\n17 v\n-poulet\n"


def rows(answer: FileAnswer) -> list[tuple[int, type[Exception] | None]]:
    """Return the rows, and what is wrong with them."""
    return [
        (line.row, None if line.problem is None else type(line.problem)) for line in answer.lines
    ]


def test_a_good_file(shared_world: World, sheet: SheetView) -> None:
    """Each line sees what those before it left; each is an act that can be taken back."""
    with taken_back():
        answer = apply_file(shared_world.desk, 1, GOOD.encode())
        assert (answer.applied, answer.failed) == (True, ())
        assert rows(answer) == [(2, None), (4, None), (5, None), (6, None)]
        baskets = read_sheet(1).baskets
        assert [one.number for one in baskets if one.validated] == [1, 2, 5, 9, 10, 11]
        last = answer.lines[-1].answer
        assert last is not None
        assert [one.number for one in last.skipped] == [11]
        assert check() == []
        undo(shared_world.desk, last_act("paul").act)
        undo(shared_world.desk, last_act("paul").act)
        undo(shared_world.desk, last_act("paul").act)
        assert [one.number for one in read_sheet(1).baskets if one.validated] == [1, 2, 11]


def test_a_bad_file(shared_world: World, sheet: SheetView) -> None:
    """Every line is tried, and nothing is done; `keep_going` does the good ones."""
    expected = [
        (2, None), (4, None), (5, None), (6, None),
        (7, errors.BasketIsValidated), (8, problems.Asks), (9, Unreadable),
    ]  # fmt: skip
    before = dump()
    answer = apply_file(shared_world.desk, 1, BAD.encode())
    assert rows(answer) == expected
    assert not answer.applied
    assert dump() == before
    with taken_back():
        answer = apply_file(shared_world.desk, 1, BAD.encode(), keep_going=True)
        assert rows(answer) == expected
        assert answer.applied
        baskets = read_sheet(1).baskets
        assert [one.number for one in baskets if one.validated] == [1, 2, 5, 9, 10, 11]


def test_a_line_that_marks_a_product(shared_world: World, sheet: SheetView) -> None:
    """R7: the lines behind it know that the product is sold by weight."""
    with taken_back():
        answer = apply_file(shared_world.desk, 1, b"1 seigle 1,5 !\n3 seigle 2,5 E\n")
        assert answer.applied


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(shared_world: World, sheet: SheetView, encoding: str, end: str) -> None:
    """UTF-8, with a mark or not, and Windows-1252; any end of line."""
    text = "gaël: c\nnoël lucía: -«œufs 6» e\n5 r1 e ! # arrondi à l’euro\n".replace("\n", end)
    with taken_back():
        answer = apply_file(shared_world.desk, 1, text.encode(encoding))
        assert answer.failed == ()
        assert str(read_sheet(1).baskets[4].paid) == "29.20"


def test_what_is_no_text(shared_world: World, sheet: SheetView) -> None:
    """Refused by line, or as a whole where there are no lines; never anything else."""
    data = b"1 \0e\n1 \x81e\xff\n1 \x1b[2Je\n1 " + b"x" * 10_000 + b"\n\xc3\x28 e\n1 e\x0c\n"
    answer = apply_file(shared_world.desk, 1, data)
    troubles = [getattr(line.problem, "trouble", line.problem) for line in answer.lines]
    control, no_target = Trouble.CONTROL, Trouble.NO_TARGET
    assert troubles == [control, Trouble.BYTES, control, Trouble.TOO_LONG, no_target, control]
    for whole in ("1 e\n".encode("utf-16"), b"1 e\n" * (MAXIMUM_SIZE // 4 + 1)):
        with pytest.raises(ExportError):
            apply_file(shared_world.desk, 1, whole)
    for nothing in (b"", b"\n\n", b"# rien\n"):
        assert apply_file(shared_world.desk, 1, nothing) == FileAnswer((), True)
    refused(errors.NotFound, lambda: apply_file(shared_world.desk, 99, b"1 e"))


# The command


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
    file.write_text(BAD, encoding="utf-8")
    before = path.read_bytes()
    code, out, err = sheet_command(capsys, path, "1", file)
    assert (code, err) == (2, "cagette-tui: Refused: 3 lines of 7; nothing was changed.\n")
    assert [line.split()[:2] for line in out] == [
        ["2", "right"], ["4", "right"], ["5", "right"], ["6", "right"],
        ["7", "refused"], ["8", "refused"], ["9", "refused"],
    ]  # fmt: skip
    assert path.read_bytes() == before
    code, out, err = sheet_command(capsys, path, "1", file, "--keep-going")
    assert (code, err) == (2, "cagette-tui: Refused: 3 lines of 7; the others were done.\n")
    assert out == [
        "   2  applied  1 LE GALL Anne – cash €11.05, validated – settled",
        "   4  applied  2 LE GALLOU Yann – Poulet fermier 1.2 = €14.57, cash €18.07, validated"
        " – settled",
        "   5  applied  5 BEN SALEM Lucía / NOËL Hugo – Cuisses de canard 0.5 + 0.8 = €26.00,"
        " without Œufs 6 pièces (-€6.20), cheque €31.20, validated – settled",
        "   6  applied  2 baskets (9-10) – validated – credit of €1.50 – validated already: 11",
        "   7  refused  Basket 1 is validated (paul, 20 Nov 2026, 19:00). R reopens it.",
        "   8  refused  Debt of €5.55: it stays on the account. Validate? A ! at the end of the"
        " line says yes.",
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
        "   1  applied  2 baskets (1, 3) – cheque €23.20 no. 0012345, validated – settled"
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
