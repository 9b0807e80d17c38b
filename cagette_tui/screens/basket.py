"""One basket: its lines, its payments, and what its member's balance becomes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.doors import to_journal
from cagette_tui.i18n import N_, _, format_amount, format_date, format_number
from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.changing import cancel
from cagette_tui.model.reading.baskets import accepted_modes, read_basket, read_distribution
from cagette_tui.model.reading.lookups import next_basket
from cagette_tui.model.reading.memberships import MembershipView, read_membership
from cagette_tui.model.rules.basket import ZERO, BasketView, ChequeView, LineView, OperationView
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.receiving import GiveBack, Pay, WillPay
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.model.rules.steps import Answers
from cagette_tui.presence import Place
from cagette_tui.screens.asking import (
    cheque_number,
    choose_mode,
    reason_given,
    written_on_cheque,
)
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
from cagette_tui.screens.basket_rows import state
from cagette_tui.screens.line_acts import LineActs
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.sheet_line import SheetLine
from cagette_tui.screens.typed import amount_typed
from cagette_tui.sentences.blocking import why_it_blocks
from cagette_tui.sentences.questions import called
from cagette_tui.text import clip
from cagette_tui.widgets.commands import BACK, HELP, MOVE, QUIT, UNDO, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.table import Table

if TYPE_CHECKING:
    from cagette_tui.model.acts.undoing import LastAct


class BasketScreen(LineActs):
    """Lines and payments in one list; cost, paid, to pay and balance below."""

    FOOTER_LINES = 2
    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("space",),
            "set_delivered",
            N_("delivered or not"),
            N_("Mark a line undelivered, or back."),
        ),
        Command(
            ("enter",),
            "open",
            N_("change"),
            N_("Change the line's quantity, weight, price or reason."),
        ),
        # The list has its key.
        Command(
            (),
            "number",
            N_("number, bank"),
            N_("Note number, bank and drawer of the highlighted cheque, validated or not."),
            shown_key=N_("Enter"),
        ),
        *RECEIVING,
        VALIDATE,
        # In the list they are the keys of the evening; here the help has them.
        replace(VALIDATING[0], footer=False),
        *VALIDATING[1:],
        PAY,
        Command(("a",), "add", N_("add"), N_("Add a product to the basket.")),
        Command(("r",), "refund", N_("refund"), N_("Give back what was paid too much.")),
        Command(("s",), "extra", N_("extra payment"), N_("Take a payment on top.")),
        Command(("d",), "cancel", N_("cancel payment"), N_("Cancel the highlighted payment.")),
        Command(("n",), "next", N_("next"), N_("Go to the next basket that is not validated.")),
        UNDO,
        Command(
            ("M",),
            "membership",
            N_("membership"),
            N_("Enter the membership fee: it counts in the takings of this distribution."),
        ),
        ACCOUNT,
        JOURNAL,
        ABSENT,
        REOPEN,
        ONLINE,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )

    def __init__(self, basket_id: int) -> None:
        """Show this basket."""
        super().__init__()
        self._basket_id = basket_id
        self._basket: BasketView | None = None
        self._distribution: DistributionView | None = None
        self._others: tuple[str, ...] = ()  # who else is in this basket
        self._membership = MembershipView(Decimal(0), None)
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
            self.tell_below(gone, "info")
            return
        self._distribution = await self.db(read_distribution, basket.distribution_id)
        self._membership = await self.db(read_membership, basket.member_id)
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
        lines = sums(basket, self._membership, self.cagette.clock.now().date())
        self._below.styles.height = len(lines)
        self._below.set_lines(lines)
        self._show_detail()
        self.refresh_commands()

    def _show_title(self, basket: BasketView) -> None:
        heading = f"{basket.number}  {called(basket.member)}"
        if state(basket):
            heading += f" · {state(basket)}"
        for who in self._others:
            heading += " · " + _("{who} is here too").format(who=called(who))
        self.set_title(heading, self._table.position_text)

    def place(self) -> tuple[int, int | None] | None:
        """Return where one is."""
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

    def journal(self) -> ModelScreen:
        """Return the journal of this basket."""
        return to_journal(self.basket.distribution_id, self.basket.number)

    def line(self) -> LineView | None:
        """Return the highlighted line."""
        key = self._table.cursor_key
        wanted = (one for one in self.basket.lines if ("line", one.id) == key)
        return next(wanted, None)

    def _payment(self) -> OperationView | None:
        key = self._table.cursor_key
        wanted = (one for one in self.basket.payments if ("payment", one.id) == key)
        return next(wanted, None)

    def of_distribution(self) -> DistributionView | None:
        """Return the distribution."""
        return self._distribution

    def _cheque(self) -> ChequeView | None:
        payment = self._payment()
        return None if payment is None else payment.cheque

    def enabled(self, action: str) -> bool:
        """Offer what the basket's state and the highlighted row allow."""
        if self._basket is None or self._distribution is None:
            return action in ("back", "quit", "help")
        if action in ("back", "quit", "help", "undo", "account", "next", "journal", ""):
            return True
        if action == "membership":
            return self._distribution.certified_at is None
        if action == "number":
            return self._distribution.certified_at is None and self._cheque() is not None
        if self._distribution.certified_at is not None or self._basket.validated:
            return action == "reopen"
        if action in ("set_delivered", "open"):
            return self.line() is not None
        if action == "cancel":
            return self._payment() is not None or self._table.cursor_key == ON_THE_SPOT
        if action == "refund":
            return self._basket.credit > 0 or self._basket.paid > 0
        return action != "reopen"

    def why_not(self, action: str) -> str:
        """Say why a letter does nothing; on a cheque Enter does something all the same."""
        return "" if action == "open" and self.enabled("number") else super().why_not(action)

    # Acts

    def action_open(self) -> None:
        """Change the highlighted line."""
        self._table.action_open()

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
        elif self.enabled("number"):
            await self.act(self._number())

    async def _number(self) -> None:
        from cagette_tui.model.acts.piling import set_cheque_details

        cheque = self._cheque()
        details = None if cheque is None else await written_on_cheque(self, cheque)
        if cheque is None or details is None:
            return
        distribution = self.basket.distribution_id
        if await self.done(set_cheque_details, distribution, cheque.id, details):
            self.say(_("Cheque noted: {number}").format(number=details.number or "–"), "good")

    async def action_receive(self, mode: str) -> None:
        """Receive what is to pay in a mode."""
        await self.act(self._receive(Mode(mode)))

    async def _receive(self, mode: Mode) -> None:
        await self.received(self.basket, mode, validating=False)

    async def action_receive_and_validate(self, mode: str) -> None:
        """Receive what is to pay, validate, and go to the next basket."""
        await self.act(self._receive_and_validate(Mode(mode)))

    async def _receive_and_validate(self, mode: Mode) -> None:
        if await self.received(self.basket, mode, validating=True) is not None:
            await self._go_on()

    async def action_validate(self) -> None:
        """Validate the basket."""
        await self.act(self._validate())

    async def _validate(self) -> None:
        if await self.received(self.basket, None, validating=True) is not None:
            # Here one may look at what it became; the list is where one goes on.
            basket = self.basket
            found = await self.db(next_basket, basket.distribution_id, basket.number)
            self._lead_the_list_to(found)

    async def action_refund(self) -> None:
        """Give money back."""
        await self.act(self._refund())

    async def _refund(self) -> None:
        credit = self.basket.credit
        amount = await self.ask_text(
            _("Amount given back"),
            amount_typed,
            value=format_number(credit, grouped=False) if credit else "",
            hint=_("Credit of the member: {amount}").format(amount=format_amount(credit)),
        )
        if amount is None:
            return
        mode = await choose_mode(self, _("Refund how?"), await self.insisted(accepted_modes))
        if mode is not None:
            self.told(await self.settled(self.basket, GiveBack(mode, amount)))

    async def action_extra(self) -> None:
        """Take a payment on top."""
        await self.act(self._extra())

    async def _extra(self) -> None:
        # As long as the basket itself lacks something, that is paid first (R18).
        debt = ZERO if self.basket.to_pay else self.basket.debt_beside
        amount = await self.ask_text(
            _("Extra payment"),
            amount_typed,
            value=format_number(debt, grouped=False) if debt else "",
            hint=_("Older debt: {amount}. What is paid too much stays as credit.").format(
                amount=format_amount(debt)
            )
            if debt
            else _("What is paid too much stays as credit."),
        )
        if amount is None:
            return
        mode = await choose_mode(self, _("How?"), await self.insisted(accepted_modes))
        if mode is not None:
            self.told(await self.settled(self.basket, Pay((Part(mode, amount),))))

    async def action_cancel(self) -> None:
        """Cancel the highlighted payment."""
        await self.act(self._cancel())

    async def _cancel(self) -> None:
        payment = self._payment()
        if payment is None:
            question = _("They will not pay at the table: a debt remains. Right?")
            if await self.confirm(question):
                self.told(await self.settled(self.basket, WillPay(False)))
            return
        reason = None
        if not payment.pending:
            reason = await self.ask_text(
                _("Reason"),
                reason_given,
                hint=_("Why is {amount} cancelled?").format(amount=format_amount(payment.amount)),
            )
            if reason is None:
                return
        if await self.done(cancel, payment.id, reason, version=self.basket.version):
            self.told(self.basket)

    async def action_membership(self) -> None:
        """Enter the membership fee."""
        await self.act(self._enter_membership())

    async def _enter_membership(self) -> None:
        until, again = self._membership.until, False
        if until is not None and self._membership.up_to_date(self.cagette.clock.now().date()):
            # Before the amount and the mode are asked for.
            text = _("The membership is paid until {date}. Enter another one?")
            question = text.format(date=format_date(until))
            again = await self.confirm(question, yes=_("enter another one"))
            if not again:
                return
        fee = self._membership.fee
        amount = await self.ask_text(
            _("Membership fee"),
            amount_typed,
            value=format_number(fee, grouped=False) if fee else "",
            hint=_("{member}. It counts in the takings of this distribution.").format(
                member=called(self.basket.member)
            ),
        )
        if amount is None:
            return
        mode = await choose_mode(self, _("How?"), await self.insisted(accepted_modes))
        if mode is None:
            return
        member, joins = self.basket.member_id, self.basket.distribution_id
        said: Answers = {"again": again}
        if mode is Mode.CHEQUE:
            number = await cheque_number(self)
            if number is None:
                return
            said["cheque"] = ChequeDetails(number or None)
        if await self.shown(
            lambda desk, said: pay_membership(
                desk, member, mode, distribution_id=joins, amount=amount, **said
            ),
            said,
        ):
            self.say(
                _("Membership of {amount} received.").format(amount=format_amount(amount)), "good"
            )

    async def action_reopen(self) -> None:
        """Reopen the basket."""
        await self.act(self.reopened(self.basket))

    async def action_next(self) -> None:
        """Go to the next basket that is not validated."""
        await self.act(self._next())

    async def _next(self) -> None:
        if await self._go_on():
            self.say(why_it_blocks(self.basket))
        else:
            self.say(_("All other baskets are validated."))

    async def _go_on(self) -> bool:
        """Show the next basket that is not validated, if there is one."""
        found = await self.db(next_basket, self.basket.distribution_id, self.basket.number)
        if found is None:
            return False
        self._basket_id = found
        self._lead_the_list_to(found)
        await self.reload()
        self._table.action_move_end(-1)
        return True

    def _lead_the_list_to(self, basket_id: int | None) -> None:
        """Let one come back to this basket in the list below."""
        below = self.screen_below()
        if basket_id is not None and isinstance(below, SheetLine):
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
