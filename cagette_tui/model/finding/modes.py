"""Payments and refunds written in the wrong mode."""

from __future__ import annotations

from collections.abc import Iterator

from cagette_tui.model.finding import rates
from cagette_tui.model.finding.evening import Entry, Evening, Paper, last_entered
from cagette_tui.model.finding.proposals import Cause, ChangeMode, Guess, Step
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import Mode


def written_as_cash(evening: Evening) -> Iterator[Guess]:
    """Whatever is written as cash may have been a cheque, a card, a transfer."""
    if not evening.other_modes:
        return
    for entry in evening.cash:
        yield _written_as_cash(evening, entry)


def was_cash(evening: Evening) -> Iterator[Guess]:
    """Whatever is written in another mode may have been cash."""
    if Mode.CASH not in evening.modes:
        return
    for paper in evening.papers:
        yield _paper_was_cash(evening, paper)
        if len(paper.entries) > 1:
            yield from (_part_was_cash(evening, paper, entry) for entry in paper.entries)
    for entry in evening.entries:
        if entry.operation.mode is not Mode.CASH and entry.operation.cheque is None:
            online = entry.operation.mode is Mode.ONLINE
            chances = rates.WAS_CASH_ONLINE if online else rates.WAS_CASH
            yield _was_cash((entry,), chances)


def to_mode(entry: Entry, mode: Mode, or_else: tuple[Mode, ...] = ()) -> Step:
    """Return the step that gives a payment another mode."""
    return Step(ChangeMode(entry.operation.id, mode, or_else), entry.place)


def _written_as_cash(evening: Evening, entry: Entry) -> Guess:
    modes, chances, found = evening.other_modes, rates.WRITTEN_AS_CASH, False
    if Mode.CHEQUE in modes and entry.amount > 0:
        found = entry.amount in evening.unexpected
        others = tuple(mode for mode in modes if mode is not Mode.CHEQUE)
        if found:
            modes = (Mode.CHEQUE, *others)
        elif evening.gone_through:
            # The cheque would have turned up in the pile: it was something else.
            modes = (*others, Mode.CHEQUE)
            without = 1_000_000 - evening.share(Mode.CHEQUE)
            chances = max(chances * without // 1_000_000, chances // rates.AGAINST_THE_PILE)
    step = to_mode(entry, modes[0], modes[1:])
    return Guess(Cause.WRITTEN_AS_CASH, -entry.amount, (step,), chances, found, entry.operation.id)


def _paper_was_cash(evening: Evening, paper: Paper) -> Guess:
    if not evening.gone_through:
        return _was_cash(paper.entries, rates.WAS_CASH)
    if paper.amount in evening.missing:
        # Of two cheques of one amount, either may be the one that was taken for seen.
        return _was_cash(paper.entries, rates.WAS_CASH, evidence=True)
    return _was_cash(paper.entries, rates.WAS_CASH // rates.AGAINST_THE_PILE)


def _part_was_cash(evening: Evening, paper: Paper, entry: Entry) -> Guess:
    if not evening.gone_through:
        return _was_cash((entry,), rates.PART_OF_CHEQUE)
    rest = paper.amount - entry.amount
    if paper.amount in evening.missing and rest in evening.unexpected:
        return _was_cash((entry,), rates.PART_OF_CHEQUE, evidence=True)
    return _was_cash((entry,), rates.PART_OF_CHEQUE // rates.AGAINST_THE_PILE)


def _was_cash(entries: tuple[Entry, ...], chances: int, *, evidence: bool = False) -> Guess:
    return Guess(
        Cause.WAS_CASH,
        sum((entry.amount for entry in entries), ZERO),
        tuple(to_mode(entry, Mode.CASH) for entry in entries),
        chances,
        evidence,
        last_entered(entries),
    )
