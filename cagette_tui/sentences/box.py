"""What is said of the float of an evening, and of what the last one left in the box (R55)."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_date, format_signed, ngettext
from cagette_tui.model.rules.counting import Differences
from cagette_tui.model.rules.group_money import CashAtHand
from cagette_tui.model.rules.next_float import MoreThanCounted, NotCounted
from cagette_tui.sentences.storage import Sentence, said


def differences_text(found: Differences) -> str:
    """Say what was counted otherwise than it should be, "" where nothing was (R51, R58)."""
    parts = []
    if found.cash:
        text = _("difference of the box {amount}")
        parts.append(text.format(amount=format_signed(found.cash)))
    if found.card:
        parts.append(_("card terminal {amount}").format(amount=format_signed(found.card)))
    if found.cheques:
        text = ngettext("{count} cheque", "{count} cheques", abs(found.cheques))
        parts.append(text.format(count=f"{found.cheques:+}"))
    return ", ".join(parts)


def left_text(left: CashAtHand | None) -> str:
    """Say what the last evening left in the box, and what came or went since; "" for none."""
    if left is None:
        return ""
    return _("Since {day} the box should hold {amount}.").format(
        day=format_date(left.last.evening.date, "day"), amount=format_amount(left.now)
    )


def float_difference(cash_float: Decimal, left: CashAtHand | None) -> str:
    """Say how far a float (euros) is from what the last evening left; "" where it is that."""
    if left is None or cash_float == left.now:
        return ""
    return _("{difference} to what was left on {day} ({amount}).").format(
        difference=format_signed(cash_float - left.now),
        day=format_date(left.last.evening.date, "day"),
        amount=format_amount(left.now),
    )


def stays_text(left: Decimal, counted: Decimal) -> str:
    """Say what of the count (euros) stays in the box and what goes to the bank (R55)."""
    return _("{left} stay in the box, {deposited} go to the bank").format(
        left=format_amount(left), deposited=format_amount(counted - left)
    )


BOX_SENTENCES: dict[type[Exception], Sentence] = {
    NotCounted: said(
        lambda: _("The box is not counted yet: count it, then say what of it stays there.")
    ),
    MoreThanCounted: lambda it: _("{wanted} cannot stay: {counted} were counted.").format(
        counted=format_amount(it.counted), wanted=format_amount(it.wanted)
    ),
}
