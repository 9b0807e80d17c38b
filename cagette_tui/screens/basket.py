"""One basket: its lines, its payments, and what its member's balance becomes."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import (
    N_,
    _,
    format_amount,
    format_moment,
    format_number,
    format_quantity,
    format_signed,
)
from cagette_tui.model.changing import cancel
from cagette_tui.model.delivering import set_delivered, set_price, set_quantity, set_reason
from cagette_tui.model.kinds import Mode, Reason
from cagette_tui.model.neighbours import next_basket
from cagette_tui.model.paying import Part, pay, refund, set_on_the_spot
from cagette_tui.model.reading import accepted_modes, read_basket, read_distribution
from cagette_tui.model.views import BasketView, DistributionView, LineView, OperationView
from cagette_tui.screens.account import standing
from cagette_tui.screens.asking import called, choose_mode, reason_given
from cagette_tui.screens.basket_acts import (
    ABSENT,
    ACCOUNT,
    ONLINE,
    PAY,
    RECEIVING,
    REOPEN,
    VALIDATE,
    BasketActs,
)
from cagette_tui.screens.basket_rows import state, why_it_blocks
from cagette_tui.screens.typed import amount_typed, quantity_typed
from cagette_tui.sentences import mode_label, on_the_spot_label, reason_label
from cagette_tui.text import clip, fold, visible
from cagette_tui.widgets.commands import BACK, HELP, MOVE, QUIT, UNDO, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Column, Row, Style
from cagette_tui.widgets.table import Table

_ON_THE_SPOT = "on_the_spot"
# Letters of the reasons (R30), those of the French words where they are free.
_REASONS = {
    "m": Reason.UNDELIVERED,
    "b": Reason.DAMAGED,
    "r": Reason.REPLACED,
    "p": Reason.WEIGHED,
    "d": Reason.GIVEN_AWAY,
    "c": Reason.NOT_COLLECTED,
    "t": Reason.RETURNED,
    "e": Reason.ERROR,
}


class BasketScreen(BasketActs):
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
        *RECEIVING,
        VALIDATE,
        PAY,
        Command(("r",), "refund", N_("refund"), N_("Give back what was paid too much.")),
        Command(("s",), "extra", N_("extra payment"), N_("Take a payment on top.")),
        Command(("d",), "cancel", N_("cancel payment"), N_("Cancel the highlighted payment.")),
        Command(("n",), "next", N_("next"), N_("Go to the next basket that is not validated.")),
        UNDO,
        ACCOUNT,
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
        self._table = Table(())
        self._below = Lines(id="sums")

    def compose_content(self) -> ComposeResult:
        """Put the sums below the list."""
        yield self._table
        yield self._below

    # What is shown

    async def load(self) -> None:
        """Read the basket."""
        basket = await self.db(read_basket, self._basket_id)
        self._distribution = await self.db(read_distribution, basket.distribution_id)
        self._table.set_columns(_columns())
        self._table.set_empty_text(_("No line in this basket."))
        self.show_basket(basket)
        if self.focused is None:
            self.set_focus(self._table)

    def show_basket(self, basket: BasketView) -> None:
        """Show the basket as an act left it."""
        self._basket = basket
        heading = f"{basket.number}  {called(basket.member)}"
        if state(basket):
            heading += f" · {state(basket)}"
        self.set_title(heading, self._table.position_text)
        self._table.set_rows([*_line_rows(basket), *_payment_rows(basket)])
        lines = _sums(basket)
        self._below.styles.height = len(lines)
        self._below.set_lines(lines)
        self.refresh_commands()

    def current(self) -> BasketView | None:
        """Return the basket."""
        return self._basket

    @property
    def basket(self) -> BasketView:
        """The basket that is shown."""
        assert self._basket is not None
        return self._basket

    def _line(self) -> LineView | None:
        key = self._table.cursor_key
        wanted = (one for one in self.basket.lines if ("line", one.id) == key)
        return next(wanted, None)

    def _payment(self) -> OperationView | None:
        key = self._table.cursor_key
        wanted = (one for one in self.basket.payments if ("payment", one.id) == key)
        return next(wanted, None)

    def enabled(self, action: str) -> bool:
        """Offer what the basket's state and the highlighted row allow."""
        if self._basket is None or self._distribution is None:
            return action in ("back", "quit", "help")
        if action in ("back", "quit", "help", "undo", "account", "next", ""):
            return True
        if self._distribution.certified_at is not None or self._basket.validated:
            return action == "reopen"
        if action in ("set_delivered", "open"):
            return self._line() is not None
        if action == "cancel":
            return self._payment() is not None or self._table.cursor_key == _ON_THE_SPOT
        if action == "refund":
            return self._basket.credit > 0 or self._basket.paid > 0
        return action != "reopen"

    # Lines

    async def action_set_delivered(self) -> None:
        """Mark a line undelivered, or delivered as ordered."""
        await self.act(self._toggle())

    async def _toggle(self) -> None:
        line = self._line()
        if line is None:
            return
        after = await self.tried(set_delivered, line.id, self.basket.version, line.delivered == 0)
        self._told(after)

    def action_open(self) -> None:
        """Change the highlighted line."""
        self._table.action_open()

    @on(Table.Opened)
    async def _opened(self) -> None:
        if self.enabled("open"):
            await self.act(self._change())

    async def _change(self) -> None:
        line = self._line()
        if line is None:
            return
        answer = await self.choose(
            _("{product}: change what?").format(product=called(line.product)),
            {
                "q": _("quantity or weight"),
                "x": _("price"),
                "r": _("reason and note"),
            },
        )
        if answer == "q":
            await self._quantity(line)
        elif answer == "x":
            await self._price(line)
        elif answer == "r":
            await self._reason(line)

    async def _quantity(self, line: LineView) -> None:
        quantity = await self.ask_text(
            _("Delivered"),
            quantity_typed,
            value=format_quantity(line.delivered),
            hint=_("{product}: {quantity} ordered. A weight as 1,35 or 1350 g.").format(
                product=called(line.product), quantity=format_quantity(line.ordered)
            ),
        )
        if quantity is None or not await self._plausible(line, quantity):
            return
        self._told(await self.tried(set_quantity, line.id, self.basket.version, quantity))

    async def _plausible(self, line: LineView, quantity: Decimal) -> bool:
        """Ask once more about a weight far from what was ordered (R32)."""
        if not line.far_from_ordered(quantity):
            return True
        question = _("{quantity} instead of the {ordered} ordered. Is that right?").format(
            quantity=format_quantity(quantity), ordered=format_quantity(line.ordered)
        )
        return await self.confirm(question, yes=format_quantity(quantity))

    async def _price(self, line: LineView) -> None:
        price = await self.ask_text(
            _("Price"),
            lambda text: amount_typed(text, zero=True),
            value=format_number(line.price, grouped=False),
            hint=_("{product}: only in this basket.").format(product=called(line.product)),
        )
        if price is not None:
            self._told(await self.tried(set_price, line.id, self.basket.version, price))

    async def _reason(self, line: LineView) -> None:
        letter = await self.choose(
            _("{product}: why?").format(product=called(line.product)),
            {letter: reason_label(reason) for letter, reason in _REASONS.items()},
        )
        if not letter:
            return
        note = await self.ask_text(
            _("Note"), str.strip, value=line.note or "", hint=_("Enter without typing: none.")
        )
        if note is not None:
            self._told(
                await self.tried(
                    set_reason, line.id, self.basket.version, _REASONS[letter], note or None
                )
            )

    # Payments

    async def action_receive(self, mode: str) -> None:
        """Receive what is to pay in a mode."""
        await self.act(self._receive(Mode(mode)))

    async def _receive(self, mode: Mode) -> None:
        await self.received(self.basket, mode, validating=False)

    async def action_validate(self) -> None:
        """Validate the basket."""
        await self.act(self._validate())

    async def _validate(self) -> None:
        await self.received(self.basket, None, validating=True)

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
        mode = await choose_mode(self, _("Refund how?"), await self.db(accepted_modes))
        if mode is not None:
            self._told(await self.tried(refund, self.basket.id, self.basket.version, mode, amount))

    async def action_extra(self) -> None:
        """Take a payment on top."""
        await self.act(self._extra())

    async def _extra(self) -> None:
        amount = await self.ask_text(
            _("Extra payment"), amount_typed, hint=_("What is paid too much stays as credit.")
        )
        if amount is None:
            return
        mode = await choose_mode(self, _("How?"), await self.db(accepted_modes))
        if mode is not None:
            part = Part(mode, amount)
            self._told(await self.tried(pay, self.basket.id, self.basket.version, [part]))

    async def action_cancel(self) -> None:
        """Cancel the highlighted payment."""
        await self.act(self._cancel())

    async def _cancel(self) -> None:
        payment = self._payment()
        if payment is None:
            question = _("They will not pay at the table: a debt remains. Right?")
            if await self.confirm(question):
                basket = self.basket
                self._told(await self.tried(set_on_the_spot, basket.id, basket.version, False))
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
            self._told(self.basket)

    async def action_reopen(self) -> None:
        """Reopen the basket."""
        await self.act(self.reopened(self.basket))

    async def action_next(self) -> None:
        """Go to the next basket that is not validated."""
        await self.act(self._next())

    async def _next(self) -> None:
        found = await self.db(next_basket, self.basket.distribution_id, self.basket.number)
        if found is None:
            self.say(_("All other baskets are validated."))
            return
        self._basket_id = found
        await self.reload()
        self._table.action_move_end(-1)
        self.say(why_it_blocks(self.basket))

    def _told(self, after: BasketView | None) -> None:
        """Show what an act left, and what can be done about a credit."""
        if after is None:
            return
        self.show_basket(after)
        if after.credit and after.difference > 0:
            text = _("Credit of {amount}: r refunds it, v leaves it on the account.")
            self.say(text.format(amount=format_amount(min(after.credit, after.difference))), "good")
        elif after.to_pay:
            self.say(_("To pay: {amount}").format(amount=format_amount(after.to_pay)), "good")
        else:
            self.say(_("Done: nothing to pay."), "good")


