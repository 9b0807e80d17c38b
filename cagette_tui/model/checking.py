"""Prove the rules on the whole database, and the rows against the journal.

Never judges times: a clock may have jumped. The journal is ordered by its numbers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cagette_tui.model.base import database, tuples
from cagette_tui.model.checking_box import counts, piles, reports
from cagette_tui.model.database import reading
from cagette_tui.model.databases import OpenDatabase
from cagette_tui.model.distribution import Distribution, Line
from cagette_tui.model.fields import sum_of
from cagette_tui.model.findings import Finding, Places, Problem
from cagette_tui.model.guards import missing_guards
from cagette_tui.model.journal import JournalEntry
from cagette_tui.model.kinds import Kind
from cagette_tui.model.ledger import Operation
from cagette_tui.model.line_rules import line_amounts
from cagette_tui.model.tables import TABLES
from cagette_tui.model.views import ZERO
from cagette_tui.model.writing import Stored
from cagette_tui.money import line_total

__all__ = ["Finding", "Problem", "check"]

_ONE_CENT = Decimal("0.01")


def check() -> list[Finding]:
    """Return all that is broken; an empty list is the proof. Raises storage problems."""
    with reading():
        places = Places()
        findings: list[Finding] = []
        for test in _TESTS:
            findings.extend(test(places))
        return findings


def _storage(places: Places) -> Iterator[Finding]:
    opened: OpenDatabase = database.obj
    for problem, detail in opened.faults():
        yield Finding(problem, detail)
    for name in missing_guards(database.obj):
        yield Finding(Problem.GUARD, name)


def _orders(places: Places) -> Iterator[Finding]:
    """R12: the order operation is minus the sum of the lines, once."""
    costs: dict[int, Decimal] = dict(
        tuples(Line.select(Line.basket, sum_of(Line.total)).group_by(Line.basket))
    )
    orders: dict[int, list[Decimal]] = defaultdict(list)
    query = Operation.select(Operation.basket, Operation.amount).where(
        Operation.kind == Kind.ORDER, Operation.cancelled_at.is_null()
    )
    for basket_id, amount in tuples(query):
        orders[basket_id].append(amount)
    for basket_id, basket in places.baskets.items():
        cost = costs.get(basket_id, ZERO)
        expected = [-cost] if basket.cancelled_at is None else []
        if orders.get(basket_id, []) != expected:
            amounts = ", ".join(str(amount) for amount in orders.get(basket_id, []))
            yield places.at(Problem.ORDER, basket_id, f"{amounts or '–'} / {-cost}")


def _lines(places: Places) -> Iterator[Finding]:
    """R3, R4: each total is the rule's, or what the file stated."""
    for line in Line.select():
        stated = line.stated_total
        wrong = (line.fee, line.total) != line_amounts(line)
        if not wrong and stated is not None and line.total == stated:
            # A stated total is at most one cent away from the rule.
            exact = line_total(line.delivered, line.price, line.fee_rate)
            wrong = abs(stated - exact) > _ONE_CENT
        if wrong:
            yield places.at(Problem.LINE_TOTAL, line.basket_id, str(line.id))


def _baskets(places: Places) -> Iterator[Finding]:
    """R13, R43, and orders that were taken back."""
    still_open: dict[int, int] = defaultdict(int)
    filled = {basket for (basket,) in tuples(Line.select(Line.basket).distinct())}
    for basket_id, basket in places.baskets.items():
        if basket.validated_at is not None and basket.on_the_spot:
            yield places.at(Problem.ON_THE_SPOT, basket_id, "")
        if basket.cancelled_at is not None and basket_id in filled:
            yield places.at(Problem.CANCELLED_BASKET, basket_id, "")
        if basket.validated_at is None and basket.cancelled_at is None:
            still_open[basket.distribution_id] += 1
    query = Distribution.select().where(Distribution.certified_at.is_null(False))
    for distribution in query:
        if still_open[distribution.id]:
            detail = str(still_open[distribution.id])
            yield places.of(Problem.CERTIFIED_OPEN, distribution.id, detail)


