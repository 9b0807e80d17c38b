"""The two kinds of database: a file (SQLite), and one on a server (PostgreSQL).

Both are Peewee's, with what Peewee leaves to the kind: a plain transaction is for writing and
keeps other writers out from its beginning on, as nothing else does in this program; what only
reads takes a snapshot. Drivers of servers are imported only where such a database is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from cagette_tui.model.rules.findings import Fault


class OpenDatabase(Protocol):
    """What the model asks of an open database beyond Peewee's own."""

    # Opened for reading, because somebody wished so or since it cannot be written.
    is_read_only: bool = False
    # How many migrations it had when it was opened: a newer version of the program adds some.
    migrations: int = 0

    def snapshot(self) -> AbstractContextManager[object]:
        """Read several statements in one state, without keeping writers out."""

    def must_be_there(self) -> None:
        """Raise `Moved` where what was opened is no longer at its place."""

    def write_back(self) -> None:
        """Let the file hold all that was written, where it is one."""

    def looking(self) -> AbstractContextManager[Callable[[], list[Fault]]]:
        """Let the database look at itself while one reads; gives what waits for what it found."""
