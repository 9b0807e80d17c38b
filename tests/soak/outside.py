"""What happens to the database from outside, while people work on it."""

from __future__ import annotations

import os
import random
import subprocess
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.soak.books import Books

# What a database of a version that does not exist yet has: one more migration.
_INTO = "INSERT INTO schema_migration (name, applied) VALUES ('9999_newer', '2030-01-01 00:00:00')"
_OUT = "DELETE FROM schema_migration WHERE name = '9999_newer'"
_ENTRIES = "SELECT coalesce(max(id), 0), count(*) FROM journal"


class Outside(threading.Thread):
    """Holds the write lock, is a newer version, fills the disk, takes `-wal` away, cuts lines.

    Each for some seconds now and then: on a server it cuts connections, on a file it does what
    can be done to files. `wrong` says what went on that should not have.
    """

    def __init__(self, books: Books, file: Path | None, *, small_disk: bool) -> None:
        """Begin to do so; `file` on a `small_disk` of its own can be left without room."""
        super().__init__(daemon=True)
        self.faults = Counter[str]()
        self.wrong: list[str] = []
        self._books = books
        self._file = file
        self._over = threading.Event()
        self._dice = random.Random(20261120)
        self._does = [self._lock, self._be_newer]
        if file is None:
            self._does += [self._cut, self._cut]
        else:
            self._does += [self._take_wal]
            if small_disk:
                self._does += [self._fill]

    def run(self) -> None:
        """Go on until told to stop."""
        while not self._over.wait(3 + self._dice.random() * 9):
            try:
                self._dice.choice(self._does)()
            except Exception as problem:  # somebody else was writing
                self.faults[f"({type(problem).__name__} outside)"] += 1

    def _some_time(self) -> None:
        self._over.wait(0.5 + self._dice.random() * 3)

    def _lock(self) -> None:
        with closing(self._books.connect()) as connection:
            self._books.shut(connection)
            self.faults["foreign lock"] += 1
            self._some_time()
            connection.execute("ROLLBACK")

    def _cut(self) -> None:
        with closing(self._books.connect()) as connection:
            self.faults["cut connections"] += self._books.cut(connection, self._dice.choice((1, 3)))

    def _be_newer(self) -> None:
        """Bring the schema up to date as a newer version would: no older one may write then."""
        with closing(self._books.connect()) as connection:
            before = self._told(connection, _INTO)
            self.faults["newer version"] += 1
            try:
                self._some_time()
            finally:
                after = self._told(connection, _OUT)
            if before != after:
                self.wrong.append(f"written beside a newer version: {before}, then {after}")

    def _told(self, connection: Any, change: str) -> tuple[int, int]:
        for _ in range(20):
            try:
                self._books.shut(connection)
                break
            except Exception:
                self._over.wait(0.2)
        connection.execute(change)
        (found,) = connection.execute(_ENTRIES).fetchall()
        connection.execute("COMMIT")
        return found[0], found[1]

    def _take_wal(self) -> None:
        """Take away what SQLite keeps beside the file, and bring it back: nobody may write then."""
        assert self._file is not None
        wal = Path(f"{self._file}-wal")
        away = wal.with_name("taken-away")
        # Nobody may open the file meanwhile: SQLite would make another one.
        with self._books.quiet, closing(self._books.connect()) as connection:
            self._books.shut(connection)
            os.rename(wal, away)
            connection.execute("ROLLBACK")
            self.faults["-wal taken away"] += 1
            size = away.stat().st_size, away.stat().st_mtime_ns
            self._some_time()
            if wal.exists() or size != (away.stat().st_size, away.stat().st_mtime_ns):
                self.wrong.append("written while -wal was away")
            os.rename(away, wal)

    def _fill(self) -> None:
        """Leave no room on the disk for a while."""
        assert self._file is not None
        ballast = self._file.with_name("ballast")
        self.faults["full disk"] += 1
        try:
            # It ends where there is no room any more.
            subprocess.run(
                ["dd", "if=/dev/zero", f"of={ballast}", "bs=64k"], check=False, capture_output=True
            )
            self._some_time()
        finally:
            ballast.unlink(missing_ok=True)

    def stop(self) -> None:
        """Let all be as it is."""
        self._over.set()
        self.join()
