"""Amounts typed with two digits swapped."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from cagette_tui.model.finding import rates
from cagette_tui.model.finding.evening import Entry, Evening
from cagette_tui.model.finding.proposals import (
    NOWHERE,
    Cause,
    Guess,
    Mend,
    Place,
    Recount,
    RecountTotal,
    ReplaceAmount,
    ReplaceMove,
    SetFloat,
    Step,
)
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.money import from_cents, to_cents


def swapped_digits(evening: Evening) -> Iterator[Guess]:
    """Look at every amount that somebody may have typed."""
    for entry in evening.with_free_amount:
        yield from _of_entry(entry)
    for move in evening.sheet.cash_moves:
        place = Place(written=move.amount, note=move.reason)
        for right, near in _swaps(move.amount):
            mend = ReplaceMove(move.id, right)
            yield _guess(mend, place, right - move.amount, _rate(rates.SWAP_TYPED, near))
    start = evening.sheet.distribution.cash_float
    for right, near in _swaps(start):
        place = Place(written=start)
        yield _guess(SetFloat(right), place, right - start, _rate(rates.SWAP_TYPED, near))
    yield from _of_count(evening)


def _of_entry(entry: Entry) -> Iterator[Guess]:
    chances = rates.SWAP_TYPED if _typed(entry) else rates.SWAP_NOT_TYPED
    for right, near in _swaps(entry.amount):
        effect = right - entry.amount
        base = rates.SWAP_EVENS_OUT if entry.evens_out(effect) else chances
        mend = ReplaceAmount(entry.operation.id, right)
        yield _guess(mend, entry.place, effect, _rate(base, near), entry.operation.id)


def _typed(entry: Entry) -> bool:
    """Say whether the amount is not simply what one key receives."""
    basket = entry.basket
    return basket is None or len(basket.confirmed) > 1 or bool(basket.difference)


def _of_count(evening: Evening) -> Iterator[Guess]:
    """The total that was typed; or, where pieces were, how many of one."""
    if evening.pieces is None:
        place = Place(written=evening.counted)
        for right, near in _swaps(evening.counted):
            effect = evening.counted - right
            yield _guess(RecountTotal(right), place, effect, _rate(rates.SWAP_OF_COUNT, near))
        return
    for value, many in sorted(evening.pieces.items()):
        if 10 <= many < 100:
            change = int(str(many)[::-1]) - many
            effect = from_cents(-change * value)
            yield _guess(Recount(value, change), NOWHERE, effect, rates.SWAP_OF_PIECES)


def _swaps(amount: Decimal) -> Iterator[tuple[Decimal, bool]]:
    """Yield each other amount that two digits swapped make, and whether they are neighbours."""
    digits = f"{abs(to_cents(amount)):03d}"
    seen: set[str] = {digits}
    places = sorted(combinations(range(len(digits)), 2), key=lambda pair: pair[1] - pair[0])
    for first, second in places:
        mixed = list(digits)
        mixed[first], mixed[second] = mixed[second], mixed[first]
        text = "".join(mixed)
        if text not in seen:
            seen.add(text)
            right = from_cents(int(text))
            yield (-right if amount < ZERO else right), second - first == 1


def _rate(base: int, near: bool) -> int:
    return base if near else base // rates.SWAP_APART


def _guess(mend: Mend, place: Place, effect: Decimal, chances: int, entered: int = 0) -> Guess:
    step = Step(mend, place)
    return Guess(Cause.SWAPPED_DIGITS, effect, (step,), chances, entered=entered)
