"""Read the journal of a distribution: who did what, and every row before and after (R60)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from peewee import ForeignKeyField, fn

from cagette_tui.model.reading.baskets import read_basket, read_distribution
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.history import FieldChange, JournalView, RowChange, Since
from cagette_tui.model.rules.kinds import ActKind, Kind
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.base import Table, tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.model.tables.stored import Stored, from_stored, stored


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
