"""What other programs have written, and who is there: asked every second, so nearly free."""

from __future__ import annotations

from pathlib import Path

from peewee import SqliteDatabase, fn

from cagette_tui.model.store.database import reading
from cagette_tui.model.store.kinds_of_database import OpenDatabase
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.value import ValueObject

# On a server: each connection has a name, which all others can read, as long as it is there.
_NAMES = """
    SELECT set_config('application_name', %s, false)
    UNION ALL
    SELECT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class OthersSeen(ValueObject):
    """`number` changes when another program has written; `names` are those of the others.

    SQLite's number is blind to what this program writes itself, and it knows no names.
    """

    number: int
    names: tuple[str, ...] = ()


def see_others(name: str) -> OthersSeen:
    """Look what others do, and be called `name` by them (ASCII). Raises storage problems."""
    opened = database.obj
    if isinstance(opened, SqliteDatabase):
        there: OpenDatabase = database.obj
        there.must_be_there()
        (number,) = opened.execute_sql("PRAGMA data_version").fetchall()[0]
        return OthersSeen(int(number))
    with reading():
        last = JournalEntry.select(fn.MAX(JournalEntry.id)).scalar() or 0
        (_ours, *theirs) = opened.execute_sql(_NAMES, (name,)).fetchall()
    return OthersSeen(int(last), tuple(text for (text,) in theirs))


def last_act_number() -> int:
    """Return the number of the last act, 0 before the first. Raises storage problems."""
    with reading():
        return int(JournalEntry.select(fn.MAX(JournalEntry.act)).scalar() or 0)


def own_file() -> Path | None:
    """Return the file that is open for writing; None for a server, or where one only reads."""
    opened = database.obj
    if not isinstance(opened, SqliteDatabase) or str(opened.database).startswith("file:"):
        return None
    return Path(str(opened.database)).absolute()
