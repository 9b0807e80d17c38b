"""What SQLite keeps beside a file: the last writings (`-wal`), and where to find them (`-shm`).

Somebody who copies the file alone, with a file manager, copies it without those. So what waits
there is written into the file whenever nobody has acted for a while. That keeps nobody waiting,
neither those who write meanwhile nor those who read.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

SIDES = ("-wal", "-shm")
_WRITE_BACK = "PRAGMA wal_checkpoint(PASSIVE)"
# Seconds without a writing after which it is done, and after how many it is done even though
# somebody acts every few seconds.
_QUIET = 3
_LONGEST = 30

# Where and how long SQLite locks a file for reading it.
_READERS = (0x40000002, 510)

Identity = tuple[int, int]


def identity(path: Path | str) -> Identity:
    """Say which file is at a path: its device and number, zeros where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


class Beside:
    """The files beside an open database, as they were when it was opened."""

    def __init__(self, file: Path) -> None:
        """Remember them; there are none where nothing is written that way."""
        # Composed once, since they are looked at in every act.
        paths = [f"{file}{side}" for side in SIDES]
        self._known = {path: identity(path) for path in paths if os.path.exists(path)}

    def lost(self) -> str | None:
        """Name the first one that was deleted or replaced meanwhile."""
        for path, known in self._known.items():
            if identity(path) != known:
                return path
        return None

    def only_deleted(self) -> bool:
        """Whether nobody has made others instead: all programs still share those."""
        return all(identity(path) in (known, (0, 0)) for path, known in self._known.items())


def write_back(opened: sqlite3.Connection) -> None:
    """Write into the file what waits beside it, as far as nobody reads an older state."""
    with contextlib.suppress(sqlite3.Error):
        opened.execute(_WRITE_BACK).fetchall()


@contextlib.contextmanager
def not_the_last(file: Path) -> Iterator[None]:
    """Let SQLite believe that another program has the file open.

    Who leaves last removes what is beside it; to whoever lost theirs that belongs to others.
    """
    with contextlib.ExitStack() as held:
        # Where there is no such lock, and where the file is gone, it goes as it would.
        with contextlib.suppress(OSError, AttributeError):
            descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
            held.callback(os.close, descriptor)
            # It holds against this program too.
            lock = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, *_READERS, 0)
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, lock)
        yield


class WritingBack:
    """Looks every second whether something waits beside a file, and writes it there."""

    def __init__(self, file: Path) -> None:
        """Look beside this file."""
        self._file = file
        self._wal = f"{file}-wal"
        self._beside = Beside(file)
        self._done = self._seen = self._written()
        self._quiet = self._waiting = 0
        if self._seen is not None:
            self._done = None  # by nobody that we know of

    def is_due(self) -> bool:
        """Look once more: whether it is to be done now."""
        written = self._written()
        if written is None or written == self._done:
            return False
        self._waiting += 1
        self._quiet = self._quiet + 1 if written == self._seen else 0
        self._seen = written
        return self._quiet >= _QUIET or (self._quiet > 0 and self._waiting >= _LONGEST)

    def write_back(self) -> None:
        """Write into the file itself, on a connection of its own: no act has to wait for it."""
        self._done = self._seen
        self._quiet = self._waiting = 0
        if self._beside.lost() is not None:
            return
        address = f"file:{quote(str(self._file))}?mode=rw"
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(address, uri=True, timeout=0)) as apart,
        ):
            write_back(apart)

    def _written(self) -> tuple[int, int] | None:
        """Say when something was last written there, and how large it is; None: nothing is."""
        try:
            found = os.stat(self._wal)
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size) if found.st_size else None


def last_act_in(file: Path) -> int | None:
    """Return the last act that the file holds without what is beside it, 0 for none.

    None where nothing is beside it, or nothing can be read without. Only for a file that this
    program has not opened: it would let go of its locks.
    """
    if not identity(f"{file}-wal")[1] or not os.path.getsize(f"{file}-wal"):
        return None
    address = f"file:{quote(str(file.absolute()))}?immutable=1"
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(address, uri=True)) as alone,
    ):
        tables = "SELECT count(*) FROM sqlite_master WHERE name = 'journal'"
        if alone.execute(tables).fetchone() == (0,):
            return 0
        (last,) = alone.execute("SELECT max(act) FROM journal").fetchone()
        return int(last or 0)
    return None
