"""Prove the rows against the journal: replayed, it must tell of each row what is there (R60)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from peewee import DateTimeField, Field, SqliteDatabase

from cagette_tui.model.checking.archive import Archive
from cagette_tui.model.checking.credits import Credits
from cagette_tui.model.checking.places import Places
from cagette_tui.model.checking.proofs import PROOF, Certifications
from cagette_tui.model.reading.queries import balance_query
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.store.numbering import last_numbers
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.base import Table, database, tuples
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Group
from cagette_tui.model.tables.proof import sealed
from cagette_tui.model.tables.stored import Stored, stored, without_nulls
from cagette_tui.money import from_cents

_GROUP = Group._meta.table_name
_OPERATION = Operation._meta.table_name
_BASKET = Basket._meta.table_name
_LINE = Line._meta.table_name
_LOCKED = frozenset((_LINE, _OPERATION))
_LEFT_OUT = 10_000

# Ten years have half a million rows: what is done with each of them is written to be quick.


def journal(places: Places) -> Iterator[Finding]:
    """Replay the journal: each row is its last word, and validated baskets stay as they were."""
    replay = _Replay(places)
    seal: str | None = None
    for number, *told, rows, its_seal in database.execute_sql(_entries()):
        entry = [*map(_plain, told), rows]
        if not _is_sealed(seal, number, entry, its_seal):
            yield Finding(Problem.JOURNAL_SEAL, str(number))
        try:
            replay.follow(number, entry[0], entry[8], seal)
            for table, row_id, before, after in json.loads(rows):
                replay.change(table, row_id, before, after)
        except _UNREADABLE:
            yield Finding(Problem.UNREADABLE_ENTRY, str(number))
        seal = its_seal
    yield from replay.findings
    yield from replay.archive.findings(replay.rows)
    replay.credits.end_of_act()
    yield from replay.credits.findings()
    yield from _balances(places, replay.rows[_OPERATION])
    yield from _numbers(replay.highest)
    for table, model in TABLES.items():
        yield from _compare(places, model, replay.rows[table])


# What reading anything may raise, JSON within JSON a thousand times over too.
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError, RecursionError)


def _entries() -> str:
    return f"""
        SELECT id, act, {_as_told(JournalEntry.at)}, who, kind, basket, member, distribution,
            reason, undoes, rows, seal
        FROM journal ORDER BY id"""


def _is_sealed(before: str | None, number: int, entry: list[object], seal: object) -> bool:
    """Whether an entry and the one before it are as they were written (R60).

    What was written on a server is sealed without its number.
    """
    try:
        return seal == sealed(before, number, entry) or seal == sealed(before, None, entry)
    except TypeError:
        return False


def _numbers(told: Mapping[str, int]) -> Iterator[Finding]:
    """No number is given twice, not even that of a row that is gone."""
    last = last_numbers(database.obj)
    for table, highest in told.items():
        # In a file few tables have such a number. Some may have been left out, no more.
        given = last.get(table, 0 if table == _LINE else highest)
        if not isinstance(given, int) or not highest <= given <= highest + _LEFT_OUT:
            yield Finding(Problem.SEQUENCE, table)


_ROW = (dict, type(None))


class _Replay:
    """The rows as the journal tells them so far, as they are stored, without what is null."""

    def __init__(self, places: Places) -> None:
        self.findings: list[Finding] = []
        self.rows: dict[str, dict[int, Stored]] = {table: {} for table in TABLES}
        # The one row that the schema brings.
        self.rows[_GROUP][1] = without_nulls(stored(Group(id=1)))
        self.archive = Archive(places)
        self.credits = Credits(places)
        self._places = places
        self._certifications = Certifications(self.rows)
        # The highest number that a row of each table was given.
        self.highest: dict[str, int] = dict.fromkeys(TABLES, 0)
        self._validated: set[int] = set()
        self._act = 0
        self._undoes: int | None = None
        self._undone: set[int] = set()

    def follow(self, number: int, act: object, undoes: object, seal: str | None) -> None:
        """Go on to the next entry: acts follow one another, and each is undone once.

        `seal` is that of the entry before.
        """
        if not isinstance(act, int) or not isinstance(undoes, (int, type(None))):
            raise TypeError
        same = act == self._act
        if not same:
            self._certifications.seal = seal
        if not same:
            self.credits.end_of_act()
        if not same and act != self._act + 1:
            self._found(Problem.JOURNAL_ORDER, f"{number}: {self._act}, {act}")
        if undoes is not None and not (same and undoes == self._undoes):
            if undoes >= act or undoes in self._undone:
                self._found(Problem.JOURNAL_ORDER, f"{number}: {undoes}")
            self._undone.add(undoes)
        self._act, self._undoes = act, undoes

    def change(self, table: str, row_id: int, before: Stored | None, after: Stored | None) -> None:
        """Follow one change: of what was there, and not of a validated basket (R33)."""
        rows = self.rows[table]
        if after.__class__ not in _ROW or before.__class__ not in _ROW:
            raise TypeError
        now = rows.get(row_id)
        row = now or after or {}
        self.archive.change(self._act, table, row_id, now, row)
        if row.get("basket") in self._validated and table in _LOCKED:
            self._of_validated(table, row_id, row, after)
        if now is None or before is None:
            if now is not before:
                self._contradiction(table, row_id, row, ["id"])
        elif any(now.get(name) != value for name, value in before.items()):
            self._contradiction(table, row_id, row, before)
        if after is None:
            rows.pop(row_id, None)
        else:
            rows[row_id] = after if now is None else without_nulls({**now, **after})
            if table == PROOF:
                self.findings += self._certifications.prove(row_id, after)
            else:
                self._certifications.note(table, row_id, after)
            if row_id > self.highest[table]:
                self.highest[table] = row_id
        if table == _BASKET:
            self._follow_basket(row_id, after)
        elif table == _OPERATION:
            self.credits.operation(now or {}, rows.get(row_id, {}))

    def _follow_basket(self, basket: int, after: Stored | None) -> None:
        if after is not None and after.get("validated_at") is not None:
            self.credits.validated(basket)
        if "validated_at" in self.rows[_BASKET].get(basket, ()):
            self._validated.add(basket)
        else:
            self._validated.discard(basket)

    def _of_validated(self, table: str, row_id: int, row: Stored, after: Stored | None) -> None:
        # R41: an awaited payment is confirmed or withdrawn later, and that is taken back (R61).
        if row.get("pending") or (self._undoes is not None and (after or {}).get("pending")):
            return
        # R46: certified anew, what was seen in between is in the evening's papers.
        if after is not None and after.keys() == {"late"}:
            return
        problem = Problem.VALIDATED_CHANGED
        self.findings.append(self._places.at(problem, row["basket"], f"{table} {row_id}"))

    def _contradiction(self, table: str, row_id: int, row: Stored, columns: Iterable[str]) -> None:
        subject = {**row, "id": row_id}
        problem = Problem.JOURNAL_CHAIN
        self.findings.append(_differs(self._places, problem, table, subject, columns))

    def _found(self, problem: Problem, detail: str) -> None:
        self.findings.append(Finding(problem, detail))


def _balances(places: Places, told: Mapping[int, Stored]) -> Iterator[Finding]:
    """R11: a balance is the sum of what counts, by the journal as by the rows."""
    sums: dict[int, int] = defaultdict(int)
    for row in told.values():
        member, amount = row.get("member"), row.get("amount")
        if isinstance(member, int) and isinstance(amount, int):  # the rows are compared below
            counts = not row.get("pending") and "cancelled_at" not in row
            sums[member] += amount if counts else 0
    now = dict(tuples(balance_query(Operation.member.is_null(False))))
    for member in sorted(sums.keys() | now.keys(), key=str):
        balance, by_journal = now.get(member, ZERO), from_cents(sums[member])
        if balance != by_journal:
            yield places.by(Problem.BALANCE, {"member": member}, f"{balance} / {by_journal}")


def _compare(places: Places, model: type[Table], told: dict[int, Stored]) -> Iterator[Finding]:
    """Compare the rows of a table with what the journal tells of them."""
    fields = model._meta.sorted_fields
    names = [field.name for field in fields]
    table = model._meta.table_name
    # Names from the code, not from data.
    query = f'SELECT {", ".join(map(_as_told, fields))} FROM "{table}"'
    for values in database.execute_sql(query):
        expected = told.pop(values[0], None)
        if expected is not None and values == tuple(map(expected.get, names)):
            continue
        row = dict(zip(names, map(_plain, values), strict=True))
        wrong = ["id"]
        if expected is not None:
            wrong = [name for name in names if row[name] != expected.get(name)]
        if wrong:
            yield _differs(places, Problem.JOURNAL, table, row, wrong)
    for row_id, expected in told.items():
        yield _differs(places, Problem.JOURNAL, table, {**expected, "id": row_id}, ["id"])


def _as_told(field: Field) -> str:
    """Select a column as the journal writes it: SQLite keeps a moment with a space."""
    column = f'"{field.column_name}"'
    if isinstance(field, DateTimeField) and isinstance(database.obj, SqliteDatabase):
        return f"replace({column}, ' ', 'T')"
    return column


def _plain(value: Any) -> Any:
    """Return what a server gives as the journal writes it."""
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _differs(
    places: Places, problem: Problem, table: str, row: Stored, columns: Iterable[str]
) -> Finding:
    subject = {**row, table: row["id"]}
    return places.by(problem, subject, f"{table} {row['id']}: {', '.join(columns)}")
