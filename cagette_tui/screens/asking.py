"""The questions that the model's refusals stand for, in words, and their answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cagette_tui.i18n import _, format_amount, format_quantity
from cagette_tui.model.rules.basket import ChequeView, LineView, far_more
from cagette_tui.model.rules.deposits import SameCheque
from cagette_tui.model.rules.doubts import DoubtfulAmount, Overpaid, OwedElsewhere
from cagette_tui.model.rules.held_back import AnnouncedOnAccount, TypedBefore
from cagette_tui.model.rules.kinds import LETTERS, Mode
from cagette_tui.model.rules.lines import heaviest
from cagette_tui.model.rules.outcome import NeedsAnswer, Outcome, Unseen
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.refusals import (
    AnnouncedOtherwise,
    FarPrice,
    MembershipPaid,
    ModeNeeded,
    NotByWeight,
    PaidOtherwise,
    RefundTooLarge,
)
from cagette_tui.model.rules.steps import Answers
from cagette_tui.model.rules.transfers import FeeByTransfer, SeenBefore
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.questions import (
    called,
    far_quantity,
    far_weight,
    if_awaited,
    question_text,
    remains,
    same_transfer,
    typed_before,
    was_it_seen,
)
from cagette_tui.text import clip
from cagette_tui.widgets.asks import AskingScreen

Asker = AskingScreen[Any]

SEEN = "b"
"""The answer that says of money that it is on the group's account: no yes by habit (R22)."""


async def answer_to(
    screen: Asker, problem: Exception, said: Answers, beside: str = ""
) -> Answers | None:
    """Ask what a refusal asks, with what is to be said `beside` a yes or no.

    Returns with the answer all that was said, to try again.

    Returns `said` as it is where the refusal is no question, and None where the volunteer said no.
    """
    if isinstance(problem, NeedsAnswer):
        return await _outcome(screen, problem.outcome, said)
    if isinstance(problem, RefundTooLarge):
        reason = await _insist(screen, problem)
        return None if reason is None else {**said, "insist": reason}
    if isinstance(problem, ModeNeeded):
        mode = await _mode(screen, problem)
        return None if mode is None else {**said, "mode": mode}
    if isinstance(problem, TypedBefore):
        return await _record_typed(screen, problem, said)
    if isinstance(problem, AnnouncedOnAccount):
        return await _same_transfer(screen, problem, said)
    if isinstance(problem, SameCheque):
        return await _same_cheque(screen, problem, said)
    if isinstance(problem, FeeByTransfer):
        return await _seen_or_announced(screen, problem, said)
    yes = _yes_no(problem, said)
    if yes is None:
        return said
    text, meaning, answers = yes
    if not await screen.confirm(text + beside, yes=meaning):
        return None
    if isinstance(problem, PaidOtherwise):
        cheque = await cheque_if_one(screen, problem.wanted)
        return None if cheque is None else {**answers, **cheque}
    return answers


def _yes_no(problem: Exception, said: Answers) -> tuple[str, str, Answers] | None:
    """Return a question, what yes means, and all that was said with the yes."""
    text = question_text(problem)
    if text is None:
        return None
    match problem:
        case AnnouncedOtherwise():
            return text, _("replace"), {**said, "replace": True}
        case SeenBefore():
            return text, _("announced only"), {**said, "change": True}
        case PaidOtherwise():
            return text, _("change the mode"), {**said, "change": True}
        case DoubtfulAmount(amount) | Overpaid(amount):
            meaning = _("yes, {amount}").format(amount=format_amount(amount))
            return text, meaning, {**said, "sure": True}
        case OwedElsewhere():
            return text, _("yes, here"), {**said, "sure": True}
        case FarPrice(_product, price):
            meaning = _("yes, {amount}").format(amount=format_amount(price))
            return text, meaning, {**said, "sure": True}
        case MembershipPaid():
            return text, _("enter another one"), {**said, "again": True}
        case NotByWeight():
            return text, _("yes, it is sold by weight"), {**said, "by_weight": True}
    return None


async def _same_cheque(screen: Asker, problem: SameCheque, said: Answers) -> Answers | None:
    answer = await screen.choose(
        question_text(problem) or "",
        {
            "o/y": _("yes, another one"),
            "m": _("the same one: {amount} in all").format(amount=format_amount(problem.together)),
        },
    )
    if not answer:
        return None
    return {**said, "same_cheque": True} if answer == "m" else {**said, "another_cheque": True}


async def _seen_or_announced(
    screen: Asker, problem: FeeByTransfer, said: Answers
) -> Answers | None:
    choices = {SEEN: _("seen on the account"), "a": _("announced")}
    answer = await screen.choose(question_text(problem) or "", choices)
    return {**said, "announces": answer == "a"} if answer else None


async def _outcome(screen: Asker, outcome: Outcome, said: Answers) -> Answers | None:
    if outcome.unseen:
        choices = {SEEN: _("it has come: confirm it"), "a": if_awaited(outcome)}
        answer = await screen.choose(was_it_seen(outcome), choices)
        if not answer:
            return None
        return {**said, "unseen": Unseen.AWAITED if answer == "a" else Unseen.SEEN}
    if await screen.confirm(remains(outcome), yes=_("validate")):
        return {**said, "accept": outcome}
    return None


