"""When a membership is paid, and when it may be paid anew (R50)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.memberships import is_paid, is_paid_long, must_not_be_paid
from cagette_tui.model.rules.refusals import MembershipPaid
from cagette_tui.model.rules.transfers import FeeAwaited, FeeByTransfer, must_be_seen

UNTIL = date(2027, 1, 31)


def test_the_last_day_is_paid_the_next_is_not() -> None:
    """R50: who paid until a day is a member on that day."""
    must_not_be_paid(None, UNTIL)
    must_not_be_paid(UNTIL, UNTIL + timedelta(days=1))
    with pytest.raises(MembershipPaid) as asked:
        must_not_be_paid(UNTIL, UNTIL)
    assert asked.value.until == UNTIL
    assert (is_paid(None, UNTIL), is_paid(UNTIL, UNTIL)) == (False, True)


def test_a_transfer_that_is_to_come_pays_none() -> None:
    """R22: only what was seen pays a membership; of a transfer that has to be said."""
    must_be_seen(Mode.TRANSFER, False)
    for announces in (None, True, False):
        must_be_seen(Mode.CHEQUE, announces)
    with pytest.raises(FeeByTransfer):
        must_be_seen(Mode.TRANSFER, None)
    with pytest.raises(FeeAwaited):
        must_be_seen(Mode.TRANSFER, True)


def test_a_transfer_may_pay_the_next_one_early() -> None:
    """R50, R65: a statement shows the next membership up to 75 days before the last one ends."""
    first = UNTIL - timedelta(days=75)
    must_not_be_paid(UNTIL, first, by_bank=True)
    must_not_be_paid(None, first, by_bank=True)
    assert not is_paid_long(None, first)
    with pytest.raises(MembershipPaid):
        must_not_be_paid(UNTIL, first - timedelta(days=1), by_bank=True)
