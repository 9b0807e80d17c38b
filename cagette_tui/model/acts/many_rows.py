"""Rows of one table written inside an act under way, one or many, and noted in its entries.

A single row takes its prepared statement; many take one or a few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cagette_tui.model.acts.writing import Entry, insert_rows
from cagette_tui.model.store.statements import update_alike, update_each
from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.stored import stored_values
from cagette_tui.value import ValueObject

# Of so many kinds of rows each has a statement of its own.
_FEW = 4


class Change(ValueObject):
    """New values of some columns of a row that is there, with those it has."""

    entry: Entry
    row_id: int
    before: Mapping[str, object]
    after: Mapping[str, object]


def change_rows(table: type[Table], changes: Sequence[Change]) -> None:
    """Change rows of a table: all that become alike in one statement."""
    by_names: dict[tuple[str, ...], list[Change]] = defaultdict(list)
    for one in changes:
        by_names[tuple(one.after)].append(one)
    for names, some in by_names.items():
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for one in some:
            alike[tuple(one.after.values())].append(one.row_id)
        if len(alike) > _FEW:
            update_each(table, names, [(one.row_id, [*one.after.values()]) for one in some])
        else:
            for values, numbers in alike.items():
                update_alike(table, numbers, dict(zip(names, values, strict=True)))
    for one in changes:
        before, now = stored_values(table, one.before), stored_values(table, one.after)
        one.entry.touched(table, one.row_id, before, now)


def insert_new(rows: Sequence[tuple[Entry, Table]]) -> None:
    """Add rows of one table, and give each its number."""
    if len(rows) == 1:
        entry, row = rows[0]
        entry.insert(row)
    elif rows:
        table = type(rows[0][1])
        inserted = insert_rows(table, [row.__data__ for _entry, row in rows])
        for (entry, row), values in zip(rows, inserted, strict=True):
            row.id = values["id"]
            entry.inserted(table, values)
