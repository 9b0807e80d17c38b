"""The cash box counted: half counted as a draft, then closed with what was expected (R51)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any

from cagette_tui.model.acts.basket_work import must_be_open
from cagette_tui.model.acts.drafts import (
    forget_draft,
    keep_draft,
    parsed,
    read_draft,
    save_draft,
)
from cagette_tui.model.acts.writing import Act, Desk, writing
from cagette_tui.model.reading.baskets import read_count, read_sheet
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.counting import (
    NOTHING_BESIDE,
    BadCheques,
    differences,
    must_be_explained,
)
from cagette_tui.model.rules.evening import BesideBox, CountView
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.notes_and_coins import (
    MOST,
    Pieces,
    must_be_pieces,
    pieces_from_json,
    pieces_to_json,
    total_of,
)
from cagette_tui.model.rules.refusals import ExpectedMoved
from cagette_tui.model.rules.takings import Takings, takings
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.box import CashCount
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.money import MOST_COUNTED, from_cents, to_cents
from cagette_tui.value import ValueObject


class CountDraft(ValueObject):
    """What was typed so far, as it was typed: a field may be half full or wrong."""

    pieces: Mapping[Decimal, str] = field(default_factory=dict)
    total: str = ""
    explanation: str = ""
    # What the card terminal says, and how many cheques lie on the pile (R58).
    card: str = ""
    cheques: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything was typed."""
        there = (self.total, self.card, self.cheques, *self.pieces.values())
        return any(there)


def save_count_draft(desk: Desk, distribution_id: int, draft: CountDraft) -> None:
    """Keep what somebody has counted so far: a line that is cut loses nothing."""
    save_draft(desk, _subject(distribution_id), _stored(draft))


def count_draft(desk: Desk, distribution_id: int) -> CountDraft | None:
    """Return what they had counted, if they were in the middle of it."""
    draft = read_draft(desk, _subject(distribution_id))
    if draft is None:
        return None
    return parsed(lambda: _as_kept(draft.data))


def _as_kept(data: Any) -> CountDraft:
    pieces = {from_cents(int(cents)): str(text) for cents, text in data["pieces"].items()}
    beside = (str(data.get(name, "")) for name in ("card", "cheques"))
    return CountDraft(pieces, str(data["total"]), str(data["explanation"]), *beside)


def keep_as_draft(act: Act, row: CashCount) -> None:
    """Make a draft of a count that is being taken back: nobody counts it all once more."""
    pieces = None if row.pieces is None else pieces_from_json(row.pieces)
    beside = BesideBox(row.card_counted, row.cheques_counted)
    draft = _as_typed(row.counted, pieces, row.explanation, beside)
    keep_draft(act, _subject(row.distribution_id), _stored(draft))


def draft_of(count: CountView) -> CountDraft:
    """Return what one would type to count the same again."""
    return _as_typed(count.counted, count.pieces, count.explanation, count.beside)


def _as_typed(
    counted: Decimal, pieces: Pieces | None, explanation: str | None, beside: BesideBox
) -> CountDraft:
    return CountDraft(
        {value: str(count) for value, count in (pieces or {}).items()},
        str(counted) if pieces is None else "",
        explanation or "",
        "" if beside.card is None else str(beside.card),
        "" if beside.cheques is None else str(beside.cheques),
    )


def expected_takings(distribution_id: int) -> Takings:
    """Return what should be there now: in the box, by card, as cheques. Raises `NotFound`."""
    return takings(read_sheet(distribution_id, lines=False))


def must_be_expected(distribution_id: int, shown: Decimal) -> Decimal:
    """Return what the box should hold, if that is what was shown. Raises `ExpectedMoved`."""
    return _as_shown(distribution_id, shown).expected_cash


def _as_shown(distribution_id: int, shown: Decimal) -> Takings:
    came_in = expected_takings(distribution_id)
    if came_in.expected_cash != shown:
        last = last_word(JournalEntry.distribution == distribution_id)
        raise ExpectedMoved(shown, came_in.expected_cash, last)
    return came_in


def current_count(distribution_id: int) -> CountView | None:
    """Return the last count that was closed and not taken back."""
    with reading():
        return read_count(distribution_id)


def close_count(
    desk: Desk,
    distribution_id: int,
    counted: Pieces | Decimal,
    *,
    shown_expected: Decimal,
    explanation: str | None = None,
    beside: BesideBox = NOTHING_BESIDE,
) -> CountView:
    """Store what is in the box, by note and coin or as a total in euros (R51).

    `shown_expected` is what the box should hold, as the volunteer saw it; `beside` is what else
    was counted (R58). An earlier count stays as it is; the draft is dropped. Raises
    `ExpectedMoved`, `ExplanationNeeded` where there is a difference of any of the three and none
    is given, `BadPieces`, `BadAmount`, `DistributionIsCertified`. A difference refuses nothing
    else.
    """
    pieces = None if isinstance(counted, Decimal) else counted
    total = counted if isinstance(counted, Decimal) else _sum(counted)
    why = (explanation or "").strip() or None
    if pieces is None:
        must_be_an_amount(total, zero=True, most=MOST_COUNTED)
    _must_make_sense(beside)
    with writing(desk) as act:
        must_be_open(distribution_id)
        came_in = _as_shown(distribution_id, shown_expected)
        if why is None:
            must_be_explained(differences(total, beside, came_in))
        row = _row(act, total, pieces, came_in, beside)
        row.distribution_id, row.explanation = distribution_id, why
        act.entry(ActKind.CASH_COUNT, distribution=distribution_id, reason=why).insert(row)
        forget_draft(act, _subject(distribution_id))
        view = read_count(distribution_id)
    assert view is not None
    return view


def _row(
    act: Act, total: Decimal, pieces: Pieces | None, came_in: Takings, beside: BesideBox
) -> CashCount:
    """Say what was there and what should have been, of what was counted."""
    return CashCount(
        expected=came_in.expected_cash,
        counted=total,
        pieces=None if pieces is None else pieces_to_json(pieces),
        card_expected=None if beside.card is None else came_in.by_mode[Mode.CARD],
        card_counted=beside.card,
        cheques_expected=None if beside.cheques is None else came_in.cheque_count,
        cheques_counted=beside.cheques,
        created_at=act.at,
        created_by=act.who,
    )


def _must_make_sense(beside: BesideBox) -> None:
    if beside.card is not None:
        must_be_an_amount(beside.card, zero=True, most=MOST_COUNTED)
    if beside.cheques is not None and not 0 <= beside.cheques <= MOST:
        raise BadCheques(beside.cheques)


def _sum(pieces: Pieces) -> Decimal:
    must_be_pieces(pieces)
    return total_of(pieces)


def _stored(draft: CountDraft) -> dict[str, Any]:
    return {
        "pieces": {str(to_cents(value)): text for value, text in draft.pieces.items()},
        "total": draft.total,
        "explanation": draft.explanation,
        "card": draft.card,
        "cheques": draft.cheques,
    }


def _subject(distribution_id: int) -> str:
    return f"count:{distribution_id}"