def _columns() -> tuple[Column, ...]:
    return (
        Column("product", _("Product")),
        Column("ordered", _("Ordered"), 8, "right"),
        Column("delivered", _("Deliv."), 8, "right"),
        Column("price", _("Price"), 8, "right"),
        Column("fee", _("Fee"), 7, "right"),
        Column("total", _("Total"), 9, "right"),
        Column("reason", _("Reason"), 24, min_screen_width=110),
    )


def _line_rows(basket: BasketView) -> list[Row]:
    rows = []
    for line in basket.lines:
        why = "" if line.reason is None else reason_label(line.reason)
        if line.note:
            why += f" – {line.note}"
        changed = line.delivered != line.ordered or bool(why)
        style: Style | None = "warn" if changed else None
        # Narrow terminals have no column for the reason: it stands behind the product.
        product = f"{line.product} ({why})" if why else line.product
        cells = (
            product,
            format_quantity(line.ordered),
            format_quantity(line.delivered),
            format_number(line.price),
            format_number(line.fee) if line.fee else "",
            format_number(line.total),
            why,
        )
        rows.append(Row(("line", line.id), cells, style, fold(line.product)))
    return rows


def _payment_rows(basket: BasketView) -> list[Row]:
    rows = [Row.heading(_("Payments"))]
    for one in basket.payments:
        if one.mode is None:
            continue
        text = mode_label(one.mode)
        if one.amount < 0:
            text = _("refund {mode}").format(mode=text)
        details = (
            () if one.cheque is None else (one.cheque.number, one.cheque.bank, one.cheque.drawer)
        )
        text = "  ".join([text, *filter(None, (*details, one.reason))])
        if one.pending:
            text += " – " + _("announced, not seen")
        amount = format_number(one.amount)
        style: Style | None = "warn" if one.pending else None
        rows.append(Row(("payment", one.id), (text, "", "", "", "", amount), style))
    if basket.on_the_spot:
        text = on_the_spot_label() + " – " + _("nobody said how yet")
        amount = format_number(basket.to_pay)
        rows.append(Row(_ON_THE_SPOT, (text, "", "", "", "", amount), "warn"))
    if len(rows) == 1:
        rows = [Row.heading(_("No payment"))]
    return rows


