"""The takings of a distribution: box, modes, what is missing, VAT, producers (R50 to R53)."""

from __future__ import annotations

from typing import ClassVar

from textual import events

from cagette_tui.i18n import N_, _, format_amount, format_number, format_signed
from cagette_tui.model.acts.closing import leave_in_box, move_cash, set_cash_float
from cagette_tui.model.acts.counting import count_draft
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.group_money import read_float
from cagette_tui.model.reading.pile import pile_of
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.evening_steps import evening_steps
from cagette_tui.model.rules.next_float import next_float, said_to_stay
from cagette_tui.model.rules.pile import PileView
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.store.database import reading
from cagette_tui.screens.asking import reason_given
from cagette_tui.screens.model_screen import UNDO, ModelScreen
from cagette_tui.screens.next_float import next_float_lines
from cagette_tui.screens.takings_page import takings_lines
from cagette_tui.screens.typed import amount_typed
from cagette_tui.sentences.box import float_difference, left_text, stays_text
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.page_screen import PageScreen, ReadingScreen


class TakingsScreen(PageScreen, ModelScreen):
    """What came in and what the box should hold; from here one counts, searches and closes."""

    FOOTER_LINES = 2

    def __init__(self, distribution_id: int) -> None:
        """Show this distribution's takings."""
        super().__init__()
        self._distribution_id = distribution_id
        self._sheet: SheetView | None = None
        self._pile: PileView | None = None
        self._half_counted = False

    async def load(self) -> None:
        """Read the distribution."""
        self._sheet, self._pile, self._half_counted = await self.db(self._read)
        self._show()

    def _read(self) -> tuple[SheetView, PileView, bool]:
        with reading():
            sheet = read_sheet(self._distribution_id)
            draft = count_draft(self.desk, self._distribution_id)
            return sheet, pile_of(sheet), draft is not None and draft.begun

    def _show(self) -> None:
        if self._sheet is not None and self._pile is not None:
            steps = evening_steps(self._sheet, self._pile, takings(self._sheet).expected_cash)
            width, half_counted = self.app.size.width, self._half_counted
            lines = takings_lines(self._sheet, steps, width, half_counted=half_counted)
            self.show_page(_("Cash box and takings"), lines)

    def on_resize(self, event: events.Resize) -> None:
        """Use the width that there is."""
        super().on_resize(event)
        self._show()

    @property
    def has_sheet(self) -> bool:
        """Whether the distribution has been read."""
        return self._sheet is not None

    @property
    def sheet(self) -> SheetView:
        """The distribution that is shown."""
        assert self._sheet is not None
        return self._sheet

    def enabled(self, action: str) -> bool:
        """An archive is only read."""
        if action in ("back", "quit", "help", "") or self._sheet is None:
            return action in ("back", "quit", "help", "")
        archived = self._sheet.is_certified
        count = self._sheet.count
        if action == "find":
            return not archived and count is not None and bool(count.difference)
        if action == "next_float":
            return not archived and count is not None
        return not archived or action in ("papers", "pile", "cagette", "undo")

    # Acts

    async def action_count(self) -> None:
        """Count the box."""
        await self.open_screen(self.doors.to_counting(self._distribution_id))

    async def action_pile(self) -> None:
        """Go through the cheques."""
        await self.open_screen(self.doors.to_pile(self._distribution_id))

    async def action_papers(self) -> None:
        """Save or read papers."""
        await self.open_screen(self.doors.to_papers(self._distribution_id))

    async def action_cagette(self) -> None:
        """Tick off what is to be entered in Cagette."""
        await self.open_screen(self.doors.to_entering(self._distribution_id))

    async def action_certify(self) -> None:
        """Close the evening."""
        await self.open_screen(self.doors.to_certifying(self._distribution_id))

    async def action_find(self) -> None:
        """Look for the difference of the count that was closed."""
        count = self.sheet.count
        if count is not None:
            found = self.doors.to_finding(self._distribution_id, count.counted, count.pieces)
            await self.open_screen(found)

    async def action_float(self) -> None:
        """Say what was in the box."""
        await self.act(self._float())

    async def _float(self) -> None:
        view = await self.db(read_float, self._distribution_id)
        left = view.left
        amount = await self.ask_text(
            _("Cash float"),
            lambda text: amount_typed(text, zero=True),
            value=format_number(view.proposed, grouped=False),
            hint=" ".join((_("What was in the box before the distribution."), left_text(left))),
        )
        if amount is not None and await self.done(set_cash_float, self._distribution_id, amount):
            told = _("Cash float: {amount}").format(amount=format_amount(amount))
            self.say(" ".join((told, float_difference(amount, left))).strip(), "good")

    async def action_move(self) -> None:
        """Note money put in or taken out."""
        await self.act(self._move())

    async def _move(self) -> None:
        answer = await self.choose(
            _("Cash in or out of the box that is not a payment:"),
            {"r": _("taken out"), "a": _("put in")},
        )
        if not answer:
            return
        amount = await self.ask_text(
            _("Taken out") if answer == "r" else _("Put in"),
            amount_typed,
            hint=_("In euros, as 12 or 12,50."),
        )
        reason = None
        if amount is not None:
            reason = await self.ask_text(
                _("Reason"), reason_given, hint=_("Bread paid in cash, change fetched …")
            )
        if amount is None or reason is None:
            return
        signed = -amount if answer == "r" else amount
        if await self.done(move_cash, self._distribution_id, signed, reason):
            self.say(_("Noted: {amount}").format(amount=format_signed(signed)), "good")

    async def action_next_float(self) -> None:
        """Say what to leave and what to deposit."""
        await self.act(self._next_float())

    async def _next_float(self) -> None:
        count = self.sheet.count
        if count is None:
            return
        settings = await self.db(read_settings)
        said = said_to_stay(self.sheet.distribution.left_in_box, count)
        wished = await self.ask_text(
            _("Float to leave"),
            lambda text: amount_typed(text, zero=True),
            value=format_number(settings.wished_float if said is None else said, grouped=False),
            hint=_("For the next distribution; {counted} were counted.").format(
                counted=format_amount(count.counted)
            ),
        )
        if wished is None:
            return
        found = None if count.pieces is None else next_float(count.pieces, wished)
        left = wished if found is None else found.proposed.left
        if not await self.done(leave_in_box, self._distribution_id, left):
            return
        told = _("Recorded: {what}.").format(what=stays_text(left, count.counted))
        self.say(told, "good")
        if found is not None and count.counted:
            page = ReadingScreen(_("The next float"), next_float_lines(found))
            await self.open_screen(page)

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("c",), action_count, N_("count the box"), N_("Count notes and coins, or a total.")
        ),
        Command(
            ("p",),
            action_pile,
            N_("cheques"),
            N_("Go through the pile of cheques; the deposit slip."),
        ),
        Command(
            ("d",),
            action_find,
            N_("explain the difference"),
            N_("Look for what explains the difference."),
        ),
        Command(
            ("m",),
            action_move,
            N_("in or out"),
            N_("Note cash put in or taken out that is neither a payment nor a refund."),
        ),
        Command(("f",), action_float, N_("float"), N_("Say what was in the box at the beginning.")),
        Command(
            ("n",),
            action_next_float,
            N_("next float"),
            N_("Say what of the count stays in the box and what goes to the bank."),
        ),
        Command(
            ("s",),
            action_papers,
            N_("papers"),
            N_("Save or read reports, slips, sheets and tables."),
        ),
        Command(
            ("V",), action_certify, N_("certify"), N_("Certify the distribution, after a check.")
        ),
        UNDO,
        MOVE,
        BACK,
        Command(
            ("g",),
            action_cagette,
            N_("into Cagette"),
            N_("Tick off, basket by basket, what is to be entered in Cagette."),
        ),
        QUIT,
        HELP,
    )
