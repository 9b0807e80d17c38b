"""What concerns the box itself: its float, what was put in and taken out, its notes and coins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from cagette_tui.model.finding import rates
from cagette_tui.model.finding.evening import Evening
from cagette_tui.model.finding.proposals import (
    NOWHERE,
    CancelMove,
    Cause,
    EnterMove,
    Guess,
    Mend,
    Place,
    Recount,
    RecountTotal,
    ReplaceMove,
    SetFloat,
    Step,
)
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.money import from_cents, to_cents

VALUES = tuple(rates.PIECE)
"""Notes and coins in cents, from 1 cent to 500 €."""

_ROUND = Decimal(5)
_LARGE_MOVE = Decimal(100)
_FLOATS = (Decimal(10), Decimal(300))


def moves(evening: Evening) -> Iterator[Guess]:
    """A move may have the wrong sign, be there for nothing, or be missing."""
    times = Counter(move.amount for move in evening.sheet.cash_moves)
    for move in evening.sheet.cash_moves:
        place = Place(written=move.amount, note=move.reason)
        turned = ReplaceMove(move.id, -move.amount)
        yield _guess(
            Cause.MOVE_WRONG_SIGN, turned, -2 * move.amount, rates.MOVE_WRONG_SIGN, place, move.id
        )
        twice = rates.MOVE_TWICE if times[move.amount] > 1 else rates.MOVE_NOT_MADE
        yield _guess(Cause.MOVE_NOT_MADE, CancelMove(move.id), -move.amount, twice, place, move.id)
    missing = evening.difference
    cents = to_cents(missing)
    chances = next(rate for size, rate in rates.MOVE_NOT_ENTERED.items() if cents % size == 0)
    if abs(missing) > _LARGE_MOVE:
        chances = max(chances // rates.MOVE_LARGE, 1)
    yield _guess(Cause.MOVE_NOT_ENTERED, EnterMove(missing), missing, chances)


def float_of_box(evening: Evening) -> Iterator[Guess]:
    """The float may be missing in the count or in the books, be there twice, or be another."""
    start, counted = evening.sheet.distribution.cash_float, evening.counted
    if start:
        yield _float(RecountTotal(counted + start), -start, rates.FLOAT_NOT_COUNTED)
        yield _float(SetFloat(ZERO), -start, rates.FLOAT_OTHER)
        yield _float(SetFloat(2 * start), start, rates.FLOAT_OTHER)
        if counted >= start:
            yield _float(RecountTotal(counted - start), start, rates.FLOAT_COUNTED_TWICE)
        if start % Decimal("0.02") == ZERO:
            yield _float(SetFloat(start / 2), -start / 2, rates.FLOAT_OTHER)
    yield from _another_float(evening, start)


def _another_float(evening: Evening, start: Decimal) -> Iterator[Guess]:
    """The one that the group wishes; where none was entered, it may be the whole difference."""
    usual, missing = evening.usual_float, evening.difference
    if usual not in (ZERO, start, 2 * start):
        chances = rates.FLOAT_USUAL if start else rates.FLOAT_FORGOTTEN
        yield _float(SetFloat(usual), usual - start, chances)
    least, most = _FLOATS
    if not start and least <= missing <= most and missing != usual:
        chances = rates.FLOAT_ODD if missing % _ROUND else rates.FLOAT_ROUND
        yield _float(SetFloat(missing), missing, chances)


def pieces(evening: Evening) -> Iterator[Guess]:
    """One note or coin may have been counted too many or too few."""
    for value in VALUES:
        for change in (1, -1):
            chances = _chances_of_piece(evening, value, change)
            if chances:
                effect = from_cents(-change * value)
                yield _guess(Cause.PIECE, Recount(value, change), effect, chances)


def _chances_of_piece(evening: Evening, value: int, change: int) -> int:
    if evening.pieces is None:
        fits = change > 0 or evening.counted >= from_cents(value)
        return rates.PIECE[value] if fits else 0
    many = evening.pieces.get(value, 0)
    if many:
        return many * rates.PIECE_EACH
    # A piece that was not counted cannot be one too many.
    return rates.PIECE[value] // rates.PIECE_UNSEEN if change > 0 else 0


def _float(mend: Mend, effect: Decimal, chances: int) -> Guess:
    return _guess(Cause.FLOAT, mend, effect, chances)


def _guess(
    cause: Cause,
    mend: Mend,
    effect: Decimal,
    chances: int,
    place: Place = NOWHERE,
    entered: int = 0,
) -> Guess:
    return Guess(cause, effect, (Step(mend, place),), chances, entered=entered)
