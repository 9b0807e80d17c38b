"""Prove that each value is one that can be there: SQLite keeps a text where a number belongs."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from peewee import BooleanField, DateField, DateTimeField, Field, SqliteDatabase, TextField

from cagette_tui.model.checking.places import Places
from cagette_tui.model.checking.tables import subjects
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.rules.kinds import SPOT_MODES, ActKind, Kind, Mode, Reason
from cagette_tui.model.tables.all_tables import ALL_TABLES
from cagette_tui.model.tables.base import Table, database
from cagette_tui.model.tables.distribution import Line
from cagette_tui.model.tables.fields import ExactField
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Operation

# Whatever a number counts, more than that is nonsense, and sums of such would not fit any more.
_HUGE = 10**15
_DAY = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
_TIME = "[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
_CODES: dict[Field, type[StrEnum]] = {
    Line.reason: Reason,
    Operation.kind: Kind,
    Operation.mode: Mode,
    JournalEntry.kind: ActKind,
}
# As many of a table are named; one is enough to restore a backup.
_MOST = 20


def values(places: Places) -> Iterator[Finding]:
    """Name rows with a value of the wrong type, out of all bounds, or of no list (R13, R30)."""
    yield from _group()
    for model in ALL_TABLES:
        yield from _of_table(places, model)


def _group() -> Iterator[Finding]:
    """The one group is there, and accepts modes that there are."""
    rows = database.execute_sql("SELECT id, accepted_modes FROM buying_group").fetchall()
    if [number for number, _modes in rows] != [1]:
        yield Finding(Problem.GROUP, str(len(rows)))
    for number, modes in rows:
        accepted = str(modes).split(",")
        if not (set(accepted) <= set(Mode) and set(accepted) & set(SPOT_MODES)):
            yield Finding(Problem.VALUE, f"buying_group {number}: accepted_modes")


def _of_table(places: Places, model: type[Table]) -> Iterator[Finding]:
    """Look for the first wrong column of each row, in one statement."""
    conditions = {field.name: _condition(field) for field in model._meta.sorted_fields}
    conditions = {name: text for name, text in conditions.items() if text}
    if not conditions:
        return
    cases = (f"WHEN NOT ({text}) THEN '{name}'" for name, text in conditions.items())
    all_hold = " AND ".join(f"({text})" for text in conditions.values())
    table = model._meta.table_name
    whose = subjects(model)
    columns = ", ".join(["id", *(f'"{field.column_name}"' for field in whose.values())])
    query = f"""
        SELECT CASE {" ".join(cases)} END, {columns} FROM "{table}"
        WHERE NOT ({all_hold}) LIMIT {_MOST}"""
    for wrong, row_id, *numbers in database.execute_sql(query).fetchall():
        row = {**dict(zip(whose, numbers, strict=True)), table: row_id}
        yield places.by(Problem.VALUE, row, f"{table} {row_id}: {wrong}")


def _condition(field: Field) -> str:
    """Say in SQL what a column may hold; the names are from the code, not from data."""
    column = f'"{field.column_name}"'
    parts = []
    if isinstance(database.obj, SqliteDatabase):  # a server sees to the types itself
        parts.append(_type(field, column))
    if field in _CODES:
        codes = ", ".join(f"'{code}'" for code in _CODES[field])
        parts.append(f"{column} IN ({codes})")
    elif isinstance(field, ExactField):
        # Digits, a point and a sign.
        parts.append(f"length({column}) BETWEEN 1 AND 40 AND TRIM({column}, '0123456789.-') = ''")
        parts.append(f"length({column}) - length(replace({column}, '.', '')) <= 1")
        parts.append(f"substr({column}, 2) = replace(substr({column}, 2), '-', '')")
        parts.append(f"{column} NOT IN ('.', '-', '-.')")
    elif _is_number(field):
        parts.append(f"{column} BETWEEN {-_HUGE} AND {_HUGE}")
    if field is Line.delivered:
        # R8: below zero only what was ordered so.
        parts.append("(delivered >= 0 OR ordered < 0) AND (delivered <= 0 OR ordered >= 0)")
    condition = " AND ".join(parts)
    # The database itself sees to what may not be null.
    return f"{column} IS NULL OR {condition}" if condition and field.null else condition


def _type(field: Field, column: str) -> str:
    if isinstance(field, DateTimeField):
        return f"{column} GLOB '{_DAY} {_TIME}'"
    if isinstance(field, DateField):
        return f"{column} GLOB '{_DAY}'"
    if isinstance(field, TextField):
        return f"typeof({column}) = 'text'"
    if isinstance(field, BooleanField):
        return f"typeof({column}) = 'integer' AND {column} IN (0, 1)"
    return f"typeof({column}) = 'integer'"


def _is_number(field: Field) -> bool:
    return not isinstance(field, (DateTimeField, DateField, TextField, BooleanField))
