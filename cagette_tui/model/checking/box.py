"""Prove what was counted, piled and reported at the close of an evening (R51, R52, R54)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from peewee import fn

from cagette_tui.model.checking.places import Places
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.rules.notes_and_coins import pieces_from_json, total_of
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import CashCount, ClosingReport, PileCheque
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation


def counts(places: Places) -> Iterator[Finding]:
    """R51: what was counted is the sum of the notes and coins."""
    query = CashCount.select(CashCount.distribution, CashCount.counted, CashCount.pieces)
    for distribution, counted, pieces in tuples(query.where(CashCount.pieces.is_null(False))):
        try:
            total = total_of(pieces_from_json(pieces))
        except (AttributeError, TypeError, ValueError, RecursionError):
            total = None
        if total != counted:
            yield places.of(Problem.COUNT, distribution, f"{total} / {counted}")


def piles(places: Places) -> Iterator[Finding]:
    """R15: positions are 1 … n, and a sheet has the amount of the cheque that it is."""
    amounts = _cheque_amounts()
    positions: dict[int, list[int]] = defaultdict(list)
    query = PileCheque.select(
        PileCheque.distribution, PileCheque.position, PileCheque.amount, PileCheque.cheque
    ).order_by(PileCheque.distribution, PileCheque.position)
    for distribution, position, amount, cheque in tuples(query):
        positions[distribution].append(position)
        if amounts.get(cheque, amount) != amount:
            detail = f"{position}: {amount} / {amounts[cheque]}"
            yield places.of(Problem.PILE_AMOUNT, distribution, detail)
    yield from _in_a_row(places, Problem.PILE_ORDER, positions)


def _cheque_amounts() -> dict[int, Decimal]:
    """Sum the cheques; one with a payment that was cancelled is still the paper that it was."""
    query = (
        Operation.select(Operation.cheque, sum_of(Operation.amount))
        .where(Operation.cheque.is_null(False))
        .group_by(Operation.cheque)
        .having(fn.COUNT(Operation.cancelled_at) == 0)
    )
    return dict(tuples(query))


def reports(places: Places) -> Iterator[Finding]:
    """R54: reports are numbered 1 … n, and what is certified has its own.

    What was certified before there were reports has none at all.
    """
    numbers: dict[int, list[int]] = defaultdict(list)
    closed: set[tuple[int, datetime, str]] = set()
    query = ClosingReport.select(
        ClosingReport.distribution,
        ClosingReport.number,
        ClosingReport.closed_at,
        ClosingReport.closed_by,
    ).order_by(ClosingReport.distribution, ClosingReport.number)
    for distribution, number, at, by in tuples(query):
        numbers[distribution].append(number)
        closed.add((distribution, at, by))
    yield from _in_a_row(places, Problem.REPORT_NUMBERS, numbers)
    certified = Distribution.select(
        Distribution.id, Distribution.certified_at, Distribution.certified_by
    ).where(Distribution.certified_at.is_null(False))
    for distribution, at, by in tuples(certified):
        if distribution in numbers and (distribution, at, by) not in closed:
            yield places.of(Problem.REPORT_MISSING, distribution, f"{at}, {by}")


def _in_a_row(places: Places, problem: Problem, numbers: dict[int, list[int]]) -> Iterator[Finding]:
    for distribution, there in numbers.items():
        if there != list(range(1, len(there) + 1)):
            yield places.of(problem, distribution, ", ".join(map(str, there[:20])))
