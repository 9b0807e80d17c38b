"""What is to be entered in Cagette, ticked off basket by basket."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, ngettext
from cagette_tui.model.acts.entering import mark_entered, take_off_entered
from cagette_tui.model.reading.cagette_evening import CagetteEvening, read_cagette_evening
from cagette_tui.model.rules.cagette_state import Side
from cagette_tui.model.rules.cagette_steps import WayBack
from cagette_tui.papers.exports import Export, ExportKind, Format
from cagette_tui.screens.list_screen import FILTER, ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.sentences.way_back import (
    called_side,
    first_text,
    notes_text,
    progress_text,
    side_text,
    step_text,
)
from cagette_tui.text import visible, wrap
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, LateRow, Row, Style
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table

if TYPE_CHECKING:
    from cagette_tui.model.acts.undoing import LastAct

# Lines below the list, for the steps of the highlighted basket.
_BELOW = 6


class EnteringScreen(ListScreen):
    """Baskets in Cagette's order of names: what to enter of each, and whether it is entered."""

    def __init__(self, distribution_id: int) -> None:
        """Show what is to be entered of this distribution."""
        super().__init__()
        self._distribution_id = distribution_id
        self._evening: CagetteEvening | None = None
        self._table = Table(())
        self._above = Lines(id="above")
        self._below = Lines(id="below")

    def compose_content(self) -> ComposeResult:
        """Put what comes first above the list, the steps of one basket below."""
        yield self._above
        yield self._table
        yield self._below

    # What is shown

    async def load(self) -> None:
        """Plan again what is to be entered."""
        first = self._evening is None
        self._evening = await self.db(read_cagette_evening, self._distribution_id)
        self._below.styles.height = _BELOW
        self._table.set_columns(
            (
                Column("sign", "", 1),
                Column("number", _("No."), 4, "right"),
                Column("member", _("Member"), 24),
                Column("what", _("To enter")),
            )
        )
        self._table.set_empty_text(_("There is nothing to enter."))
        self._table.set_rows(
            LateRow(side.member_id, partial(_row, self.way, side)) for side in self.way.sides
        )
        if first:
            self.set_focus(self._table)
            self._go_to_next(from_top=True)
        self._show()

    @property
    def way(self) -> WayBack:
        """The steps that are shown."""
        assert self._evening is not None
        return self._evening.way

    @on(Table.Moved)
    def _show(self) -> None:
        if self._evening is None:
            return
        title = _("To enter in Cagette") + " · " + progress_text(self.way)
        self.set_title(title, self._table.position_text)
        before = first_text(self.way)
        text = _("First, for all baskets: {what}. p shows it.").format(what=before)
        self._above.set_lines([[(f" {text}", "strong")]] if before else [])
        self._above.styles.height = 1 if before else 0
        side = self._current()
        lines = [] if side is None else list(_steps(self.way, side, self.app.size.width))
        if len(lines) > _BELOW:
            lines = [*lines[: _BELOW - 1], [(" … " + _("p shows all of it."), "dim")]]
        self._below.set_lines(lines)

    def _current(self) -> Side | None:
        key = self._table.cursor_key
        return next((side for side in self.way.sides if side.member_id == key), None)

    def enabled(self, action: str) -> bool:
        """Offer to tick what there is to tick."""
        if self._evening is None:
            return action in ("back", "quit", "help")
        if action == "tick":
            side = self._current()
            return side is not None and (side.mark is not None or self._is_left(side))
        if action in ("all", "next"):
            return any(map(self._is_left, self.way.sides))
        return True

    def why_not(self, action: str) -> str:
        """Say why a basket is not ticked."""
        return _("There is nothing to enter of it yet.") if action == "tick" else ""

    def _is_left(self, side: Side) -> bool:
        return bool(self.way.of(side.member_id))

    # Acts

    async def action_tick(self) -> None:
        """Say that the highlighted basket is entered, or not."""
        await self.act(self._tick())

    async def _tick(self) -> None:
        side = self._current()
        if side is None:
            return
        member = side.member_id
        if self.way.is_entered(side):
            done = await self.done(take_off_entered, self._distribution_id, [member])
            text = _("Not entered after all: {basket}")
        else:
            news = {member: self.way.after[member]}
            done = await self.done(mark_entered, self._distribution_id, news)
            text = _("Entered in Cagette: {basket}")
        if done:
            self.say(text.format(basket=called_side(side)), "good")
            if member in self.way.after and not self._is_left(side):
                self._go_to_next()

    async def action_all(self) -> None:
        """Say that all that is left is entered."""
        await self.act(self._all())

    async def _all(self) -> None:
        left = [side.member_id for side in self.way.sides if self._is_left(side)]
        text = ngettext(
            "Is the {count} basket that is left entered in Cagette?",
            "Are the {count} baskets that are left entered in Cagette?",
            len(left),
        )
        news = {member: self.way.after[member] for member in left}
        if await self.confirm(text.format(count=len(left)), yes=_("all entered")) and (
            await self.done(mark_entered, self._distribution_id, news)
        ):
            self.say(progress_text(self.way), "good")

    def action_next(self) -> None:
        """Go to the next basket that is to be entered."""
        self._go_to_next()

    def _go_to_next(self, *, from_top: bool = False) -> None:
        """Go on below the cursor, then from the top."""
        keys = [side.member_id for side in self.way.sides]
        key = self._table.cursor_key
        at = keys.index(key) if key in keys and not from_top else -1
        for side in (*self.way.sides[at + 1 :], *self.way.sides[: at + 1]):
            if self._is_left(side) and self._table.move_to(side.member_id):
                return

    async def action_paper(self) -> None:
        """Read all of it."""
        wanted = Export(self._distribution_id, ExportKind.CAGETTE, Format.TEXT)
        await self.open_screen(self.doors.to_paper(wanted))

    def go_back_to(self, undone: LastAct) -> bool:
        """Go to the basket that was ticked, or not, before."""
        if self._evening is not None and undone.basket is not None:
            for side in self.way.sides:
                if side.basket is not None and side.basket.id == undone.basket:
                    self._table.move_to(side.member_id)
        return True

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("space", "enter"),
            action_tick,
            N_("entered or not"),
            N_("Say that the highlighted basket is entered in Cagette, or that it is not."),
            acts=True,
        ),
        Command(
            ("p",),
            action_paper,
            N_("read all"),
            N_("Read all steps in their order: what did not come, prices and weights first."),
        ),
        Command(
            ("a",),
            action_all,
            N_("all entered"),
            N_("Say that all that is left is entered in Cagette."),
        ),
        Command(
            ("n",), action_next, N_("next"), N_("Go to the next basket that is to be entered.")
        ),
        UNDO,
        FILTER,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _row(way: WayBack, side: Side) -> Row:
    entered = way.is_entered(side)
    sign: Cell = ""
    style: Style | None = None
    if entered:
        sign, style = "✓", "dim"
    elif side.mark is not None:
        sign = ("±", "warn")
    number = "" if side.number is None else str(side.number)
    cells: dict[str, Cell] = {
        "sign": sign,
        "number": number,
        "member": side.member,
        "what": side_text(way, side),
    }
    return Row(side.member_id, cells, style, Search(side.member, number))


def _steps(way: WayBack, side: Side, width: int) -> Iterator[list[Run]]:
    """Say the steps of one basket, one below the other, with what is to be known of each."""
    yield [(f" {called_side(side)}", "heading")]
    steps = way.of(side.member_id)
    if not steps:
        yield [(f"   {side_text(way, side)}", "")]
    for step in steps:
        text = step_text(step)
        notes = notes_text(step.notes)
        for place, line in enumerate(wrap(f"{text} – {notes}" if notes else text, width - 4)):
            yield [(f" {'·' if place == 0 else ' '} {visible(line)}", "")]
