"""What a statement says twice must be the same twice: how many lines, and the balances."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.model.rules.statement import Statement, StatementLine


def prove(one: Statement) -> Statement:
    """Return a statement that holds together. Raises `StatementError`."""
    if one.currency not in (None, "EUR"):
        raise StatementError(StatementProblem.OTHER_CURRENCY, value=one.currency)
    if one.count is not None and one.count != len(one.lines):
        raise StatementError(StatementProblem.LINES_MISSING, found=len(one.lines), limit=one.count)
    if one.opening is not None and one.closing is not None:
        computed = one.opening + one.total
        if computed != one.closing:
            raise StatementError(StatementProblem.BALANCES, stated=one.closing, computed=computed)
    return one


def prove_running(lines: Sequence[StatementLine]) -> None:
    """See that each balance follows from the one before it, oldest first or newest first."""
    if any(line.balance is None for line in lines):
        return
    forward, backward = _first_break(lines), _first_break(lines[::-1])
    if forward is None or backward is None:
        return
    later = max(forward, backward, key=lambda broken: broken[0])
    _place, line, computed = later
    raise StatementError(
        StatementProblem.BALANCE_OF_ROW, row=line.row, stated=line.balance, computed=computed
    )


_Break = tuple[int, StatementLine, Decimal]


def _first_break(lines: Sequence[StatementLine]) -> _Break | None:
    """Return how far the balances follow from one another, and the line where they do not."""
    for place, (before, line) in enumerate(pairwise(lines)):
        assert before.balance is not None
        if before.balance + line.amount != line.balance:
            return place, line, before.balance + line.amount
    return None


def ends_of(lines: Sequence[StatementLine]) -> tuple[StatementLine, StatementLine] | None:
    """Return the oldest and the newest line of a table with running balances."""
    if not lines or any(line.balance is None for line in lines):
        return None
    if _first_break(lines) is None and (len(lines) > 1 or lines[0].booked <= lines[-1].booked):
        return lines[0], lines[-1]
    return lines[-1], lines[0]
