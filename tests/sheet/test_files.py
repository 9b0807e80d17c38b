"""A sheet in a file: all or nothing, line by line; and the command that reads it."""

from __future__ import annotations

import pytest

from cagette_tui.intake.export_problems import ExportError
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules import refusals
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.sheet import problems
from cagette_tui.sheet.files import MAXIMUM_SIZE, FileAnswer, apply_file
from cagette_tui.sheet.problems import Trouble, Unreadable
from tests.sheet.page import BAD_FILE, GOOD_FILE, taken_back
from tests.world import World, dump, refused


def rows(answer: FileAnswer) -> list[tuple[int, type[Exception] | None]]:
    """Return the rows, and what is wrong with them."""
    return [
        (line.row, None if line.problem is None else type(line.problem)) for line in answer.lines
    ]


def test_a_good_file(shared_world: World, sheet: SheetView) -> None:
    """Each line sees what those before it left; each is an act that can be taken back."""
    with taken_back():
        answer = apply_file(shared_world.desk, 1, GOOD_FILE.encode())
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
        (7, refusals.BasketIsValidated), (8, problems.Asks), (9, Unreadable),
    ]  # fmt: skip
    before = dump()
    answer = apply_file(shared_world.desk, 1, BAD_FILE.encode())
    assert rows(answer) == expected
    assert not answer.applied
    assert dump() == before
    with taken_back():
        answer = apply_file(shared_world.desk, 1, BAD_FILE.encode(), keep_going=True)
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
    refused(refusals.NotFound, lambda: apply_file(shared_world.desk, 99, b"1 e"))
