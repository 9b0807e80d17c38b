"""Read the journal of a distribution: who did what, and every row before and after (R60)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ForeignKeyField, fn

from cagette_tui.model.base import Table, tuples
from cagette_tui.model.catalogue import Catalogue, Product
from cagette_tui.model.database import reading
from cagette_tui.model.distribution import Basket
from cagette_tui.model.journal import JournalEntry
from cagette_tui.model.kinds import ActKind
from cagette_tui.model.people import Member
from cagette_tui.model.reading import read_distribution
from cagette_tui.model.tables import TABLES
from cagette_tui.model.writing import Stored, from_stored


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
