"""The schema: which migrations a database had, and those that it needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from peewee import Database

from cagette_tui.drivers import without_drivers
from cagette_tui.model.store.problems import NewerSchema
from cagette_tui.model.tables.guards import install_guards

MIGRATIONS = Path(__file__).parent.parent / "tables" / "migrations"
HISTORY = "schema_migration"


def pending(opened: Database, shown: str) -> set[str]:
    """Name the migrations that a database needs. Raises `NewerSchema`, calling it `shown`."""
    applied = _applied(opened)
    if applied - known():
        raise NewerSchema(shown, max(applied - known()))
    return set(known() - applied)


@cache
def known() -> frozenset[str]:
    """Name the migrations of this version of the program."""
    return frozenset(file.stem for file in MIGRATIONS.glob("[0-9]*.py"))


def _applied(opened: Database) -> set[str]:
    if not opened.table_exists(HISTORY):
        return set()
    rows: list[tuple[str]] = opened.execute_sql(f"SELECT name FROM {HISTORY}").fetchall()
    return {name for (name,) in rows}


def migrate(opened: Database) -> None:
    """Run the migrations that are missing, and guard the tables; inside a transaction."""
    # Imported when needed only: it costs more than opening the database.
    with without_drivers():
        from playhouse.migrations import Runner

    Runner(opened, str(MIGRATIONS), HISTORY).up()
    install_guards(opened)
