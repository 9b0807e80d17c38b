"""Forced validation of all that is left, with its preview as data (R42)."""

from __future__ import annotations

from cagette_tui.model.acts.decided import write_decisions
from cagette_tui.model.acts.drafts import typed_payments
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.baskets import accepted_modes, read_sheet
from cagette_tui.model.rules.allowed import must_have_begun, must_not_be_certified
from cagette_tui.model.rules.forcing import ForcePlan, PlanChanged, decide_force, plan_of
from cagette_tui.model.rules.held_back import must_not_be_typed
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.refusals import NothingToDo
from cagette_tui.model.store.database import reading


def plan_force(distribution_id: int) -> ForcePlan:
    """Say what forced validation would do.

    Raises `NotFound`, `ModeNotAccepted`, `DistributionIsCertified`.
    """
    with reading():
        sheet = read_sheet(distribution_id, lines=False)
        must_not_be_certified(sheet.distribution)
        return plan_of(sheet, accepted_modes())


def must_be_recorded(desk: Desk, distribution_id: int) -> None:
    """Refuse where somebody's payment was typed and not recorded: `TypedBefore` (R63).

    To be asked before anything is confirmed; `force` asks again.
    """
    with reading():
        sheet = read_sheet(distribution_id, lines=False)
        must_not_be_typed(sheet.open_baskets, typed_payments(desk.who), may_record=False)


def force(desk: Desk, confirmed: ForcePlan) -> int:
    """Do what was shown and confirmed, all or nothing; return how many baskets it validated.

    Raises `TooEarly` (R40), `PlanChanged` with the new plan when something
    moved since it was shown, `NothingToDo`, `DistributionIsCertified`, and `TypedBefore` where a
    payment was typed and not recorded (R63).
    """
    number = confirmed.distribution_id
    with writing(desk) as act:
        sheet = read_sheet(number, lines=False)
        must_not_be_certified(sheet.distribution)
        must_have_begun(sheet.distribution.opens_at, act.at, act.zone)
        terms = act.terms(accepted_modes(), sheet.distribution.opens_at)
        plan = plan_of(sheet, terms.accepted)
        if plan != confirmed:
            raise PlanChanged(plan)
        if not plan.baskets:
            raise NothingToDo()
        must_not_be_typed(sheet.open_baskets, typed_payments(desk.who), may_record=False)
        entries = {
            basket.id: act.entry(
                ActKind.FORCE, basket=basket.id, member=basket.member_id, distribution=number
            )
            for basket in sheet.open_baskets
        }
        write_decisions(entries, decide_force(sheet, terms))
        return len(plan.baskets)
