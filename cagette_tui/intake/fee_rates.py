"""The fee rate of a catalogue: the one that reproduces the fees of its lines.

Cagette's export states each line's fee in euros and no rate. Everything here is in whole
numbers, so that nothing is rounded on the way: a base (price × quantity) is in cents ×
thousandths (R1, R2), a fee in cents, a rate in hundredths of a percent (2 % = 200).
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

MAXIMUM_RATE = 100_00
"""The largest rate that is looked for, in hundredths of a percent: the price once more."""

SCALE = 10_000_000
"""base × rate ÷ SCALE = fee in cents: thousandths of a quantity × ten-thousandths of a price."""

_HALF_CENT = SCALE // 2
# The simplest first: whole percents, halves, tenths, hundredths.
_STEPS = (100, 50, 10, 1)


class LineFee(NamedTuple):
    """What one line says about its catalogue's rate."""

    base: int  # price × quantity, in cents × thousandths
    fee: int  # as the file states it, in cents


class _Range(NamedTuple):
    """Rates from `low` to `high`, both included, in hundredths of a percent."""

    low: int
    high: int


def reproduces(rate: int, line: LineFee) -> bool:
    """Tell whether the line's fee at this rate rounds to the fee that the file states.

    Half a cent either way is taken: Cagette rounds binary floats, now up, now down.
    """
    return abs(line.base * rate - line.fee * SCALE) <= _HALF_CENT


def find_rate(lines: Sequence[LineFee], known: int | None = None) -> int:
    """Give the rate, in hundredths of a percent, that reproduces the lines of one catalogue.

    `known` is the catalogue's rate in the database: it stays as long as it fits. Otherwise it is
    the rate that reproduces the most lines; of several the simplest (a whole percent, then a half,
    a tenth, a hundredth), and of equally simple ones the nearest to all fees ÷ all bases.
    A rate comes out even if no line fits: the caller compares each line with it (R4).
    """
    told = [line for line in lines if line.base > 0]
    if known is not None and all(reproduces(known, line) for line in told):
        return known
    if not told:
        return 0
    average = Fraction(sum(line.fee for line in told) * SCALE, sum(line.base for line in told))
    best = _most_reproducing(told)
    if not best:
        return _nearest(average, _Range(0, MAXIMUM_RATE), step=1)
    if known is not None and any(low <= known <= high for low, high in best):
        return known
    for step in _STEPS:
        fitting = [_nearest(average, part, step) for part in best if _has_multiple(part, step)]
        if fitting:
            return min(fitting, key=lambda rate: (abs(rate - average), rate))
    raise AssertionError("a range of whole numbers holds a multiple of one")


def _range(line: LineFee, counts: Counter[LineFee]) -> _Range:
    """Give the rates that reproduce the line; `low` is above `high` if there is none.

    A rate that gives exactly half a cent may have been rounded either way, but one base always the
    same way: where the next fee stands beside the same base, that rate belongs to one of the two,
    the fee of more lines.
    """
    above, below = LineFee(line.base, line.fee + 1), LineFee(line.base, line.fee - 1)
    up = _HALF_CENT - (counts[above] >= counts[line])
    down = _HALF_CENT - (counts[below] > counts[line])
    low = -((down - line.fee * SCALE) // line.base)  # rounded up
    high = (line.fee * SCALE + up) // line.base
    return _Range(max(low, 0), min(high, MAXIMUM_RATE))


def _most_reproducing(lines: Sequence[LineFee]) -> list[_Range]:
    """Give the rates that reproduce the most lines, as ranges; none if no line has any."""
    counts = Counter(lines)
    changes: Counter[int] = Counter()
    for line, times in list(counts.items()):
        low, high = _range(line, counts)
        if low <= high:
            changes[low] += times
            changes[high + 1] -= times
    edges = sorted(changes)
    best: list[_Range] = []
    most = covering = 0
    for edge, following in pairwise(edges):
        covering += changes[edge]
        if covering > most:
            most, best = covering, []
        if covering == most and most > 0:
            best.append(_Range(edge, following - 1))
    return best


def _has_multiple(part: _Range, step: int) -> bool:
    return part.high // step * step >= part.low


def _nearest(average: Fraction, part: _Range, step: int) -> int:
    """Give the multiple of `step` in the range that is nearest to the average."""
    first, last = -(-part.low // step), part.high // step
    return min(max(round(average / step), first), last) * step
