"""Many baskets received in one mode at once, and validated if wanted: shown, then done.

Only what one key would do without a question is done; the rest is left and named.
"""

from __future__ import annotations

from cagette_tui.model.acts.basket_work import (
    must_accept,
    must_be_open,
    must_be_unchanged,
    must_have_begun,
)
from cagette_tui.model.acts.many_rows import (
    Received,
    move_versions,
    validate_baskets,
    write_payments,
)
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.many_baskets import AtOnce
from cagette_tui.model.rules.refusals import BalanceMoved, NothingToDo
from cagette_tui.model.tables.journal import JournalEntry


def do_at_once(desk: Desk, shown: AtOnce) -> int:
    """Do what was shown, all or nothing; return how many baskets.

    Raises `NothingToDo`, `ModeNotAccepted`, `TooEarly` (R40), `DistributionIsCertified`, and
    `BasketChanged`, `BasketIsValidated` or `BalanceMoved` for one that moved since.
    """
    if not shown.baskets:
        raise NothingToDo()
    with writing(desk) as act:
        must_be_open(shown.distribution_id)
        if shown.mode is not None:
            must_accept(shown.mode)
        if shown.validating:
            must_have_begun(act, shown.distribution_id)
        must_be_unchanged(shown.baskets)
        _must_still_cost(shown)
        entries = {
            one.id: act.entry(
                ActKind.AT_ONCE,
                basket=one.id,
                member=one.member_id,
                distribution=shown.distribution_id,
            )
            for one in shown.baskets
        }
        if shown.mode is not None:
            payments = [
                Received(one.id, one.member_id, one.to_pay) for one in shown.baskets if one.to_pay
            ]
            write_payments(entries, shown.distribution_id, shown.mode, payments)
        if shown.validating:
            validate_baskets(entries)
        else:
            move_versions(entries)
        return len(entries)


def _must_still_cost(shown: AtOnce) -> None:
    """Refuse when an account moved without its basket: another amount is to pay then (R18)."""
    now = {one.id: one for one in read_sheet(shown.distribution_id, lines=False).baskets}
    for one in shown.baskets:
        if now[one.id].to_pay != one.to_pay:
            last = last_word(JournalEntry.member == one.member_id)
            raise BalanceMoved(one.balance, now[one.id].balance, last)