def _operations(places: Places) -> Iterator[Finding]:
    """An operation of a basket belongs to its member and distribution."""
    query = Operation.select(
        Operation.id, Operation.basket, Operation.member, Operation.distribution
    ).where(Operation.basket.is_null(False), Operation.cancelled_at.is_null())
    for number, basket_id, member, distribution in tuples(query):
        basket = places.baskets.get(basket_id)
        if basket is None:
            continue  # the foreign keys have said so
        if (basket.member_id, basket.distribution_id) != (member, distribution):
            yield places.at(Problem.MISPLACED, basket_id, str(number))
        elif basket.cancelled_at is not None:
            yield places.at(Problem.CANCELLED_BASKET, basket_id, str(number))


def _journal(places: Places) -> Iterator[Finding]:
    """Replay the journal: each row is its last word, and validated baskets stay as they were."""
    replay = _Replay(places)
    entries = JournalEntry.select(JournalEntry.id, JournalEntry.undoes, JournalEntry.rows)
    for number, undoes, rows in tuples(entries.order_by(JournalEntry.id)):
        try:
            changes = json.loads(rows)
            for table, row_id, before, after in changes:
                yield from replay.change(table, row_id, before, after, undoes is not None)
        except (AttributeError, KeyError, TypeError, ValueError):
            yield Finding(Problem.UNREADABLE_ENTRY, str(number))
    for table in TABLES:
        yield from _compare(places, table, replay.rows[table])


class _Replay:
    """The rows as the journal tells them so far."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.rows: dict[str, dict[int, Stored]] = {table: {} for table in TABLES}

    def change(
        self,
        table: str,
        row_id: int,
        before: Stored | None,
        after: Stored | None,
        undoing: bool,
    ) -> Iterator[Finding]:
        """Follow one change, and see that a validated basket does not move (R33)."""
        rows = self.rows[table]
        now = rows.get(row_id, {})
        basket = now.get("basket") or (after or {}).get("basket")
        # R41: an awaited payment is confirmed or withdrawn later, and that is taken back (R61).
        awaited = now.get("pending") or (undoing and after == {"pending": True})
        if table in ("line", "operation") and self._is_validated(basket) and not awaited:
            yield self.places.at(Problem.VALIDATED_CHANGED, basket, f"{table} {row_id}")
        if after is None:
            del rows[row_id]
        elif before is None:
            rows[row_id] = after
        else:
            rows[row_id] = {**now, **after}

    def _is_validated(self, basket: int | None) -> bool:
        if basket is None:
            return False
        return self.rows["basket"].get(basket, {}).get("validated_at") is not None


def _compare(places: Places, table: str, told: dict[int, Stored]) -> Iterator[Finding]:
    """Compare the rows of a table with what the journal tells of them."""
    model = TABLES[table]
    names = [column.name for column in model._meta.sorted_fields]
    columns = ", ".join(f'"{column.column_name}"' for column in model._meta.sorted_fields)
    query = f'SELECT {columns} FROM "{table}"'  # names from the code, not from data
    seen = set()
    for values in database.execute_sql(query).fetchall():
        row = dict(zip(names, values, strict=True))
        seen.add(row["id"])
        expected = told.get(row["id"])
        if expected is None:
            if table != "buying_group":  # the one row that the schema brings
                yield _differs(places, table, row, ["id"])
            continue
        # The schema brings the group: the journal tells only what was set since.
        told_of = expected if table == "buying_group" else names
        wrong = [name for name in told_of if _plain(row[name]) != expected.get(name)]
        if wrong:
            yield _differs(places, table, row, wrong)
    for row_id in told.keys() - seen:
        yield _differs(places, table, {**told[row_id], "id": row_id}, ["id"])


def _differs(places: Places, table: str, row: Stored, columns: Iterable[str]) -> Finding:
    basket = row["id"] if table == "basket" else row.get("basket")
    return places.at(Problem.JOURNAL, basket, f"{table} {row['id']}: {', '.join(columns)}")


def _plain(value: Any) -> Any:
    """Return a column as the journal writes it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, str) and len(value) == 19 and value[10] == " ":
        return f"{value[:10]}T{value[11:]}"  # SQLite keeps a moment with a space
    return value


_TESTS = (_storage, _orders, _lines, _baskets, _operations, counts, piles, reports, _journal)
