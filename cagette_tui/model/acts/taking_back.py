"""Give the rows of an act what they held before it, in a few statements (R20, R61)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cagette_tui.model.acts.counting import keep_as_draft
from cagette_tui.model.acts.references import must_be_free
from cagette_tui.model.acts.writing import Act, Entry, update_rows
from cagette_tui.model.rules.kinds import UNDONE, ActKind, Kind
from cagette_tui.model.rules.refusals import CannotUndo
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.bank_tables import BankColumns, BankLine, BankPart, BankPayer
from cagette_tui.model.tables.base import Table, tuples
from cagette_tui.model.tables.box import CashCount, PileCheque
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.deposit import Deposit, DepositCheque
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.entered import Entered
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import CashMove, Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.model.tables.stored import Stored, from_stored, stored
from cagette_tui.money import from_cents

# What an act added of these is removed when it is taken back.
_REMOVED = (Line, PileCheque, DepositCheque, BankLine, BankPart, BankPayer, BankColumns)
# What one act may change in hundreds of baskets is written together, when all is taken back.
_TOGETHER = (Basket, Line, Operation, Entered)

# What several distributions share.
_OF_THE_GROUP = (Member, Vendor, Catalogue, Product)
# SQLite takes 32,766 values in one statement.
_BATCH = 10_000

_PIECES, _BY_WEIGHT = {"weighed": False}, {"weighed": True}

Change = tuple[str, int, Stored | None, Stored | None]  # table, row, before, after


def take_back(act: Act, kind: ActKind, entries: Sequence[JournalEntry]) -> None:
    """Take back what the entries of an act did, the last first, with an entry for each.

    Raises `CannotUndo` where a row is no longer as the act left it.
    """
    changes: dict[int, list[Change]] = {one.id: json.loads(one.rows) for one in entries}
    marks: list[tuple[Entry, Change]] = []
    rows = _Rows([change for several in changes.values() for change in several])
    for entry in reversed(entries):
        undoing = act.entry(
            ActKind.UNDO,
            basket=entry.basket,
            member=entry.member,
            distribution=entry.distribution,
            undoes=entry.act,
        )
        for change in reversed(changes[entry.id]):
            if not _is_mark(change):
                _take_back(undoing, rows, kind, change)
                continue
            marks.append((undoing, change))
    rows.write()
    for undoing, change in marks:
        if not _others_have_fractions(change[1]):
            _take_back(undoing, rows, kind, change)


class _Rows:
    """The rows that an act touched, as they are now: one statement for each table."""

    def __init__(self, changes: Sequence[Change]) -> None:
        numbers: dict[type[Table], set[int]] = defaultdict(set)
        for table, row_id, _before, _after in changes:
            numbers[TABLES[table]].add(row_id)
        self._now: dict[type[Table], dict[int, Any]] = {
            model: {row.id: row for row in _found(model, sorted(found))}
            for model, found in numbers.items()
        }
        self._removed: list[int] = []
        self._changed: dict[type[Table], dict[int, Table]] = defaultdict(dict)
        self._columns: dict[type[Table], set[str]] = defaultdict(set)

    def find(self, model: type[Table], row_id: int) -> Any:
        """Return a row, if it is there."""
        return self._now[model].get(row_id)

    def insert(self, entry: Entry, row: Table) -> None:
        """Bring back a row that the act removed."""
        self._now[type(row)][row.id] = entry.insert(row)

    def delete(self, entry: Entry, row: Table) -> None:
        """Remove a row that the act added."""
        if isinstance(row, Line):
            # Nothing stands on lines: thousands of an import go in one statement.
            entry.touched(Line, row.id, stored(row), None)
            self._removed.append(row.id)
        else:
            entry.delete(row)
        del self._now[type(row)][row.id]
        self._changed[type(row)].pop(row.id, None)

    def update(self, entry: Entry, row: Table, values: Mapping[str, object]) -> None:
        """Change a row, now or with the others of its table."""
        if not isinstance(row, _TOGETHER):
            entry.update(row, **values)
            return
        before = stored(row)
        for name, value in values.items():
            setattr(row, name, value)
        entry.touched(type(row), row.id, before, stored(row))
        self._changed[type(row)][row.id] = row
        self._columns[type(row)].update(values)

    def write(self) -> None:
        """Write what has waited for that."""
        for batch in _batches(self._removed):
            Line.delete().where(Line.id.in_(batch)).execute()
        for model, rows in self._changed.items():
            update_rows(list(rows.values()), sorted(self._columns[model]))


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Give as many at once as fit into a statement."""
    for start in range(0, len(numbers), _BATCH):
        yield numbers[start : start + _BATCH]


