"""Read the journal of a distribution: who did what, and every row before and after (R60)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from peewee import ForeignKeyField, fn

from cagette_tui.model.base import Table, tuples
from cagette_tui.model.catalogue import Catalogue, Product
from cagette_tui.model.database import reading
from cagette_tui.model.distribution import Basket, Line
from cagette_tui.model.journal import JournalEntry
from cagette_tui.model.kinds import ActKind, Kind
from cagette_tui.model.ledger import Operation
from cagette_tui.model.people import Member
from cagette_tui.model.reading import read_basket, read_distribution
from cagette_tui.model.tables import TABLES
from cagette_tui.model.views import ZERO
from cagette_tui.model.writing import Stored, from_stored, stored


@dataclass(frozen=True)
class FieldChange:
    """A column and its value before and after: amounts in euros, names for references."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowChange:
    """A row that was added, removed or changed; `row` is all that is known of it then."""

    table: str
    row_id: int
    row: Mapping[str, Any]
    added: bool
    removed: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class JournalView:
    """One entry; `undoes` is the number of the act that it took back."""

    number: int
    act: int
    at: datetime
    who: str
    kind: ActKind
    basket: int | None  # its number
    member: str | None
    reason: str | None
    undoes: int | None
    changes: tuple[RowChange, ...]


def read_journal(distribution_id: int) -> tuple[JournalView, ...]:
    """Read the entries of a distribution and its baskets, in the order of their numbers.

    Raises `NotFound`.
    """
    baskets = Basket.select(Basket.id).where(Basket.distribution == distribution_id)
    query = (
        JournalEntry.select()
        .where((JournalEntry.distribution == distribution_id) | JournalEntry.basket.in_(baskets))
        .order_by(JournalEntry.id)
    )
    with reading():
        read_distribution(distribution_id)
        entries = list(query)
        rows = _Rows(distribution_id)
    return tuple(_view(entry, rows) for entry in entries)


def known_names(most: int = 50) -> tuple[str, ...]:
    """Return who has acted on this database, those who did so last first."""
    last = fn.MAX(JournalEntry.id)
    query = JournalEntry.select(JournalEntry.who).group_by(JournalEntry.who).order_by(last.desc())
    with reading():
        return tuple(who for (who,) in tuples(query.limit(most)))


@dataclass(frozen=True)
class Since:
    """What became of a basket since it was shown: entries, and (shown, now) in euros."""

    entries: tuple[JournalView, ...]
    cost: tuple[Decimal, Decimal]
    paid: tuple[Decimal, Decimal]


def read_since(basket: Basket, version: int) -> Since:
    """Read what moved a basket on from the version that was shown."""
    mine = JournalEntry.basket == basket.id
    with reading():
        entries = list(JournalEntry.select().where(mine).order_by(JournalEntry.id))
        rows = _Rows(basket.distribution_id)
        rows.begin_before(basket, entries)
        now = read_basket(basket.id)
    views = (_view(entry, rows) for entry in entries)
    later = tuple(one for one in views if _moved_on(one, version))
    changes = [change for one in later for change in one.changes if change.table == "operation"]
    cost = sum((_effect(change, Kind.ORDER) for change in changes), ZERO)
    paid = sum((_effect(change, Kind.PAYMENT) for change in changes), ZERO)
    return Since(later, (now.cost + cost, now.cost), (now.paid - paid, now.paid))


def _moved_on(entry: JournalView, version: int) -> bool:
    fields = (one for change in entry.changes if change.table == "basket" for one in change.fields)
    return any(one.column == "version" and one.after > version for one in fields)


def _effect(change: RowChange, kind: Kind) -> Decimal:
    """Return what a change of an operation did to the sum of those of a kind."""
    before = {**change.row, **{one.column: one.before for one in change.fields}}
    was = ZERO if change.added else _counted(before, kind)
    return (ZERO if change.removed else _counted(change.row, kind)) - was


def _counted(row: Mapping[str, Any], kind: Kind) -> Decimal:
    counts = row.get("kind") == kind and not row.get("pending") and not row.get("cancelled_at")
    return row["amount"] if counts else ZERO


class _Rows:
    """The rows as they were at each entry: learned from the entries as they go by."""

    def __init__(self, distribution_id: int) -> None:
        numbers = Basket.select(Basket.id, Basket.number).where(
            Basket.distribution == distribution_id
        )
        self.names: dict[str, dict[int | None, Any]] = {
            "basket": dict(tuples(numbers)),
            "member": dict(tuples(Member.select(Member.id, Member.name))),
            "product": dict(tuples(Product.select(Product.id, Product.name))),
            "catalogue": dict(tuples(Catalogue.select(Catalogue.id, Catalogue.name))),
        }
        self._known: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)

    def begin_before(self, basket: Basket, entries: Sequence[JournalEntry]) -> None:
        """Know a basket's lines and operations as they were before some entries."""
        for model in (Line, Operation):
            for row in model.select().where(model.basket == basket.id):
                values = self._values(model, stored(row))
                self._known[model._meta.table_name, row.id].update(values)
        for entry in reversed(entries):
            for table, row_id, before, _after in reversed(json.loads(entry.rows)):
                if before is not None:
                    self._known[table, row_id].update(self._values(TABLES[table], before))

    def change(
        self, table: str, row_id: int, before: Stored | None, after: Stored | None
    ) -> RowChange:
        """Tell what an entry did to a row, and keep how it is then."""
        model = TABLES[table]
        old, new = self._values(model, before or {}), self._values(model, after or {})
        known = self._known[table, row_id]
        known.update(old)
        known.update(new)
        return RowChange(
            table,
            row_id,
            dict(known),
            before is None,
            after is None,
            tuple(
                FieldChange(name, old.get(name), new.get(name))
                for name in model._meta.sorted_field_names
                if name in old or name in new
            ),
        )

    def _values(self, model: type[Table], stored: Stored) -> Stored:
        """Return values as Python has them, and what rows of other tables are called."""
        values = from_stored(model, stored)
        for name, value in values.items():
            field = model._meta.fields[name]
            if isinstance(field, ForeignKeyField) and value is not None:
                table = field.rel_model._meta.table_name
                values[name] = self.names.get(table, {}).get(value, value)
        return values


def _view(entry: JournalEntry, rows: _Rows) -> JournalView:
    return JournalView(
        number=entry.id,
        act=entry.act,
        at=entry.at,
        who=entry.who,
        kind=ActKind(entry.kind),
        basket=rows.names["basket"].get(entry.basket),
        member=rows.names["member"].get(entry.member),
        reason=entry.reason,
        undoes=entry.undoes,
        changes=tuple(rows.change(*row) for row in json.loads(entry.rows)),
    )
