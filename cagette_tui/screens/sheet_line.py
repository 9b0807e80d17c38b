"""The sheet line `:` of a list of baskets. What it does is imported once it is wanted."""

from __future__ import annotations

from cagette_tui.i18n import N_
from cagette_tui.screens.sheet_screen import SheetScreen
from cagette_tui.widgets.commands import Command


class SheetLine(SheetScreen):
    """A list of baskets over which lines of the sheet can be typed."""

    async def action_sheet_line(self) -> None:
        """Type lines of the sheet, one after the other."""
        from cagette_tui.screens.sheet_typing import SheetTyping

        await self.act(SheetTyping(self).lines())


SHEET_LINE = Command(
    ("colon",),
    SheetLine.action_sheet_line,
    N_("sheet line"),
    N_(
        "Type what the sheet says: 12 E, 13 c 25,50 n0012345, 14 e20 c, 15 -chicken, "
        "16 chicken 1,35 e, 18-25 E, 14 c 46,80 M (with the membership), 14 t? (announced), "
        "then 14 v seen or 14 v awaited."
    ),
    takes_text=True,
)
