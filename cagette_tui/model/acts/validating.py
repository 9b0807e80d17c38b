"""Validate a basket, and reopen one (R40 to R45)."""

from __future__ import annotations

from typing import Unpack

from cagette_tui.model.acts.basket_work import find_basket, find_distribution, must_be_current
from cagette_tui.model.acts.coordinating import must_coordinate
from cagette_tui.model.acts.paying import settle
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.rules.allowed import must_have_reason
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.receiving import Validate
from cagette_tui.model.rules.refusals import BasketNotValidated
from cagette_tui.model.rules.steps import Answers


def validate(desk: Desk, basket_id: int, version: int, **said: Unpack[Answers]) -> BasketView:
    """Confirm that a basket was received and paid, and lock it (R41).

    With a `mode` what is to pay is received in it first (see `receive`), and where nothing is it
    only validates: one key for an ordinary basket. `unseen` answers for announced payments;
    `accept` is the outcome that was shown and accepted. Raises `TooEarly` (R40), `ModeNeeded`
    (R13), `NeedsAnswer` with what would remain when that was not accepted, and what `receive`
    raises.
    """
    return settle(desk, [(basket_id, version)], Validate(), **said)[0]


def reopen_basket(desk: Desk, basket_id: int, version: int, reason: str) -> BasketView:
    """Open a validated basket again, and its distribution with it if it was certified (R44).

    Payments keep their modes and their confirmed state: no balance moves.
    Raises `NotCoordinator`, `BasketNotValidated`, `ReasonNeeded`, `BasketChanged`.
    """
    with writing(desk) as act:
        must_coordinate(act)
        must_have_reason(reason)
        row = find_basket(basket_id)
        must_be_current(row, version)
        if row.validated_at is None:
            raise BasketNotValidated(row.number)
        distribution = find_distribution(row.distribution_id)
        entry = act.entry(
            ActKind.REOPEN_BASKET,
            basket=row.id,
            member=row.member_id,
            distribution=distribution.id,
            reason=reason,
        )
        entry.update(row, validated_at=None, validated_by=None, version=row.version + 1)
        if distribution.is_certified:
            entry = act.entry(
                ActKind.REOPEN_DISTRIBUTION, distribution=distribution.id, reason=reason
            )
            entry.update(distribution, certified_at=None, certified_by=None)
        return read_basket(basket_id)
