"""Workbooks (.xlsx, .xls, .ods), through python-calamine where it is installed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.table import Record, statements_of
from cagette_tui.intake.packed import unpacked_size
from cagette_tui.model.rules.statement import Statement
from cagette_tui.money import round_cents

# A small file can unpack into one that fills the memory.
_UNPACKED = 200_000_000
_ROWS = 200_000


def read_workbook(data: bytes, columns: Mapping[str, str] | None = None) -> list[Statement]:
    """Read the sheets that hold a table of lines. Raises `StatementError`."""
    _must_be_small(data)
    try:
        import python_calamine
    except ImportError:
        raise StatementError(StatementProblem.NO_EXCEL) from None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except Exception:  # whatever its reader does not understand
        raise StatementError(StatementProblem.BAD_WORKBOOK) from None
    found: list[Statement] = []
    problem: StatementError | None = None
    for rows in sheets:
        records = [
            Record(row, [_text(cell) for cell in cells])
            for row, cells in enumerate(rows[:_ROWS], start=1)
        ]
        try:
            found += statements_of(records, columns)
        except StatementError as error:
            if error.problem not in (
                StatementProblem.UNKNOWN_COLUMNS,
                StatementProblem.WRONG_COLUMNS,
            ):
                raise
            problem = problem or error
    if not found:
        raise problem or StatementError(StatementProblem.EMPTY)
    return found


def _must_be_small(data: bytes) -> None:
    if not data.startswith(b"PK"):
        return
    size = unpacked_size(data)
    if size is None:
        raise StatementError(StatementProblem.BAD_WORKBOOK)
    if size > _UNPACKED:
        raise StatementError(StatementProblem.TOO_LARGE, limit=_UNPACKED)


def _text(cell: object) -> str:
    if isinstance(cell, float):
        # A workbook keeps 8286.45 as the nearest binary fraction, whose shortest form is meant.
        value = Decimal(repr(cell))
        return str(round_cents(value)) if value.is_finite() else ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell)
