"""The records of an export, whichever way their values are quoted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, NoReturn

from cagette_tui.intake.export_problems import COLUMNS, ExportError, ExportProblem, shortened


def values_of(text: str) -> list[tuple[str, ...]]:
    """Take the text of an export apart into its values, as they are written.

    Raises ExportError for columns or quotes that are wrong.
    """
    return [tuple(record.cells) for record in records_of(text)]


# Blanks around a value; other control characters are data.
BLANKS = " \t\r\n\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


_RAW_SEPARATOR = '";"'


_INNER_QUOTES = re.compile('"+')


class Record(NamedTuple):
    """The values of one line, as they are in the file and in the order of COLUMNS."""

    row: int
    cells: list[str]


class _Body(NamedTuple):
    """What follows the header."""

    text: str
    last_row: int  # the last that has something in it
    is_whole: bool  # the last row ends with a line feed


def records_of(text: str) -> list[Record]:
    """Take the text apart; every record has all columns. Raises ExportError."""
    if "\n" not in text:  # as old spreadsheets end their lines
        text = text.replace("\r", "\n")
    header, line_feed, rest = text.partition("\n")
    delimiter = max((";", ",", "\t"), key=header.count)
    order = _column_order(header.split(delimiter), is_whole=bool(line_feed))
    if not rest.strip():
        raise ExportError(ExportProblem.NO_LINES)
    body = _Body(rest, rest.rstrip().count("\n") + 2, not rest.rpartition("\n")[2].strip())
    records = _raw_or_standard(body, delimiter)
    if order != list(range(len(COLUMNS))):
        records = [Record(row, [cells[at] for at in order]) for row, cells in records]
    if not body.is_whole:
        _check_last(records[-1], ends_with_paid=order[-1] == len(COLUMNS) - 1)
    return records


def _column_order(header: Sequence[str], *, is_whole: bool) -> list[int]:
    """Give where each of COLUMNS is in the file; raises ExportError unless each is there once."""
    names = [name.strip(BLANKS).strip('"').strip(BLANKS) for name in header]
    missing = tuple(name for name in COLUMNS if name not in names)
    if not missing and len(names) == len(COLUMNS):
        return [names.index(name) for name in COLUMNS]
    if missing and len(missing) < len(COLUMNS) and not is_whole:
        raise ExportError(ExportProblem.CUT, row=1)
    others = [name for at, name in enumerate(names) if name not in COLUMNS or name in names[:at]]
    raise ExportError(
        ExportProblem.COLUMNS,
        missing=missing,
        unexpected=tuple(shortened(name) for name in others[: len(COLUMNS)]),
    )


def _check_last(last: Record, *, ends_with_paid: bool) -> None:
    """Refuse a file without a line feed at its end, unless its last value is plainly whole.

    Half of `17,90` or of a name looks like a value; half of `false` doesn't.
    """
    if not ends_with_paid or not is_boolean(last.cells[-1]):
        raise ExportError(ExportProblem.CUT, row=last.row)


def _raw_or_standard(body: _Body, delimiter: str) -> list[Record]:
    """Read the one style or the other.

    Quotes that are not escaped break the standard rules, so a file that keeps these rules from
    end to end is standard, even with a value in which every quote happens to be doubled.
    """
    try:
        return _standard_records(body, delimiter)
    except ExportError:
        first = body.text.lstrip("\r\n").partition("\n")[0]
        if delimiter != ";" or not first.startswith('"') or _RAW_SEPARATOR not in first:
            raise
        records = _raw_records(body)
        if _has_doubled_quotes(records):
            raise
        return records


def _has_doubled_quotes(records: Iterable[Record]) -> bool:
    """Tell a standard file with one damaged line, which only looks raw."""
    doubled = single = 0
    for _row, cells in records:
        for cell in cells:
            if '"' in cell:
                for quotes in _INNER_QUOTES.findall(cell):
                    doubled += len(quotes) % 2 == 0
                    single += len(quotes) % 2
    return doubled > single


def _standard_records(body: _Body, delimiter: str) -> list[Record]:
    # newline="": a line feed between quotes stays as it is, and a row is a line of the file.
    stream = io.StringIO(body.text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    records = []
    row = 2
    try:
        for cells in reader:
            records.append(Record(row, cells))
            row = reader.line_num + 2
    except csv.Error:
        _refuse(ExportProblem.QUOTING, row, body)
    while records and not any(cell.strip() for cell in records[-1].cells):
        records.pop()
    if not records:
        raise ExportError(ExportProblem.NO_LINES)
    for record in records:
        _check_count(record, body)
    return records


def _raw_records(body: _Body) -> list[Record]:
    records = []
    for row, line in enumerate(body.text.rstrip().split("\n"), 2):
        line = line.removesuffix("\r")
        record = Record(row, line[1:-1].split(_RAW_SEPARATOR))
        _check_count(record, body)
        if line[0] != '"' or line[-1] != '"':
            _refuse(ExportProblem.QUOTING, row, body)
        records.append(record)
    return records


def _check_count(record: Record, body: _Body) -> None:
    if len(record.cells) != len(COLUMNS):
        _refuse(ExportProblem.FIELD_COUNT, record.row, body, len(record.cells))


def _refuse(problem: ExportProblem, row: int, body: _Body, found: int | None = None) -> NoReturn:
    """Raise ExportError, for a file that was cut where that explains the problem."""
    if row >= body.last_row and not body.is_whole:
        raise ExportError(ExportProblem.CUT, row=row)
    limit = None if found is None else len(COLUMNS)
    raise ExportError(problem, row=row, found=found, limit=limit)


TRUE = frozenset({"true", "vrai"})


_BOOLEANS = TRUE | {"false", "faux"}


def is_boolean(value: str) -> bool:
    """Whether a value is a yes or a no, in either language."""
    return value.casefold() in _BOOLEANS
