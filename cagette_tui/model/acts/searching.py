"""Look for the difference of a count, with all that the database knows; correct the count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cagette_tui.model import finding as f
from cagette_tui.model.acts.counting import CountDraft, count_draft, save_count_draft
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.memberships import membership_until
from cagette_tui.model.reading.pile import pile_of
from cagette_tui.model.rules.notes_and_coins import Pieces
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.store.database import reading
from cagette_tui.money import from_cents, to_cents
from cagette_tui.value import ValueObject


class Search(ValueObject):
    """What was found for a difference, the likeliest first; amounts in euros.

    `expected` is what the box should hold by the books that were searched; `cash` is where cash
    was received or given back, for who looks for an amount that was mistyped.
    """

    expected: Decimal
    counted: Decimal
    proposals: tuple[f.Proposal, ...]
    cash: tuple[f.Place, ...] = ()

    @property
    def difference(self) -> Decimal:
        """Counted minus expected."""
        return self.counted - self.expected


def search(distribution_id: int, counted: Decimal, pieces: Pieces | None, today: date) -> Search:
    """Propose what explains that so much was counted (R50, R51). Raises `NotFound`."""
    with reading():
        sheet = read_sheet(distribution_id, lines=False)
        pile = pile_of(sheet)
        settings = read_settings()
        until = membership_until(basket.member_id for basket in sheet.baskets)
    in_cents = None
    if pieces is not None:
        in_cents = {to_cents(value): count for value, count in pieces.items()}
    evidence = f.Pile(
        tuple(paper.id for paper in pile.missing),
        tuple(entry.amount for entry in pile.unexpected),
    )
    proposals = f.find_causes(
        sheet,
        counted,
        pieces=in_cents,
        pile=evidence if pile.begun else None,
        accepted=settings.accepted_modes,
        fee=settings.membership_fee,
        without_membership={
            member for member, last in until.items() if last is None or last < today
        },
        usual_float=settings.wished_float,
    )
    return Search(takings(sheet).expected_cash, counted, proposals, f.cash_places(sheet))


def corrects_count(candidate: f.Candidate) -> bool:
    """Whether it is the count that is wrong, not the books."""
    return any(isinstance(step.mend, f.Recount | f.RecountTotal) for step in candidate.steps)


def correct_count(
    desk: Desk,
    distribution_id: int,
    counted: Decimal,
    pieces: Pieces | None,
    candidate: f.Candidate,
) -> None:
    """Correct a count as a draft, to be closed by whoever counts.

    `counted` and `pieces` as they were searched: without `pieces` a total was typed. Notes
    and coins that were counted stay beside a total that is another one.
    """
    draft = count_draft(desk, distribution_id) or CountDraft()
    counts, total = dict(pieces or {}), None if pieces is not None else counted
    for step in candidate.steps:
        match step.mend:
            case f.RecountTotal(amount):
                total = amount
            case f.Recount(cents, change):
                value = from_cents(cents)
                if total is None:
                    counts[value] = counts.get(value, 0) + change
                else:
                    total += change * value
    if pieces is not None:
        draft = replace(draft, pieces={value: str(count) for value, count in counts.items()})
    draft = replace(draft, total="" if total is None else str(total))
    save_count_draft(desk, distribution_id, draft)