def _sums(basket: BasketView) -> list[list[Run]]:
    """Say what it costs and what remains, and the balance before and after."""
    cost, paid = format_amount(basket.cost), format_amount(basket.paid)
    first: list[Run] = [
        (" " + _("Cost {cost} · paid {paid} · ").format(cost=cost, paid=paid), ""),
        (_("to pay {amount}").format(amount=format_amount(basket.to_pay)), "strong"),
    ]
    if basket.older_debt:
        debt = format_amount(basket.older_debt)
        first.append((" " + _("(+ debt {amount})").format(amount=debt), "bad"))
    if basket.difference > 0:
        text = _("difference {amount}").format(amount=format_signed(basket.difference))
        first.append((f" · {text}", "warn"))
    second = " " + _("Before: {before} · after: {after}").format(
        before=standing(basket.older), after=standing(basket.standing)
    )
    lines: list[list[Run]] = [first, [(second, "")]]
    if basket.by_coordinator:
        lines.append([(" " + _("Entered by a coordinator: no payment was announced."), "warn")])
    if basket.validated_at is not None:
        text = _("Validated by {who}, {when}. R reopens it.").format(
            who=clip(visible(basket.validated_by or ""), 30),
            when=format_moment(basket.validated_at),
        )
        lines.append([(f" {text}", "good")])
    return lines
