"""A screen over the database that is one list."""

from __future__ import annotations

from cagette_tui.i18n import N_
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.widgets.commands import EVERYWHERE, Command
from cagette_tui.widgets.table import Table


class ListScreen(ModelScreen):
    """A screen whose keys act on the rows of one list."""

    _table: Table

    def action_open(self) -> None:
        """Do with the highlighted row what Enter does in the list (`Table.Opened`)."""
        self._table.action_open()

    def action_back(self) -> None:
        """Go back one level: a filter that is kept first, then the list."""
        if self._table.filter_text:
            self.show_all()
        else:
            super().action_back()

    def show_all(self) -> None:
        """Filter no longer, and say so no longer."""
        self.narrow(self._table, "")
        self.say("")

    async def action_filter(self) -> None:
        """Filter the list while the volunteer types."""
        await self.act(self.filtered(self._table))


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
