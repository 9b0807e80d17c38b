"""The questions that the model's refusals stand for, in words, and their answers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cagette_tui.i18n import _, format_amount, format_date, format_quantity, ngettext
from cagette_tui.model.errors import (
    AnnouncedOtherwise,
    DoubtfulAmount,
    MembershipPaid,
    ModeNeeded,
    NeedsAnswer,
    NotByWeight,
    PaidOtherwise,
    RefundTooLarge,
)
from cagette_tui.model.kinds import Mode
from cagette_tui.model.outcome import Outcome, Unseen
from cagette_tui.model.views import LineView
from cagette_tui.sentences import mode_label
from cagette_tui.text import clip, visible

if TYPE_CHECKING:
    from cagette_tui.screens.model_screen import ModelScreen

Answers = dict[str, Any]

# The letter of each mode, on every screen: those of the French words.
LETTERS = {
    Mode.CASH: "e",
    Mode.CHEQUE: "c",
    Mode.TRANSFER: "t",
    Mode.CARD: "b",
    Mode.ONLINE: "l",
}


async def answer_to(screen: ModelScreen, problem: Exception) -> Answers | None:
    """Ask what a refusal asks; return the options to try again with.

    An empty answer: the refusal is no question. None: the volunteer said no.
    """
    if isinstance(problem, NeedsAnswer):
        return await _outcome(screen, problem.outcome)
    if isinstance(problem, RefundTooLarge):
        return await _insist(screen, problem)
    if isinstance(problem, ModeNeeded):
        return await _mode(screen, problem)
    yes = _yes_no(problem)
    if yes is None:
        return {}
    text, meaning, answers = yes
    return answers if await screen.confirm(text, yes=meaning) else None


def _yes_no(problem: Exception) -> tuple[str, str, Answers] | None:
    """Return a question, what yes means, and the options that yes stands for."""
    if isinstance(problem, AnnouncedOtherwise):
        text = _("{payments} announced: replace it?").format(payments=listed(problem.payments))
        return text, _("replace"), {"replace": True}
    if isinstance(problem, PaidOtherwise):
        text = _("Already paid: {amount} by {mode}. Change the mode?").format(
            amount=format_amount(problem.amount), mode=mode_label(problem.mode)
        )
        return text, _("change the mode"), {"change": True}
    if isinstance(problem, DoubtfulAmount):
        text = _("{amount} is much more than the {to_pay} to pay. Is that right?").format(
            amount=format_amount(problem.amount), to_pay=format_amount(problem.to_pay)
        )
        return text, _("yes, {amount}").format(amount=format_amount(problem.amount)), {"sure": True}
    if isinstance(problem, MembershipPaid):
        text = _("The membership is paid until {date}. Enter another one?").format(
            date=format_date(problem.until)
        )
        return text, _("enter another one"), {"again": True}
    if isinstance(problem, NotByWeight):
        text = _("{product} is not sold by weight so far. Enter {quantity} all the same?").format(
            product=visible(problem.product), quantity=format_quantity(problem.quantity)
        )
        return text, _("yes, it is sold by weight"), {"by_weight": True}
    return None


async def _outcome(screen: ModelScreen, outcome: Outcome) -> Answers | None:
    if outcome.unseen:
        total = sum((amount for _mode, amount in outcome.unseen), Decimal(0))
        answer = await screen.choose(
            _("{payments} was announced. Did somebody see it?").format(
                payments=listed(outcome.unseen)
            ),
            {
                "o/y": _("seen: confirm it"),
                "a": _("awaited: debt of {amount} until then").format(amount=format_amount(total)),
            },
        )
        if not answer:
            return None
        return {"unseen": Unseen.AWAITED if answer == "a" else Unseen.SEEN}
    if await screen.confirm(remains(outcome), yes=_("validate")):
        return {"accept": outcome}
    return None


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


def _also_unweighed(outcome: Outcome) -> str:
    """Say what remains where lines were never on the scales (R32)."""
    weights = ngettext(
        "{count} weight missing", "{count} weights missing", outcome.unweighed
    ).format(count=outcome.unweighed)
    if outcome.debt:
        debt = _("debt of {amount}").format(amount=format_amount(outcome.debt))
        return _("{weights}, {rest}. Validate all the same?").format(weights=weights, rest=debt)
    if outcome.credit:
        credit = _("credit of {amount}").format(amount=format_amount(outcome.credit))
        return _("{weights}, {rest}. Validate all the same?").format(weights=weights, rest=credit)
    return _("{weights}: as ordered. Validate all the same?").format(weights=weights)


async def _mode(screen: ModelScreen, problem: ModeNeeded) -> Answers | None:
    """Ask for the mode, all letters shown (R13)."""
    mode = await choose_mode(
        screen,
        _("Basket {number}, to be paid on the spot: how was it paid?").format(
            number=problem.number
        ),
        problem.modes,
    )
    return None if mode is None else {"mode": mode}


async def choose_mode(screen: ModelScreen, question: str, modes: tuple[Mode, ...]) -> Mode | None:
    """Ask for one of the modes; None when nothing was chosen."""
    choices = {LETTERS[mode]: mode_label(mode) for mode in modes}
    answer = await screen.choose(question, choices)
    return next((mode for mode, letter in LETTERS.items() if letter == answer), None)


async def plausible_weight(
    screen: ModelScreen, line: LineView, weight: Decimal, name: str
) -> Decimal | None:
    """Ask once more about a weight far from what was ordered (R32); return the one that is meant.

    `name` says on whose or on which line it is. None: it was a slip.
    """
    if not line.far_from_ordered(weight):
        return weight
    meant = line.likely_weight(weight)
    choices = {"o/y": _("yes, {quantity}").format(quantity=format_quantity(weight))}
    if meant is not None:
        choices["k"] = _("no, {quantity}").format(quantity=format_quantity(meant))
    answer = await screen.choose(
        _("{name}: {weight} instead of the {ordered} ordered. Is that right?").format(
            name=called(name),
            weight=format_quantity(weight),
            ordered=format_quantity(line.ordered),
        ),
        choices,
    )
    if not answer:
        return None
    return meant if answer == "k" else weight


async def _insist(screen: ModelScreen, problem: RefundTooLarge) -> Answers | None:
    reason = await screen.ask_text(
        _("Reason"),
        reason_given,
        hint=_(
            "{amount} is more than the credit of {credit}. To refund it all the same, say why."
        ).format(amount=format_amount(problem.amount), credit=format_amount(problem.credit)),
    )
    return None if reason is None else {"insist": reason}


def reason_given(text: str) -> str:
    """Check a reason that is needed; raises `ValueError` with a sentence."""
    if not text.strip():
        raise ValueError(_("A reason is needed."))
    return text.strip()


def called(name: str) -> str:
    """Return a name for a sentence: made visible, and not longer than half a line."""
    return clip(visible(name), 40)


def listed(payments: tuple[tuple[Mode, Decimal], ...]) -> str:
    """Name payments: "transfer 18.00"."""
    return ", ".join(f"{mode_label(mode)} {format_amount(amount)}" for mode, amount in payments)
