"""The baskets of a distribution: one key for an ordinary one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.screen import Screen

from cagette_tui.i18n import N_, _, ngettext
from cagette_tui.model.acts.drafts import baskets_typed
from cagette_tui.model.reading.baskets import accepted_modes, read_sheet
from cagette_tui.model.reading.pile import pile_of
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.basket_state import state_of
from cagette_tui.model.rules.blocking import blocker
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.evening_steps import next_step
from cagette_tui.model.rules.kinds import Mode, State
from cagette_tui.model.rules.pile import PileView
from cagette_tui.model.store.database import reading
from cagette_tui.presence import Place
from cagette_tui.screens.around_baskets import AroundBaskets
from cagette_tui.screens.asking import reason_given
from cagette_tui.screens.basket_acts import (
    ABSENT,
    ACCOUNT,
    JOURNAL,
    ONLINE,
    PAY,
    RECEIVING,
    REOPEN,
    VALIDATE,
    VALIDATING,
)
from cagette_tui.screens.basket_rows import all_validated, basket_row
from cagette_tui.screens.in_all_baskets import IN_ALL_BASKETS, InAllBaskets
from cagette_tui.screens.list_screen import FILTER, OPEN, ListScreen
from cagette_tui.screens.marked_baskets import MARKING
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.screens.sheet_line import SHEET_LINE, SheetLine
from cagette_tui.screens.transfers import TRANSFERS
from cagette_tui.sentences.blocking import why_it_blocks
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.rows import LateRow, Row
from cagette_tui.widgets.table import Table

if TYPE_CHECKING:
    from cagette_tui.model.acts.undoing import LastAct

_UNDER_WAY = (State.TO_VALIDATE, State.IN_PROGRESS, State.LATE)


class BasketsScreen(AroundBaskets, InAllBaskets, SheetLine, ListScreen):
    """Number, member, cost, paid, to pay, mode, older balance, state."""

    FOOTER_LINES = 2

    def __init__(self, distribution_id: int, start_at: int | None = None) -> None:
        """Show the baskets of this distribution, the cursor on one of them (its id)."""
        super().__init__()
        self._distribution_id = distribution_id
        self._typed: frozenset[int] = frozenset()  # whose payment was typed and not recorded
        self._start_at = start_at
        self._was_paid = False  # on the screen above, just now

    # What is shown

    async def load(self) -> None:
        """Read the distribution."""
        before, first = self._sheet, self._sheet is None
        sheet, self._pile, self._typed, modes = await self.db(self._read, self.reads_lines)
        self.cagette.accepted = modes
        self._table.set_empty_text(_("No basket in this distribution."))
        self._show_sheet(sheet)
        self._table.set_rows(LateRow(one.id, partial(self._row, one)) for one in sheet.baskets)
        if first:
            self.set_focus(self._table)
            if self._start_at is None or not self._table.move_to(self._start_at):
                self.go_to_next_open()
        elif sheet.is_certified and before is not None and not before.is_certified:
            self._go_to_what_is_awaited()
        elif self._was_paid and (basket := self.current()) is not None and basket.validated:
            self.go_to_next_open()
        self._was_paid = False

    def _read(self, lines: bool) -> tuple[SheetView, PileView, frozenset[int], tuple[Mode, ...]]:
        """Read, on the database's thread, all that the list shows."""
        with reading():
            sheet = read_sheet(self._distribution_id, lines=lines)
            return sheet, pile_of(sheet), baskets_typed(self.desk), accepted_modes()

    def _row(self, basket: BasketView) -> Row:
        state = state_of(basket, typed=basket.id in self._typed)
        return basket_row(basket, state, self._others.get(basket.id, ""))

    def place(self) -> tuple[int, int | None]:
        """Return the distribution and the basket under the cursor (ids)."""
        key = self._table.cursor_key
        return self._distribution_id, key if isinstance(key, int) else None

    @on(Table.Moved)
    def _moved(self) -> None:
        self.cagette.say_where(self.place())

    def show_others(self, places: tuple[Place, ...]) -> None:
        """Show who is in which basket of this distribution."""
        if self._sheet is None:
            return  # it is still being read
        here = [one for one in places if one.distribution == self._distribution_id]
        others = {one.basket: one.who for one in here if one.basket is not None}
        if others != self._others:
            before, self._others = self._others, others
            self._show_title()
            for basket_id in before.keys() | others.keys():
                if basket_id in self._baskets:
                    self._table.update_row(self._row(self._baskets[basket_id]))

    def show_basket(self, basket: BasketView) -> None:
        """Show what an act made of a basket."""
        assert self._sheet is not None
        if not self.reads_lines:
            basket = basket.without_lines()  # a list that is kept all evening stays small
        baskets = tuple(basket if one.id == basket.id else one for one in self._sheet.baskets)
        self._show_changed(replace(self._sheet, baskets=baskets))
        self._table.update_row(self._row(basket))
        if self._counted.strip():
            self.show_above()  # it may be shown no longer

    def go_to(self, basket_id: int) -> None:
        """Put the cursor on a basket."""
        self._table.move_to(basket_id)

    def go_back_to(self, undone: LastAct) -> bool:
        """Put the cursor on the basket that the undone act was about."""
        if undone.basket is not None:
            self.go_to(undone.basket)
        return True

    def enabled(self, action: str) -> bool:
        """Offer what the state of the distribution and of the basket allow."""
        if self._sheet is None:
            return action in ("back", "quit", "help")
        archived = self._sheet.is_certified
        basket = self.current()
        if action in ("back", "quit", "help", "filter", "undo", "takings", "journal", ""):
            return True
        if action == "digit":
            return False  # `why_not` says where numbers are typed
        if action == "reopen":
            return archived or (basket is not None and basket.validated)
        if action in ("finish", "order", "transfers", "membership"):
            return not archived
        return basket is not None and (
            not archived or action in ("open", "account", "next", "journal")
        )

    def why_not(self, action: str) -> str:
        """Say where a number is typed when a digit is pressed."""
        if action == "digit":
            return _("A basket's number: / finds it, : begins a line. A cheque's: K, then p.")
        return super().why_not(action)

    def action_digit(self) -> None:
        """Do nothing: `enabled` never offers it, and `why_not` says where numbers are typed."""

    # Acts

    def action_back(self) -> None:
        """Go back one level: a filter first, which keeps the marks, then marks, then the list."""
        if self._table.filter_text:
            self.narrow(self._table, "")
        elif self._table.marked:
            self.clear_marks()
        else:
            self._say_what_is_left()
            super().action_back()

    def _say_what_is_left(self) -> None:
        """Tell in the list of distributions that this one is not done: Esc may be a slip."""
        if self._sheet is None or self.sheet.state(self.cagette.clock.now()) not in _UNDER_WAY:
            return
        count = len(self.sheet.open_baskets)
        text = ngettext(
            "{count} basket is still to validate: Enter goes back to it.",
            "{count} baskets are still to validate: Enter goes back to them.",
            count,
        )
        if count:
            self.tell_below(text.format(count=count), "info")

    async def action_next(self) -> None:
        """Go to the next basket that blocks."""
        await self.act(self._next())

    async def _next(self) -> None:
        found = self._after_cursor(lambda basket: blocker(basket) is not None)
        if found is None:
            ready = self._after_cursor(lambda basket: not basket.validated)
            if ready is None:
                self.say(all_validated(next_step(self.steps)))
            else:
                self._table.move_to(ready.id)
                text = _(
                    "Nothing blocks any more. {number} is ready: v validates it, V all of them."
                )
                self.say(text.format(number=ready.number))
            return
        self._table.move_to(found.id)
        self.say(f"{found.number} – {why_it_blocks(found)}")

    def go_to_next_open(self) -> None:
        """Put the cursor on the next basket that is not validated, if there is one."""
        found = self._after_cursor(lambda basket: not basket.validated, here=True)
        if found is not None:
            self._table.move_to(found.id)

    def _go_to_what_is_awaited(self) -> None:
        """Put the cursor on what is left to do in an archive: a payment that comes later (R41)."""
        found = self._after_cursor(lambda basket: bool(basket.announced), here=True)
        if found is not None:
            self._table.move_to(found.id)

    def _after_cursor(
        self, wanted: Callable[[BasketView], bool], *, here: bool = False
    ) -> BasketView | None:
        """Find a basket below the cursor, then from the top; with `here` the cursor's own first."""
        shown = self.shown_baskets()
        start = max(self._table.cursor_index, 0) + (0 if here else 1)
        return next(filter(wanted, shown[start:] + shown[:start]), None)

    async def action_finish(self) -> None:
        """Validate all that is left, or certify."""
        if self.sheet.open_baskets:
            await self.act(self._force())
        else:
            await self.act(self._certify())

    async def _force(self) -> None:
        await self.open_screen(self.doors.to_forcing(self._distribution_id))

    async def _certify(self) -> None:
        await self.open_screen(self.doors.to_certifying(self._distribution_id))

    def journal(self) -> Screen[None]:
        """Return the journal of the distribution."""
        return self.doors.to_journal(self._distribution_id)

    async def action_takings(self) -> None:
        """Show the box and the takings."""
        await self.open_screen(self.doors.to_takings(self._distribution_id))

    async def reopen(self) -> None:
        """Reopen the highlighted basket, or the distribution alone."""
        basket = self.current()
        archived = self.sheet.is_certified
        if archived:
            answer = await self.choose(
                _(
                    "What should be reopened? "
                    "The distribution is certified; it is reopened in both cases."
                ),
                {"d": _("the distribution alone"), "p": _("this basket too")},
            )
            if not answer:
                return
            if answer == "d":
                await self._reopen_distribution()
                return
        if basket is not None:
            await self.reopened(basket)

    async def _reopen_distribution(self) -> None:
        from cagette_tui.model.acts.closing import reopen_distribution

        hint = _("The distribution is opened again, no basket is; it is certified again. Why?")
        reason = await self.ask_text(_("Reason"), reason_given, hint=hint)
        if reason is None:
            return
        if await self.done(reopen_distribution, self._distribution_id, reason):
            self.say(_("The distribution is open again."), "good")

    @on(Table.Opened)
    async def _opened(self, event: Table.Opened) -> None:
        if isinstance(event.key, int):
            await self.open_screen(self.doors.to_basket(event.key))

    async def action_membership(self) -> None:
        """Enter a membership."""
        await self.act(self._membership())

    async def _membership(self) -> None:
        from cagette_tui.screens.membership import membership_in_list

        if await membership_in_list(self, self.sheet.distribution.id, self.current()):
            await self.reload()

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        *RECEIVING,
        VALIDATING[0],
        VALIDATE,
        ABSENT,
        PAY,
        Command(
            ("n",), action_next, N_("next"), N_("Go to the next basket that blocks, and say why.")
        ),
        *IN_ALL_BASKETS[:2],
        Command(
            ("K",),
            action_takings,
            N_("cash box"),
            N_("The cash box and the takings: count, cheques, difference, papers."),
        ),
        Command(
            ("V",),
            action_finish,
            N_("the rest"),
            N_("Validate all that is left, after a preview; with none left: certify."),
        ),
        UNDO,
        FILTER,
        SHEET_LINE,
        *IN_ALL_BASKETS[2:],
        Command(
            ("M",),
            action_membership,
            N_("membership"),
            N_("Enter a membership, also of somebody who has no basket here."),
            footer=False,
            asks_text=True,
        ),
        OPEN,
        ACCOUNT,
        JOURNAL,
        REOPEN,
        *MARKING,
        *VALIDATING[1:],
        ONLINE,
        TRANSFERS,
        Command(tuple("0123456789"), action_digit, N_("number"), footer=False, listed=False),
        MOVE,
        BACK,
        QUIT,
        HELP,
    )
