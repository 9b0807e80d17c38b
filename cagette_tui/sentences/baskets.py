"""What became of a basket, in one line."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import outcome_of
from cagette_tui.sentences.labels import mode_label
from cagette_tui.sentences.questions import called
from cagette_tui.text import cells, clip

# A name is not cut to less, so that one knows it.
_LEAST_NAME = 12
# Beside the message: its sign, and a blank at each end.
_AROUND = 5


def done_text(before: BasketView, after: BasketView, width: int) -> str:
    """Say what became of a basket, its name cut where that leaves one line of `width` cells.

    A second line would take one of the footer's.
    """
    name = called(after.member)
    text = _done(before, after, name)
    over = cells(text) + _AROUND - width
    if over <= 0 or cells(name) - over < _LEAST_NAME:
        return text
    return _done(before, after, clip(name, cells(name) - over))


def _done(before: BasketView, after: BasketView, called_so: str) -> str:
    name = f"{after.number} {called_so}"
    parts = []
    if after.paid > before.paid:
        parts.append(_received(before, after))
    changed = _changed_mode(before, after)
    if changed:
        parts.append(changed)
    for one in after.announced:
        if one not in before.announced and one.mode is not None:
            parts.append(_announced(one.mode, one.amount))
    if after.validated and not before.validated:
        parts.append(_("validated"))
        if after.to_pay and not (after.absent or after.debt_beside):
            parts.append(_("debt of {amount}").format(amount=format_amount(after.to_pay)))
    if before.validated and not after.validated:
        parts.append(_("reopened"))
    if after.absent != before.absent:
        parts.append(_absence(after) if after.absent else _("present after all"))
    text = f"{name} – " + (", ".join(parts) or _("noted"))
    if _unnumbered(after) - _unnumbered(before):
        text = _("{done} (number later: K, then p)").format(done=text)
    if after.debt_beside and (after.validated or after.paid > before.paid):
        # R18: the basket alone was paid, or not even that.
        lacking = after.to_pay if after.validated and not after.absent else ZERO
        amount = format_amount(after.debt_beside + lacking)
        return _("{done}; older debt: {amount}").format(done=text, amount=amount)
    return text


def _received(before: BasketView, after: BasketView) -> str:
    """Say what came in: of a transfer that it was seen, which is what receiving it means (R22)."""
    new = [one.mode for one in after.confirmed if one not in before.confirmed]
    text = _("{amount} received")
    if new and all(mode is Mode.TRANSFER for mode in new):
        text = _("transfer seen on the account: {amount}")
    return text.format(amount=format_amount(after.paid - before.paid))


def _announced(mode: Mode, amount: Decimal) -> str:
    if mode is Mode.TRANSFER:
        return _("transfer announced, not seen yet: {amount}").format(amount=format_amount(amount))
    payment = f"{mode_label(mode)} {format_amount(amount)}"
    return _("{payment} announced").format(payment=payment)


def _unnumbered(basket: BasketView) -> set[int]:
    """Give the cheques whose number nobody noted."""
    cheques = (one.cheque for one in basket.confirmed)
    return {one.id for one in cheques if one is not None and not one.number}


def _absence(basket: BasketView) -> str:
    """Say what an absence means for the account (R34)."""
    found = outcome_of(basket)
    parts = [_("absence noted")]
    if found.debt:
        parts.append(_("debt of {amount}").format(amount=format_amount(found.debt)))
    else:
        parts.append(_("nothing left to pay"))
    if found.credit:
        parts.append(_("credit of {amount}").format(amount=format_amount(found.credit)))
    if basket.paid > 0:
        kept = _("what was received stays noted: {amount}")
        parts.append(kept.format(amount=format_amount(basket.paid)))
    return ", ".join(parts)


def _changed_mode(before: BasketView, after: BasketView) -> str:
    """Say that one payment is in another mode now; nothing where none is."""
    was, now = set(before.confirmed), set(after.confirmed)
    gone, new = list(was - now), list(now - was)
    if after.paid != before.paid or len(gone) != 1 or len(new) != 1:
        return ""
    old, mode = gone[0].mode, new[0].mode
    if old is None or mode is None or old is mode:
        return ""
    payment = f"{mode_label(mode)} {format_amount(new[0].amount)}"
    return _("{payment} instead of {mode}").format(payment=payment, mode=mode_label(old))
