"""What only the pile of cheques can tell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cagette_tui.model.finding import rates
from cagette_tui.model.finding.evening import Entry, Evening, Paper, last_entered
from cagette_tui.model.finding.proposals import (
    Cancel,
    Cause,
    EnterPayment,
    EnterRefund,
    Guess,
    ReplaceAmount,
    Step,
)
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import Mode


def split_otherwise(evening: Evening) -> Iterator[Guess]:
    """A payment may have been shared out otherwise between cash and a cheque."""
    for paper in _missing(evening):
        if len(paper.entries) == 1:
            for found in sorted(evening.unexpected):
                yield from _other_share(evening, paper, found)
    for found in sorted(evening.unexpected):
        for entry in evening.with_free_amount:
            if entry.amount > found:
                yield _part_was_cheque(entry, found)


def refund_as_cheque(evening: Evening) -> Iterator[Guess]:
    """A refund in cash may have been entered as a cheque received, and the other way round.

    The cheque is then missing (or unexpected), and the box as much short (or over).
    """
    for paper in _missing(evening):
        if len(paper.entries) == 1:
            entry = paper.entries[0]
            steps = (_cancel(entry), _give(entry, paper.amount))
            yield _refund_as_cheque(entry, -paper.amount, steps)
    for entry in evening.cash:
        if entry.amount < 0 and -entry.amount in evening.unexpected:
            steps = (_cancel(entry), _take(entry, Mode.CHEQUE, -entry.amount))
            yield _refund_as_cheque(entry, -entry.amount, steps)


def _missing(evening: Evening) -> list[Paper]:
    return [paper for paper in evening.papers if paper.amount in evening.missing]


def _other_share(evening: Evening, paper: Paper, found: Decimal) -> Iterator[Guess]:
    """The cheque was of another amount, and cash made up for it."""
    entry, effect = paper.entries[0], paper.amount - found
    if entry.basket is None or not effect:
        return
    beside = [one for one in evening.cash if one.basket is entry.basket and one.amount > 0]
    written = beside[-1].amount if beside else ZERO
    step = (
        _cash_step(beside[-1], written + effect)
        if beside and written + effect >= ZERO
        else _take(entry, Mode.CASH, effect)
        if effect > ZERO
        else _give(entry, -effect)
    )
    cheque = Step(ReplaceAmount(entry.operation.id, found), entry.place)
    last = last_entered((entry, *beside))
    yield Guess(Cause.SPLIT_OTHERWISE, effect, (cheque, step), rates.SPLIT_OTHERWISE, True, last)


def _part_was_cheque(entry: Entry, found: Decimal) -> Guess:
    steps = (_cash_step(entry, entry.amount - found), _take(entry, Mode.CHEQUE, found))
    chances, last = rates.PART_WAS_CHEQUE, entry.operation.id
    return Guess(Cause.SPLIT_OTHERWISE, -found, steps, chances, True, last)


def _refund_as_cheque(entry: Entry, effect: Decimal, steps: tuple[Step, ...]) -> Guess:
    last = entry.operation.id
    return Guess(Cause.REFUND_AS_CHEQUE, effect, steps, rates.REFUND_AS_CHEQUE, True, last)


def _cash_step(entry: Entry, amount: Decimal) -> Step:
    if not amount:
        return _cancel(entry)
    return Step(ReplaceAmount(entry.operation.id, amount), entry.place)


def _cancel(entry: Entry) -> Step:
    return Step(Cancel(entry.operation.id), entry.place)


def _take(entry: Entry, mode: Mode, amount: Decimal) -> Step:
    own = None if entry.is_absent else entry.operation.basket_id
    return Step(EnterPayment(entry.operation.member_id, own, mode, amount), entry.place)


def _give(entry: Entry, amount: Decimal) -> Step:
    operation = entry.operation
    mend = EnterRefund(operation.member_id, operation.basket_id, Mode.CASH, amount)
    return Step(mend, entry.place)
