"""The group's money: what waits, who owes, what differs, and the way to where one deals with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import (
    N_,
    _,
    format_amount,
    format_date,
    format_month,
    format_number,
    format_signed,
    ngettext,
)
from cagette_tui.model.reading.group_money import read_group_money
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.group_money import GroupMoney
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.periods import AccountAt, Span, Unit
from cagette_tui.screens.list_screen import FILTER, OPEN, ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.sentences import mode_label
from cagette_tui.text import clip
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.rows import Cell, Column, Row, Style
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table


class MoneyScreen(ListScreen):
    """What a treasurer looks for; Enter leads to where it is dealt with."""

    FOOTER_LINES = 2

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._above = Lines(base="strong", id="sums")
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Put the sums above the list."""
        yield self._above
        yield self._table

    async def load(self) -> None:
        """Read the group's money."""
        money = await self.db(read_group_money, self.cagette.clock.now())
        self.set_title(_("The group’s money"), self._table.position_text)
        self._above.styles.height = 1
        self._above.set_lines([[(clip(f" {_sums(money)}", self.app.size.width), "strong")]])
        self._table.set_columns(_columns())
        self._table.set_rows(list(_rows(money)))
        if self.focused is None:
            self.set_focus(self._table)

    def enabled(self, action: str) -> bool:
        """Open what there is."""
        return action != "open" or self._table.cursor_key is not None

    @on(Table.Opened)
    async def _opened(self, event: Table.Opened) -> None:
        match event.key:
            case ("account" | "awaited", int(member), *_rest):
                await self.open_screen(self.doors.to_account(member, None))
            case ("evening", int(distribution)):
                await self.open_screen(self.doors.to_baskets(distribution))
            case ("box", int(distribution)):
                await self.open_screen(self.doors.to_takings(distribution))
            case ("month", Span() as span):
                await self.open_screen(self.doors.to_period(span))
            case ("deposit", int(number)):
                await self.open_screen(self.doors.to_deposits(number))
            case ("bank", _):
                await self.open_screen(self.doors.to_deposits(None))

    async def action_deposits(self) -> None:
        """Take cheques and cash to the bank."""
        await self.open_screen(self.doors.to_deposits(None))

    async def action_bank(self) -> None:
        """Show the bank's statement."""
        await self.open_screen(self.doors.to_bank())

    async def action_period(self) -> None:
        """Show the papers of this month, and from there of any other period."""
        span = Span.around(self.cagette.clock.now().date(), Unit.MONTH)
        await self.open_screen(self.doors.to_period(span))

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        OPEN,
        Command(
            ("d",),
            action_deposits,
            N_("deposits"),
            N_("Take cheques and cash to the bank; the deposits that there are."),
        ),
        Command(
            ("b",),
            action_bank,
            N_("bank statement"),
            N_("The bank’s statement: what each line is, and accepting it."),
        ),
        Command(
            ("p",),
            action_period,
            N_("month, quarter, year"),
            N_("The papers of a month, a quarter or a year: takings, VAT, producers, debts …"),
        ),
        FILTER,
        UNDO,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _sums(money: GroupMoney) -> str:
    """Say in one line what there is."""
    return _("Cheques {cheques} · announced {awaited} · debts {debts} · credits {credits}").format(
        cheques=format_amount(money.waiting.total),
        awaited=format_amount(money.awaited),
        debts=format_amount(money.owed),
        credits=format_amount(money.held),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("what", _("What")),
        Column("since", _("Since"), 11),
        Column("paid", _("Last paid"), 11),
        Column("amount", _("Amount"), 12, "right"),
    )


def _rows(money: GroupMoney) -> Iterator[Row]:
    yield from _for_the_bank(money)
    if money.evenings:
        yield Row.heading(_("To collect: baskets that are not validated yet"), "evenings")
    for row in money.evenings:
        evening, left = row.distribution, format_number(row.to_collect or ZERO)
        key = ("evening", evening.id)
        yield _row(key, evening.place, left, format_date(evening.date))
    yield Row.heading(_("Periods: what came in"), "periods")
    for one in money.periods:
        yield _row(("month", one.span), format_month(one.span.first), format_number(one.amount))
    if money.boxes:
        yield Row.heading(_("Box differences"), "boxes")
    for box in money.boxes:
        amount = "" if box.difference is None else format_signed(box.difference)
        day = format_date(box.evening.date)
        yield _row(("box", box.evening.id), box.evening.place, amount, day, style="warn")
    if money.waiting.awaited:
        yield Row.heading(_("Announced, not seen yet"), "awaited")
    for awaited in money.waiting.awaited:
        yield _row(
            ("awaited", awaited.member_id, awaited.operation_id),
            f"{awaited.member}, {mode_label(Mode(awaited.mode))}",
            format_number(awaited.amount),
            format_date(awaited.since),
        )
    if money.debts:
        yield Row.heading(_("Debts, the oldest first"), "debts")
    for account in money.debts:
        yield _account(account, "warn")
    if money.credits:
        yield Row.heading(_("Credits, the oldest first"), "credits")
    for account in money.credits:
        yield _account(account, None)


def _for_the_bank(money: GroupMoney) -> Iterator[Row]:
    yield Row.heading(_("For the bank"), "bank")
    cheques = money.waiting.cheques
    count = len(cheques)
    text = ngettext("{count} cheque waits", "{count} cheques wait", count).format(count=count)
    oldest = format_date(min(one.day for one in cheques)) if cheques else ""
    yield _row(("bank", "cheques"), text, format_number(money.waiting.total), oldest)
    cash = money.cash
    if cash is not None:
        text = _("cash to deposit, {wished} stay in the box").format(
            wished=format_amount(cash.wished)
        )
        day = format_date(cash.last.evening.date)
        yield _row(("bank", "cash"), text, format_number(cash.to_deposit), day)
    for one in money.deposits:
        text = _("deposit no. {number}, not on the statement yet").format(number=one.number)
        yield _row(("deposit", one.number), text, format_number(one.total), format_date(one.day))


def _account(one: AccountAt, style: Style | None) -> Row:
    paid = "" if one.last_payment is None else format_date(one.last_payment)
    amount = format_number(one.balance)
    since = format_date(one.since)
    return _row(("account", one.member_id), one.member, amount, since, paid, style)


def _row(
    key: tuple[object, ...],
    what: str,
    amount: str,
    since: str = "",
    paid: str = "",
    style: Style | None = None,
) -> Row:
    cells: dict[str, Cell] = {"what": what, "since": since, "paid": paid}
    cells["amount"] = amount if style is None else (amount, style)
    search = Search(what, beside=f"{since} {paid}", amounts=(amount.lstrip("+-−"),))
    return Row(key, cells, None, search)
