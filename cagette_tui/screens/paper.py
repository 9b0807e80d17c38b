"""One paper: read it here, or save it."""

from __future__ import annotations

from typing import ClassVar

from cagette_tui.i18n import N_, _
from cagette_tui.model.reading.group import read_settings
from cagette_tui.papers.exports import Export, ExportKind, export_title
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.saving import paper_text, save_paper
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
        text = await paper_text(self, self._wanted)
        self.show_page(export_title(self._wanted.kind), text_lines(text or ""))
        if self._wanted.kind is ExportKind.SLIP and (await self.db(read_settings)).lacks_account:
            text = _("Account holder or IBAN is missing: the settings (s on the first screen).")
            self.say(text, "hint")

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
