"""A certified distribution does not change, whoever acts and however (R46).

Asked once at the end of every act, of what it has touched: what no act that there is today would
do, no act that comes will do either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cagette_tui.model.rules.refusals import DistributionIsCertified
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import CashCount, PileCheque
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.ledger import CashMove, Operation
from cagette_tui.model.tables.stored import Stored

_DISTRIBUTION = Distribution._meta.table_name
_OPERATION = Operation._meta.table_name
_BASKET = Basket._meta.table_name
_ARCHIVED = frozenset(
    model._meta.table_name for model in (Basket, Line, Operation, CashMove, CashCount, PileCheque)
)
# What moves when a payment that was awaited is seen, or withdrawn, over an archive (R41).
_SEEN = frozenset(("pending", "late", "day"))

Change = tuple[str, int, Stored | None, Stored | None]  # table, row, before, after


class Touched(Protocol):
    """An entry of an act: what it is about, and the changes that belong to it."""

    basket: int | None
    distribution: int | None
    rows: list[Change]


def must_leave_archives(entries: Sequence[Touched], seen_open: set[int]) -> None:
    """Refuse an act that changed a distribution which was certified before it and still is.

    `seen_open` are those that it found open. Raises `DistributionIsCertified`.
    """
    places = _places_of({one.basket for one in entries if one.distribution is None})
    changes = [one for entry in entries for one in _archived(entry, places)]
    found = {number for number, _change in changes if number is not None}
    found -= seen_open | turned(change for entry in entries for change in entry.rows)
    certified = _certified(found) if found else {}
    if not certified:
        return
    archived = [change for number, change in changes if number in certified]
    withdrawn = _only_announced([row for table, row, *_ in archived if table == _OPERATION])
    for number, change in changes:
        if number in certified and not _allowed(change, withdrawn):
            raise DistributionIsCertified(*certified[number])


def turned(changes: Iterator[Change]) -> set[int]:
    """Return the distributions that some changes certify or reopen."""
    return {
        row_id
        for table, row_id, before, _after in changes
        if table == _DISTRIBUTION and "certified_at" in (before or ())
    }


def _places_of(baskets: set[int | None]) -> dict[int | None, int]:
    """Return the distributions of some baskets."""
    wanted = sorted(number for number in baskets if number is not None)
    query = Basket.select(Basket.id, Basket.distribution).where(Basket.id.in_(wanted))
    return dict(tuples(query)) if wanted else {}


def _archived(
    entry: Touched, places: Mapping[int | None, int]
) -> Iterator[tuple[int | None, Change]]:
    """Give the changes of an entry that an archive must not have, with the distribution."""
    here = entry.distribution or places.get(entry.basket)
    for change in entry.rows:
        table, _row, before, after = change
        if table in _ARCHIVED:
            whole = after if before is None else before if after is None else {}
            yield (whole or {}).get("distribution", here), change


def _certified(numbers: set[int]) -> dict[int, tuple[datetime, str]]:
    query = Distribution.select(
        Distribution.id, Distribution.certified_at, Distribution.certified_by
    ).where(Distribution.id.in_(sorted(numbers)), Distribution.certified_at.is_null(False))
    return {number: (at, by) for number, at, by in tuples(query)}


def _only_announced(operations: list[int]) -> set[int]:
    """Return those that nobody has seen: what becomes of them moves no paper of the evening."""
    query = Operation.select(Operation.id).where(Operation.id.in_(operations), Operation.pending)
    return {number for (number,) in tuples(query)} if operations else set()


def _allowed(change: Change, only_announced: set[int]) -> bool:
    table, row_id, before, after = change
    if before is None or after is None:
        return False
    if table == _BASKET:
        return after.keys() <= {"version"}
    return table == _OPERATION and (after.keys() <= _SEEN or row_id in only_announced)
