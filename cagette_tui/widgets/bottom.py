"""The lines at the bottom of a screen: status and footer, or what is being asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from cagette_tui.widgets.commands import Command, footer_lines
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.prompt import Level, MoreRoom, Question, StatusLine

if TYPE_CHECKING:
    from cagette_tui.widgets.ask_line import AskLine


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
        self._ask_line: AskLine | None = None
        # As it will be as soon as the width is known: the screen need not be laid out again.
        self._share({self.status: 1, self.footer: footer_lines})

    def compose(self) -> ComposeResult:
        """Stack what may stand here; never more than the two that belong together show."""
        yield self.status
        yield self.footer
        yield self.question

    @property
    def is_asking(self) -> bool:
        """Whether an answer or a text is awaited."""
        return self.question.is_standing or self.is_typing

    @property
    def is_typing(self) -> bool:
        """Whether a text is awaited."""
        return self._ask_line is not None and self._ask_line.is_standing

    def explained(self) -> tuple[Command, ...]:
        """Explain the keys of what is asked just now."""
        if self.question.is_standing:
            return self.question.explained()
        return self.ask_line.explained() if self.is_typing else ()

    @property
    def ask_line(self) -> AskLine:
        """Where a text is typed; it is there from the first text that is asked for."""
        assert self._ask_line is not None
        return self._ask_line

    async def ready_to_type(self) -> AskLine:
        """Make the line for a text, if there is none: a screen opens faster without."""
        if self._ask_line is None:
            from cagette_tui.widgets.ask_line import AskLine

            self._ask_line = AskLine()
            await self.mount(self._ask_line)
        return self._ask_line

    def say(self, text: str, level: Level = "info") -> None:
        """Show a message, with as many lines as it needs."""
        self.status.show(text, level)
        self.share_out()

    def add(self, aside: str, *, behind: bool = False) -> None:
        """Say behind the message that a key did nothing, `behind` a reason too."""
        if aside not in self.status.text:
            self.status.add(aside, behind=behind)
            self.share_out()

    def drop(self) -> None:
        """Ask nothing any longer."""
        self.question.drop()
        if self._ask_line is not None:
            self._ask_line.drop()

    def share_out(self) -> None:
        """Give the lines to what is asked, else to the status and the footer."""
        width = self.app.size.width
        if self.question.is_standing:
            lines = self.question.lay_out(width)
            self._share({self.question: max(len(lines), self._lines)})
            self.question.set_lines(lines)
        elif self.is_typing:
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
            # Nothing to say fills a line, too.
            count = max(1, self._lines - max(1, len(self.status.lines)))
            self.footer.set_lines(footer_lines(self._commands(), self.app.size.width, count))

    def _share(self, heights: dict[Widget, int]) -> None:
        for part in filter(None, (self.status, self.footer, self.question, self._ask_line)):
            height = heights.get(part, 0)
            part.display = height > 0
            part.styles.height = height
        self.styles.height = sum(heights.values())

    @on(MoreRoom)
    def _changed(self, event: MoreRoom) -> None:
        event.stop()
        self.share_out()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again for another width."""
        self.share_out()
