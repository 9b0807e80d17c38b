"""What is said of one payment or adjustment before it is changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cagette_tui.i18n import _, format_amount, format_date
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.sentences.labels import kind_label, mode_label
from cagette_tui.sentences.questions import called
from cagette_tui.text import visible

if TYPE_CHECKING:
    from cagette_tui.model.reading.shared_cheques import SharedCheque


def about_shared(cheque: SharedCheque | None) -> str:
    """Say that a payment is part of a cheque that pays others too, behind a question (R15)."""
    if cheque is None:
        return ""
    text = _("It is part of the cheque {number} of {amount}, which also pays {others}.")
    told = (
        f"{number} {called(name)}" if number else called(name) for number, name in cheque.others
    )
    return " " + text.format(
        number=visible(cheque.number or "–"),
        amount=format_amount(cheque.amount),
        others=", ".join(told),
    )


def why_cancelled(one: OperationView, day: date) -> str:
    """Ask why an operation of that day is cancelled: with how it was paid, to tell it from others.

    Two payments may well be of one amount.
    """
    kind = kind_label(one.kind) if one.mode is None else mode_label(one.mode)
    text = _("Cancel {what} of {day}: why, in a few words? Esc leaves it as it is.")
    return text.format(what=f"{kind} {format_amount(one.amount)}", day=format_date(day, "day"))
