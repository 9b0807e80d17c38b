"""The screen that explains all keys."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _
from cagette_tui.widgets.base import CommandScreen
from cagette_tui.widgets.commands import MOVE, Command, help_lines
from cagette_tui.widgets.lines import Page


class HelpScreen(CommandScreen[None]):
    """All commands of a screen, group by group, over the whole screen."""

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        MOVE,
        Command(("escape", "q", "question_mark", "f1"), "back", N_("back")),
        Command(("f10",), "quit", N_("quit")),
    )

    def __init__(self, explained: tuple[Command, ...]) -> None:
        """Explain these commands."""
        super().__init__()
        self._explained = explained
        self._page = Page()

    def compose_content(self) -> ComposeResult:
        """Show one page."""
        yield self._page

    def on_mount(self) -> None:
        """Say what it is."""
        self.set_title(_("Keys"))
        self.set_focus(self._page)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the page out for this width."""
        self._page.set_lines(help_lines(self._explained, event.size.width))

    @on(Page.Turned)
    def _turned(self) -> None:
        self.set_title_right(self._page.position_text)
