"""The lines at the bottom of a screen: status and footer, or what is being asked."""

from collections.abc import Callable, Iterable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from cagette_tui.widgets.ask_line import AskLine
from cagette_tui.widgets.commands import Command, footer_lines
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.prompt import Level, Question, StatusLine


class Bottom(Vertical):
    """A fixed number of lines, shared: nothing above moves when a question comes.

    Only what finds no room in them (a very long question) makes it grow.
    """

    DEFAULT_CSS = """
    Bottom {
        height: 2;
        & > * { display: none; }
    }
    """

    def __init__(self, footer_lines: int, commands: Callable[[], Iterable[Command]]) -> None:
        """Take what the footer shows from `commands` whenever it is refreshed."""
        super().__init__()
        self._lines = footer_lines + 1
        self._commands = commands
        self.status = StatusLine()
        self.footer = Lines(id="footer")
        self.question = Question()
        self.ask_line = AskLine()
        # As it will be as soon as the width is known: the screen need not be laid out again.
        self._share({self.status: 1, self.footer: footer_lines})

    def compose(self) -> ComposeResult:
        """Stack what may stand here; never more than the two that belong together show."""
        yield self.status
        yield self.footer
        yield self.question
        yield self.ask_line

    @property
    def is_asking(self) -> bool:
        """Whether an answer or a text is awaited."""
        return self.question.is_standing or self.ask_line.is_standing

    def say(self, text: str, level: Level = "info") -> None:
        """Show a message, with as many lines as it needs."""
        self.status.show(text, level)
        self.share_out()

    def drop(self) -> None:
        """Ask nothing any longer."""
        self.question.drop()
        self.ask_line.drop()

    def share_out(self) -> None:
        """Give the lines to what is asked, else to the status and the footer."""
        width = self.app.size.width
        if self.question.is_standing:
            lines = self.question.lay_out(width)
            self._share({self.question: max(len(lines), self._lines)})
            self.question.set_lines(lines)
        elif self.ask_line.is_standing:
            self._share({self.ask_line: max(self.ask_line.lay_out(width), self._lines)})
        else:
            message = self.status.lay_out(width)
            rest = max(0, self._lines - len(message))
            self._share({self.status: len(message), self.footer: rest})
            self.status.set_lines(message)
            self.refresh_footer()

    def refresh_footer(self) -> None:
        """Show the commands that are possible now."""
        if not self.is_asking and self.footer.display:
            count = max(1, self._lines - len(self.status.lines))
            self.footer.set_lines(footer_lines(self._commands(), self.app.size.width, count))

    def _share(self, heights: dict[Widget, int]) -> None:
        for part in (self.status, self.footer, self.question, self.ask_line):
            height = heights.get(part, 0)
            part.display = height > 0
            part.styles.height = height
        self.styles.height = sum(heights.values())

    @on(AskLine.Changed)
    def _changed(self, event: AskLine.Changed) -> None:
        event.stop()
        self.share_out()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again for another width."""
        self.share_out()
