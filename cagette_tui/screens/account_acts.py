"""What is entered on a member's account alone: payments, refunds, older balances, gifts (R21)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Protocol, Unpack

from cagette_tui.i18n import _, format_date, format_number, format_signed
from cagette_tui.model.acts.accounts import adjust, open_balance, pay_account, refund_account
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import accepted_modes
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.evening import AccountView, DistributionRow
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.rules.steps import Answers
from cagette_tui.screens.account_rows import standing_of
from cagette_tui.screens.asking import choose_mode, reason_given, written_on_cheque
from cagette_tui.screens.beside_basket import beside_the_basket
from cagette_tui.screens.list_screen import ListScreen
from cagette_tui.screens.membership import Joining, membership_entered
from cagette_tui.screens.typed import amount_typed, ask_amount, ask_day
from cagette_tui.sentences.labels import standing
from cagette_tui.sentences.questions import called


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
        day: date | None = None,
        **said: Unpack[Answers],
    ) -> Decimal: ...


class AccountActs(ListScreen):
    """A screen that enters money on one account."""

    _member_id: int
    _distribution_id: int | None

    @property
    @abstractmethod
    def account(self) -> AccountView:
        """The account that is shown."""

    @abstractmethod
    def say_standing(self) -> None:
        """Say what the balance is now."""

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
        """Ask for all that is to be said of money on the account, and book it.

        What has to be chosen comes after the reason: one that is typed ahead answers nothing.
        """
        shown = self.account.balance
        money = await self._said_of(label, proposed, work)
        if money is None:
            return
        part, said, why = money
        if work is not refund_account:
            beside = await beside_the_basket(self, self.account, part, self._distribution_id)
            if beside is None:
                return
            said = said if beside else None
        joined = None if said is None else await self._join()
        day = None if joined is None else await self._day(joined, part)
        if joined is None or day is None or part.amount is None:
            self.gave_up()
            return
        booked = partial(
            work,
            amount=part.amount,
            reason=why,
            shown=shown,
            distribution_id=joined or None,
            day=None if joined else day,
        )
        member = self._member_id
        if await self.shown(lambda desk, said: booked(desk, member, part.mode, **said), said):
            self.say_standing()

    async def _said_of(
        self, label: str, proposed: Decimal, work: _OnAccount
    ) -> tuple[Part, Answers | None, str] | None:
        """Ask for amount, mode, what is on the cheque, and why; None where one gave up."""
        amount = await ask_amount(
            self,
            label,
            value=format_number(proposed, grouped=False) if proposed > 0 else "",
            hint=standing_of(self.account),
        )
        if amount is None:
            return None
        mode = await self._mode()
        said = None if mode is None else await self._cheque(mode, work)
        why = None if said is None else await self._reason()
        if mode is None or said is None or why is None:
            self.gave_up()
            return None
        announced = work not in (pay_account, refund_account)
        return Part(mode, amount, said.get("cheque"), why, announced), said, why

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
        """Move the balance without money: what was there before, or a gift."""
        await self.act(self._adjust())

    async def _adjust(self) -> None:
        choices = {
            "d": _("an older debt: owed since before this program"),
            "c": _("an older credit: the group owes it since before"),
            "g": _("a gift, a loss or a mistake: raise or lower the balance"),
        }
        what = await self.choose(_("What is the balance moved by?"), choices)
        if what == "g":
            await self._move_balance()
        elif what:
            await self._bring_over(debt=what == "d")

    async def _bring_over(self, *, debt: bool) -> None:
        """Enter what a member owed or had before this database."""
        shown = self.account.balance
        amount = await ask_amount(
            self, _("Older debt") if debt else _("Older credit"), hint=standing_of(self.account)
        )
        if amount is None:
            self.gave_up()
            return
        moved = -amount if debt else amount
        why = await self._reason(_("balance from before"))
        if why is None:
            self.gave_up()
            return
        if await self._is_meant(shown, moved) and await self.done(
            open_balance, self._member_id, moved, why, shown=shown
        ):
            self.say_standing()

    async def _move_balance(self) -> None:
        shown = self.account.balance
        amount = await self.ask_text(
            _("Adjust by"),
            partial(amount_typed, negative=True),
            hint=_("5 raises the balance by 5, -5 lowers it. {standing}").format(
                standing=standing(shown)
            ),
        )
        why = None if amount is None else await self._reason()
        day = None if why is None else await ask_day(self, _("Of which day?"))
        if amount is None or why is None or day is None:
            self.gave_up()
            return
        if await self._is_meant(shown, amount) and await self.done(
            adjust, self._member_id, amount, why, shown=shown, day=day
        ):
            self.say_standing()

    async def _is_meant(self, shown: Decimal, moved: Decimal) -> bool:
        question = _("{before} → {after}. Adjust by {amount}?").format(
            before=standing(shown), after=standing(shown + moved), amount=format_signed(moved)
        )
        return await self.confirm(question, yes=_("adjust"))

    async def _mode(self) -> Mode | None:
        modes = await self.insisted(accepted_modes)
        return await choose_mode(self, _("How?"), modes)

    async def _reason(self, proposed: str = "") -> str | None:
        return await self.ask_text(
            _("Reason"),
            reason_given,
            value=proposed,
            hint=_("Old debt, transfer of Tuesday, gift …"),
        )

    async def _day(self, joined: int, part: Part) -> date | None:
        """Ask of which day money outside of all distributions is; None after Esc."""
        if joined or part.announced:
            return self.cagette.clock.now().date()
        return await ask_day(self, _("On which day did it come or go?"))

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


def _place(row: DistributionRow) -> str:
    return f"{format_date(row.distribution.date, 'day')} {called(row.distribution.place)}"
