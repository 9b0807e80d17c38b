"""Screens that are one page of text."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.widgets.base import BACK, HELP, QUIT, CommandScreen
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Page
from cagette_tui.widgets.painted import Run


class PageScreen(CommandScreen[None]):
    """A page over the whole screen; the title says which part of it is in view."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        super().__init__()
        self.page = Page()

    def compose_content(self) -> ComposeResult:
        """Show the page."""
        yield self.page

    def show_page(self, title: str, lines: list[list[Run]]) -> None:
        """Show these lines."""
        self.set_title(title, self.page.position_text)
        self.page.set_lines(lines)
        if self.focused is None:
            self.set_focus(self.page)
        self.refresh_commands()

    @on(Page.Turned)
    def _turned(self) -> None:
        self.set_title_right(self.page.position_text)


class ReadingScreen(PageScreen):
    """A page that is only read."""

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (BACK, MOVE, QUIT, HELP)

    def __init__(self, title: str, lines: list[list[Run]]) -> None:
        """Show these lines."""
        super().__init__()
        self._title = title
        self._lines = lines

    def on_mount(self) -> None:
        """Show the title and the lines."""
        self.show_page(self._title, self._lines)


def text_lines(text: str) -> list[list[Run]]:
    """Give a text as lines of a page."""
    return [[(line, "")] for line in text.splitlines()]
