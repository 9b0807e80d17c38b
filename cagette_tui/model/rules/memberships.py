"""Whether a membership is paid, and when it may be paid anew (R50)."""

from __future__ import annotations

from datetime import date, timedelta

from cagette_tui.model.rules.refusals import MembershipPaid

# A bank statement may show it so long before the last one ends.
_EARLY = timedelta(days=75)


def is_paid(until: date | None, day: date) -> bool:
    """Whether a membership that was paid `until` a day is paid on another one."""
    return until is not None and day <= until


def is_paid_long(until: date | None, day: date) -> bool:
    """Whether it is paid for so long that money which the bank shows is not for the next one."""
    return until is not None and until > day + _EARLY


def must_not_be_paid(until: date | None, day: date, *, by_bank: bool = False) -> None:
    """Ask before a membership is paid twice: `MembershipPaid`.

    `by_bank`: a statement shows that it was paid, perhaps early.
    """
    paid = is_paid_long(until, day) if by_bank else is_paid(until, day)
    if paid and until is not None:
        raise MembershipPaid(until)
