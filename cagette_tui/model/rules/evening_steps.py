"""The four steps of an evening, and which one is next: the title, the box and its paper ask here.

Baskets are validated, the box is counted, the cheques are checked, the evening is certified.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.pile import PileView, papers_of
from cagette_tui.value import ValueObject


class StepKind(StrEnum):
    """What is done at the end of an evening, in this order."""

    BASKETS = "baskets"
    BOX = "box"
    CHEQUES = "cheques"
    CERTIFY = "certify"


class EveningStep(ValueObject):
    """One step: how many of how many are done, where it is counted, and whether it is over."""

    kind: StepKind
    done: int
    of: int
    is_over: bool


def evening_steps(
    sheet: SheetView, pile: PileView, expected_cash: Decimal
) -> tuple[EveningStep, ...]:
    """Return the four steps. Pure: `pile` is the pile of this sheet (R43, R51, R52).

    `expected_cash`: euros that its box should hold, as `takings` has it.

    A count that what is expected has moved away from is to be made again; where nothing is
    expected nothing has to be counted. Without a cheque nothing has to be checked once all
    baskets are validated.
    """
    validated, baskets = sheet.validated, len(sheet.baskets)
    all_validated = validated == baskets
    counted = sheet.count is not None and not sheet.count.outdated_by(expected_cash)
    nothing_to_count = all_validated and not expected_cash
    certified = sheet.is_certified
    received = [paper for paper in pile.papers if not paper.pending]
    found = len(received) - len(pile.missing)
    checked = found == len(received) and not pile.unexpected
    return (
        EveningStep(StepKind.BASKETS, validated, baskets, all_validated),
        EveningStep(StepKind.BOX, int(counted), 1, counted or nothing_to_count),
        EveningStep(
            StepKind.CHEQUES, found, len(received), checked and bool(received or all_validated)
        ),
        EveningStep(StepKind.CERTIFY, int(certified), 1, certified),
    )


def next_step(steps: tuple[EveningStep, ...]) -> EveningStep | None:
    """Return the first step that is not over; None once the last one is."""
    if steps and steps[-1].is_over:
        return None
    return next((step for step in steps if not step.is_over), None)


def pile_beside(sheet: SheetView, pile: PileView) -> PileView:
    """Return the pile beside the cheques that a sheet has by now, read a moment later."""
    known = {paper.id: (paper.elsewhere, paper.lies_there) for paper in pile.papers}
    nothing = (ZERO, False)
    papers = tuple(one.with_elsewhere(*known.get(one.id, nothing)) for one in papers_of(sheet))
    by_cheque = {paper.id: paper for paper in papers}
    entries = tuple(
        replace(one, paper=None if one.cheque is None else by_cheque.get(one.cheque.id))
        for one in pile.entries
    )
    return PileView(pile.distribution_id, entries, papers)
