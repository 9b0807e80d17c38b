"""One basket: its lines, its payments, and what its member's balance becomes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from cagette_tui.i18n import N_, _
from cagette_tui.model.reading.baskets import read_basket, read_distribution
from cagette_tui.model.reading.lookups import next_basket
from cagette_tui.model.reading.memberships import read_membership
from cagette_tui.model.rules.basket import BasketView, LineView, OperationView
from cagette_tui.model.rules.basket_state import state_of
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.presence import Place
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
from cagette_tui.screens.basket_page import (
    ON_THE_SPOT,
    columns,
    detail,
    line_rows,
    payment_rows,
    sums,
)
from cagette_tui.screens.line_acts import DIGITS, LineActs
from cagette_tui.screens.list_screen import ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.screens.money_acts import MoneyActs
from cagette_tui.screens.sheet_screen import SheetScreen
from cagette_tui.screens.transfers import TRANSFERS
from cagette_tui.sentences.blocking import why_it_blocks
from cagette_tui.sentences.questions import called
from cagette_tui.sentences.states import basket_state
from cagette_tui.text import clip
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.table import Table

if TYPE_CHECKING:
    from cagette_tui.model.acts.undoing import LastAct


class BasketScreen(LineActs, MoneyActs, ListScreen):
    """Lines and payments in one list; cost, paid, to pay and balance below."""

    FOOTER_LINES = 2

    def __init__(self, basket_id: int) -> None:
        """Show this basket."""
        super().__init__()
        self._basket_id = basket_id
        self._basket: BasketView | None = None
        self._distribution: DistributionView | None = None
        self._others: tuple[str, ...] = ()  # who else is in this basket
        self._table = Table(())
        self._detail = Lines(base="dim", id="detail")
        self._below = Lines(id="sums")

    def compose_content(self) -> ComposeResult:
        """Put the sums below the list."""
        yield self._table
        yield self._detail
        yield self._below

    # What is shown

    async def load(self) -> None:
        """Read the basket; where it was taken back meanwhile, go back to the list."""
        try:
            basket = await self.db(read_basket, self._basket_id)
        except NotFound:
            if self._basket is None or self.bottom.is_asking or self.app.screen is not self:
                raise
            gone = _("Basket {number} is no longer there.").format(number=self.basket.number)
            self.dismiss()
            self.tell_below(gone, "refused")
            return
        self._distribution = await self.db(read_distribution, basket.distribution_id)
        self.membership = await self.db(read_membership, basket.member_id)
        self._table.set_columns(columns())
        self._table.set_empty_text(_("No line in this basket."))
        self.show_basket(basket)
        self.cagette.say_where(self.place())
        if self.focused is None:
            self.set_focus(self._table)

    def show_basket(self, basket: BasketView) -> None:
        """Show the basket as an act left it."""
        self._basket = basket
        self._show_title(basket)
        self._table.set_rows([*line_rows(basket), *payment_rows(basket)])
        lines = sums(basket, self.membership, self.cagette.clock.now().date())
        self._below.styles.height = len(lines)
        self._below.set_lines(lines)
        self._show_detail()
        self.refresh_commands()

    def _show_title(self, basket: BasketView) -> None:
        heading = f"{basket.number}  {called(basket.member)}"
        heading += f" · {basket_state(basket, state_of(basket))}"
        for who in self._others:
            heading += " · " + _("{who} is here too").format(who=called(who))
        self.set_title(heading, self._table.position_text)

    def place(self) -> tuple[int, int | None] | None:
        """Return the distribution and the basket that is shown (ids)."""
        return None if self._basket is None else (self._basket.distribution_id, self._basket_id)

    def show_others(self, places: tuple[Place, ...]) -> None:
        """Say who else is in this basket."""
        here = tuple(one.who for one in places if one.basket == self._basket_id)
        if here != self._others and self._basket is not None:
            self._others = here
            self._show_title(self._basket)

    def current(self) -> BasketView | None:
        """Return the basket."""
        return self._basket

    @property
    def has_basket(self) -> bool:
        """Whether the basket has been read."""
        return self._basket is not None

    @property
    def basket(self) -> BasketView:
        """The basket that is shown."""
        assert self._basket is not None
        return self._basket

    def journal(self) -> Screen[None]:
        """Return the journal of this basket."""
        return self.doors.to_journal(self.basket.distribution_id, self.basket.number)

    def go_to_line(self, line: LineView) -> None:
        """Put the cursor on a line."""
        self._table.move_to(("line", line.id))

    def go_to_payment(self, payment: OperationView) -> None:
        """Put the cursor on a payment."""
        self._table.move_to(("payment", payment.id))

    def line(self) -> LineView | None:
        """Return the highlighted line."""
        key = self._table.cursor_key
        wanted = (one for one in self.basket.lines if ("line", one.id) == key)
        return next(wanted, None)

    def payment(self) -> OperationView | None:
        """Return the highlighted payment."""
        key = self._table.cursor_key
        wanted = (one for one in self.basket.payments if ("payment", one.id) == key)
        return next(wanted, None)

    def of_distribution(self) -> DistributionView | None:
        """Return the distribution."""
        return self._distribution

    def enabled(self, action: str) -> bool:
        """Offer what the basket's state and the highlighted row allow."""
        if self._basket is None or self._distribution is None:
            return action in ("back", "quit", "help")
        if action == "transfers":
            return not self._distribution.is_certified
        if action in ("back", "quit", "help", "undo", "account", "next", "journal", ""):
            return True
        if action == "membership":
            return not self._distribution.is_certified
        if action == "number":
            # Where all of a payment may be corrected, Enter asks for that, too.
            return (
                not self._distribution.is_certified
                and self._basket.validated
                and self.cheque() is not None
            )
        if self._distribution.is_certified or self._basket.validated:
            return action == "reopen"
        if action == "correct":
            return self.payment() is not None
        if action in ("set_delivered", "open", "begin_quantity"):
            return self.line() is not None
        if action == "cancel":
            return self.payment() is not None or self._table.cursor_key == ON_THE_SPOT
        if action == "refund":
            return self._basket.credit > 0 or self._basket.paid > 0
        return action != "reopen"

    def why_not(self, action: str) -> str:
        """Say why a letter does nothing; on a cheque Enter does something all the same."""
        here = self.enabled("correct") or self.enabled("number")
        return "" if action == "open" and here else super().why_not(action)

    # Acts

    @on(Table.Moved)
    def _moved(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        text = detail(self.line())
        self._detail.set_text(clip(text, self.size.width))

    @on(Table.Opened)
    async def _opened(self) -> None:
        if self.enabled("open"):
            await self.act(self.change_of_line())
        elif self.enabled("correct"):
            await self.action_correct()
        elif self.enabled("number"):
            await self.action_number()

    async def receive_or_validate(self, mode: Mode | None, *, validating: bool) -> None:
        """Receive or validate; once it is validated the next open basket is shown."""
        after = await self.received(self.basket, mode, validating=validating)
        if after is None or not validating:
            return
        done = self.bottom.status
        if await self._go_on():
            now = _("now {number} {member}").format(
                number=self.basket.number, member=called(self.basket.member)
            )
            self.say(f"{done.text} · {now}", done.level)
        else:
            self._say_it_was_the_last()

    def _say_it_was_the_last(self) -> None:
        """Stay: whoever went back by Esc as from the others would leave the list by it."""
        done = self.bottom.status
        text = _("all are validated: Esc goes back to the list")
        if self._among() is not None:
            text = _("the filter shows no other open one: Esc goes back to the list")
        self.say(f"{done.text} · {text}", done.level)

    async def reopen(self) -> None:
        """Reopen the basket."""
        await self.reopened(self.basket)

    async def action_next(self) -> None:
        """Go to the next basket that is not validated."""
        await self.act(self._next())

    async def _next(self) -> None:
        if await self._go_on():
            self.say(why_it_blocks(self.basket))
        elif self._among() is None:
            self.say(_("All other baskets are validated."))
        else:
            self.say(_("All others that the filter shows are validated."))

    async def _go_on(self) -> bool:
        """Show the next basket that is not validated, if there is one."""
        here = self.basket.distribution_id
        found = await self.db(next_basket, here, self.basket.number, self._among())
        if found is None:
            return False
        self._basket_id = found
        self._lead_the_list_to(found)
        await self.reload()
        self._table.action_move_end(-1)
        return True

    def _among(self) -> frozenset[int] | None:
        """Return which baskets the filter of the list below leaves, None without one."""
        below = self.screen_below()
        return below.among() if isinstance(below, SheetScreen) else None

    def _lead_the_list_to(self, basket_id: int | None) -> None:
        """Let one come back to this basket in the list below."""
        below = self.screen_below()
        if basket_id is not None and isinstance(below, SheetScreen):
            below.go_to(basket_id)

    def go_back_to(self, undone: LastAct) -> bool:
        """Show the basket that the undone act was about, here and in the list."""
        is_here = undone.distribution == self.basket.distribution_id
        if ActKind.ORDER in undone.kinds:
            return undone.basket != self._basket_id
        if undone.basket is not None and is_here:
            self._basket_id = undone.basket
            self._lead_the_list_to(undone.basket)
        return True

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("space",),
            LineActs.action_set_delivered,
            N_("delivered or not"),
            N_("Mark a line undelivered, or back."),
            acts=True,
            without=N_("No line of the order is highlighted."),
        ),
        Command(
            ("enter",),
            ListScreen.action_open,
            N_("change"),
            N_("Change the line's quantity, weight, price or reason."),
            without=N_("No line of the order is highlighted."),
        ),
        # The list has its key.
        Command(
            (),
            MoneyActs.action_correct,
            N_("correct"),
            N_("Correct the highlighted payment: amount, mode, what is on the cheque, note."),
            shown_key=N_("Enter"),
        ),
        Command(
            (),
            MoneyActs.action_number,
            N_("number, bank"),
            N_("Note number, bank and drawer of the highlighted cheque, validated or not."),
            shown_key=N_("Enter"),
        ),
        Command(
            ("d",),
            MoneyActs.action_cancel,
            N_("cancel payment"),
            N_("Cancel the highlighted payment."),
            acts=True,
            without=N_("No payment is highlighted."),
            asks_text=True,
        ),
        *DIGITS,
        *RECEIVING,
        VALIDATE,
        # In the list they are the keys of the evening; here the help has them.
        replace(VALIDATING[0], footer=False),
        *VALIDATING[1:],
        PAY,
        Command(
            ("a",),
            LineActs.action_add,
            N_("add"),
            N_("Add a product to the basket."),
            asks_text=True,
        ),
        Command(
            ("r",),
            MoneyActs.action_refund,
            N_("refund"),
            N_("Refund what was overpaid."),
            without=N_("Nothing was paid that could be given back."),
            asks_text=True,
        ),
        Command(("s",), MoneyActs.action_extra, N_("extra payment"), N_("Take an extra payment.")),
        Command(
            ("n",), action_next, N_("next"), N_("Go to the next basket that is not validated.")
        ),
        UNDO,
        Command(
            ("M",),
            MoneyActs.action_membership,
            N_("membership"),
            N_("Enter the membership fee: it counts in the takings of this distribution."),
            asks_text=True,
        ),
        ACCOUNT,
        JOURNAL,
        ABSENT,
        REOPEN,
        ONLINE,
        TRANSFERS,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )
