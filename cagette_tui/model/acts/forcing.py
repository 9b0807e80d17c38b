"""Forced validation of all that is left, with its preview as data (R42)."""

from __future__ import annotations

from cagette_tui.model.acts.basket_work import must_be_open, must_have_begun
from cagette_tui.model.acts.many_rows import (
    Received,
    confirm_announced,
    validate_baskets,
    write_payments,
)
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.baskets import accepted_modes, read_sheet
from cagette_tui.model.rules.forcing import ForcePlan, PlanChanged, plan_of
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.refusals import NothingToDo
from cagette_tui.model.store.database import reading


def plan_force(distribution_id: int) -> ForcePlan:
    """Say what forced validation would do. Raises `NotFound`, `ModeNotAccepted`."""
    with reading():
        return plan_of(read_sheet(distribution_id, lines=False), accepted_modes())


def force(desk: Desk, confirmed: ForcePlan) -> int:
    """Do what was shown and confirmed, all or nothing; return how many baskets it validated.

    Raises `TooEarly` (R40), `PlanChanged` with the new plan when something
    moved since it was shown, `NothingToDo`, `DistributionIsCertified`.
    """
    number = confirmed.distribution_id
    with writing(desk) as act:
        must_be_open(number)
        must_have_begun(act, number)
        plan = plan_of(read_sheet(number, lines=False), accepted_modes())
        if plan != confirmed:
            raise PlanChanged(plan)
        if not plan.baskets:
            raise NothingToDo()
        entries = {
            basket.basket_id: act.entry(
                ActKind.FORCE,
                basket=basket.basket_id,
                member=basket.member_id,
                distribution=number,
            )
            for basket in plan.baskets
        }
        confirm_announced(entries, [basket.basket_id for basket in plan.unseen])
        if plan.mode is not None:
            payments = [
                Received(basket.basket_id, basket.member_id, basket.written)
                for basket in plan.written
            ]
            write_payments(entries, number, plan.mode, payments)
        validate_baskets(entries)
        return len(plan.baskets)
