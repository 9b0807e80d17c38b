"""Marked baskets: what is done with all of them in one act."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable

from textual import on

from cagette_tui.i18n import N_, _
from cagette_tui.model.acts.many_baskets import settle_baskets
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.many_baskets import plan_settling
from cagette_tui.model.rules.transfers import only_announced
from cagette_tui.screens.basket_acts import BasketActs
from cagette_tui.screens.sheet_screen import SheetScreen
from cagette_tui.sentences.questions import called, settling_done, settling_question
from cagette_tui.widgets.commands import Command
from cagette_tui.widgets.table import Table


class MarkedBaskets(BasketActs, SheetScreen):
    """A list of baskets where keys act on all that are marked, or on the highlighted one."""

    def __init__(self) -> None:
        """Start with an empty list."""
        super().__init__()
        self._baskets: dict[int, BasketView] = {}
        self._table = Table((), markable=True)
        self._table.refuses_mark = self._refuses_mark

    @abstractmethod
    def show_above(self) -> None:
        """Say above the list what remains, or that baskets are marked."""

    @abstractmethod
    def go_to_next_open(self) -> None:
        """Put the cursor on the next basket that is not validated, if there is one."""

    @on(Table.Marked)
    def _marked(self) -> None:
        self.show_above()

    def _refuses_mark(self, key: Hashable) -> bool:
        """Say of a validated basket that keys for several do nothing with it."""
        basket = self._baskets.get(key) if isinstance(key, int) else None
        if basket is None or not basket.validated:
            return False
        text = _("{number} {member} is validated: it is not marked.")
        self.say(text.format(number=basket.number, member=called(basket.member)), "refused")
        return True

    def begun_line(self) -> str:
        """Begin a line of the sheet with the numbers of the marked baskets."""
        marked = self._table.marked
        numbers = [str(self._baskets[key].number) for key in marked if isinstance(key, int)]
        return "+".join(numbers) + " " if numbers else ""

    def marked_baskets(self) -> frozenset[int]:
        """Return the marked baskets (ids)."""
        return frozenset(key for key in self._table.marked if isinstance(key, int))

    def chosen(self) -> list[BasketView]:
        """Return the marked baskets, or the highlighted one."""
        marked = [self._baskets[key] for key in self._table.marked if isinstance(key, int)]
        current = self.current()
        return marked or ([current] if current else [])

    async def receive_or_validate(self, mode: Mode | None, *, validating: bool) -> None:
        """Receive or validate the highlighted basket, or in one act those that are marked."""
        chosen = self.chosen()
        if len(chosen) > 1:
            await self._act_on_all(chosen, mode, validating=validating)
        elif (
            chosen
            and await self._is_meant(chosen[0])
            and await self.received(chosen[0], mode, validating=validating)
        ):
            # A single mark that stays would be forgotten.
            self.clear_marks()
            if validating:
                self.go_to_next_open()

    async def _is_meant(self, basket: BasketView) -> bool:
        """Ask where the only mark is on another basket than the cursor, perhaps filtered out."""
        if basket == self.current():
            return True
        text = _("The mark is on {number} {member}, the cursor is not: do it there?")
        return await self.confirm(
            text.format(number=basket.number, member=called(basket.member)), yes=_("do it")
        )

    async def _act_on_all(
        self, chosen: list[BasketView], mode: Mode | None, *, validating: bool
    ) -> None:
        announced = mode is not None and only_announced(mode, self.announces)
        plan = plan_settling(self.sheet, chosen, mode, validating=validating, announced=announced)
        if not plan.baskets:
            self.say(_("None of the marked baskets is an ordinary one: look at each."), "refused")
            return
        if not await self.confirm(settling_question(plan), yes=_("do it")):
            return
        count = await self.answered(lambda desk, said: settle_baskets(desk, plan, **said))
        if count is None:
            return
        await self.reload()
        if validating:
            # Those that are only paid stay marked: what comes next may be to validate them.
            self._table.unmark(basket.id for basket in plan.baskets)
            self.show_above()
            self.go_to_next_open()
        self.say(settling_done(plan), "good")

    def paid(self) -> None:
        """Keep the marks of what was paid together: it may be validated next."""
        self._was_paid = True
        if len(self._table.marked) == 1:
            self.clear_marks()

    def product_changed(self) -> None:
        """Forget the marks: they said whose baskets these were, and that is done."""
        self.clear_marks()

    def clear_marks(self) -> None:
        """Mark nothing any longer, and say above the list what remains."""
        self._table.clear_marks()
        self.show_above()

    def action_mark_all(self) -> None:
        """Mark all baskets that the filter shows and that are not validated, or none."""
        shown = [row.key for row in self._table.visible_rows if row.key in self._baskets]
        still_open = [key for key in shown if not self._baskets[int(str(key))].validated]
        marked = set(self._table.marked)
        for key in still_open:
            if (key in marked) is (marked >= set(still_open)):
                self._table.toggle_mark(key)

    def action_mark(self) -> None:
        """Mark the highlighted basket (the list has the key)."""
        self._table.action_mark()


MARKING = (
    Command(
        ("space",),
        MarkedBaskets.action_mark,
        N_("mark"),
        N_("Mark baskets: keys then act on all of them, one payment can pay them all."),
    ),
    Command(
        ("asterisk",),
        MarkedBaskets.action_mark_all,
        N_("mark all"),
        N_("Mark all open baskets that the filter shows, or none."),
    ),
)