def _found(model: type[Table], numbers: Sequence[int]) -> Iterator[Table]:
    for batch in _batches(numbers):
        yield from model.select().where(model.id.in_(batch))


def _take_back(entry: Entry, rows: _Rows, kind: ActKind, change: Change) -> None:
    table, row_id, before, after = change
    model = TABLES[table]
    row = rows.find(model, row_id)
    if _is_cost(row, before, after):
        assert before is not None
        assert after is not None
        # Other lines may have moved it since: what this act added to it is taken off (R12).
        undone = from_cents(before["amount"] - after["amount"])
        rows.update(entry, row, {"amount": row.amount + undone})
        return
    if not _same(None if row is None else stored(row), before, after):
        if kind is ActKind.IMPORT and model in _OF_THE_GROUP:
            return  # a later file has the last word on names and prices
        raise CannotUndo(kind)
    if before is None:
        if kind is ActKind.MEMBER_ADDED and isinstance(row, Member):
            must_be_free(row.id, kind)
            rows.delete(entry, row)
            return
        _take_back_insert(entry, rows, row)
    elif row is None:
        rows.insert(entry, model(**from_stored(model, before)))
    elif model is Basket:
        # The version only ever grows, so that nobody's old sight of it comes true again.
        values = {**from_stored(model, before), "version": row.version + 1}
        rows.update(entry, row, values)
    else:
        rows.update(entry, row, from_stored(model, before))


def _take_back_insert(entry: Entry, rows: _Rows, row: Table) -> None:
    """Remove what was added, or cancel it where rows are never deleted (R20)."""
    act = entry.act
    if isinstance(row, _REMOVED):
        rows.delete(entry, row)
    elif isinstance(row, (Operation, CashMove, CashCount, Deposit)):
        cancelled = {"cancelled_at": act.at, "cancelled_by": act.who, "cancel_reason": UNDONE}
        rows.update(entry, row, cancelled)
        if isinstance(row, CashCount):
            keep_as_draft(act, row)
    elif isinstance(row, Entered):
        rows.update(entry, row, {"at": None, "by": None, "data": None})
    elif isinstance(row, Basket):
        rows.update(entry, row, {"cancelled_at": act.at, "version": row.version + 1})
    elif isinstance(row, Distribution):
        # It holds nothing any more (R9); its number is not given again.
        rows.update(entry, row, {"cancelled_at": act.at})
    # A cheque without payments, a member or product without orders do no harm.
    # A closing report and its proof stay: its number stands for what was certified then (R54).


def _is_mark(change: Change) -> bool:
    """Whether the act said that a product is sold by weight (R7)."""
    table, _product, before, after = change
    return table == Product._meta.table_name and (before, after) == (_PIECES, _BY_WEIGHT)


def _others_have_fractions(product: int) -> bool:
    """Whether a product must stay sold by weight: fractions of it were entered since (R7)."""
    rows = tuples(Line.select(Line.ordered, Line.delivered).where(Line.product == product))
    return any(quantity % 1 for row in rows for quantity in row)


def _is_cost(row: Table | None, before: Stored | None, after: Stored | None) -> bool:
    """Whether an act changed what a basket costs, and the order still counts."""
    return (
        isinstance(row, Operation)
        and row.kind == Kind.ORDER
        and row.cancelled_at is None
        and before is not None
        and after is not None
        and after.keys() == {"amount"}
    )


def _same(now: Stored | None, before: Stored | None, after: Stored | None) -> bool:
    """Whether a row is still as the act left it; other acts have moved versions only."""
    if now is None or after is None:
        return now is after
    expected = {name: value for name, value in after.items() if name != "version"}
    columns = now if before is None else expected
    return all(now[name] == expected.get(name) for name in columns if name != "version")
