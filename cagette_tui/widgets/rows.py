"""Rows and columns as a table is handed them, and how they share the width of a screen."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Literal

from cagette_tui.text import clip, fold, pad, visible
from cagette_tui.value import ValueObject
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.searching import Search, found

Style = Literal["dim", "good", "warn", "bad", "strong"]
"""What a row or a cell means to the reader; the theme says what it looks like."""

Cell = str | tuple[str, Style]
"""A text, or a text with a style of its own."""

GUTTER = 2
"""Cells at the left edge: the sign of the cursor and the sign of a mark."""

_LEAST_FLEXIBLE = 4
# Columns of people's names, by their keys.
_NAMES = frozenset({"member"})
# The key of the only cell of a heading.
_HEADING = ""


class Column(ValueObject):
    """A column: `width` in cells, or None to share what the others leave.

    It is shown only where the table is at least `min_screen_width` cells wide. One that shares
    has `most` cells if it can, before the others share the rest.
    """

    key: str
    title: str
    width: int | None = None
    align: Literal["left", "right"] = "left"
    min_screen_width: int = 0
    most: int | None = None


class Row(ValueObject):
    """A row: a cell for each column that has something in it, by the column's key.

    `search` says what finds it when one types; a text alone is a name.

    It is found again by its own key. A heading is over the whole width.
    """

    key: Hashable
    cells: Mapping[str, Cell]
    style: Style | None = None
    search: Search | str = ""
    selectable: bool = True

    @property
    def made(self) -> "Row":
        """The row as it is drawn."""
        return self

    @classmethod
    def heading(cls, text: str, key: Hashable = None) -> "Row":
        """Make a heading for the rows that follow it."""
        return cls(
            key=("heading", text if key is None else key), cells={_HEADING: text}, selectable=False
        )

    @property
    def is_heading(self) -> bool:
        """Whether the row is a heading over the whole width."""
        return not self.selectable and _HEADING in self.cells


class LateRow:
    """A row that is made when it is first drawn or searched: of a thousand, twenty are seen."""

    __slots__ = ("_make", "_row", "key")

    selectable = True

    def __init__(self, key: Hashable, make: Callable[[], Row]) -> None:
        """`make` gives the row, which has the same key and can be selected."""
        self.key = key
        self._make = make
        self._row: Row | None = None

    @property
    def made(self) -> Row:
        """The row as it is drawn."""
        if self._row is None:
            self._row = self._make()
        return self._row


AnyRow = Row | LateRow


def shown_columns(columns: Sequence[Column], width: int) -> list[tuple[Column, int]]:
    """Give the columns that a table of `width` cells shows, each with its own width."""
    shown = [column for column in columns if column.min_screen_width <= width]
    flexible = [column for column in shown if column.width is None]
    fixed = sum(column.width or 0 for column in shown)
    room = width - GUTTER - fixed - max(0, len(shown) - 1)
    widths: dict[str, int] = {}
    for column in flexible:
        if column.most is not None and len(flexible) > 1:
            widths[column.key] = max(_LEAST_FLEXIBLE, min(column.most, room))
            room -= widths[column.key]
    sharing = [column.key for column in flexible if column.key not in widths]
    share, extra = divmod(max(room, 0), len(sharing)) if sharing else (0, 0)
    widths |= {key: max(_LEAST_FLEXIBLE, share + (n < extra)) for n, key in enumerate(sharing)}
    return [(column, widths.get(column.key, column.width or 0)) for column in shown]


def width_for_all(columns: Sequence[Column]) -> int:
    """Give the cells with which the columns that are always shown cut nothing."""
    always = [column for column in columns if not column.min_screen_width]
    widths = (column.width or column.most or _LEAST_FLEXIBLE for column in always)
    return GUTTER + sum(widths) + max(0, len(always) - 1)


def header_runs(columns: Sequence[Column], width: int) -> list[Run]:
    """Give the titles of the columns, as wide as their cells."""
    titles = Row(key=None, cells={column.key: column.title for column in columns})
    return [(" " * GUTTER, ""), *_cell_runs(titles, columns, width)]


def row_runs(
    row: Row, columns: Sequence[Column], width: int, *, cursor: bool, marked: bool
) -> list[Run]:
    """Give a row as runs: signs for the cursor and for a mark, then its cells."""
    signs = (">" if cursor else " ") + ("*" if marked else " ")
    if row.is_heading:
        return [(" ", ""), (_text(row.cells[_HEADING]), "heading")]
    return [(signs, ""), *_cell_runs(row, columns, width)]


_KEPT = frozenset({"warn", "bad"})


def cursor_runs(runs: Iterable[Run]) -> list[Run]:
    """Give the runs of a row as they are under the cursor: few keep a style of their own."""
    kept: list[Run] = []
    for text, style in runs:
        if style not in _KEPT:
            kept.append((text, ""))
            continue
        bare = text.rstrip()
        kept += [(bare, f"cursor-{style}"), (text[len(bare) :], "")]
    return kept


def _cell_runs(row: Row, columns: Sequence[Column], width: int) -> list[Run]:
    runs: list[Run] = []
    for column, room in shown_columns(columns, width):
        cell = row.cells.get(column.key, "")
        style = (cell[1] if isinstance(cell, tuple) else _of_row(row, column)) or ""
        text = clip(visible(_text(cell)), room)
        filled = pad(text, room, right=column.align == "right")
        blanks = filled[: len(filled) - len(filled.lstrip(" "))] if text.strip() else ""
        if runs:
            runs.append((" ", ""))
        # Leading blanks stand apart, so that they join the run before them.
        runs += [(blanks, ""), (filled[len(blanks) :], style)]
    return runs


def _of_row(row: Row, column: Column) -> Style | None:
    """Give the row's style to its words: figures and names keep the terminal's own colour.

    A grey or a colour that is legible on dark and on light is less so than that on either.
    """
    is_plain = column.align == "right" or column.key in _NAMES
    return None if is_plain and row.style != "strong" else row.style


def _text(cell: Cell) -> str:
    return cell[0] if isinstance(cell, tuple) else cell


def filtered(rows: Iterable[AnyRow], text: str) -> list[AnyRow]:
    """Give the rows that a text finds, the best found first (R31).

    Headings stay over their rows where all are found alike; else there are none.
    """
    words = fold(text).split()
    if not words:
        return list(rows)
    ranked: list[tuple[int, AnyRow]] = []
    headings: list[AnyRow] = []
    under_heading = False
    for row in rows:
        if not row.selectable:
            headings = [row] if under_heading else [*headings, row]
        elif (rank := found(row.made.search, words)) is not None:
            ranked += [*((rank, heading) for heading in headings), (rank, row)]
            headings = []
        under_heading = row.selectable
    if len({rank for rank, _row in ranked}) > 1:
        ranked = [(rank, row) for rank, row in ranked if row.selectable]
        ranked.sort(key=lambda one: one[0])
    return [row for _rank, row in ranked]
