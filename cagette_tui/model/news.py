"""Whether somebody else has written: asked every second, so it costs next to nothing."""

from __future__ import annotations

from pathlib import Path

from peewee import SqliteDatabase, fn

from cagette_tui.model.base import database
from cagette_tui.model.database import reading
from cagette_tui.model.journal import JournalEntry


def news() -> int:
    """Return a number that changes when another program has written; raises storage problems.

    SQLite's is blind to what this program writes itself.
    """
    opened = database.obj
    if isinstance(opened, SqliteDatabase):
        (number,) = opened.execute_sql("PRAGMA data_version").fetchall()[0]
        return int(number)
    with reading():
        return int(JournalEntry.select(fn.MAX(JournalEntry.id)).scalar() or 0)


def own_file() -> Path | None:
    """Return the file that is open for writing; None for a server, or where one only reads."""
    opened = database.obj
    if not isinstance(opened, SqliteDatabase) or str(opened.database).startswith("file:"):
        return None
    return Path(str(opened.database)).absolute()
