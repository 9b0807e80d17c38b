"""What is said of one payment or adjustment before it is changed."""

from __future__ import annotations

from datetime import date

from cagette_tui.i18n import _, format_amount, format_date
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.sentences.labels import kind_label, mode_label


def why_cancelled(one: OperationView, day: date) -> str:
    """Ask why an operation of that day is cancelled: with how it was paid, to tell it from others.

    Two payments may well be of one amount.
    """
    kind = kind_label(one.kind) if one.mode is None else mode_label(one.mode)
    text = _("Cancel {what} of {day}: why, in a few words? Esc leaves it as it is.")
    return text.format(what=f"{kind} {format_amount(one.amount)}", day=format_date(day, "day"))
