"""The journal, looked at past the program: what a screen confirms must be there."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cagette_tui.model.store.database import is_address

# "Caga": the lock behind which each program writes on a server.
_DOOR = "SELECT pg_advisory_xact_lock(1130456929)"
_ACTS = """
    SELECT journal.id, journal.act, journal.kind, basket.number FROM journal
    LEFT JOIN basket ON basket.id = journal.basket
    WHERE journal.who = {who} AND journal.id > {after} ORDER BY journal.id
"""
_JOURNAL = "SELECT act, at, who, basket, undoes, rows FROM journal ORDER BY id"
# What somebody means twice takes them longer.
_AT_ONCE = timedelta(seconds=1)


@dataclass(frozen=True)
class Entry:
    """One entry of somebody's; `basket` is its number."""

    number: int
    act: int
    kind: str
    basket: int | None


class Books:
    """One database; every look is a connection of its own."""

    def __init__(self, location: str) -> None:
        """Look at the database at a path or an address."""
        self._location = location
        self.on_server = is_address(location)
        # Held while something is wrong that nobody new may walk into.
        self.quiet = threading.RLock()

    def connect(self) -> Any:
        """Connect as another program, which begins transactions itself."""
        if self.on_server:
            import psycopg

            return psycopg.connect(self._location, autocommit=True)
        return sqlite3.connect(self._location, timeout=20, isolation_level=None)

    def entries(self, who: str, after: int = 0) -> list[Entry]:
        """Return what somebody has done since an entry."""
        sign = "%s" if self.on_server else "?"
        with self.quiet, closing(self.connect()) as connection:
            query = _ACTS.format(who=sign, after=sign)
            return [Entry(*row) for row in connection.execute(query, (who, after)).fetchall()]

    def doubled(self) -> list[tuple[int, int]]:
        """Give pairs of acts that book the same payment twice, as a lost answer might (numbers)."""
        seen: dict[tuple[object, ...], tuple[int, datetime]] = {}
        found = []
        with closing(self.connect()) as connection:
            rows = connection.execute(_JOURNAL).fetchall()
        for act, at, who, about, undoes, text in rows:
            moment = datetime.fromisoformat(str(at))
            if undoes is not None:
                seen.clear()  # what was taken back may be done again
            for table, _number, before, after in json.loads(text):
                if table != "operation" or before is not None or after["kind"] != "payment":
                    continue
                key = (who, about, after["amount"], after.get("mode"), after.get("cheque"))
                last, then = seen.get(key, (act, moment))
                if last != act and moment - then <= _AT_ONCE:
                    found.append((last, act))
                seen[key] = (act, moment)
        return found

    def latest(self) -> list[tuple[object, ...]]:
        """Return what was done last, by whomever."""
        with self.quiet, closing(self.connect()) as connection:
            query = "SELECT id, act, who, kind, basket FROM journal ORDER BY id DESC LIMIT 12"
            return list(connection.execute(query).fetchall())

    @staticmethod
    def last(entries: list[Entry], before: int) -> int:
        """Return the number of the last entry, or the one before."""
        return entries[-1].number if entries else before

    def wait_for_others(self) -> None:
        """Come back once those who were waiting to write have written."""
        with self.quiet, closing(self.connect()) as connection:
            self.shut(connection)
            connection.execute("ROLLBACK")

    def shut(self, connection: Any) -> None:
        """Keep all others from writing, until it is rolled back."""
        if self.on_server:
            connection.execute(f"BEGIN; {_DOOR}")
        else:
            connection.execute("BEGIN IMMEDIATE")

    def cut(self, connection: Any, how_many: int) -> int:
        """End connections of programs to a server; return how many."""
        query = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'cagette-tui%%'
            ORDER BY random() LIMIT %s
        """
        return len(connection.execute(query, (how_many,)).fetchall())
