"""What every table shares: the database, chosen when a program opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from peewee import (
    AutoField,
    DatabaseProxy,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
)

Conversion = Callable[[Sequence[Any]], Sequence[Any]]
# Values that need no work when they are whole numbers.
_WHOLE = (IntegerField, ForeignKeyField)

# Initialised by `open_database`; nothing opens a database at import.
database = DatabaseProxy()


class Table(Model):
    """Base of all tables."""

    id = AutoField()

    class Meta:
        """Peewee's settings."""

        database = database
        legacy_table_names = False


def tuples(query: Any) -> list[tuple[Any, ...]]:
    """Run a query for plain tuples, which cost less than rows with behaviour."""
    asked = query.tuples()
    cursor = database.execute(asked)
    return converted(cursor, conversions(asked, cursor))


def conversions(query: Any, cursor: Any) -> list[Conversion]:
    """Learn from Peewee what makes values of each column that a query for tuples got."""
    wrapper = query._get_cursor_wrapper(cursor)
    wrapper.initialize()
    return [_conversion(convert) for convert in wrapper.converters]


def converted(cursor: Any, by_column: Iterable[Conversion]) -> list[tuple[Any, ...]]:
    """Fetch all rows and make values of them, a column at a time."""
    columns = zip(*cursor.fetchall(), strict=True)
    values = (conversion(column) for conversion, column in zip(by_column, columns, strict=False))
    return list(zip(*values, strict=True))


def _conversion(convert: Callable[[Any], Any] | None) -> Conversion:
    if convert is None:
        return tuple
    field = getattr(convert, "__self__", None)
    if isinstance(field, _WHOLE) and type(field).__module__ == Field.__module__:
        # Fields of ours turn what the table holds into something else.
        return lambda column: [value if type(value) is int else convert(value) for value in column]

    def each_once(column: Sequence[Any]) -> Sequence[Any]:
        if len(column) == 1:  # what a key press reads are single rows
            return (convert(column[0]),)
        # A column says few things many times: they are made once, and take room once.
        made = {value: convert(value) for value in set(column)}
        return [made[value] for value in column]

    return each_once
