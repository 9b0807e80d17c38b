"""Lines of text that are handed in ready, and a page of them that can be turned."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from cagette_tui.text import cells, visible
from cagette_tui.widgets.painted import Painted, Run, Runs


class Lines(Painted):
    """A few lines; only those that change are sent to the terminal."""

    DEFAULT_CSS = "Lines { height: 1; }"

    def __init__(self, *, base: str = "", id: str | None = None) -> None:
        """Start empty; `base` names the style of plain text and of what stays blank."""
        super().__init__(id=id)
        self._base = base
        self._lines: tuple[tuple[Run, ...], ...] = ()

    def set_lines(self, lines: Sequence[Runs]) -> None:
        """Show these lines, from the top."""
        before, self._lines = self._lines, tuple(tuple(line) for line in lines)
        for number in range(max(len(before), len(self._lines))):
            old, new = before[number : number + 1], self._lines[number : number + 1]
            if old != new:
                self.repaint_line(number, max(self._width_of(old), self._width_of(new)))

    def _width_of(self, lines: Sequence[Runs]) -> int:
        """Give how many cells have to be drawn for the longest of these lines."""
        widths = [sum(cells(visible(text)) for text, _style in line) for line in lines]
        return min(max(widths, default=0), self.size.width)

    def set_text(self, text: str, style: str = "") -> None:
        """Show one line in one style."""
        self.set_lines([[(text, style)]])

    @property
    def lines(self) -> tuple[tuple[Run, ...], ...]:
        """What is shown, line by line."""
        return self._lines

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        line = self._lines[y] if y < len(self._lines) else ()
        return self.paint(line, self.size.width, self._base)


class Page(Lines, can_focus=True):
    """Lines that may be more than the screen holds: turned by half pages, read with the keys."""

    DEFAULT_CSS = "Page { height: 1fr; }"

    # Priority, as everywhere: the app then runs keys one after the other, in their order.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "turn(1)", show=False, priority=True),
        Binding("up,k", "turn(-1)", show=False, priority=True),
        Binding("pagedown,space", "turn_page(1)", show=False, priority=True),
        Binding("pageup", "turn_page(-1)", show=False, priority=True),
        Binding("home", "turn_to(0)", show=False, priority=True),
        Binding("end", "turn_to(1)", show=False, priority=True),
    ]

    class Turned(Message):
        """Another part of the page is shown."""

        def __init__(self, page: "Page") -> None:
            """Say which page it was."""
            super().__init__()
            self.page = page

        @property
        def control(self) -> "Page":
            """The page that was turned."""
            return self.page

    def __init__(self, *, id: str | None = None) -> None:
        """Start empty, at the top."""
        super().__init__(id=id)
        self._top = 0

    @property
    def position_text(self) -> str:
        """Which lines are shown of how many (`1–20/35`); empty when all are."""
        if self._last_top() == 0:
            return ""
        last = min(self._top + self.size.height, len(self._lines))
        return f"{self._top + 1}–{last}/{len(self._lines)}"

    def set_lines(self, lines: Sequence[Runs]) -> None:
        """Show these lines, from the place that is being read."""
        self._lines = tuple(tuple(line) for line in lines)
        self._top = min(self._top, self._last_top())
        self.refresh()
        self.post_message(self.Turned(self))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        return super().render_line(self._top + y)

    def action_turn(self, direction: int) -> None:
        """Turn half a page."""
        self._show_from(self._top + direction * max(1, self.size.height // 2))

    def action_turn_page(self, direction: int) -> None:
        """Turn a page, less one line to keep the place."""
        self._show_from(self._top + direction * max(1, self.size.height - 1))

    def action_turn_to(self, end: int) -> None:
        """Go to the top (0) or to the end (1)."""
        self._show_from(self._last_top() if end else 0)

    def on_mouse_scroll_down(self) -> None:
        """Turn with the wheel."""
        self.action_turn(1)

    def on_mouse_scroll_up(self) -> None:
        """Turn back with the wheel."""
        self.action_turn(-1)

    def on_resize(self, event: events.Resize) -> None:
        """Stay within the page."""
        self._show_from(self._top)
        self.post_message(self.Turned(self))

    def _last_top(self) -> int:
        return max(0, len(self._lines) - self.size.height)

    def _show_from(self, line: int) -> None:
        top = max(0, min(line, self._last_top()))
        if top != self._top:
            self._top = top
            self.refresh()
            self.post_message(self.Turned(self))
