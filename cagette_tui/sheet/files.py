"""A sheet written in a file: every line is tried, and all are done or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cagette_tui.intake.export_problems import ExportError, ExportProblem
from cagette_tui.model.acts.writing import Desk, together
from cagette_tui.model.reading.baskets import accepted_modes, read_sheet
from cagette_tui.model.reading.memberships import read_fees
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.members import Fees
from cagette_tui.model.rules.refusals import NotByWeight, Refused
from cagette_tui.model.store.problems import StorageProblem
from cagette_tui.sheet.deeds import Joined, JoinedByCredit, ReceivedWithFee
from cagette_tui.sheet.grammar import read_line
from cagette_tui.sheet.planning import plan_line
from cagette_tui.sheet.problems import SheetProblem, Trouble, Unreadable
from cagette_tui.sheet.understanding import Answer, carry_out, must_be_clear, terms_of
from cagette_tui.sheet.written import WrittenLine
from cagette_tui.value import ValueObject

MAXIMUM_SIZE = 1_000_000
"""A sheet of more bytes is none."""

_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(rb"\r\n|\r|\n")


class LineAnswer(ValueObject):
    """What became of one line of a file, counted from 1: an answer, or a problem."""

    row: int
    answer: Answer | None = None
    problem: SheetProblem | Refused | StorageProblem | None = None


class FileAnswer(ValueObject):
    """What became of a file; remarks and empty lines have no answer."""

    lines: tuple[LineAnswer, ...]
    applied: bool  # what is right was done

    @property
    def failed(self) -> tuple[LineAnswer, ...]:
        """The lines that are wrong."""
        return tuple(line for line in self.lines if line.problem is not None)


def apply_file(
    desk: Desk, distribution_id: int, data: bytes, *, keep_going: bool = False
) -> FileAnswer:
    """Try every line of a file in its order, each on what those before it left.

    All are done in one transaction, or none if one is wrong; with `keep_going` each right line
    is done by itself. UTF-8 with a mark or not, and Windows-1252, are read. Raises `NotFound`,
    `ExportError` for what is no such text, and, unless `keep_going`, storage problems.
    """
    written = list(_written(data))
    if keep_going:
        return FileAnswer(tuple(_tried(_Sheet(desk, distribution_id), written, each=True)), True)
    with together() as take_back:
        answers = tuple(_tried(_Sheet(desk, distribution_id), written, each=False))
        applied = all(answer.problem is None for answer in answers)
        if not applied:
            take_back()
    return FileAnswer(answers, applied)


def _tried(
    sheet: _Sheet, written: list[tuple[int, WrittenLine]], *, each: bool
) -> Iterator[LineAnswer]:
    for row, line in written:
        if line.empty:
            continue
        try:
            yield LineAnswer(row, answer=sheet.apply(line))
        except (SheetProblem, Refused) as problem:
            yield LineAnswer(row, problem=problem)
        except StorageProblem as problem:
            if not each:
                raise
            yield LineAnswer(row, problem=problem)


class _Sheet:
    """The distribution as the lines so far have left it."""

    def __init__(self, desk: Desk, distribution_id: int) -> None:
        self._desk = desk
        self._distribution_id = distribution_id
        self._accepted: tuple[Mode, ...] = ()
        self._fees = Fees()
        self._view = self._read()

    def _read(self) -> SheetView:
        self._accepted = accepted_modes()
        view = read_sheet(self._distribution_id)
        self._fees = read_fees(one.member_id for one in view.baskets)
        return view

    def apply(self, line: WrittenLine) -> Answer:
        """Do what a line says."""
        desk = self._desk
        terms = terms_of(self._view, self._accepted, desk.now(), desk.zone(), fees=self._fees)
        plan = plan_line(line, self._view, terms)
        must_be_clear(plan)
        try:
            answer = carry_out(self._desk, plan)
        except Refused:
            # Somebody else was here: the next line sees what they left.
            self._view = self._read()
            raise
        if any(isinstance(question.problem, NotByWeight) for question in answer.questions):
            self._view = self._read()  # other baskets have the product, too
            return answer
        deeds = {type(deed) for change in answer.changes for deed in change.deeds}
        if deeds & {Joined, JoinedByCredit, ReceivedWithFee}:
            self._view = self._read()  # whose membership is paid now
            return answer
        changed = {change.after.id: change.after for change in answer.changes}
        baskets = tuple(changed.get(basket.id, basket) for basket in self._view.baskets)
        self._view = replace(self._view, baskets=baskets)
        return answer


def _written(data: bytes) -> Iterator[tuple[int, WrittenLine]]:
    """Read the lines, each with its number."""
    if len(data) > MAXIMUM_SIZE:
        raise ExportError(ExportProblem.TOO_LARGE, limit=MAXIMUM_SIZE)
    if data.startswith(_UTF_16_MARKS):
        raise ExportError(ExportProblem.WRONG_ENCODING, value="UTF-16")
    for row, raw in enumerate(_LINE_END.split(data.removeprefix(_UTF_8_MARK)), start=1):
        yield row, _line(raw)


def _line(raw: bytes) -> WrittenLine:
    for encoding in ("utf-8", "cp1252"):
        try:
            return read_line(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return WrittenLine(problem=Unreadable(Trouble.BYTES))
