"""The cash box counted: half counted as a draft, then closed with what was expected (R51)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from cagette_tui.model.rules.evening import CountView
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.notes_and_coins import (
    Pieces,
    must_be_pieces,
    pieces_from_json,
    pieces_to_json,
    total_of,
)
from cagette_tui.model.rules.refusals import ExpectedMoved, ExplanationNeeded
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.box import CashCount
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.money import from_cents, to_cents


@dataclass(frozen=True)
class CountDraft:
    """What was typed so far, as it was typed: a field may be half full or wrong."""

    pieces: Mapping[Decimal, str] = field(default_factory=dict)
    total: str = ""
    explanation: str = ""


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
    return CountDraft(pieces, str(data["total"]), str(data["explanation"]))


def keep_as_draft(act: Act, row: CashCount) -> None:
    """Make a draft of a count that is being taken back: nobody counts it all once more."""
    pieces = None if row.pieces is None else pieces_from_json(row.pieces)
    draft = _as_typed(row.counted, pieces, row.explanation)
    keep_draft(act, _subject(row.distribution_id), _stored(draft))


def draft_of(count: CountView) -> CountDraft:
    """Return what one would type to count the same again."""
    return _as_typed(count.counted, count.pieces, count.explanation)


def _as_typed(counted: Decimal, pieces: Pieces | None, explanation: str | None) -> CountDraft:
    if pieces is None:
        return CountDraft(total=str(counted), explanation=explanation or "")
    typed = {value: str(count) for value, count in pieces.items()}
    return CountDraft(typed, explanation=explanation or "")


def expected_cash(distribution_id: int) -> Decimal:
    """Return what the box should hold now, in euros (R50). Raises `NotFound`."""
    return takings(read_sheet(distribution_id, lines=False)).expected_cash


def must_be_expected(distribution_id: int, shown: Decimal) -> Decimal:
    """Return what the box should hold, if that is what was shown. Raises `ExpectedMoved`."""
    expected = expected_cash(distribution_id)
    if expected != shown:
        last = last_word(JournalEntry.distribution == distribution_id)
        raise ExpectedMoved(shown, expected, last)
    return expected


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
) -> CountView:
    """Store what is in the box, by note and coin or as a total in euros (R51).

    `shown_expected` is what the box should hold, as the volunteer saw it. An earlier
    count stays as it is; the draft is dropped. Raises `ExpectedMoved`,
    `ExplanationNeeded` where there is a difference and none is given, `BadPieces`,
    `BadAmount`, `DistributionIsCertified`. A difference refuses nothing else.
    """
    pieces = None if isinstance(counted, Decimal) else counted
    total = counted if isinstance(counted, Decimal) else _sum(counted)
    why = (explanation or "").strip() or None
    if pieces is None:
        must_be_an_amount(total, zero=True)
    with writing(desk) as act:
        must_be_open(distribution_id)
        expected = must_be_expected(distribution_id, shown_expected)
        if total != expected and why is None:
            raise ExplanationNeeded(total - expected)
        act.entry(ActKind.CASH_COUNT, distribution=distribution_id, reason=why).insert(
            CashCount(
                distribution=distribution_id,
                expected=expected,
                counted=total,
                pieces=None if pieces is None else pieces_to_json(pieces),
                explanation=why,
                created_at=act.at,
                created_by=act.who,
            )
        )
        forget_draft(act, _subject(distribution_id))
        view = read_count(distribution_id)
    assert view is not None
    return view


def _sum(pieces: Pieces) -> Decimal:
    must_be_pieces(pieces)
    return total_of(pieces)


def _stored(draft: CountDraft) -> dict[str, Any]:
    return {
        "pieces": {str(to_cents(value)): text for value, text in draft.pieces.items()},
        "total": draft.total,
        "explanation": draft.explanation,
    }


def _subject(distribution_id: int) -> str:
    return f"count:{distribution_id}"
