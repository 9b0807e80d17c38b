"""Deposits: cheques and cash taken to the bank, handed in, seen on the statement (R56)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, format_date, format_number, ngettext
from cagette_tui.model.acts import depositing
from cagette_tui.model.reading.deposits import read_deposits, what_waits
from cagette_tui.model.reading.group_money import read_cash_to_deposit
from cagette_tui.model.rules.deposits import DepositView, WaitingCheque, total_of_cheques
from cagette_tui.model.rules.notes_and_coins import Pieces, total_of
from cagette_tui.papers.deposit_slip import deposit_paper
from cagette_tui.papers.exports import file_slug
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import paper_text
from cagette_tui.screens.asking import reason_given
from cagette_tui.screens.list_screen import FILTER, ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.screens.saving import save_text
from cagette_tui.screens.typed import ask_day, cash_typed
from cagette_tui.sentences.bank import cash_waits, cheques_wait, deposit_line, deposit_state
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.page_screen import ReadingScreen, text_lines
from cagette_tui.widgets.rows import Cell, Column, Row, Style
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table


class DepositsScreen(ListScreen):
    """The cheques that wait, to be marked, and below them the deposits."""

    FOOTER_LINES = 2

    def __init__(self, number: int | None = None) -> None:
        """Begin on the deposit of a number, if one is given."""
        super().__init__()
        self._begin_at = number
        self._cheques: dict[int, WaitingCheque] = {}
        self._deposits: dict[int, DepositView] = {}
        self._cash = Decimal("0.00")  # that is to go to the bank
        self._table = Table((), markable=True)

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    async def load(self) -> None:
        """Read what waits, and the deposits."""
        waiting = await self.db(what_waits)
        deposits = await self.db(read_deposits)
        self._cash = await self.db(read_cash_to_deposit, self.cagette.clock.now().date())
        self._cheques = {one.id: one for one in waiting.cheques}
        self._deposits = {one.number: one for one in deposits}
        self.set_title(_("Deposits"), self._table.position_text)
        self._table.set_columns(_columns())
        self._table.set_empty_text(_("Nothing waits for the bank."))
        rows = [_cheque(one) for one in waiting.cheques]
        if rows or self._cash:
            told = cheques_wait(len(rows), waiting.total) if rows else ""
            told = " · ".join(filter(None, (told, cash_waits(self._cash))))
            rows.insert(0, Row.heading(told, "waiting"))
        if deposits:
            rows.append(Row.heading(_("Deposits, the last one first"), "deposits"))
            rows += map(_deposit, deposits)
        self._table.set_rows(rows)
        if self._begin_at is not None:
            self._table.move_to(("deposit", self._begin_at))
            self._begin_at = None
        if self.focused is None:
            self.set_focus(self._table)

    def _current(self) -> DepositView | None:
        match self._table.cursor_key:
            case ("deposit", int(number)):
                return self._deposits.get(number)
        return None

    def enabled(self, action: str) -> bool:
        """Offer what the highlighted row allows."""
        one = self._current()
        match action:
            case "read" | "save" | "cancel":
                return one is not None
            case "final":
                return one is not None and one.final_at is None
            case "seen":
                return one is not None and one.seen_on is None
            case "mark":
                return one is None and bool(self._cheques)
        return True

    @on(Table.Opened)
    async def _opened(self, event: Table.Opened) -> None:
        if self._current() is not None:
            await self.act(self._read())
        else:
            self._table.action_mark()

    def action_mark(self) -> None:
        """Mark the highlighted cheque (the list has the key)."""
        self._table.action_mark()

    # Making one

    async def action_make(self) -> None:
        """Make a deposit of the marked cheques, or of all that wait, and cash."""
        await self.act(self._make())

    async def _make(self) -> None:
        marked = [key[1] for key in self._table.marked if isinstance(key, tuple)]
        chosen = [one for one in self._cheques.values() if not marked or one.id in marked]
        cash = await self.ask_text(
            _("Cash"),
            lambda text: (cash_typed(text),),
            hint=_cash_hint(self._cash),
        )
        if cash is None:
            return
        (pieces,) = cash
        if not await self.confirm(_question(chosen, pieces), yes=_("make the deposit")):
            return
        made = await self.tried(
            depositing.make_deposit,
            [one.id for one in chosen],
            cash=pieces,
        )
        if made is not None:
            self._table.clear_marks()
            await self.reload()
            self._table.move_to(("deposit", made.number))
            self.say(_("Made: {deposit}.").format(deposit=deposit_line(made)), "good")

    # One that is there

    async def action_read(self) -> None:
        """Read the slip."""
        await self.act(self._read())

    async def _read(self) -> None:
        one = self._current()
        if one is not None:
            paper = await self.db(deposit_paper, one, self.cagette.clock.now())
            title = _("Deposit no. {number}").format(number=one.number)
            await self.open_screen(
                ReadingScreen(title, text_lines(paper_text(paper, self.app.size.width)))
            )

    async def action_save(self) -> None:
        """Save the slip, to be printed."""
        await self.act(self._save())

    async def _save(self) -> None:
        one = self._current()
        if one is None:
            return

        async def written() -> str:
            return paper_html(await self.db(deposit_paper, one, self.cagette.clock.now()))

        title = _("Deposit no. {number}").format(number=one.number)
        name = f"{file_slug(title)}-{one.day.isoformat()}.html"
        await save_text(self, name, written)

    async def action_final(self) -> None:
        """Say that it was handed in."""
        await self.act(self._final())

    async def _final(self) -> None:
        one = self._current()
        if one is None or not await self.confirm(
            _("Deposit no. {number} was handed in? A correction then needs a reason.").format(
                number=one.number
            ),
            yes=_("handed in"),
        ):
            return
        if await self.done(depositing.finish_deposit, one.number):
            self.say(_("Deposit no. {number}: handed in.").format(number=one.number), "good")

    async def action_seen(self) -> None:
        """Say that it stands on the statement."""
        await self.act(self._seen())

    async def _seen(self) -> None:
        one = self._current()
        if one is None:
            return
        hint = _("{amount} for deposit no. {number}.").format(
            amount=format_amount(one.total), number=one.number
        )
        day = await ask_day(self, _("Day on the statement"), hint=hint)
        if day is not None and await self.done(depositing.see_deposit, one.number, day):
            self.say(
                _("Deposit no. {number}: on the statement of {day}.").format(
                    number=one.number, day=format_date(day)
                ),
                "good",
            )

    async def action_cancel(self) -> None:
        """Take it back."""
        await self.act(self._cancel())

    async def _cancel(self) -> None:
        one = self._current()
        if one is None:
            return
        reason = await self.ask_text(
            _("Reason"),
            reason_given,
            hint=_("Deposit no. {number} is taken back: its cheques wait again.").format(
                number=one.number
            ),
        )
        if reason is not None and await self.done(depositing.cancel_deposit, one.number, reason):
            self.say(_("Deposit no. {number}: taken back.").format(number=one.number), "good")

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("d",),
            action_make,
            N_("make a deposit"),
            N_("Of the marked cheques, or of all that wait, and cash; after a question."),
        ),
        Command(("space",), action_mark, N_("mark"), N_("Choose the cheques that go.")),
        Command(("enter",), action_read, N_("slip"), N_("Read the slip of the deposit.")),
        Command(("s",), action_save, N_("save the slip"), N_("Save the slip, to be printed.")),
        Command(("f",), action_final, N_("handed in"), N_("The deposit was handed in.")),
        Command(
            ("v",),
            action_seen,
            N_("on the statement"),
            N_("The deposit stands on the bank’s statement."),
        ),
        Command(
            ("x",),
            action_cancel,
            N_("take back"),
            N_("Take the deposit back, with a reason: its cheques wait again."),
        ),
        UNDO,
        FILTER,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _question(chosen: list[WaitingCheque], cash: Pieces | Decimal | None) -> str:
    count = len(chosen)
    total = total_of_cheques(chosen)
    text = ngettext("{count} cheque, {amount}", "{count} cheques, {amount}", count)
    parts = [text.format(count=count, amount=format_amount(total))] if count else []
    if cash is not None:
        amount = cash if isinstance(cash, Decimal) else total_of(cash)
        parts.append(_("cash {amount}").format(amount=format_amount(amount)))
    return _("Deposit {what}?").format(what=" + ".join(parts) or _("nothing"))


def _cash_hint(waits: Decimal) -> str:
    hint = _("That goes with it: a sum, or 20=3 0,50=4. Enter alone: cheques only.")
    if waits:
        hint += " " + _("To deposit: {amount}.").format(amount=format_amount(waits))
    return hint


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", _("No."), 10),
        Column("day", _("Day"), 11),
        Column("who", _("Drawer")),
        Column("state", _("Place, state"), 24),
        Column("amount", _("Amount"), 11, "right"),
    )


def _cheque(one: WaitingCheque) -> Row:
    who = one.cheque.drawer or ", ".join(one.members)
    amount = format_number(one.amount)
    cells: dict[str, Cell] = {
        "number": one.cheque.number or "–",
        "day": format_date(one.day),
        "who": who,
        "state": one.place or _("on the account"),
        "amount": amount,
    }
    beside = f"{' '.join(one.members)} {one.place or ''}"
    search = Search(who, one.cheque.number or "", beside=beside, amounts=(amount,))
    return Row(("cheque", one.id), cells, None, search)


def _deposit(one: DepositView) -> Row:
    count = len(one.cheques)
    what = ngettext("{count} cheque", "{count} cheques", count).format(count=count)
    if one.cash:
        what += " + " + _("cash {amount}").format(amount=format_amount(one.cash))
    amount = format_number(one.total)
    cells: dict[str, Cell] = {
        "number": _("no. {number}").format(number=one.number),
        "day": format_date(one.day),
        "who": what,
        "state": deposit_state(one) or _("not handed in"),
        "amount": amount,
    }
    style: Style | None = "dim" if one.seen_on is not None else None
    return Row(("deposit", one.number), cells, style, Search(what, amounts=(amount,)))
