"""What may explain a difference of the cash box, and what would mend it, in one line each."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import N_, _, format_amount, format_signed, ngettext
from cagette_tui.model import finding as it
from cagette_tui.model.finding import Candidate, Cause, Place, Proposal, Step
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.money import from_cents
from cagette_tui.sentences.labels import mode_label, mode_short
from cagette_tui.text import cells, clip, visible

WIDTH = 76
# How much of a name is shown, as far as there is room; 0 where the number has to do.
_NAMES = (24, 20, 16, 12, 8, 0)

_CAUSES = {
    Cause.WRITTEN_AS_CASH: N_("{amount} wrongly written as cash"),
    Cause.WAS_CASH: N_("{amount} in cash, written differently"),
    Cause.UNPAID: N_("{amount} in cash for a basket without payment"),
    Cause.NOT_ENTERED: N_("{amount} paid in cash, not entered"),
    Cause.REFUND_NOT_ENTERED: N_("{amount} refunded in cash, not entered"),
    Cause.REFUND_NOT_GIVEN: N_("refund of {amount} entered, not given"),
    Cause.WRONG_SIGN: N_("{amount} with the wrong sign: refund or payment"),
    Cause.NOT_RECEIVED: N_("{amount} in cash entered twice, or never received"),
    Cause.MEMBERSHIP: N_("membership of {amount} not entered"),
    Cause.SWAPPED_DIGITS: N_("two digits swapped: {amount} of difference"),
    Cause.SPLIT_OTHERWISE: N_("share by cheque: {amount} of difference"),
    Cause.REFUND_AS_CHEQUE: N_("refund of {amount} taken for a cheque"),
    Cause.MOVE_WRONG_SIGN: N_("{amount} put in instead of taken out, or the reverse"),
    Cause.MOVE_NOT_MADE: N_("{amount} put in or taken out: twice, or never"),
    Cause.FLOAT: N_("the float: {amount} of difference"),
    Cause.TWO_TOGETHER: N_("two mistakes that make {amount} together"),
}


def proposal_sentence(proposal: Proposal, width: int = WIDTH) -> str:
    """Say what may have happened, how often it is possible, and what speaks for it."""
    text = _cause(proposal).format(amount=format_amount(proposal.amount))
    if proposal.count > 1:
        possible = ngettext("{count} possible", "{count} possible", proposal.count)
        text += " · " + possible.format(count=proposal.count)
    if proposal.evidence:
        text += " · " + _("cheques agree")
    return clip(text, width)


def candidate_sentence(candidate: Candidate, width: int = WIDTH) -> str:
    """Say where it is and what the key will do there; the names give way if it is long."""
    for name in _NAMES:
        text = " + ".join(_step(step, name, any_mode=True) for step in candidate.steps)
        if cells(text) <= width:
            break
    return clip(text, width)


def mend_sentence(step: Step, *, any_mode: bool = False) -> str:
    """Say what one step will do, for the question before it: one whole sentence.

    `any_mode`: as long as it is open which of the modes that would explain it is the right one.
    """
    text = _step(step, _NAMES[0], any_mode=any_mode)
    if step.reopens:
        text += " – " + _("basket {number} is reopened").format(number=step.place.number)
    return text + "."


def written_sentence(place: Place) -> str:
    """Say what cash the books have where, to be compared with the paper."""
    where = _where(place, _NAMES[0])
    return _("{where}: {amount}").format(where=where, amount=format_amount(place.written or ZERO))


def _step(step: Step, name_width: int, *, any_mode: bool = False) -> str:
    where = _where(step.place, name_width)
    return _("{where}: {what}").format(where=where, what=_deed(step, any_mode=any_mode))


def _cause(proposal: Proposal) -> str:
    if proposal.cause is Cause.PIECE:
        if proposal.difference > 0:
            return _("one note or coin of {amount} counted too many")
        return _("one note or coin of {amount} not counted")
    if proposal.cause is Cause.MOVE_NOT_ENTERED:
        if proposal.difference > 0:
            return _("{amount} put into the box, not entered")
        return _("{amount} taken out of the box, not entered")
    return _(_CAUSES[proposal.cause])


def _where(place: Place, width: int) -> str:
    if place.member is not None:
        name = clip(visible(place.member), width or _NAMES[-2])
        if place.number is None:
            return name
        if not width:
            return _("no. {number}").format(number=place.number)
        return _("no. {number} {member}").format(number=place.number, member=name)
    return _("cash box") if place.note is None else clip(visible(place.note), width or _NAMES[-2])


def _deed(step: Step, *, any_mode: bool = False) -> str:
    written = step.place.written
    match step.mend:
        case it.ChangeMode(_number, mode, or_else):
            modes = [mode_label(mode)]
            if any_mode and or_else:
                modes = [mode_short(one).lower() for one in (mode, *or_else)]
            return f"{_money(written, step.place.mode)} → {' / '.join(modes)}"
        case it.ReplaceAmount(_number, amount) | it.ReplaceMove(_number, amount):
            return f"{_money(written, step.place.mode)} → {format_amount(amount)}"
        case it.Cancel() | it.CancelMove():
            return _("cancel {amount}").format(amount=_money(written, step.place.mode))
        case it.Confirm():
            return _("confirm {amount}").format(amount=_money(written, step.place.mode))
        case it.EnterPayment(_member, _basket, mode, amount):
            return _("payment {amount}").format(amount=_money(amount, mode))
        case it.EnterRefund(_member, _basket, mode, amount):
            return _("refund {amount}").format(amount=_money(amount, mode))
        case it.EnterMembership(_member, mode, amount):
            return _("membership {amount}").format(amount=_money(amount, mode))
        case it.SetFloat(amount):
            return _("float {amount}").format(amount=format_amount(amount))
        case it.EnterMove(amount):
            return _("enter {amount}").format(amount=format_signed(amount))
        case it.Recount(value, change):
            return f"{format_amount(from_cents(value))} {change:+d}"
        case it.RecountTotal(amount):
            return _("count {amount}").format(amount=format_amount(amount))


def _money(amount: Decimal | None, mode: Mode | None) -> str:
    text = "" if amount is None else format_amount(amount)
    return text if mode is None else f"{text} ({mode_label(mode)})"