async def _record_typed(screen: Asker, problem: TypedBefore, said: Answers) -> Answers | None:
    """Ask whether what was typed before is recorded now, or dropped for what was pressed (R63)."""
    if not problem.may_record:
        return said
    instead = _("drop it")
    if problem.to_pay:
        instead = _("drop it: what was pressed counts, {amount} to pay").format(
            amount=format_amount(problem.to_pay)
        )
    choices = {"o/y": _("record it"), "x": instead}
    answer = await screen.choose(typed_before(problem), choices)
    return {**said, "record_typed": answer != "x"} if answer else None


async def _same_transfer(
    screen: Asker, problem: AnnouncedOnAccount, said: Answers
) -> Answers | None:
    """Ask whether a transfer is the one that the account awaits, or a second one (R22)."""
    choices = {
        "o/y": _("that one: it goes to the basket"),
        "a": _("another one: the account awaits both"),
    }
    answer = await screen.choose(same_transfer(problem), choices)
    return {**said, "same_transfer": answer != "a"} if answer else None


async def _mode(screen: Asker, problem: ModeNeeded) -> Mode | None:
    """Ask for the mode, all letters shown (R13)."""
    return await choose_mode(
        screen,
        _("{number} {member}, to be paid on the spot: how was it paid?").format(
            number=problem.number, member=clip(called(problem.member), 30)
        ),
        problem.modes,
    )


async def choose_mode(screen: Asker, question: str, modes: tuple[Mode, ...]) -> Mode | None:
    """Ask for one of the modes; None when nothing was chosen."""
    choices = {LETTERS[mode]: mode_label(mode) for mode in modes}
    answer = await screen.choose(question, choices)
    return next((mode for mode, letter in LETTERS.items() if letter == answer), None)


async def cheque_if_one(screen: Asker, mode: Mode | None) -> Answers | None:
    """Ask for the number of a cheque where the mode is one; None after Esc (R15)."""
    if mode is not Mode.CHEQUE:
        return {}
    number = await _cheque_number(screen)
    return None if number is None else {"cheque": ChequeDetails(number or None)}


async def _cheque_number(screen: Asker, known: str | None = None) -> str | None:
    """Ask for a cheque's number; empty where none is given, None after Esc."""
    return await screen.ask_text(
        _("Cheque number"),
        str.strip,
        value=known or "",
        hint=_("Enter without typing leaves it open."),
    )


async def written_on_cheque(
    screen: Asker, known: ChequeDetails | ChequeView
) -> ChequeDetails | None:
    """Ask what is written on a cheque, with what is known of it; None after Esc."""
    number = await _cheque_number(screen, known.number)
    bank = drawer = None
    if number is not None:
        bank = await screen.ask_text(_("Bank"), str.strip, value=known.bank or "")
    if bank is not None:
        drawer = await screen.ask_text(
            _("Drawer (name on the cheque)"), str.strip, value=known.drawer or ""
        )
    if drawer is None:
        return None
    return ChequeDetails(number or None, bank or None, drawer or None)


async def plausible_weight(
    screen: Asker, line: LineView, weight: Decimal, name: str, ratio: Decimal | None = None
) -> Decimal | None:
    """Ask once more about a weight far from what was ordered (R32); return the one that is meant.

    `name` says on whose or on which line it is. `ratio` is how much was weighed for each unit
    ordered where the answer was yes before: of pieces that all weigh 1,4 only the first asks.
    None: it was a slip.
    """
    if not line.far_from_ordered(weight) or (ratio is not None and line.like(weight, ratio)):
        return weight
    meant = line.likely_weight(weight)
    choices = {}
    if not line.weighed or weight <= heaviest(line.ordered):
        choices["o/y"] = _("yes, {quantity}").format(quantity=format_quantity(weight))
    if meant is not None:
        choices["k"] = _("{quantity} was meant").format(quantity=format_quantity(meant))
    answer = await screen.choose(
        far_weight(name, weight, line.ordered), choices, no=_("neither: it stays as it was")
    )
    if not answer:
        return None
    return meant if answer == "k" else weight


async def plausible_quantity(
    screen: Asker, name: str, quantity: Decimal, usual: Decimal, *, of_all: bool = False
) -> bool:
    """Ask about far more of a product than is `usual` (R7); whether it is meant.

    `usual` is what was ordered by whoever ordered most, or `of_all` in all baskets together.
    """
    if not far_more(quantity, usual):
        return True
    return await screen.confirm(
        far_quantity(name, quantity, usual, of_all=of_all),
        yes=_("yes, {quantity}").format(quantity=format_quantity(quantity)),
    )


async def _insist(screen: Asker, problem: RefundTooLarge) -> str | None:
    return await screen.ask_text(
        _("Reason"),
        reason_given,
        hint=_(
            "{amount} is more than the credit of {credit}. To refund it all the same, say why."
        ).format(amount=format_amount(problem.amount), credit=format_amount(problem.credit)),
    )


def reason_given(text: str) -> str:
    """Check a reason that is needed; raises `ValueError` with a sentence."""
    if not text.strip():
        raise ValueError(_("A reason is needed."))
    return text.strip()
