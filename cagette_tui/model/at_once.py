"""Many baskets received in one mode at once, and validated if wanted: shown, then done.

Only what one key would do without a question is done; the rest is left and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.model.basket_work import (
    must_accept,
    must_be_open,
    must_be_unchanged,
    must_have_begun,
)
from cagette_tui.model.blocking import Blocker, blocker
from cagette_tui.model.errors import BalanceMoved, NothingToDo
from cagette_tui.model.journal import JournalEntry
from cagette_tui.model.kinds import ActKind, Mode
from cagette_tui.model.last_word import last_word
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.set_wise import Received, move_versions, validate_baskets, write_payments
from cagette_tui.model.takings import takings
from cagette_tui.model.views import ZERO, BasketView, SheetView
from cagette_tui.model.writing import Desk, writing


@dataclass(frozen=True)
class AtOnce:
    """What would be done; amounts in euros. `mode` is None where it is only validated."""

    distribution_id: int
    mode: Mode | None
    validating: bool
    baskets: tuple[BasketView, ...]
    left: tuple[BasketView, ...]  # those that need a question of their own, or nothing
    expected_cash: Decimal  # what the box should hold afterwards

    @property
    def total(self) -> Decimal:
        """What would be received."""
        return sum((basket.to_pay for basket in self.baskets), ZERO)


def plan_at_once(
    sheet: SheetView, chosen: Sequence[BasketView], mode: Mode | None, *, validating: bool
) -> AtOnce:
    """Sort out which of the chosen baskets are ordinary. Pure; the sheet has its lines."""
    baskets = tuple(one for one in chosen if _ordinary(one, mode, validating))
    left = tuple(one for one in chosen if one not in baskets)
    received = sum((one.to_pay for one in baskets), ZERO)
    cash = received if mode is Mode.CASH else ZERO
    return AtOnce(
        sheet.distribution.id,
        mode,
        validating,
        baskets,
        left,
        takings(sheet).expected_cash + cash,
    )


def _ordinary(basket: BasketView, mode: Mode | None, validating: bool) -> bool:
    """Whether one key does it without a question."""
    if basket.validated or basket.absent or basket.announced:
        return False
    if mode is None:
        return validating and blocker(basket) is None
    if not validating:
        return basket.to_pay > 0
    return blocker(basket) in (None, Blocker.MODE, Blocker.WITHOUT_PAYMENT, Blocker.LACKING)


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
