"""The screen that explains all keys."""

from typing import ClassVar

from textual import events

from cagette_tui.i18n import N_, _
from cagette_tui.widgets.base import CommandScreen
from cagette_tui.widgets.commands import MOVE, Command, help_lines
from cagette_tui.widgets.page_screen import PageScreen


class HelpScreen(PageScreen):
    """All commands of a screen, group by group, over the whole screen."""

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        MOVE,
        Command(("escape", "q", "question_mark", "f1"), CommandScreen.action_back, N_("back")),
        Command(("f10",), CommandScreen.action_quit, N_("quit")),
    )

    def __init__(self, explained: tuple[Command, ...]) -> None:
        """Explain these commands."""
        super().__init__()
        self._explained = explained

    def on_mount(self) -> None:
        """Say what it is."""
        self.set_title(_("Keys"))
        self.set_focus(self.page)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the page out for this width."""
        self.page.set_lines(help_lines(self._explained, self.app.size.width))
