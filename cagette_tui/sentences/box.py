"""What is said of the float of an evening, and of what the last one left in the box (R55)."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_date, format_signed
from cagette_tui.model.rules.group_money import CashAtHand


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
