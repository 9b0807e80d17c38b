"""A member's account: every operation with the running balance (R11, R20, R21)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount
from cagette_tui.model.acts.changing import confirm
from cagette_tui.model.acts.returning import BankFee, must_be_returnable, return_payment
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.model.rules.deposits import can_come_back
from cagette_tui.model.rules.evening import AccountView
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.rules.steps import Answers
from cagette_tui.screens.account_acts import AccountActs
from cagette_tui.screens.account_rows import columns, parts_of, row_of, standing_of
from cagette_tui.screens.asking import reason_given
from cagette_tui.screens.cancelling import cancelled
from cagette_tui.screens.correcting import corrected
from cagette_tui.screens.list_screen import FILTER, ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.screens.typed import amount_typed
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.bank import owes_again
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.table import Table

_CANCELLABLE = (Kind.PAYMENT, Kind.ADJUSTMENT, Kind.OPENING)


class AccountScreen(AccountActs):
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
        if first:
            if account.operations:
                self._table.move_to(account.operations[-1].id)
            self.say(parts_of(account))
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
            return live and one is not None and one.kind in _CANCELLABLE
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
            self.say_standing()

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
        if one is not None and await cancelled(self, one, self.account.day_of(one)):
            self.say_standing()

    async def shown(
        self, work: Callable[[Desk, Answers], object], said: Answers | None = None
    ) -> bool:
        """Try an act and show what it changed, the cursor on the money that it wrote."""
        known = set(self._operations)
        done = await super().shown(work, said)
        new = [one.id for one in self._operations.values() if one.kind in _CANCELLABLE]
        new = [number for number in new if number not in known]
        if done and new and not self._table.move_to(max(new)):
            self.narrow(self._table, "")  # under a filter the keys would act on another one
            self._table.move_to(max(new))
        return done

    def say_standing(self) -> None:
        """Say what the balance is now."""
        text = _("{member}: {standing}")
        told = text.format(member=called(self.account.member), standing=standing_of(self.account))
        self.say(told, "good")

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter",),
            ListScreen.action_open,
            N_("correct"),
            N_("Correct a payment; of an awaited one say that it was seen."),
        ),
        Command(
            ("p",),
            AccountActs.action_pay,
            N_("payment"),
            N_("Enter a payment on the account, with a reason."),
        ),
        Command(
            ("n",),
            AccountActs.action_announce,
            N_("announced"),
            N_("Note a payment that will come."),
        ),
        Command(
            ("r",), AccountActs.action_refund, N_("refund"), N_("Give money back from the account.")
        ),
        Command(
            ("b",),
            action_send_back,
            N_("sent back"),
            N_("The bank sent a cheque or transfer back: all that it paid is owed again."),
        ),
        Command(
            ("M",), AccountActs.action_membership, N_("membership"), N_("Enter the membership fee.")
        ),
        Command(
            ("a",),
            AccountActs.action_adjust,
            N_("older balance"),
            N_("Enter what was owed or had before this program; a gift, a write-off."),
        ),
        Command(("d",), action_cancel, N_("cancel"), N_("Cancel a payment or an adjustment.")),
        UNDO,
        FILTER,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )
