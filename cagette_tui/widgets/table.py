"""The table of every list in the program: rows with a cursor, marks and a filter.

Over a thin line each cell costs. Only lines that differ from what is on the screen are sent, half
a page is turned at the edge instead of one line scrolled, and there is no scrollbar (its
appearance alone repaints the whole screen): the position is a text, `position_text`.
It draws itself and keeps its own first line, so nothing of Textual's scrolling is involved.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from cagette_tui.i18n import _
from cagette_tui.text import visible
from cagette_tui.widgets.painted import Painted
from cagette_tui.widgets.rows import (
    AnyRow,
    Column,
    Row,
    cursor_runs,
    filtered,
    header_runs,
    row_runs,
)

_HEADER = 1
"""Lines above the rows."""

_WHEEL = 3
"""Rows for each notch of a mouse's wheel."""

_DrawnLine = tuple[Row, bool, bool] | None


class Table(Painted, can_focus=True):
    """Rows under a line of titles; the cursor stays on its key whatever happens to the rows."""

    DEFAULT_CSS = "Table { height: 1fr; }"

    # Priority: the app then runs every key of a screen itself, one after the other. Otherwise a
    # letter typed right after an arrow could act on the row before.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False, priority=True),
        Binding("up,k", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move_page(1)", show=False, priority=True),
        Binding("pageup", "move_page(-1)", show=False, priority=True),
        Binding("home", "move_end(-1)", show=False, priority=True),
        Binding("end", "move_end(1)", show=False, priority=True),
        Binding("enter", "open", show=False, priority=True),
        Binding("space", "mark", show=False, priority=True),
    ]

    class _About(Message):
        """Something about the row with a key (None where there is no row)."""

        def __init__(self, table: "Table", key: Hashable) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> "Table":
            """The table that it happened in."""
            return self.table

    class Moved(_About, bubble=True, namespace="table"):
        """The cursor is on another row, or its position among the rows is another."""

    class Opened(_About, bubble=True, namespace="table"):
        """Enter was pressed on a row."""

    class Marked(_About, bubble=True, namespace="table"):
        """A row was marked, or its mark taken away."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        markable: bool = False,
        empty_text: str = "",
        id: str | None = None,
    ) -> None:
        """Start without rows; `empty_text` (translated) stands where there are none to show."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._markable = markable
        self._empty_text = empty_text
        self._rows: list[AnyRow] = []
        self._shown: list[AnyRow] = []
        self._places: dict[Hashable, int] = {}
        self._order: list[int] = []
        self._cursor = -1
        self._top = 0
        self._height = 0
        self._marks: set[Hashable] = set()
        self._filter = ""
        self.on_position: Callable[[str], None] | None = None
        """Told of another position at once, so that both are painted together."""
        self.refuses_mark: Callable[[Hashable], bool] = lambda key: False
        """Whether a row may not be marked; says why. The cursor then stays on it."""

    # What there is

    @property
    def cursor_key(self) -> Hashable:
        """The key of the row under the cursor; None when no row is shown."""
        return self._shown[self._cursor].key if self._cursor >= 0 else None

    @property
    def cursor_index(self) -> int:
        """The place of the cursor among the shown rows that can be selected; -1 without one."""
        if self._cursor < 0:
            return -1
        return sum(1 for row in self._shown[: self._cursor] if row.selectable)

    @property
    def marked(self) -> tuple[Hashable, ...]:
        """The keys of the marked rows in their order, those that the filter hides included."""
        return tuple(row.key for row in self._rows if row.key in self._marks)

    @property
    def visible_rows(self) -> tuple[AnyRow, ...]:
        """The rows that pass the filter, headings included, whether scrolled into view or not."""
        return tuple(self._shown)

    @property
    def filter_text(self) -> str:
        """The filter as it was set."""
        return self._filter

    @property
    def position_text(self) -> str:
        """Where the cursor is (`12/62`, under a filter `3/7 (62)`); empty without rows."""
        total = sum(1 for row in self._rows if row.selectable)
        if not self._filter.strip():
            return f"{self.cursor_index + 1}/{total}" if total else ""
        return f"{self.cursor_index + 1}/{len(self._places)} ({total})"

    # What others do with it

    def set_rows(self, rows: Iterable[AnyRow]) -> None:
        """Show these rows; cursor, marks and place stay as far as their rows are still there.

        Keys are unique. If the row under the cursor is gone, the cursor takes its place.
        """
        with self._changing():
            key, place = self.cursor_key, self._cursor
            self._rows = list(rows)
            self._marks &= {row.key for row in self._rows if row.selectable}
            self._show(key, place)

    def update_row(self, row: Row) -> None:
        """Show this row instead of the one with its key; do nothing when there is none."""
        for place, old in enumerate(self._rows):
            if old.key == row.key:
                with self._changing():
                    key, cursor = self.cursor_key, self._cursor
                    self._rows[place] = row
                    self._show(key, cursor)
                return

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, or the same ones with their titles in another language."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self.refresh()

    def set_empty_text(self, text: str) -> None:
        """Say this where there are no rows to show."""
        self._empty_text = text
        if not self._shown:
            self.repaint_line(_HEADER)

    def set_filter(self, text: str) -> None:
        """Show only rows that the text finds, the best first, the cursor on it (R31).

        Without a text the cursor stays on its row.
        """
        if text == self._filter:
            return
        with self._changing():
            key, place = (None, 0) if text.strip() else (self.cursor_key, self._cursor)
            self._filter = text
            self._show(key, place)

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on a row; False when it is not shown."""
        place = self._places.get(key)
        if place is None:
            return False
        with self._changing():
            self._cursor = place
        return True

    def toggle_mark(self, key: Hashable = None) -> bool:
        """Mark a row (without a key: the one under the cursor) or take its mark away.

        Gives whether it is marked now.
        """
        target = self.cursor_key if key is None else key
        if target not in self._places:
            return False
        with self._changing():
            self._marks ^= {target}
        self.post_message(self.Marked(self, target))
        return target in self._marks

    def unmark(self, keys: Iterable[Hashable]) -> None:
        """Take the marks of some rows away, those that the filter hides included."""
        with self._changing():
            self._marks -= set(keys)

    def clear_marks(self) -> None:
        """Take all marks away."""
        with self._changing():
            self._marks = set()

    # Keys

    def action_move(self, step: int) -> None:
        """Move the cursor by rows that can be selected."""
        self._move_by(step)

    def action_move_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self._move_by(direction * self._page)

    def action_move_end(self, direction: int) -> None:
        """Move the cursor to the first or the last row."""
        self._move_by(direction * len(self._shown))

    def action_open(self) -> None:
        """Tell that the row under the cursor is to be opened."""
        if self._cursor >= 0:
            self.post_message(self.Opened(self, self.cursor_key))

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and go down."""
        if not self.refuses_mark(self.cursor_key):
            self.toggle_mark()
            self._move_by(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Space to others where rows cannot be marked."""
        return action != "mark" or self._markable

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse says; open the row that has it."""
        place = self._top + event.y - _HEADER
        if event.y >= _HEADER and place < len(self._shown) and self._shown[place].selectable:
            if place == self._cursor:
                self.action_open()
            else:
                self.move_to(self._shown[place].key)

    def on_mouse_scroll_down(self) -> None:
        """Move the cursor down with the wheel."""
        self._move_by(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Move the cursor up with the wheel."""
        self._move_by(-_WHEEL)

    # How it is kept and drawn

    @property
    def _page(self) -> int:
        return max(1, self.size.height - _HEADER)

    def _move_by(self, step: int) -> None:
        if self._cursor < 0:
            return
        index = self.cursor_index + step
        index = max(0, min(index, len(self._order) - 1))
        with self._changing():
            self._cursor = self._order[index]

    def _show(self, key: Hashable, place: int) -> None:
        """Apply the filter and find the cursor again by its key, else near its place."""
        self._shown = filtered(self._rows, self._filter)
        self._order = [at for at, row in enumerate(self._shown) if row.selectable]
        self._places = {self._shown[at].key: at for at in self._order}
        if key in self._places:
            self._cursor = self._places[key]
        elif not self._order:
            self._cursor = -1
        else:
            self._cursor = next((at for at in self._order if at >= place), self._order[-1])

    def _turn(self) -> None:
        """Turn by half pages until the cursor is in view."""
        if not self.size.height:
            return
        half = max(1, self._page // 2)
        last_top = max(0, len(self._shown) - self._page)
        top = min(self._top, last_top)
        while self._cursor >= top + self._page:
            top = min(top + half, last_top)
        while 0 <= self._cursor < top:
            top = max(0, top - half)
        # A heading is shown with its first row.
        while 0 < top == self._cursor and not self._shown[top - 1].selectable:
            top -= 1
            if self._cursor >= top + self._page:
                top += 1
                break
        self._top = top

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Repaint, after a change, the lines that are not what they were; tell of a move."""
        before = self._drawn_lines()
        position = (self.cursor_key, self.position_text)
        yield
        self._turn()
        after = self._drawn_lines()
        for line, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.repaint_line(_HEADER + line)
        if not any(after):
            self.repaint_line(_HEADER)
        if position != (self.cursor_key, self.position_text):
            if self.on_position is not None:
                self.on_position(self.position_text)
            self.post_message(self.Moved(self, self.cursor_key))

    def _drawn_lines(self) -> list[_DrawnLine]:
        """Give what each line of the page shows: row, under the cursor, marked."""
        lines: list[_DrawnLine] = [
            (row.made, at == self._cursor, row.key in self._marks)
            for at, row in enumerate(self._shown[self._top : self._top + self._page], self._top)
        ]
        return lines + [None] * (self._page - len(lines))

    def on_focus(self, event: events.Focus) -> None:
        """Put the terminal's cursor on the highlighted row: what reads aloud follows it."""
        super().on_focus(event)
        self._show_place()

    def _show_place(self) -> None:
        place = _HEADER + self._cursor - self._top
        self.app.cursor_position = self.region.offset + Offset(0, place)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; the first time in a new size, with the cursor in view."""
        if self.size.height != self._height:
            self._height = self.size.height
            self._turn()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw the titles, a row, or a blank line."""
        width = self.size.width
        if y < _HEADER:
            return self.paint(header_runs(self._columns, width), width, "header")
        place = self._top + y - _HEADER
        if place >= len(self._shown):
            nothing = _("Nothing contains “{text}”.").format(text=visible(self._filter))
            words = nothing if self._filter and self._rows else self._empty_text
            text = words if not self._shown and y == _HEADER else ""
            return self.paint([(f"  {text}", "dim")], width)
        row, cursor = self._shown[place].made, place == self._cursor
        if cursor and self.has_focus:
            self._show_place()
        runs = row_runs(row, self._columns, width, cursor=cursor, marked=row.key in self._marks)
        if not cursor:
            return self.paint(runs, width)
        # What is a debt or blocks keeps its colour; others are not legible on the cursor's own.
        return self.paint(cursor_runs(runs), width, "cursor", joins=False)
