"""Choose something from a long list: letters filter at once, Enter takes what is highlighted."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import ScreenResultType

from cagette_tui.i18n import _
from cagette_tui.value import ValueObject
from cagette_tui.widgets.base import BACK, HELP, QUIT, CommandScreen
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.rows import Column, Row
from cagette_tui.widgets.table import Table


class CursorScreen(CommandScreen[ScreenResultType]):
    """A screen whose list moves while a filter or a weight is typed."""

    WHILE_TYPING = frozenset({"cursor", "cursor_page"})

    _table: Table

    async def action_cursor(self, step: int) -> None:
        """Move the cursor by rows."""
        self._table.action_move(step)

    async def action_cursor_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self._table.action_move_page(direction)


CURSOR_KEYS = tuple(
    Command((key,), action, MOVE.label, footer=False, listed=False, argument=by)
    for key, action, by in (
        ("down", CursorScreen.action_cursor, 1),
        ("up", CursorScreen.action_cursor, -1),
        ("pagedown", CursorScreen.action_cursor_page, 1),
        ("pageup", CursorScreen.action_cursor_page, -1),
    )
)


class NotThere(ValueObject):
    """What was typed where nothing is called so, and something new was meant."""

    text: str


class Chooser(CursorScreen[Hashable]):
    """Gives the key of the row that was taken, or None; `NotThere` for what may be new."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        hint: str = "",
        new: str = "",
        empty: str = "",
        takes_first: bool = True,
    ) -> None:
        """Offer these rows (texts translated); `hint` says what is being chosen.

        `new` says what Enter does where nothing is called as it was typed; else it is refused.
        `empty` says why there is nothing to choose.
        Without `takes_first` Enter takes nothing before something was typed or the cursor moved.
        """
        super().__init__()
        self._title = title
        self._rows = rows
        self._new = new
        self._is_chosen = takes_first or len(rows) == 1
        self._hint = hint or _("Letters filter, ↑ ↓ move, Enter takes, Esc goes back.")
        self._table = Table(columns, empty_text=empty or _("Nothing to choose from."))

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    @on(events.Mount)
    async def _begin(self) -> None:
        """Begin with the filter."""
        self._table.set_rows(self._rows)
        self.set_title(self._title, self._table.position_text)
        await self.act(self._choose())

    async def _choose(self) -> None:
        taken = await self.ask_text(
            _("Search"), self._found, hint=self._hint, on_change=self._narrow
        )
        self.dismiss(taken)

    async def action_cursor(self, step: int) -> None:
        """Move the cursor by rows: what it stands on then was chosen."""
        self._is_chosen = True
        await super().action_cursor(step)

    def _narrow(self, text: str) -> None:
        self._is_chosen |= bool(text.strip())
        self._table.set_filter(text)
        if self._new:
            is_new = bool(text.strip()) and self._table.cursor_key is None
            self.bottom.ask_line.set_hint(self._new if is_new else self._hint)

    def _found(self, text: str) -> Hashable:
        if not self._is_chosen:
            raise ValueError(_("Nothing is chosen yet: letters filter, ↑ ↓ move."))
        key = self._table.cursor_key
        if key is None and self._new and text.strip():
            return NotThere(text.strip())
        if key is None:
            is_typed = bool(text.strip())
            raise ValueError(
                _("Nothing is called that. Esc goes back.") if is_typed else self._hint
            )
        return key

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (*CURSOR_KEYS, MOVE, BACK, QUIT, HELP)
