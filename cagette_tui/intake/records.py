"""The records of an export, whichever way their values are quoted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple, NoReturn

from cagette_tui.intake.export_problems import COLUMNS, ExportError, ExportProblem, shortened


def values_of(text: str) -> list[tuple[str, ...]]:
    """Take the text of an export apart into its values, as they are written.

    Raises ExportError for columns or quotes that are wrong.
    """
    return [tuple(record.cells) for record in records_of(text)]


# Blanks around a value; other control characters are data.
BLANKS = " \t\r\n\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


# What nobody sees, and what tells a program how to read: marks that got between the values.
_INVISIBLE = "\ufeff\u00ad\u061c\u180e\u2060" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202D), *range(0x2061, 0x206A)))
)


def bare(value: str) -> str:
    """Take blanks and invisible characters off both ends of a value."""
    return value.strip(BLANKS + _INVISIBLE)


_RAW_SEPARATOR = '";"'


_INNER_QUOTES = re.compile('"+')


# So many lines of the file a name can fill; a file of broken lines is not searched for more.
_MOST_BREAKS = 12


class Record(NamedTuple):
    """The values of one line, as they are in the file and in the order of COLUMNS."""

    row: int
    cells: list[str]


class _Body(NamedTuple):
    """What follows the header."""

    text: str
    last_row: int  # the last that has something in it
    is_whole: bool  # the last row ends with a line feed
    columns: int  # how many the header names


def records_of(text: str) -> list[Record]:
    """Take the text apart; every record has all columns. Raises ExportError."""
    if "\n" not in text:  # as old spreadsheets end their lines
        text = text.replace("\r", "\n")
    header, line_feed, rest = text.partition("\n")
    delimiter = max((";", ",", "\t"), key=header.count)
    names = heading(header.split(delimiter))
    order = column_order(names, is_whole=bool(line_feed))
    if not rest.strip():
        raise ExportError(ExportProblem.NO_LINES)
    is_whole = not rest.rpartition("\n")[2].strip()
    body = _Body(rest, rest.rstrip().count("\n") + 2, is_whole, len(names))
    records = _raw_or_standard(body, delimiter, is_bare='"' not in header)
    records = in_order(records, order)
    if not body.is_whole:
        _check_last(records[-1], ends_with_paid=order[-1] == len(COLUMNS) - 1)
    return records


def heading(header: Sequence[str]) -> list[str]:
    """Give the names of the columns; a separator at the end names none."""
    names = [bare(bare(name).strip('"')) for name in header]
    while names and not names[-1]:
        names.pop()
    return names


def in_order(records: list[Record], order: Sequence[int]) -> list[Record]:
    """Give the values in the order of COLUMNS."""
    if list(order) == list(range(len(COLUMNS))):
        return records
    return [Record(row, [cells[at] for at in order]) for row, cells in records]


def column_order(names: Sequence[str], *, is_whole: bool) -> list[int]:
    """Give where each of COLUMNS is in the file; raises ExportError unless each is there once."""
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


def _raw_or_standard(body: _Body, delimiter: str, *, is_bare: bool) -> list[Record]:
    """Read the one style or the other.

    Cagette quotes every value and no name of a column (`is_bare`): such a file is raw if it can
    be. Of the others, quotes that are not escaped break the standard rules, so a file that keeps
    these rules from end to end is standard, even where every quote happens to be doubled.
    """
    first = body.text.lstrip("\r\n").partition("\n")[0]
    may_be_raw = delimiter == ";" and first.startswith('"') and _RAW_SEPARATOR in first
    if may_be_raw and is_bare:
        try:
            return _raw_records(body)
        except ExportError as problem:
            with suppress(ExportError):
                return _standard_records(body, delimiter)
            raise problem
    try:
        return _standard_records(body, delimiter)
    except ExportError:
        if not may_be_raw:
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
    records = [record for record in records if any(map(bare, record.cells))]
    if not records:
        raise ExportError(ExportProblem.NO_LINES)
    for record in records:
        _check_count(record, body)
    return records


def _raw_records(body: _Body) -> list[Record]:
    records = []
    lines = body.text.rstrip().split("\n")
    at = 0
    while at < len(lines):
        length, line = _raw_line(lines, at, body.columns)
        # An empty row, or one of separators only, is none.
        is_full = line.count(_RAW_SEPARATOR) == body.columns - 1
        if line.strip(BLANKS + ';"' if is_full else BLANKS):
            record = Record(at + 2, line[1:-1].split(_RAW_SEPARATOR))
            _check_count(record, body)
            if line[0] != '"' or line[-1] != '"':
                _refuse(ExportProblem.QUOTING, at + 2, body)
            records.append(record)
        at += length
    if not records:
        raise ExportError(ExportProblem.NO_LINES)
    return records


def _raw_line(lines: Sequence[str], at: int, columns: int) -> tuple[int, str]:
    """Give a record, and how many lines of the file it fills: a name may have breaks in it."""
    line = _without_tail(lines[at], columns)
    separators = line.count(_RAW_SEPARATOR)
    if line.startswith('"') and (separators < columns - 1 or not line.endswith('"')):
        whole = lines[at]
        for length, more in enumerate(lines[at + 1 : at + _MOST_BREAKS], 2):
            whole += "\n" + more
            separators = whole.count(_RAW_SEPARATOR)
            if separators > columns - 1:
                break
            if separators == columns - 1 and (kept := _without_tail(whole, columns)).endswith('"'):
                return length, kept
    return 1, line


def _without_tail(line: str, columns: int) -> str:
    """Take the end of a line off, and a separator that something put there."""
    line = line.removesuffix("\r")
    is_full = line.endswith('";') and line.count(_RAW_SEPARATOR) == columns - 1
    return line.rstrip(";") if is_full else line


def _check_count(record: Record, body: _Body) -> None:
    """Refuse a line with more or fewer values than the header has; empty ones at its end go."""
    cells = record.cells
    while len(cells) > body.columns and not bare(cells[-1]):
        cells.pop()
    if len(cells) != len(COLUMNS):
        _refuse(ExportProblem.FIELD_COUNT, record.row, body, len(cells))


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
