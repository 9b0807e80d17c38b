"""The write door: the only way to change anything.

One immediate transaction per act, numbered, with a journal entry for each
subject, holding the rows it touched before and after (R60).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from peewee import Case, DateField, DateTimeField, SqliteDatabase, fn

from cagette_tui import deeds
from cagette_tui.model.acts.archive import must_leave_archives
from cagette_tui.model.acts.paper_cheques import (
    must_leave_deposits,
    must_leave_what_came_back,
    there_already,
)
from cagette_tui.model.rules.deposits import SameCheque
from cagette_tui.model.rules.kinds import ActKind, Kind, Mode
from cagette_tui.model.rules.steps import Terms
from cagette_tui.model.store.database import is_read_only
from cagette_tui.model.store.kinds_of_database import OpenDatabase
from cagette_tui.model.store.migrating import HISTORY
from cagette_tui.model.store.problems import ReadOnly, SchemaChanged, storage_errors
from cagette_tui.model.store.statements import insert_all, insert_row, update_row
from cagette_tui.model.tables.base import Table, database, tuples
from cagette_tui.model.tables.box import PileCheque
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.proof import sealed
from cagette_tui.model.tables.stored import Stored, as_text, stored, without_nulls
from cagette_tui.value import ValueObject

TableT = TypeVar("TableT", bound=Table)
# Each value of a row is one of a statement's (SQLite takes 32 766).
_BATCH = 500


class Desk(ValueObject):
    """Who acts, and the clock by which they do (local times, whole seconds)."""

    who: str
    now: Callable[[], datetime]
    # The clock's zone, where this machine's is another one; what its refusals name (R64).
    zone: Callable[[], str] = lambda: ""
    # Told before an act opens the write door what time it is: raises where that cannot be (R64).
    heed: Callable[[datetime], None] = lambda now: None
    # They said that a cheque with a number which is there already is another one (R15).
    another_cheque: bool = False
    # They said that it is that one: what both pay is one cheque from now on (R15).
    same_cheque: bool = False


@dataclass
class Entry:
    """The journal entry of one subject, and the changes that belong to it."""

    act: Act
    kind: ActKind
    basket: int | None = None
    member: int | None = None
    distribution: int | None = None
    reason: str | None = None
    undoes: int | None = None
    rows: list[tuple[str, int, Stored | None, Stored | None]] = field(default_factory=list)

    def insert(self, row: TableT) -> TableT:
        """Add a row."""
        insert_row(row)
        self.touched(type(row), row.id, None, stored(row))
        return row

    def inserted(self, model: type[Table], row: Stored) -> None:
        """Note a row that `insert_rows` added."""
        self.touched(model, row["id"], None, row)

    def update(self, row: Table, **changes: object) -> None:
        """Change a row that was read in this act; does nothing if nothing changes."""
        before = stored(row)
        for name, value in changes.items():
            setattr(row, name, value)
        after = stored(row)
        if after != before:
            update_row(row, changes)
            self.touched(type(row), row.id, before, after)

    def has(self, row: Table) -> bool:
        """Whether this entry wrote the row in this act."""
        return any(place[:2] == (row._meta.table_name, row.id) for place in self.rows)

    def delete(self, row: Table) -> None:
        """Remove a row; operations and baskets are cancelled instead (R20)."""
        before = stored(row)
        row.delete_instance()
        self.touched(type(row), row.id, before, None)

    def touched(
        self, model: type[Table], row_id: int, before: Stored | None, after: Stored | None
    ) -> None:
        """Note what a statement did to a row: all of it, or the columns that changed."""
        if before is not None and after is not None:
            changed = [name for name, value in after.items() if before[name] != value]
            before = {name: before[name] for name in changed}
            after = {name: after[name] for name in changed}
        elif after is not None:
            after = without_nulls(after)
        elif before is not None:
            before = without_nulls(before)
        self.rows.append((model._meta.table_name, row_id, before, after))


@dataclass
class Act:
    """One act under way: its number, its time, who does it, and its entries."""

    number: int
    at: datetime
    who: str
    # The seal of the journal's last entry, and its number where the next ones follow it.
    seal: str | None = None
    last_entry: int | None = None
    entries: list[Entry] = field(default_factory=list)
    # Distributions that it found open: nobody else certifies one while it is under way.
    seen_open: set[int] = field(default_factory=set)
    another_cheque: bool = False
    same_cheque: bool = False
    zone: str = ""  # the clock's, where this machine's is another one (R64)

    def terms(self, accepted: tuple[Mode, ...], opens_at: datetime) -> Terms:
        """Say under which it is decided what it does."""
        return Terms(accepted, self.at, opens_at, self.who, self.zone)

    def entry(
        self,
        kind: ActKind,
        *,
        basket: int | None = None,
        member: int | None = None,
        distribution: int | None = None,
        reason: str | None = None,
        undoes: int | None = None,
    ) -> Entry:
        """Begin the entry of one subject; written with the others when the act ends."""
        entry = Entry(self, kind, basket, member, distribution, reason, undoes)
        self.entries.append(entry)
        return entry

    def operation(self, member: int, kind: Kind, amount: Decimal, **columns: object) -> Operation:
        """Make an operation of this act, of `amount` euros: of now, by whoever acts."""
        return Operation(
            act=self.number,
            member=member,
            kind=kind,
            amount=amount,
            created_at=self.at,
            created_by=self.who,
            **columns,
        )

    def write_journal(self) -> None:
        """Write the entries that touched something, each sealed with the one before it."""
        insert_all(JournalEntry, [self._sealed(entry) for entry in self.entries if entry.rows])

    def _sealed(self, entry: Entry) -> dict[str, object]:
        rows = json.dumps(entry.rows, ensure_ascii=False, separators=(",", ":"))
        values = {
            "act": self.number,
            "at": self.at,
            "who": self.who,
            "kind": str(entry.kind),
            "basket": entry.basket,
            "member": entry.member,
            "distribution": entry.distribution,
            "reason": entry.reason,
            "undoes": entry.undoes,
            "rows": rows,
        }
        if self.last_entry is not None:
            self.last_entry += 1
        self.seal = sealed(self.seal, self.last_entry, list(map(as_text, values.values())))
        return {**values, "seal": self.seal}


def insert_rows(model: type[Table], rows: Sequence[Mapping[str, object]]) -> list[Stored]:
    """Insert many rows; return them as stored, with their new ids, in the order given.

    Nobody else inserts while the write door is open: the new ids are those
    above the highest there was.
    """
    highest = model.select(fn.MAX(model.id)).scalar() or 0
    inserted = insert_all(model, rows)
    query = model.select(model.id).where(model.id > highest).order_by(model.id)
    columns = model._meta.sorted_fields
    names = [column.name for column in columns]
    times = [column.name for column in columns if isinstance(column, (DateField, DateTimeField))]
    rows_stored: list[Stored] = []
    for (row_id,), values in zip(tuples(query), inserted, strict=True):
        row = dict(zip(names, (row_id, *values), strict=True))
        rows_stored.append(row | {name: as_text(row[name]) for name in times})
    return rows_stored


def update_rows(rows: Sequence[Table], columns: Sequence[str]) -> None:
    """Write some columns of many rows in few statements; does nothing without rows."""
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        model = type(batch[0])
        changes = {}
        for column in (model._meta.fields[name] for name in columns):
            values = [(row.id, column.to_value(row.__data__[column.name])) for row in batch]
            # Without the column itself a server takes nothing but nulls for text.
            changes[column] = Case(model.id, values, column)
        model.update(changes).where(model.id.in_([row.id for row in batch])).execute()


# Each by itself: two highest numbers in one query read the whole journal, of ten years too. With
# how many changes the schema has had: a newer version of the program may have come meanwhile.
_LAST_ACT = (
    "SELECT (SELECT MAX(act) FROM journal), (SELECT MAX(id) FROM journal),"
    " (SELECT seal FROM journal WHERE id = (SELECT MAX(id) FROM journal)),"
    f" (SELECT COUNT(*) FROM {HISTORY})"
)
# An act inside another one belongs to it.
_under_way: ContextVar[Act | None] = ContextVar("act under way", default=None)


@contextmanager
def writing(desk: Desk) -> Iterator[Act]:
    """Open the write door: all that happens inside is one act, all or nothing.

    Public functions of the model that are called inside join that act: it has one number, and
    is taken back as one. One of them that is refused leaves what was done before it.
    Raises `Busy` when somebody else is writing, `ReadOnly` where the database was opened so,
    `SchemaChanged` where a newer version has changed it since, `DistributionIsCertified` where the
    act changed an archive (R46), `ChequeDeposited`, `AlreadyReturned`, `SameCheque`, the other
    storage errors, and what `desk.heed` raises: `ClockDoubted` (R64).
    """
    outer = _under_way.get()
    if outer is not None:
        outer.another_cheque |= desk.another_cheque
        outer.same_cheque |= desk.same_cheque
        with _joining(outer):
            yield outer
        return
    if is_read_only():
        raise ReadOnly()
    now = desk.now()
    desk.heed(now)
    with storage_errors(), database.atomic():
        act = _begun(desk, now)
        token = _under_way.set(act)
        try:
            yield act
        finally:
            _under_way.reset(token)
        _must_leave_what_is_closed(act)
        act.write_journal()
    if any(entry.rows for entry in act.entries):
        deeds.note()


def _begun(desk: Desk, now: datetime) -> Act:
    """Begin the act after the last one. Raises `SchemaChanged`."""
    opened: OpenDatabase = database.obj
    last, last_entry, seal, migrations = database.execute_sql(_LAST_ACT).fetchone()
    if migrations != opened.migrations:
        raise SchemaChanged()
    return Act(
        (last or 0) + 1,
        now,
        desk.who,
        seal,
        # A server leaves numbers out, and tells them afterwards.
        (last_entry or 0) if isinstance(opened, SqliteDatabase) else None,
        zone=desk.zone(),
        another_cheque=desk.another_cheque,
        same_cheque=desk.same_cheque,
    )


def _must_leave_what_is_closed(act: Act) -> None:
    """Refuse what alters an archive (R46), a deposit (R56), or notes a cheque twice (R15)."""
    _must_be_one_cheque(act)
    must_leave_archives(act.entries, act.seen_open)
    changes = [change for entry in act.entries for change in entry.rows]
    must_leave_deposits(changes)
    must_leave_what_came_back(changes)


def _must_be_one_cheque(act: Act) -> None:
    """Ask about a cheque that is there already; make one of both where that is the answer (R15)."""
    if act.another_cheque:
        return
    for entry in act.entries:
        for cheque, there in tuple(there_already(entry.rows)):
            if not act.same_cheque:
                raise there
            _make_one(act, entry, cheque, there)


def _make_one(act: Act, entry: Entry, cheque: int, there: SameCheque) -> None:
    """Let what a cheque pays be paid by the one that is there; `entry` has the cheque."""
    for payment in Operation.select().where(Operation.cheque == cheque):
        written = (one for one in act.entries if one.has(payment))
        next(written, entry).update(payment, cheque=there.cheque)
    # On the pile it lies once, with all that it pays; any other sheet is one that nobody knows.
    both = PileCheque.cheque.in_((cheque, there.cheque))
    sheets = list(PileCheque.select().where(both).order_by(PileCheque.id))
    its = next((sheet for sheet in sheets if sheet.amount == there.together), None)
    for sheet in sheets:
        if sheet is not its:
            entry.update(sheet, cheque=None)
    if its is not None:
        entry.update(its, cheque=there.cheque)


def under_way() -> Act | None:
    """Return the act that is under way, if one is."""
    return _under_way.get()


@contextmanager
def _joining(act: Act) -> Iterator[None]:
    entries = len(act.entries)
    try:
        with database.atomic():
            yield
    except BaseException:
        del act.entries[entries:]
        raise


@contextmanager
def together() -> Iterator[Callable[[], None]]:
    """Let several acts happen all or none, each with its own number.

    Hands out what takes back all that was done so far. Raises as `writing` does.
    """
    before = deeds.any_done()

    def forget() -> None:
        if not before:
            deeds.begin()

    try:
        with storage_errors(), database.atomic() as transaction:

            def take_back() -> None:
                transaction.rollback()
                forget()

            yield take_back
    except BaseException:
        forget()
        raise
