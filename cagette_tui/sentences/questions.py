"""What the model's refusals ask, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cagette_tui.i18n import _, format_amount, format_date, format_quantity, ngettext
from cagette_tui.model.rules.deposits import SameCheque
from cagette_tui.model.rules.doubts import DoubtfulAmount, Overpaid, OwedElsewhere
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, TypedBefore
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import NeedsAnswer, Outcome
from cagette_tui.model.rules.refusals import (
    AnnouncedOtherwise,
    FarPrice,
    FarWeight,
    MembershipPaid,
    NotByWeight,
    PaidOtherwise,
)
from cagette_tui.model.rules.transfers import FeeByTransfer, SeenBefore
from cagette_tui.sentences.bank import same_cheque
from cagette_tui.sentences.labels import mode_label
from cagette_tui.text import clip, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    # Not on the way to the first screen: the rules of receiving come with it.
    from cagette_tui.model.rules.basket import BasketView
    from cagette_tui.model.rules.many_baskets import SettlingPlan

# So many baskets are named in a question, of so many more the numbers are told.
_NAMED, _NUMBERED = 3, 12


def question_text(problem: Exception) -> str | None:
    """Return the question that a refusal is, to be answered by yes or no; None if it is none."""
    match problem:
        case AnnouncedOtherwise(payments, numbers):
            text = _("Announced: {payments}. Drop it and enter the new payment instead?")
            if len(payments) > 1:
                text = _("Announced: {payments}. Drop them all and enter the new payment instead?")
            return text.format(payments=listed(payments, numbers))
        case PaidOtherwise(_operation, mode, amount, wanted):
            return _("Already received: {amount} ({mode}). Change it to {new}?").format(
                amount=format_amount(amount), mode=mode_label(mode), new=mode_label(wanted)
            )
        case SeenBefore() | FeeByTransfer() | AnnouncedOnAccount() | TypedBefore():
            return _held_back(problem)
        case DoubtfulAmount(amount, to_pay):
            return _("{amount} is much more than the {to_pay} to pay. Is that right?").format(
                amount=format_amount(amount), to_pay=format_amount(to_pay)
            )
        case Overpaid():
            return _overpaid(problem)
        case OwedElsewhere(number, day, amount):
            text = _("Basket {number} of {day} is open: {amount} to pay there. Pay more here?")
            return text.format(number=number, day=format_date(day), amount=format_amount(amount))
        case MembershipPaid(until):
            return _("The membership is paid until {date}. Enter another one?").format(
                date=format_date(until)
            )
        case NotByWeight(product, quantity):
            return _(
                "{product} is not sold by weight so far. Enter {quantity} all the same?"
            ).format(product=called(product), quantity=format_quantity(quantity))
        case FarPrice():
            return far_price(problem)
        case FarWeight(product, quantity, ordered):
            return far_weight(product, quantity, ordered)
        case SameCheque():
            return same_cheque(problem)
        case NeedsAnswer(outcome):
            return was_it_seen(outcome) if outcome.unseen else remains(outcome)
    return None


def _held_back(it: SeenBefore | FeeByTransfer | AnnouncedOnAccount | TypedBefore) -> str:
    """Ask about what would be passed over (R22, R63)."""
    match it:
        case SeenBefore(amount):
            text = _("Transfer of {amount} noted as seen on the account. Was it only announced?")
            return text.format(amount=format_amount(amount))
        case FeeByTransfer():
            return _("Was the transfer of the membership seen on the account?")
        case AnnouncedOnAccount():
            return same_transfer(it)
        case TypedBefore():
            return _("{typed} Drop it?").format(typed=typed_before(it))


def typed_before(it: TypedBefore) -> str:
    """Say what was typed for a basket and not recorded (R63)."""
    return _("{number}: {payments} typed, not recorded.").format(
        number=it.number, payments=listed(it.payments)
    )


def same_transfer(it: AnnouncedOnAccount) -> str:
    """Ask whether a transfer is the one that waits on the account (R22)."""
    return _(
        "{number}: a transfer of {amount} is announced on the account already. Is it that one?"
    ).format(number=it.number, amount=format_amount(it.amount))


def _overpaid(it: Overpaid) -> str:
    """Ask whether more than is to pay is meant, with where it goes."""
    text = _("{amount} for {to_pay} to pay: {where} Is that right?")
    return text.format(
        amount=format_amount(it.amount), to_pay=format_amount(it.to_pay), where=where_it_goes(it)
    )


def where_it_goes(it: Overpaid) -> str:
    """Say where what is too much goes: to the older debt first, the rest is a credit (R15)."""
    amounts = {
        "debt": format_amount(it.on_debt),
        "left": format_amount(it.debt_left),
        "credit": format_amount(it.credit),
    }
    if it.on_debt and it.debt_left:
        text = _("{debt} goes to the older debt, {left} of it remains.")
    elif it.on_debt and it.credit:
        text = _("{debt} goes to the older debt, {credit} stays as credit.")
    elif it.on_debt:
        text = _("{debt} goes to the older debt.")
    else:
        text = _("{credit} stays as credit.")
    text = text.format(**amounts)
    if it.number is not None:
        return _("basket {number}: {text}").format(number=it.number, text=text)
    return text


def was_it_seen(outcome: Outcome) -> str:
    """Ask about payments that were announced (R41)."""
    # No yes or no: “no” would be an answer, and also what gives up.
    text = _("Announced: {payments}. Has it arrived on the group's account?")
    if any(mode is Mode.CHEQUE for mode, _amount in outcome.unseen):
        text = _("Announced: {payments}. Is it there?")
    return text.format(payments=listed(outcome.unseen))


def if_awaited(outcome: Outcome) -> str:
    """Say what follows while announced payments are awaited, and then (R17, R41)."""
    if not outcome.until_seen:
        return _("awaited: nothing is owed until then")
    if not outcome.once_seen:
        return _("awaited: debt of {amount} until then").format(
            amount=format_amount(outcome.until_seen)
        )
    return _("awaited: debt of {debt} until then, credit of {credit} afterwards").format(
        debt=format_amount(outcome.until_seen), credit=format_amount(outcome.once_seen)
    )


def far_weight(name: str, weight: Decimal, ordered: Decimal) -> str:
    """Ask about a weight far from what was ordered (R32)."""
    return _("{name}: {weight} instead of the {ordered} ordered. Is that right?").format(
        name=called(name), weight=format_quantity(weight), ordered=format_quantity(ordered)
    )


def far_quantity(name: str, quantity: Decimal, usual: Decimal, *, of_all: bool) -> str:
    """Ask about far more of a product than was ordered in one basket, or in all of them (R7)."""
    text = _("{name}: {quantity}; nobody ordered more than {usual}. Is that right?")
    if of_all:
        text = _("{name}: {quantity} came of the {usual} ordered in all. Is that right?")
    elif not usual:
        text = _("{name}: {quantity}; nobody ordered any. Is that right?")
    return text.format(
        name=called(name), quantity=format_quantity(quantity), usual=format_quantity(usual)
    )


def far_price(it: FarPrice) -> str:
    """Ask about a price far from the one before (R7)."""
    return _("{product}: {price} instead of {before}. Is that right?").format(
        product=called(it.product), price=format_amount(it.price), before=format_amount(it.before)
    )


def remains(outcome: Outcome) -> str:
    """Say what validating leaves behind."""
    if outcome.unweighed:
        return _also_unweighed(outcome)
    if outcome.debt:
        text = _("Debt of {amount}: it stays on the account. Validate?")
        if outcome.without_payment:
            text = _("No payment was announced: debt of {amount} on the account. Validate?")
        return text.format(amount=format_amount(outcome.debt))
    return _("Credit of {amount}: it stays on the account (r refunds it). Validate?").format(
        amount=format_amount(outcome.credit)
    )


def weights_missing(count: int) -> str:
    """Say how many lines were never on the scales (R32)."""
    return ngettext("{count} weight missing", "{count} weights missing", count).format(count=count)


def _also_unweighed(outcome: Outcome) -> str:
    """Say what remains where lines were never on the scales (R32)."""
    weights = weights_missing(outcome.unweighed)
    if outcome.debt:
        debt = _("debt of {amount}").format(amount=format_amount(outcome.debt))
        return _("{weights}, {rest}. Validate all the same?").format(weights=weights, rest=debt)
    if outcome.credit:
        credit = _("credit of {amount}").format(amount=format_amount(outcome.credit))
        return _("{weights}, {rest}. Validate all the same?").format(weights=weights, rest=credit)
    return _("{weights}: as ordered. Validate all the same?").format(weights=weights)


def called(name: str) -> str:
    """Return a name for a sentence: made visible, and not longer than half a line."""
    return clip(visible(name), 40)


def listed(payments: tuple[tuple[Mode, Decimal], ...], numbers: tuple[int, ...] = ()) -> str:
    """Name payments: "transfer 18.00"; of several baskets with the number of each."""
    texts = [f"{mode_label(mode)} {format_amount(amount)}" for mode, amount in payments]
    if numbers:
        texts = [f"{number} {text}" for number, text in zip(numbers, texts, strict=False)]
    return ", ".join(texts)


def settling_question(plan: SettlingPlan) -> str:
    """Ask whether that is to be received and validated, and say what the box will hold."""
    if plan.mode is None:
        text = _("Validate {baskets}?")
    elif plan.announced:
        text = _("Note {amount} as announced ({mode}) for {baskets}?")
        if plan.validating:
            text = _("Note {amount} as announced ({mode}) and validate {baskets}?")
    elif plan.validating:
        text = _("Receive {amount} ({mode}) and validate {baskets}?")
    else:
        text = _("Receive {amount} ({mode}) for {baskets}?")
    text = _filled(text, plan)
    if plan.mode is Mode.CASH:
        text += " " + _("The box will hold {cash}.").format(cash=format_amount(plan.expected_cash))
    if plan.left:
        text += " " + _left(plan)
    return text


def settling_done(plan: SettlingPlan) -> str:
    """Say what was done, and what was left."""
    if plan.mode is None:
        text = _("Validated: {baskets}.")
    elif plan.announced:
        text = _("Announced: {amount} ({mode}), {baskets}.")
        if plan.validating:
            text = _("Announced and validated: {baskets}, {amount} ({mode}).")
    elif plan.validating:
        text = _("Received and validated: {baskets}, {amount} ({mode}).")
    else:
        text = _("Received: {amount} ({mode}), {baskets}.")
    text = _filled(text, plan)
    return f"{text} {_left(plan)}" if plan.left else text


def _filled(text: str, plan: SettlingPlan) -> str:
    count = len(plan.baskets)
    return text.format(
        baskets=ngettext("{count} basket", "{count} baskets", count).format(count=count)
        + _named(plan.baskets),
        amount=format_amount(plan.total),
        mode="" if plan.mode is None else _mode_of(plan, plan.mode),
    )


def _named(baskets: Sequence[BasketView]) -> str:
    """Say which baskets these are, where they are few enough to be read."""
    if len(baskets) > _NUMBERED:
        return ""
    names = len(baskets) <= _NAMED
    told = (f"{one.number} {called(one.member)}" if names else str(one.number) for one in baskets)
    return f" ({', '.join(told)})"


def _mode_of(plan: SettlingPlan, mode: Mode) -> str:
    """Name the mode; of several cheques say how many, for the amount is of them all."""
    cheques = sum(1 for basket in plan.baskets if basket.to_pay)
    if mode is not Mode.CHEQUE or cheques < 2:
        return mode_label(mode)
    return ngettext("{count} cheque", "{count} cheques", cheques).format(count=cheques)


def _left(plan: SettlingPlan) -> str:
    numbers = [str(basket.number) for basket in plan.left]
    shown = ", ".join(numbers[:10]) + (" …" if len(numbers) > 10 else "")
    return _("Not included: baskets {numbers}.").format(numbers=shown)
