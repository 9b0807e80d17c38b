"""What to leave in the box for the next distribution, and what to bring to the bank. Pure.

Of all ways to leave an amount, the one that keeps the most change: as few of the largest
notes as possible, then as few of the next ones. The same pieces always give the same answer.
"""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model.rules.evening import CountView
from cagette_tui.model.rules.notes_and_coins import VALUES, Pieces, in_order, total_of
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.money import to_cents
from cagette_tui.value import ValueObject

_CENTS = tuple(to_cents(value) for value in VALUES)
_LARGEST_CHANGE = Decimal(20)
# How far from the wish one goes rather than leave a large note.
_NEAR = Decimal("0.2")


class Split(ValueObject):
    """How many of each note and coin stay in the box, and how many leave it."""

    leave: dict[Decimal, int]
    deposit: dict[Decimal, int]

    @property
    def left(self) -> Decimal:
        """The next float, in euros."""
        return total_of(self.leave)

    @property
    def deposited(self) -> Decimal:
        """What goes to the bank, in euros."""
        return total_of(self.deposit)


class NextFloat(ValueObject):
    """The wished float in euros: reached exactly, or the nearest that can be left with change.

    `below` and `above` are there where `exact` is not; `above` only where there is enough.
    """

    wished: Decimal
    exact: Split | None = None
    below: Split | None = None
    above: Split | None = None

    @property
    def proposed(self) -> Split:
        """The one to propose: exact, or the nearer one; of two as near, the one with less."""
        choices = [one for one in (self.exact, self.below, self.above) if one is not None]
        return min(choices, key=lambda one: abs(one.left - self.wished))


class NotCounted(Refused):
    """What stays in the box is said of what was counted, and nobody counted it."""


class MoreThanCounted(Refused):
    """More would stay in the box than there is in it."""

    wanted: Decimal
    counted: Decimal


def must_be_there(left: Decimal, count: CountView | None) -> None:
    """Refuse to leave more than was counted (R55). Raises `NotCounted`, `MoreThanCounted`."""
    if count is None:
        raise NotCounted()
    if left > count.counted:
        raise MoreThanCounted(left, count.counted)


def said_to_stay(left: Decimal | None, count: CountView | None) -> Decimal | None:
    """Return what stays in the box, where somebody said it and it still is there (R55).

    A later count that found less makes it unsaid.
    """
    if left is None or count is None or left > count.counted:
        return None
    return left


def must_be_said(left: Decimal | None, count: CountView | None) -> bool:
    """Whether the box was counted, holds something, and nobody said what stays in it."""
    return count is not None and bool(count.counted) and said_to_stay(left, count) is None


def left_and_deposited(counted: Decimal, wished: Decimal) -> tuple[Decimal, Decimal]:
    """Divide a total that was counted without its notes: the wish, or all where it is less."""
    left = min(counted, wished)
    return left, counted - left


def next_float(pieces: Pieces, wished: Decimal) -> NextFloat:
    """Divide what was counted; `wished` is 0 or more euros.

    Notes of more than 20 € are no change: they stay only where nothing else comes near.
    """
    there = in_order(pieces)
    change = {value: count for value, count in there.items() if value <= _LARGEST_CHANGE}
    found = _divide(change, there, wished)
    if abs(found.proposed.left - wished) <= wished * _NEAR:
        return found
    return _divide(there, there, wished)


def _divide(usable: Pieces, there: Pieces, wished: Decimal) -> NextFloat:
    """Leave some of the usable pieces; all others go to the bank."""
    goal = to_cents(wished)
    # Taken out one by one, the pieces pass between the goal and 500 € above it.
    reachable = _reachable(usable, goal + _CENTS[0])
    all_sums = reachable[0]
    below = (all_sums & ((1 << goal + 1) - 1)).bit_length() - 1
    if below == goal:
        return NextFloat(wished, exact=_split(there, reachable, goal))
    higher = all_sums >> goal + 1
    above = goal + (higher & -higher).bit_length() if higher else None
    return NextFloat(
        wished,
        below=_split(there, reachable, below),
        above=None if above is None else _split(there, reachable, above),
    )


def _reachable(there: Pieces, limit: int) -> list[int]:
    """Say which sums of cents can be laid, from each value on downwards: one bit for each sum."""
    room = (1 << limit + 1) - 1
    sets = [1]
    for value, cents in zip(reversed(VALUES), reversed(_CENTS), strict=True):
        sums, several, left = sets[-1], 1, there.get(value, 0)
        # 1, 2, 4 … and the rest of them make up any number of pieces.
        while left:
            several = min(several, left)
            sums = (sums | sums << several * cents) & room
            left -= several
            several *= 2
        sets.append(sums)
    return sets[::-1]


def _split(there: Pieces, reachable: list[int], goal: int) -> Split:
    """Leave exactly `goal` cents, with as few of the largest as possible."""
    leave = {}
    for place, (value, cents) in enumerate(zip(VALUES, _CENTS, strict=True)):
        count = 0
        while not reachable[place + 1] >> goal & 1:
            goal -= cents
            count += 1
        leave[value] = count
    deposit = {value: count - leave[value] for value, count in there.items()}
    return Split(in_order(leave), in_order(deposit))
