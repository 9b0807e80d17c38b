"""What every table shares: the database, chosen when a program opens it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import AutoField, DatabaseProxy, Model

# Initialised by `open_database`; nothing opens a database at import.
database = DatabaseProxy()


class Table(Model):
    """Base of all tables."""

    id = AutoField()

    class Meta:
        """Peewee's settings."""

        database = database
        legacy_table_names = False


def tuples(query: Any) -> Iterable[tuple[Any, ...]]:
    """Run a query for plain tuples, which cost less than rows with behaviour."""
    rows: Iterable[tuple[Any, ...]] = query.tuples()
    return rows
