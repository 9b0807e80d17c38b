"""Tables for spreadsheets: as a French one opens them right, and no cell a formula.

UTF-8 with a byte-order mark, `;` between cells, quotes doubled. In English the names of columns
and closed lists are the program's own and amounts have a decimal point, as scripts want them; in
another language names are words of that language, and amounts have a comma.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from cagette_tui.i18n import SOURCE_LANGUAGE, _, current_language
from cagette_tui.intake.formulas import is_formula
from cagette_tui.model.rules.basket import ChequeView
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.sentences.columns import column_name, value_in_words
from cagette_tui.text import visible

Value = str | int | bool | Decimal | datetime | None
CHEQUE_NUMBER = "cheque_number"
EVENING = ("evening", "day", "place")
"""The columns that say of which distribution a row is: its number, its day, its place."""


def evening_values(evening: DistributionView | None) -> dict[str, Value]:
    """Name a distribution in a row; nothing for what is of none."""
    return {
        "evening": None if evening is None else evening.id,
        "day": None if evening is None else evening.date.isoformat(),
        "place": None if evening is None else evening.place,
    }


def cheque_values(cheque: ChequeView | None) -> dict[str, Value]:
    """Give what is written on the cheque of a payment, if it has one, for the same columns."""
    return {
        "cheque_number": None if cheque is None else cheque.number,
        "bank": None if cheque is None else cheque.bank,
        "drawer": None if cheque is None else cheque.drawer,
        "cheque_id": None if cheque is None else cheque.id,
    }


def evening_csv(
    evening: DistributionView,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Value]],
    *,
    for_programs: bool = False,
    own_names: bool = False,
) -> str:
    """Return a table about one distribution, which each row names."""
    said = evening_values(evening)
    told = ({**said, **row} for row in rows)
    return csv_text((*EVENING, *columns), told, for_programs=for_programs, own_names=own_names)


def csv_text(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Value]],
    *,
    for_programs: bool = False,
    own_names: bool = False,
) -> str:
    """Return a table with its byte-order mark; each row has a value for every column.

    `for_programs`: with decimal points, and without the mark. `own_names`: a file that the program
    reads again has the same names in every language.
    """
    in_english = current_language() == SOURCE_LANGUAGE
    point = "." if for_programs or (in_english and not own_names) else ","
    words = not (in_english or for_programs or own_names)
    text = io.StringIO()
    write = csv.writer(text, delimiter=";", lineterminator="\n").writerow
    write([column_name(column) if words else column for column in columns])
    for row in rows:
        write([_cell(column, row[column], point, words) for column in columns])
    return ("" if for_programs else "\ufeff") + text.getvalue()


def quantity(value: Decimal) -> Decimal:
    """Return a quantity without trailing zeros (R2)."""
    return value.normalize() if value else Decimal(0)


def _cell(column: str, value: Value, point: str, words: bool) -> str:
    if not words:
        return _written(value, point)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        if column == CHEQUE_NUMBER and value.isdigit():
            # Else a spreadsheet makes a number of it, and its zeros are gone.
            return _("no. {number}").format(number=value)
        value = value_in_words(column, value)
    return _written(value, point)


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
