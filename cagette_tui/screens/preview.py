"""What a screen shows that says what an act would do: one page, and the act's own key."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.widgets.lines import Page
from cagette_tui.widgets.painted import Run


class PreviewScreen(ModelScreen):
    """A page about a distribution that stays as it is until one answers."""

    FOLLOWS: ClassVar[bool] = False

    def __init__(self, distribution_id: int) -> None:
        """Preview this distribution."""
        super().__init__()
        self._distribution_id = distribution_id
        self._page = Page()

    def compose_content(self) -> ComposeResult:
        """Show one page."""
        yield self._page

    def show_page(self, title: str, lines: list[list[Run]]) -> None:
        """Show the lines from the top."""
        self.set_title(title, self._page.position_text)
        self._page.set_lines(lines)
        if self.focused is None:
            self.set_focus(self._page)
        self.refresh_commands()

    @on(Page.Turned)
    def _turned(self) -> None:
        self.set_title_right(self._page.position_text)
