"""Prove that the tables are ours, with all their parts and with nothing of somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peewee import Database, PostgresqlDatabase

from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.tables.all_tables import ALL_TABLES
from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.guards import strange_triggers, wrong_guards

# Tables and columns that are not proven, and why a value there cannot matter.
NOT_PROVEN = {
    "draft": "what is half typed never counts, and is shown before it does (R63)",
    "evening_copy.id": "nothing points to it; a digest proves the rest of the row (R46)",
    "schema_migration": "another name is refused at the next opening, and the tables are compared",
}


def subjects(model: type[Table]) -> dict[str, Any]:
    """Return the columns that say whose a row is, by what they name."""
    names = ("basket", "member", "distribution")
    return {name: model._meta.fields[name] for name in names if name in model._meta.fields}


def missing_parts(opened: Database) -> Iterator[Finding]:
    """Name tables and columns that are missing."""
    for model in ALL_TABLES:
        table = model._meta.table_name
        there = {column.name for column in opened.get_columns(table)}
        if not there:
            yield Finding(Problem.TABLE, table)
            continue
        for column in model._meta.columns:
            if column not in there:
                yield Finding(Problem.TABLE, f"{table}.{column}")


def missing_indexes(opened: Database) -> Iterator[Finding]:
    """Name indexes that are missing, or do not keep out what must not be there twice."""
    for model in ALL_TABLES:
        indexes: list[Any] = model._meta.fields_to_index()
        there = {(one.name, bool(one.unique)) for one in opened.get_indexes(model._meta.table_name)}
        for index in indexes:
            if (index._name, bool(index._unique)) not in there:
                yield Finding(Problem.INDEX, index._name)


def strangers(opened: Database) -> Iterator[Finding]:
    """Name guards that are not as they should be, and what acts beside us in the database."""
    for name in wrong_guards(opened):
        yield Finding(Problem.GUARD, name)
    for name in strange_triggers(opened):
        yield Finding(Problem.STRANGER, name)
    for view in opened.get_views():
        yield Finding(Problem.STRANGER, view.name)
    if isinstance(opened, PostgresqlDatabase):
        from cagette_tui.model.store.postgres_faults import acting_rules, sleeping_guards

        for name in acting_rules(opened):
            yield Finding(Problem.STRANGER, name)
        for name in sleeping_guards(opened):
            yield Finding(Problem.GUARD, name)
