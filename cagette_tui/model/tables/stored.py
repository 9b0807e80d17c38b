"""A row as the table holds it: cents, thousandths, ISO times. The journal keeps such rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cagette_tui.model.tables.base import Table

Stored = dict[str, Any]


def stored(row: Table) -> Stored:
    """Return a row as the table holds it: cents, thousandths, ISO times."""
    values = row.__data__
    return {
        column.name: as_text(column.db_value(values.get(column.name, column.default)))
        for column in type(row)._meta.sorted_fields
    }


def stored_values(model: type[Table], values: Mapping[str, object]) -> Stored:
    """Return some columns' values as the table holds them, in the table's order."""
    return {
        column.name: as_text(column.db_value(values[column.name]))
        for column in model._meta.sorted_fields
        if column.name in values
    }


def as_text(value: object) -> object:
    """Turn a time into the text that a row holds; leave the rest as it is."""
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def without_nulls(row: Stored) -> Stored:
    """Leave out what a row does not have, to keep the journal small."""
    return {name: value for name, value in row.items() if value is not None}


def from_stored(model: type[Table], values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what `stored` gave back into values for Peewee."""
    fields = model._meta.fields
    return {name: fields[name].python_value(value) for name, value in values.items()}
