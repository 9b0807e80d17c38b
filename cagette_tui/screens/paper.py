"""One paper: read it here, or save it."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events

from cagette_tui.i18n import N_, _
from cagette_tui.model.reading.group import read_settings
from cagette_tui.papers.exports import Export, ExportKind, export_title
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.saving import keys_card_title, paper_text, save_keys_card, save_paper
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.page_screen import PageScreen, text_lines


class PaperScreen(PageScreen, ModelScreen):
    """A paper of a distribution as text."""

    def __init__(self, wanted: Export) -> None:
        """Show this paper."""
        super().__init__()
        self._wanted = wanted

    async def load(self) -> None:
        """Write the paper."""
        text = await paper_text(self, replace(self._wanted, width=self.app.size.width))
        self.show_page(export_title(self._wanted.kind), text_lines(text or ""))
        if self._wanted.kind is ExportKind.SLIP and (await self.db(read_settings)).lacks_account:
            text = _("Account holder or IBAN is missing: the settings (s on the first screen).")
            self.say(text, "hint")

    def on_resize(self, event: events.Resize) -> None:
        """Use the width that there is."""
        super().on_resize(event)
        self.call_later(self.reload)

    async def action_save(self) -> None:
        """Save it."""
        await self.act(save_paper(self, self._wanted))

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(("s",), action_save, N_("save"), N_("Save this paper to a folder.")),
        BACK,
        MOVE,
        QUIT,
        HELP,
    )


class KeysCardScreen(PageScreen, ModelScreen):
    """The card of keys as text; it is of no distribution."""

    def __init__(self, text: str) -> None:
        """Show this text."""
        super().__init__()
        self._text = text

    async def load(self) -> None:
        """Show the card."""
        self.show_page(keys_card_title(), text_lines(self._text))

    async def action_save(self) -> None:
        """Save it, to be printed."""
        await self.act(save_keys_card(self, printed=True))

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(("s",), action_save, N_("save"), N_("Save this paper to a folder.")),
        BACK,
        MOVE,
        QUIT,
        HELP,
    )
