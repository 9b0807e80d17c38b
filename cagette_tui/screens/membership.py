"""Entering a membership: amount, how it is paid, the cheque's number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_date, format_number
from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.baskets import accepted_modes
from cagette_tui.model.reading.memberships import read_membership
from cagette_tui.model.rules.account_money import must_be_a_fee
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.doubts import DoubtfulAmount
from cagette_tui.model.rules.kinds import LETTERS
from cagette_tui.model.rules.steps import Answers
from cagette_tui.screens.asking import cheque_if_one
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.screens.product_acts import without_basket
from cagette_tui.screens.typed import amount_typed
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.questions import called
from cagette_tui.value import ValueObject

_BY_CREDIT = "a"


class Joining(ValueObject):
    """Who joins; `balance` in euros, `distribution_id` is whose takings it counts in."""

    member_id: int
    member: str
    balance: Decimal
    distribution_id: int | None


async def membership_entered(screen: ModelScreen, who: Joining) -> bool:
    """Ask for a membership and enter it; Esc anywhere leaves everything as it is."""
    membership = await screen.insisted(read_membership, who.member_id)
    until, again = membership.until, False
    if until is not None and membership.up_to_date(screen.cagette.clock.now().date()):
        # Before the amount and the mode are asked for.
        text = _("The membership is paid until {date}. Enter another one?")
        question = text.format(date=format_date(until))
        again = await screen.confirm(question, yes=_("enter another one"))
        if not again:
            return False
    amount = await _amount(screen, who, membership.fee)
    if amount is None:
        return False
    how = await _how(screen, who, amount)
    mode = next((mode for mode, letter in LETTERS.items() if letter == how), None)
    cheque = await cheque_if_one(screen, mode) if how else None
    if cheque is None:
        screen.gave_up()
        return False
    said: Answers = {"again": again, **cheque}
    if who.distribution_id is not None:
        said["announces"] = screen.cagette.announcing.get(who.distribution_id)
    done = await screen.shown(
        lambda desk, said: pay_membership(
            desk, who.member_id, mode, distribution_id=who.distribution_id, amount=amount, **said
        ),
        said,
    )
    if done:
        text = _("{member}: membership of {amount} received ({mode}).")
        if mode is None:
            text = _("{member}: membership of {amount} paid with the credit.")
        paid = "" if mode is None else mode_label(mode)
        told = text.format(member=called(who.member), amount=format_amount(amount), mode=paid)
        screen.say(told, "good")
    return done


async def membership_in_list(
    screen: ModelScreen, distribution_id: int, basket: BasketView | None
) -> bool:
    """Enter the membership of a basket's member, or of somebody who has no basket here (R15)."""
    if basket is not None:
        text = _("Membership of {member}?").format(member=called(basket.member))
        other = _("of somebody without a basket")
        answer = await screen.choose(text, {"o/y": _("yes"), "a": other})
        if not answer:
            return False
        if answer != "a":
            who = Joining(basket.member_id, basket.member, basket.balance, distribution_id)
            return await membership_entered(screen, who)
    member = await without_basket(screen, distribution_id, _("Whose membership?"))
    if member is None:
        return False
    account = await screen.insisted(read_account, member)
    who = Joining(member, account.member, account.balance, distribution_id)
    return await membership_entered(screen, who)


async def _amount(screen: ModelScreen, who: Joining, fee: Decimal) -> Decimal | None:
    text = _("{member}. It counts in the takings of this distribution.")
    if who.distribution_id is None:
        text = _("{member}. It counts as money of today.")
    return await screen.ask_text(
        _("Membership fee"),
        amount_typed,
        value=format_number(fee, grouped=False) if fee else "",
        hint=text.format(member=called(who.member)),
    )


async def _how(screen: ModelScreen, who: Joining, amount: Decimal) -> str:
    """Ask for the letter of the mode, or for that of the credit where it is enough (R15)."""
    modes = await screen.insisted(accepted_modes)
    choices = {LETTERS[mode]: mode_label(mode) for mode in modes}
    if who.balance >= amount:
        credit = _("with the credit of {amount}").format(amount=format_amount(who.balance))
        choices[_BY_CREDIT] = credit
    return await screen.choose(_("How?"), choices) or ""


async def fee_is_meant(screen: ModelScreen, amount: Decimal, usual: Decimal) -> bool:
    """Ask about a fee that may be a cheque's amount or number (R15); whether it is meant."""
    try:
        must_be_a_fee(amount, usual, {})
    except DoubtfulAmount as doubt:
        if await screen.answer(doubt, {}) is None:
            screen.gave_up()
            return False
    return True


async def who_joins(screen: ModelScreen, baskets: Sequence[BasketView]) -> list[BasketView]:
    """Ask whose membership is paid, where several baskets are paid together."""
    if len(baskets) == 1:
        return list(baskets)
    numbers = {str(one.number): one for one in baskets}

    def baskets_typed(text: str) -> list[BasketView]:
        words = text.split()
        unknown = next((word for word in words if word not in numbers), None)
        if unknown is not None or not words:
            text = _("Numbers of marked baskets: {numbers}")
            raise ValueError(text.format(numbers=" ".join(numbers)))
        return [numbers[word] for word in dict.fromkeys(words)]

    label = _("Membership of which baskets?")
    return await screen.ask_text(label, baskets_typed, value="") or []
