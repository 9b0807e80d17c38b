"""The records of a file, whatever kind of file it is: text, or a spreadsheet's own."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

from cagette_tui.intake.export_problems import COLUMNS, ExportError, ExportProblem
from cagette_tui.intake.packed import unpacked_size
from cagette_tui.intake.records import Record, bare, column_order, heading, in_order, records_of
from cagette_tui.intake.text_of_file import decoded

# How a packed file begins (.xlsx, .ods), and an old one of Excel.
_PACKED = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Unpacked, in bytes: a small file can hold any amount of blanks.
_MOST_UNPACKED = 300_000_000


def is_workbook(beginning: bytes) -> bool:
    """Whether a file that begins so is a spreadsheet's own, of which only reading tells more."""
    return beginning.startswith((_PACKED, _OLD))


def names_columns(beginning: bytes) -> bool:
    """Whether a text that begins so has an export's first line: most of its columns by name.

    In any encoding, one or two bytes a letter: the names have no accents.
    """
    first_line = beginning.replace(b"\0", b"").decode("latin-1").partition("\n")[0]
    return 2 * sum(name in first_line for name in COLUMNS) > len(COLUMNS)


def records_in(data: bytes) -> list[Record]:
    """Take a file apart into the values of its lines, in the order of COLUMNS.

    Raises ExportError.
    """
    if is_workbook(data):
        return _of_cells(_cells_of(data))
    return records_of(decoded(data))


def _of_cells(rows: Sequence[Sequence[object]]) -> list[Record]:
    """Give the records of a table; the first row with something in it names the columns."""
    texts = [[_text(cell) for cell in cells] for cells in rows]
    filled = [(row, cells) for row, cells in enumerate(texts, 1) if any(map(bare, cells))]
    if not filled:
        raise ExportError(ExportProblem.EMPTY_FILE)
    names = heading(filled[0][1])
    order = column_order(names, is_whole=True)
    records = []
    for row, cells in filled[1:]:
        if any(map(bare, cells[len(names) :])):
            found = max(at for at, cell in enumerate(cells, 1) if bare(cell))
            raise ExportError(ExportProblem.FIELD_COUNT, row=row, found=found, limit=len(COLUMNS))
        records.append(Record(row, cells + [""] * (len(names) - len(cells))))
    if not records:
        raise ExportError(ExportProblem.NO_LINES)
    return in_order(records, order)


def _cells_of(data: bytes) -> list[list[object]]:
    """Give the cells of the first sheet that has any, row by row."""
    _must_not_swell(data)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise ExportError(ExportProblem.NO_SPREADSHEETS) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for place in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(place)
            rows = [list[object](row) for row in sheet.to_python(skip_empty_area=False)]
            if rows:
                return rows
    except (CalamineError, ValueError, OSError):
        raise ExportError(ExportProblem.NOT_CSV) from None
    raise ExportError(ExportProblem.EMPTY_FILE)


def _must_not_swell(data: bytes) -> None:
    if data.startswith(_PACKED):
        size = unpacked_size(data)
        if size is None:
            raise ExportError(ExportProblem.NOT_CSV)
        if size > _MOST_UNPACKED:
            raise ExportError(ExportProblem.TOO_LARGE, limit=_MOST_UNPACKED)


def _text(cell: object) -> str:
    """Write a cell as the export would: whole numbers without decimals, others with a point."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # Fifteen digits are what a spreadsheet shows at most; what follows is noise.
        return _number(cell)
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _number(value: float) -> str:
    if value != value or abs(value) > 1e15:
        return str(value)
    text = f"{value:.15g}"
    return text if "e" not in text else f"{value:.17f}".rstrip("0").rstrip(".")
