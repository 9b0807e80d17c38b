"""The line at the top of a screen."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from cagette_tui.i18n import _
from cagette_tui.text import cells
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run


class Title(Horizontal):
    """What is shown at the left; which part of it (a position, a date) at the right.

    The two are widgets of their own, so that a cursor that moves repaints only the right one.
    """

    DEFAULT_CSS = """
    Title {
        height: 1;
        & > Lines { background: $panel; }
        & > #title-left { width: 1fr; text-style: bold; }
        & > #title-right { width: 0; }
        &:ansi > Lines { background: ansi_default; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._left = Lines(id="title-left")
        self._right = Lines(id="title-right")
        self._width = 0
        self._text = self._trouble = self._mark = ""

    def compose(self) -> ComposeResult:
        """Put the texts side by side."""
        yield self._left
        yield self._right

    def set_left(self, text: str) -> None:
        """Say what is shown."""
        self._text = text
        self._show_left()

    def fitting(self, *texts: str) -> str:
        """Give the first of some texts that fits between what is said first and the right end.

        The last one if none does: it is cut.
        """
        beside = sum(map(cells, (_(self._mark), self._trouble))) + 3 * bool(self._mark)
        room = self.app.size.width - self._width - beside - 1
        return next((text for text in texts if cells(text) <= room), texts[-1])

    def set_mark(self, mark: str) -> None:
        """Say first of all, as long as the screen is there, what this is (not yet translated)."""
        self._mark = mark
        self._show_left()

    def set_trouble(self, text: str) -> None:
        """Say before it what is wrong just now, as long as it is; empty: nothing."""
        if text != self._trouble:
            self._trouble = text
            self._show_left()

    def _show_left(self) -> None:
        before: list[Run] = [(f" {_(self._mark)} ", "cursor")] if self._mark else []
        if self._trouble:
            before.append((f" ! {self._trouble} ·", "bad"))
        self._left.set_lines([[*before, (f" {self._text}", "")]])

    def set_right(self, text: str) -> None:
        """Say which part is in view. The room for it only grows: nothing has to move."""
        needed = cells(text) + 2
        if needed > self._width:
            self._width = needed
            self._right.styles.width = needed
        filling = " " * (self._width - needed)
        self._right.set_text(f" {filling}{text} ")
