"""A CSV file to rows of cells: the separator is the one that makes a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.table import Record, statements_of
from cagette_tui.intake.bank.without_header import statements_without_header
from cagette_tui.model.rules.statement import Statement

_SEPARATORS = (";", ",", "\t", "|")
# A label is never longer; a file of one endless line is no table.
_LONGEST = 20_000


def read_csv(text: str, columns: Mapping[str, str] | None = None) -> list[Statement]:
    """Read a table; see `statements_of`. Raises `StatementError`."""
    records = records_of(text)
    if columns is None:
        found = statements_without_header(records)
        if found is not None:
            return [found]
    statements = statements_of(records, columns)
    _must_be_whole(text, records)
    return statements


def records_of(text: str) -> list[Record]:
    """Take a file apart. Raises `StatementError` where quotes are not closed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sample = "\n".join(text.split("\n", 80)[:80])
    separator = max(_SEPARATORS, key=lambda one: (_regular(sample, one), sample.count(one)))
    records = list(_records(text, separator))
    if not records:
        raise StatementError(StatementProblem.EMPTY)
    return records


def _regular(sample: str, separator: str) -> int:
    """Count the lines that have the same number of separators, at least two, as others."""
    counts = [line.count(separator) for line in sample.split("\n")]
    several = [count for count in counts if count >= 2]
    return max((several.count(count) for count in set(several)), default=0)


def _records(text: str, separator: str) -> Iterator[Record]:
    lines = text.split("\n")
    rows = csv.reader(
        (f"{line}\n" for line in lines), delimiter=separator, quotechar='"', strict=True
    )
    before = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            if '"' in text and rows.line_num >= len(lines):
                raise StatementError(StatementProblem.CUT, row=before + 1) from None
            raw = lines[rows.line_num - 1].split(separator)
            cells = [cell.strip('"') for cell in raw]
        if any(len(cell) > _LONGEST for cell in cells):
            raise StatementError(StatementProblem.NOT_TEXT)
        if cells:
            yield Record(before + 1, cells)
        before = rows.line_num


def _must_be_whole(text: str, records: Sequence[Record]) -> None:
    """Refuse a file that ends within a row: no line end, and cells or cents that lack."""
    if text.endswith(("\n", "\r")) or len(records) < 3:
        return
    last, before = records[-1].cells, records[-2].cells
    if len(last) < len(before):
        raise StatementError(StatementProblem.CUT, row=records[-1].row)
    end = re.fullmatch(r"[+-]?\d[\d \u00a0]*([.,]\d*)?", last[-1].strip())
    usual = re.fullmatch(r"[+-]?\d[\d \u00a0]*[.,]\d\d", before[-1].strip())
    if usual and end and not re.fullmatch(r".*[.,]\d\d", last[-1].strip()):
        raise StatementError(StatementProblem.CUT, row=records[-1].row)
