"""The fields of a count: notes and coins, the card terminal, the cheques (R51, R58)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number
from cagette_tui.model.acts.counting import CountDraft
from cagette_tui.model.rules.evening import BesideBox
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.notes_and_coins import MOST, NOTES, VALUES, total_of
from cagette_tui.model.rules.takings import Takings
from cagette_tui.money import MOST_COUNTED
from cagette_tui.screens.typed import amount_typed
from cagette_tui.widgets.rows import Cell, Column, Row, Style

TOTAL, CARD, CHEQUES = "total", "card", "cheques"
FIELDS: tuple[Decimal | str, ...] = (*VALUES, CARD, CHEQUES)


def counts_of(draft: CountDraft) -> dict[Decimal, int]:
    """Return how many of each note and coin; a field that is empty counts as none."""
    return {value: int(text) for value, text in draft.pieces.items() if text}


def counted_of(draft: CountDraft) -> Decimal:
    """Return what is in the box, as far as it was typed, in euros."""
    return total_typed(draft.total) if draft.total else total_of(counts_of(draft))


def beside_of(draft: CountDraft) -> BesideBox:
    """Return what was typed of the terminal and the pile."""
    return BesideBox(
        total_typed(draft.card) if draft.card else None,
        int(draft.cheques) if draft.cheques else None,
    )


def typed_in(draft: CountDraft, key: object) -> str:
    """Return what stands in the field of a row; empty for nothing."""
    if isinstance(key, Decimal):
        return draft.pieces.get(key, "")
    return {CARD: draft.card, CHEQUES: draft.cheques}.get(str(key), "")


def typed_into(draft: CountDraft, key: object, text: str) -> CountDraft:
    """Put into the field of a row what was typed there.

    Notes or coins whose number was erased are none; a terminal or a pile whose figure was erased
    is not counted at all. Nothing typed where nothing stood changes nothing. The total is typed
    for itself.
    """
    if text == typed_in(draft, key) or key == TOTAL:
        return draft
    if isinstance(key, Decimal):
        return replace(draft, pieces={**draft.pieces, key: text or "0"}, total="")
    return replace(draft, card=text) if key == CARD else replace(draft, cheques=text)


def columns() -> tuple[Column, ...]:
    """Name the columns."""
    return (
        Column("value", _("Note or coin"), 18, "right"),
        Column("count", _("How many"), 10, "right"),
        Column("amount", _("Amount"), 14, "right"),
        Column("books", _("In the books"), 16, "right"),
    )


def rows(draft: CountDraft, came_in: Takings | None) -> list[Row]:
    """Show what is typed, the terminal and the cheques beside ours."""
    listed = [_piece(value, draft.pieces.get(value, "")) for value in VALUES]
    listed += [_card(draft, came_in), _cheques(draft, came_in)]
    if draft.total:
        total: Cell = (format_number(counted_of(draft)), "strong")
        listed.append(Row(TOTAL, {"value": _("Total typed"), "amount": total}))
    return listed


def _piece(value: Decimal, text: str) -> Row:
    amount: Cell = format_number(value * int(text)) if text and int(text) else ""
    return Row(value, {"value": format_amount(value), "count": (text, "strong"), "amount": amount})


def _card(draft: CountDraft, came_in: Takings | None) -> Row:
    typed = beside_of(draft).card
    ours = None if came_in is None else came_in.by_mode[Mode.CARD]
    return Row(
        CARD,
        {
            "value": _("Card terminal"),
            "amount": "" if typed is None else (format_number(typed), _style(typed == ours)),
            "books": "" if ours is None else format_number(ours),
        },
    )


def _cheques(draft: CountDraft, came_in: Takings | None) -> Row:
    typed = beside_of(draft).cheques
    ours = None if came_in is None else came_in.cheque_count
    return Row(
        CHEQUES,
        {
            "value": _("Cheques"),
            "count": "" if typed is None else (str(typed), _style(typed == ours)),
            "books": "" if ours is None else str(ours),
        },
    )


def _style(agrees: bool) -> Style:
    return "good" if agrees else "warn"


def label_of(key: object) -> str:
    """Name the field of a row."""
    if isinstance(key, Decimal):
        text = _("Notes of {value}") if key in NOTES else _("Coins of {value}")
        return text.format(value=format_amount(key))
    names = {CARD: _("Card terminal’s total"), CHEQUES: _("How many cheques")}
    return names.get(str(key), _("Total"))


def field_typed(key: object, text: str) -> str:
    """Read what stands in the field of a row; raises `ValueError` with a sentence."""
    if key != CARD:
        return count_typed(text)
    if text.strip():
        total_typed(text)
    return text.strip()


def count_typed(text: str) -> str:
    """Read how many there are; nothing is nothing. Raises `ValueError` with a sentence."""
    text = text.strip()
    if not text:
        return ""
    if not (text.isascii() and text.isdigit()) or int(text) > MOST:
        raise ValueError(_("How many: a whole number up to {most}.").format(most=MOST))
    return str(int(text))


def total_typed(text: str) -> Decimal:
    """Read a sum that was counted; raises `ValueError` with a sentence."""
    return amount_typed(text, zero=True, most=MOST_COUNTED)
