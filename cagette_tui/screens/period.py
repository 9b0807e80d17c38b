"""The papers of a month, a quarter or a year: read here, or saved (R57)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.reading.members import read_members
from cagette_tui.model.rules.periods import Span
from cagette_tui.papers.periods import PeriodKind
from cagette_tui.screens.choosing import Chooser
from cagette_tui.screens.list_screen import OPEN, ListScreen
from cagette_tui.screens.spans import SPAN_KEYS, SpanScreen
from cagette_tui.sentences.periods import period_kind_label, period_kind_note, span_name
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.rows import Column, Row
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table


class PeriodScreen(SpanScreen, ListScreen):
    """What there is of a period; keys go to the next one and change how long it is."""

    FOOTER_LINES = 2

    def __init__(self, span: Span) -> None:
        """Begin with this period."""
        super().__init__()
        self.span = span
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    async def load(self) -> None:
        """List the papers."""
        self.set_title(_("Papers of {period}").format(period=span_name(self.span)))
        self._table.set_columns((Column("paper", _("Paper"), 24), Column("what", _("What"))))
        self._table.set_rows(
            Row(
                kind,
                {"paper": period_kind_label(kind), "what": period_kind_note(kind)},
                search=Search(period_kind_label(kind), beside=period_kind_note(kind)),
            )
            for kind in PeriodKind
        )
        if self.focused is None:
            self.set_focus(self._table)

    async def turn(self, span: Span) -> None:
        """Go to another period."""
        self.span = span
        await self.reload()

    @on(Table.Opened)
    def _opened(self, event: Table.Opened) -> None:
        # Not here: where somebody is chosen, this screen must still hear that it is left.
        self.app.call_next(self.act, self._read(PeriodKind(str(event.key))))

    async def _read(self, kind: PeriodKind) -> None:
        member = None
        if kind is PeriodKind.STATEMENT:
            member = await self._whose()
            if member is None:
                return
        await self.open_screen(self.doors.to_period_paper(self.span, str(kind), member))

    async def _whose(self) -> str | None:
        """Choose a member; gives the reference."""
        found = await self.db(read_members)
        rows = [
            Row(
                one.called,
                {"ref": one.called, "name": one.name, "balance": format_amount(one.balance)},
                search=Search(one.name, one.called),
            )
            for one in found
        ]
        columns = (
            Column("ref", _("Ref."), 7),
            Column("name", _("Member")),
            Column("balance", _("Balance"), 11, "right"),
        )
        taken = await self.chosen_from(Chooser(_("Whose statement?"), columns, rows))
        return None if taken is None else str(taken)

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (OPEN, *SPAN_KEYS, MOVE, BACK, QUIT, HELP)
