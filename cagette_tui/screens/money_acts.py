"""What can be done with the money of one basket, beside receiving what is to pay."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number
from cagette_tui.model.reading.baskets import accepted_modes
from cagette_tui.model.reading.memberships import MembershipView
from cagette_tui.model.rules.allowed import must_be_present
from cagette_tui.model.rules.basket import ZERO, BasketView, ChequeView, OperationView
from cagette_tui.model.rules.evening import EveningName, day_of
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.receiving import GiveBack, Pay, WillPay
from cagette_tui.screens.asking import (
    cheque_if_one,
    choose_mode,
    written_on_cheque,
)
from cagette_tui.screens.cancelling import cancelled
from cagette_tui.screens.correcting import corrected
from cagette_tui.screens.membership import Joining, membership_entered
from cagette_tui.screens.one_basket import OneBasket
from cagette_tui.screens.typed import ask_amount


class MoneyActs(OneBasket):
    """A screen with the payments of one basket."""

    membership = MembershipView(Decimal(0), None)
    """What the member's fee is, and until when it is paid."""

    @abstractmethod
    def go_to_payment(self, payment: OperationView) -> None:
        """Highlight a payment."""

    @abstractmethod
    def payment(self) -> OperationView | None:
        """Return the highlighted payment."""

    def cheque(self) -> ChequeView | None:
        """Return the cheque of the highlighted payment."""
        payment = self.payment()
        return None if payment is None else payment.cheque

    async def action_correct(self) -> None:
        """Correct the highlighted payment."""
        await self.act(self._correct())

    async def _correct(self) -> None:
        payment = self.payment()
        if payment is not None:
            await corrected(self, payment, self.basket.version)

    async def action_number(self) -> None:
        """Note what is written on the highlighted cheque."""
        await self.act(self._number())

    async def _number(self) -> None:
        from cagette_tui.model.acts.piling import set_cheque_details

        cheque = self.cheque()
        details = None if cheque is None else await written_on_cheque(self, cheque)
        if cheque is None or details is None:
            return
        distribution = self.basket.distribution_id
        if await self.done(set_cheque_details, distribution, cheque.id, details):
            self.say(_("Cheque noted: {number}").format(number=details.number or "–"), "good")

    async def action_refund(self) -> None:
        """Give money back."""
        await self.act(self._refund())

    async def _refund(self) -> None:
        credit = self.basket.refundable
        amount = await ask_amount(
            self,
            _("Amount given back"),
            value=format_number(credit, grouped=False) if credit else "",
            hint=_("Credit of the member: {amount}").format(amount=format_amount(credit)),
        )
        if amount is None:
            return
        mode = await choose_mode(self, _("Refund how?"), await self.insisted(accepted_modes))
        if mode is None:
            self.gave_up()
        else:
            self._told_money(await self.done_with(self.basket, GiveBack(mode, amount)))

    async def action_extra(self) -> None:
        """Take a payment on top."""
        await self.act(self._extra())

    async def _extra(self) -> None:
        must_be_present(self.basket)
        # As long as the basket itself lacks something, that is paid first (R18).
        to_pay = self.basket.to_pay
        debt = ZERO if to_pay else self.basket.debt_beside
        amount = await ask_amount(
            self,
            _("Amount paid") if to_pay else _("Extra payment"),
            value=format_number(debt, grouped=False) if debt else "",
            hint=_what_it_pays(to_pay, debt),
        )
        if amount is None:
            return
        mode = await choose_mode(self, _("How?"), await self.insisted(accepted_modes))
        cheque = await cheque_if_one(self, mode)
        if mode is None or cheque is None:
            self.gave_up()
        else:
            part = Part(mode, amount, cheque.get("cheque"))
            self._told_money(await self.done_with(self.basket, Pay((part,))))

    def _told_money(self, after: BasketView | None) -> None:
        """Show what an act with an amount left.

        Where a payment was highlighted the new one is: keys there are about the last one.
        """
        known = {one.id for one in self.basket.payments}
        self.told(after)
        new = [one for one in self.basket.payments if one.id not in known]
        if new and self.payment() is not None:
            self.go_to_payment(new[-1])

    async def action_cancel(self) -> None:
        """Cancel the highlighted payment."""
        await self.act(self._cancel())

    async def _cancel(self) -> None:
        payment = self.payment()
        if payment is None:
            question = _("They will not pay at the table: a debt remains. Right?")
            if await self.confirm(question):
                self.told(await self.done_with(self.basket, WillPay(False)))
            return
        if await cancelled(self, payment, self._day_of(payment), self.basket.version):
            text = _("Payment of {amount} cancelled")
            self.told(self.basket, text.format(amount=format_amount(payment.amount)))

    def _day_of(self, payment: OperationView) -> date:
        one = self.of_distribution()
        return day_of(payment, None if one is None else EveningName(one.date, one.place))

    async def action_membership(self) -> None:
        """Enter the membership fee."""
        await self.act(self._enter_membership())

    async def _enter_membership(self) -> None:
        one = self.basket
        who = Joining(one.member_id, one.member, one.balance, one.distribution_id)
        await membership_entered(self, who)


def _what_it_pays(to_pay: Decimal, debt: Decimal) -> str:
    """Say what an amount typed for a basket goes on, in this order (R15, R18)."""
    if to_pay:
        text = _("The basket first ({amount} to pay), then an older debt; the rest is a credit.")
        return text.format(amount=format_amount(to_pay))
    if debt:
        text = _("Older debt: {amount}. What is paid too much stays as credit.")
        return text.format(amount=format_amount(debt))
    return _("What is paid too much stays as credit.")
