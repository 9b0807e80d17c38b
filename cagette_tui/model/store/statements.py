"""Statements about rows whose SQL is composed once: found, added, changed by their numbers.

Peewee composes SQL anew each time, for 0.3 ms a statement and much more for many rows at once.
Values go through its fields, as in its own statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from peewee import Database, Field
from peewee import __exception_wrapper__ as peewees_errors  # type: ignore[attr-defined]

from cagette_tui.model.store.prepared import Prepared
from cagette_tui.model.tables.base import Table, database

TableT = TypeVar("TableT", bound=Table)
# Numbers that one statement names: SQLite takes 32 766 values in all.
_BATCH = 10_000


def find_row(model: type[TableT], number: int) -> TableT | None:
    """Return the row of this number, if there is one."""
    for values in _by_number(model)(number):
        row = model()
        row.__data__.update(zip(model._meta.sorted_field_names, values, strict=True))
        return row
    return None


def insert_row(row: Table) -> None:
    """Add a row, and give it its number if it has none yet."""
    model = type(row)
    columns = model._meta.sorted_fields if row.id else _without_number(model)
    values = [_value(column, row.__data__) for column in columns]
    sql = insertion(database.obj, model, columns) + ' RETURNING "id"'
    ((row.id,),) = database.execute_sql(sql, values).fetchall()


def insert_all(
    model: type[Table], rows: Sequence[Mapping[str, object]]
) -> list[tuple[object, ...]]:
    """Add many rows; each gives values by the names of the columns, the rest is as by default.

    Returns the values of each but its number, as the table holds them, in the table's order.
    """
    columns = _without_number(model)
    values = [*zip(*(_values(column, rows) for column in columns), strict=True)]
    if values:
        many(database.obj, insertion(database.obj, model, columns), values)
    return values


def update_row(row: Table, names: Iterable[str]) -> None:
    """Write some columns of a row."""
    fields = type(row)._meta.fields
    columns = [fields[name] for name in names]
    values = [_value(column, row.__data__) for column in columns]
    param = database.obj.param
    changes = ", ".join(f'"{column.column_name}" = {param}' for column in columns)
    sql = f'UPDATE {named(type(row))} SET {changes} WHERE "id" = {param}'
    database.execute_sql(sql, [*values, row.id])


def update_alike(model: type[Table], numbers: Sequence[int], changes: Mapping[str, object]) -> None:
    """Give some columns of all rows of these numbers the same values."""
    fields = model._meta.fields
    param = database.obj.param
    values = [fields[name].db_value(value) for name, value in changes.items()]
    names = ", ".join(f'"{fields[name].column_name}" = {param}' for name in changes)
    for start in range(0, len(numbers), _BATCH):
        some = numbers[start : start + _BATCH]
        places = ", ".join([param] * len(some))
        sql = f'UPDATE {named(model)} SET {names} WHERE "id" IN ({places})'
        database.execute_sql(sql, [*values, *some])


def update_each(
    model: type[Table], names: Sequence[str], rows: Sequence[tuple[int, Sequence[object]]]
) -> None:
    """Give the named columns of each row, by its number, values of its own."""
    fields = [model._meta.fields[name] for name in names]
    param = database.obj.param
    changes = ", ".join(f'"{field.column_name}" = {param}' for field in fields)
    sql = f'UPDATE {named(model)} SET {changes} WHERE "id" = {param}'
    converted = [
        [*(field.db_value(value) for field, value in zip(fields, values, strict=True)), number]
        for number, values in rows
    ]
    many(database.obj, sql, converted)


def insertion(opened: Database, model: type[Table], columns: Sequence[Field]) -> str:
    """Return the SQL that adds a row with these columns."""
    places = ", ".join([opened.param] * len(columns))
    return f"INSERT INTO {named(model)} ({listed(columns)}) VALUES ({places})"


def many(opened: Database, sql: str, rows: Sequence[Sequence[object]]) -> None:
    """Do the same for many rows; raises as Peewee's own statements do."""
    with peewees_errors:
        opened.connection().cursor().executemany(sql, rows)


def listed(columns: Iterable[Field]) -> str:
    """Return the names of columns for SQL."""
    return ", ".join(f'"{column.column_name}"' for column in columns)


def named(model: type[Table]) -> str:
    """Return the name of a table for SQL."""
    return f'"{model._meta.table_name}"'


@cache
def _by_number(model: type[Table]) -> Prepared:
    return Prepared(lambda number: model.select().where(model.id == number))


def _without_number(model: type[Table]) -> list[Field]:
    return [column for column in model._meta.sorted_fields if column.name != "id"]


def _values(column: Field, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    convert: Callable[[Any], Any] = column.db_value
    name, default = column.name, column.default
    given = [row.get(name, default) for row in rows]
    if len({*map(type, given)}) == 1:
        # A column says few things many times; equal values of other types are not the same.
        made = {value: convert(value) for value in set(given)}
        return [made[value] for value in given]
    return [None if value is None else convert(value) for value in given]


def _value(column: Field, values: Mapping[str, Any]) -> Any:
    return column.db_value(values.get(column.name, column.default))
