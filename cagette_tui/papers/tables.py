"""Tables for spreadsheets: as a French one opens them right, and no cell a formula.

UTF-8 with a byte-order mark, `;` between cells, decimal commas, quotes doubled.
The names of the columns and of the closed lists are the program's own, in English,
and stay the same in every language, so that a formula over them goes on working.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from cagette_tui.intake.formulas import is_formula
from cagette_tui.text import visible

Value = str | int | bool | Decimal | datetime | None


def csv_text(
    columns: Sequence[str], rows: Iterable[Mapping[str, Value]], *, for_programs: bool = False
) -> str:
    """Return a table with its byte-order mark; each row has a value for every column.

    `for_programs`: with decimal points, and without the mark.
    """
    text = io.StringIO()
    write = csv.writer(text, delimiter=";", lineterminator="\n").writerow
    write(columns)
    for row in rows:
        write([_written(row[column], "." if for_programs else ",") for column in columns])
    return ("" if for_programs else "\ufeff") + text.getvalue()


def quantity(value: Decimal) -> Decimal:
    """Return a quantity without trailing zeros (R2)."""
    return value.normalize() if value else Decimal(0)


def _written(value: Value, point: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}".replace(".", point)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case int():
            return str(value)
        case _:
            return cell(value)


def cell(text: str) -> str:
    """Return data as a cell: visible, and never a formula."""
    shown = visible(text)
    return "'" + shown if is_formula(text) else shown
