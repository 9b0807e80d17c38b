"""What a transfer that the bank shows does to an open basket (R65)."""

from __future__ import annotations

from datetime import timedelta

from cagette_tui.model.acts.paying import announce
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.receiving import decide_by_bank
from cagette_tui.model.rules.steps import Terms
from tests.world import START, World, euros


def test_it_came_whatever_else_was_said(world: World) -> None:
    """R65, R26: of the bank's day, though no transfers are accepted and a cheque is announced."""
    basket = world.one_basket("10.00")
    basket = announce(world.desk, basket.id, basket.version, Mode.CHEQUE)
    terms = Terms((Mode.CASH,), START, START)
    day = START.date() - timedelta(days=1)
    decision = decide_by_bank(basket, euros("12.00"), day, terms)
    assert decision.questions == ()
    (paid,) = decision.after.confirmed
    assert (paid.amount, paid.mode, paid.day) == (euros("12.00"), Mode.TRANSFER, day)
    assert [one.mode for one in decision.after.announced] == [Mode.CHEQUE]
    assert decision.after.credit == euros("2.00")
