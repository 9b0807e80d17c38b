"""A member's account: every operation with the running balance (R11, R20, R21)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import ClassVar, Literal, Protocol, Unpack

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, format_date, format_number, format_signed
from cagette_tui.model.acts.accounts import adjust, pay_account, refund_account
from cagette_tui.model.acts.changeable import must_be_cancellable
from cagette_tui.model.acts.changing import cancel, confirm
from cagette_tui.model.acts.returning import BankFee, must_be_returnable, return_payment
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import accepted_modes
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.model.rules.deposits import can_come_back
from cagette_tui.model.rules.evening import AccountView, DistributionRow
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.steps import Answers
from cagette_tui.screens.account_rows import columns, row_of, standing_of
from cagette_tui.screens.asking import choose_mode, reason_given, written_on_cheque
from cagette_tui.screens.beside_basket import beside_the_basket
from cagette_tui.screens.correcting import corrected
from cagette_tui.screens.list_screen import FILTER, ListScreen
from cagette_tui.screens.membership import Joining, membership_entered
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.screens.typed import amount_typed, ask_amount
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.bank import owes_again
from cagette_tui.sentences.labels import standing
from cagette_tui.sentences.operations import why_cancelled
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.table import Table


class _OnAccount(Protocol):
    """A payment or a refund on the account."""

    def __call__(
        self,
        desk: Desk,
        member_id: int,
        mode: Mode,
        /,
        amount: Decimal,
        reason: str,
        *,
        shown: Decimal,
        distribution_id: int | None = None,
        **said: Unpack[Answers],
    ) -> Decimal: ...


class AccountScreen(ListScreen):
    """Payments, refunds and adjustments on the account alone; awaited payments."""

    def __init__(self, member_id: int, distribution_id: int | None = None) -> None:
        """Show a member's account; payments join the takings of this distribution."""
        super().__init__()
        self._member_id = member_id
        self._distribution_id = distribution_id
        self._account: AccountView | None = None
        self._operations: dict[int, OperationView] = {}
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Show the operations."""
        yield self._table

    async def load(self) -> None:
        """Read the account; the newest operation is under the cursor at first."""
        account = await self.db(read_account, self._member_id, self._distribution_id)
        first = self._account is None
        self._account = account
        self._operations = {one.id: one for one in account.operations}
        self.set_title(f"{called(account.member)} · {standing_of(account)}")
        self._table.set_columns(columns())
        self._table.set_empty_text(_("Nothing on this account yet."))
        pairs = zip(account.operations, account.running, strict=True)
        self._table.set_rows([row_of(account, one, balance) for one, balance in pairs])
        if first and account.operations:
            self._table.move_to(account.operations[-1].id)
        if self.focused is None:
            self.set_focus(self._table)

    @property
    def account(self) -> AccountView:
        """The account that is shown."""
        assert self._account is not None
        return self._account

    def _current(self) -> OperationView | None:
        key = self._table.cursor_key
        return self._operations.get(key) if isinstance(key, int) else None

    def enabled(self, action: str) -> bool:
        """Offer what the highlighted operation allows."""
        one = self._current()
        live = one is not None and one.cancelled_at is None
        if action in ("open", "send_back"):
            is_own = live and one is not None and one.mode is not None and one.returns is None
            if action == "open" or one is None:
                return is_own
            return is_own and can_come_back(one.mode, one.amount, pending=one.pending)
        if action == "cancel":
            return live and one is not None and one.kind in (Kind.PAYMENT, Kind.ADJUSTMENT)
        return self._account is not None or action in ("back", "quit", "help")

    @on(Table.Opened)
    async def _opened(self) -> None:
        if self.enabled("open"):
            await self.act(self._confirm())

    async def _confirm(self) -> None:
        """Confirm what is awaited, or correct what is there."""
        one = self._current()
        if one is None or one.mode is None:
            return
        if not one.pending:
            await corrected(self, one)
            return
        question = _("{mode} of {amount}: was it seen?").format(
            mode=mode_label(one.mode), amount=format_amount(one.amount)
        )
        choices = {"o/y": _("seen: confirm it"), "c": _("correct it")}
        answer = await self.choose(question, choices)
        if answer == "c":
            await corrected(self, one)
        elif answer and await self.done(confirm, one.id):
            self.say(self._now(), "good")

    async def action_send_back(self) -> None:
        """Say that the bank sent the highlighted payment back."""
        await self.act(self._send_back())

    async def _send_back(self) -> None:
        one = self._current()
        if one is None or one.mode is None or not await self.allowed(must_be_returnable, one.id):
            return
        reason = await self.ask_text(
            _("Reason"),
            reason_given,
            hint=_("{mode} of {amount} sent back by the bank: with all that it paid.").format(
                mode=mode_label(one.mode), amount=format_amount(one.amount)
            ),
        )
        fee = None if reason is None else await self._bank_fee()
        if reason is None or fee is None:
            self.gave_up()
            return
        who = await self.tried(return_payment, one.id, reason, fee=fee or None)
        if who is not None:
            await self.reload()
            self.say(owes_again(who), "good")

    async def _bank_fee(self) -> BankFee | Literal[False] | None:
        """Ask what the bank takes for it, on this account; False for nothing, None after Esc."""
        amount = await self.ask_text(
            _("Bank's fee"),
            lambda text: amount_typed(text or "0", zero=True),
            hint=_("It goes on the account of {member}. Enter without typing: none.").format(
                member=called(self.account.member)
            ),
        )
        if amount is None:
            return None
        return BankFee(self._member_id, amount, _("bank's fee")) if amount else False

    async def action_cancel(self) -> None:
        """Cancel the highlighted payment."""
        await self.act(self._cancel())

    async def _cancel(self) -> None:
        one = self._current()
        if one is None or not await self.allowed(must_be_cancellable, one.id):
            return
        hint = why_cancelled(one, self.account.day_of(one)) + await self.shared_beside(one.id)
        if one.returns is not None:
            hint = _(
                "Why? The whole return is taken back: all that the cheque paid is paid again, and "
                "the bank’s fee is taken off."
            )
        reason = await self.ask_text(_("Reason"), reason_given, hint=hint)
        if reason is not None and await self.done(cancel, one.id, reason):
            self.say(self._now(), "good")

    async def shown(
        self, work: Callable[[Desk, Answers], object], said: Answers | None = None
    ) -> bool:
        """Try an act and show what it changed, the cursor on the money that it wrote."""
        known = set(self._operations)
        done = await super().shown(work, said)
        kinds = (Kind.PAYMENT, Kind.ADJUSTMENT)
        new = [one.id for one in self._operations.values() if one.kind in kinds]
        new = [number for number in new if number not in known]
        if done and new and not self._table.move_to(max(new)):
            self.narrow(self._table, "")  # under a filter the keys would act on another one
            self._table.move_to(max(new))
        return done

    async def action_pay(self) -> None:
        """Enter a payment."""
        await self.act(self._money(_("Amount received"), -self.account.due, pay_account))

    async def action_announce(self) -> None:
        """Note a payment that will come."""
        announced = partial(pay_account, pending=True)
        await self.act(self._money(_("Amount announced"), -self.account.due, announced))

    async def action_refund(self) -> None:
        """Give money back."""
        await self.act(self._money(_("Amount given back"), self.account.balance, refund_account))

    async def _money(self, label: str, proposed: Decimal, work: _OnAccount) -> None:
        """Ask for amount, mode, reason and takings, and do it; whoever gives up is told so."""
        member, shown = self._member_id, self.account.balance
        amount = await ask_amount(
            self,
            label,
            value=format_number(proposed, grouped=False) if proposed > 0 else "",
            hint=standing_of(self.account),
        )
        if amount is None:
            return
        mode = await self._mode()
        said = None if mode is None else await self._cheque(mode, work)
        if mode is not None and said is not None and work is not refund_account:
            part = Part(mode, amount, said.get("cheque"), announced=work is not pay_account)
            beside = await beside_the_basket(self, member, part, self._distribution_id)
            if beside is None:
                return
            said = said if beside else None
        why = None if said is None else await self._reason()
        joined = None if why is None else await self._join()
        if mode is None or why is None or joined is None:
            self.gave_up()
        elif await self.shown(
            lambda desk, said: work(
                desk,
                member,
                mode,
                amount,
                why,
                shown=shown,
                distribution_id=joined or None,
                **said,
            ),
            said,
        ):
            self.say(self._now(), "good")

    async def _cheque(self, mode: Mode, work: _OnAccount) -> Answers | None:
        """Ask what is written on a cheque, if one comes; None after Esc."""
        if mode is not Mode.CHEQUE or work is refund_account:
            return {}
        cheque = await written_on_cheque(self, ChequeDetails())
        return None if cheque is None else {"cheque": cheque}

    async def action_membership(self) -> None:
        """Enter the membership fee."""
        await self.act(self._membership())

    async def _membership(self) -> None:
        joined = await self._join()
        if joined is not None:
            account = self.account
            who = Joining(self._member_id, account.member, account.balance, joined or None)
            await membership_entered(self, who)

    async def action_adjust(self) -> None:
        """Move the balance."""
        await self.act(self._adjust())

    async def _adjust(self) -> None:
        shown = self.account.balance
        amount = await self.ask_text(
            _("Adjust by"),
            partial(amount_typed, negative=True),
            hint=_("5 raises the balance by 5, -5 lowers it. {standing}").format(
                standing=standing(shown)
            ),
        )
        reason = None if amount is None else await self._reason()
        if amount is None or reason is None:
            self.gave_up()
            return
        question = _("{before} → {after}. Adjust by {amount}?").format(
            before=standing(shown), after=standing(shown + amount), amount=format_signed(amount)
        )
        if await self.confirm(question, yes=_("adjust")) and await self.done(
            adjust, self._member_id, amount, reason, shown=shown
        ):
            self.say(self._now(), "good")

    async def _mode(self) -> Mode | None:
        modes = await self.insisted(accepted_modes)
        return await choose_mode(self, _("How?"), modes)

    async def _reason(self) -> str | None:
        return await self.ask_text(
            _("Reason"), reason_given, hint=_("Old debt, transfer of Tuesday, gift …")
        )

    async def _join(self) -> int | None:
        """Ask which distribution's takings it joins; 0 for none, None for no answer."""
        rows = await self.insisted(list_distributions, self.cagette.clock.now())
        choices = self._open_of(rows)
        here = next((row for row in rows if row.distribution.id == self._distribution_id), None)
        if not choices and here is None:
            return 0
        text = _("Count it in the takings of which distribution?")
        if here is not None and here not in choices.values():
            certified = _("{distribution} is certified and takes no more.")
            text = f"{certified.format(distribution=_place(here))} {text}"
        answer = await self.choose(
            text,
            {
                **{letter: _place(row) for letter, row in choices.items()},
                "h": _("outside all of them"),
            },
        )
        if not answer:
            return None
        return 0 if answer == "h" else choices[answer].distribution.id

    def _open_of(self, rows: Iterable[DistributionRow]) -> dict[str, DistributionRow]:
        """Give the open distributions that money can join, the one this screen belongs to first."""
        rows_open = [row for row in rows if not row.distribution.is_certified]
        rows_open.sort(key=lambda row: row.distribution.id != self._distribution_id)
        return dict(zip("abcd", rows_open, strict=False))

    def _now(self) -> str:
        return f"{called(self.account.member)}: {standing_of(self.account)}"

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter",),
            ListScreen.action_open,
            N_("correct"),
            N_("Correct a payment; of an awaited one say that it was seen."),
        ),
        Command(
            ("p",), action_pay, N_("payment"), N_("Enter a payment on the account, with a reason.")
        ),
        Command(("n",), action_announce, N_("announced"), N_("Note a payment that will come.")),
        Command(("r",), action_refund, N_("refund"), N_("Give money back from the account.")),
        Command(
            ("b",),
            action_send_back,
            N_("sent back"),
            N_("The bank sent a cheque or transfer back: all that it paid is owed again."),
        ),
        Command(("M",), action_membership, N_("membership"), N_("Enter the membership fee.")),
        Command(
            ("a",), action_adjust, N_("adjust"), N_("Adjust the balance: a gift, a write-off.")
        ),
        Command(("d",), action_cancel, N_("cancel"), N_("Cancel a payment or an adjustment.")),
        UNDO,
        FILTER,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _place(row: DistributionRow) -> str:
    return f"{format_date(row.distribution.date, 'day')} {called(row.distribution.place)}"
