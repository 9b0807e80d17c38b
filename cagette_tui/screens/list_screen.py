"""A screen over the database that is one list."""

from __future__ import annotations

from cagette_tui.i18n import N_, _
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.commands import EVERYWHERE, Command
from cagette_tui.widgets.table import Table


class ListScreen(ModelScreen):
    """A screen whose keys act on the rows of one list."""

    _table: Table

    def action_open(self) -> None:
        """Do with the highlighted row what Enter does in the list (`Table.Opened`)."""
        self._table.action_open()

    async def action_filter(self) -> None:
        """Filter the list while the volunteer types."""
        self._table.esc_shows_all = True
        await self.act(self._filter())

    async def _filter(self) -> None:
        await self.filtered(self._table)
        if self._table.filter_text.strip():
            self.say_filter()

    def say_filter(self) -> None:
        """Name the filter that is kept, and say how to leave it."""
        kept = called(self._table.filter_text.strip())
        self.say(_("Filter “{text}” · Esc shows all").format(text=kept), "hint")

    def action_back(self) -> None:
        """Go back one level: a filter first, then the list itself."""
        if self._table.filter_text:
            self.narrow(self._table, "")
            self.say("")
        else:
            super().action_back()


OPEN = Command(
    ("enter",),
    ListScreen.action_open,
    N_("open"),
    N_("Open the highlighted row."),
    group=EVERYWHERE,
)
FILTER = Command(
    ("slash",),
    ListScreen.action_filter,
    N_("search"),
    N_("Show only the rows that hold what you type; Enter keeps the filter, Esc clears it."),
    group=EVERYWHERE,
    takes_text=True,
)
