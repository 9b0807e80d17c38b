"""For what a producer is not paid, and what an act changed of that (R30, R53). Pure.

Quantities are units or kilograms.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView, LineView
from cagette_tui.model.rules.kinds import PRODUCER_IS_PAID, Reason

# Of these nothing was handed in and kept: what the scales say is what there is.
_NOTHING_LACKS = frozenset({Reason.WEIGHED, Reason.CANCELLED})


def unpaid_of(line: LineView) -> Decimal:
    """Return how much of what was ordered the producer is not paid for."""
    if line.reason is None or line.reason in PRODUCER_IS_PAID | _NOTHING_LACKS:
        return ZERO
    return max(line.ordered - line.delivered, ZERO)


def newly_unpaid(before: BasketView, after: BasketView) -> Iterator[tuple[LineView, Decimal]]:
    """Give the lines for more of which the producer is not paid now, and for how much in all."""
    was = {line.id: unpaid_of(line) for line in before.lines}
    for line in after.lines:
        unpaid = unpaid_of(line)
        if unpaid > was.get(line.id, ZERO):
            yield line, unpaid


def newly_paid(before: BasketView, after: BasketView) -> Iterator[LineView]:
    """Give the lines that lack as much as before, and for which the producer is paid now."""
    was = {line.id: line for line in before.lines}
    for line in after.lines:
        old = was.get(line.id)
        if old is None or line.delivered != old.delivered:
            continue
        if unpaid_of(old) and not unpaid_of(line):
            yield line
