"""Copies of a whole database file, made by SQLite itself, never of a live file as a file.

Those that the program makes by itself lie in a folder beside the database, numbered, since a
clock may jump: the last ones are kept.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from cagette_tui.model.store.problems import AlreadyThere, Damaged, NotCopied
from cagette_tui.model.store.workplaces import sweep, workplace
from cagette_tui.new_files import give_name

KEPT = 10
FOLDER = "backups"
# What SQLite may have beside a file.
_SIDES = ("", "-journal", "-wal", "-shm")
# SQLITE_BUSY, SQLITE_LOCKED: Python would try again for ever.
_LOCKED = (5, 6)


class CopyReason(StrEnum):
    """What a copy was made before; part of its name."""

    MIGRATION = "migration"
    FORCE = "force"
    CERTIFY = "certify"
    RESTORE = "restore"


def copy_to(source: sqlite3.Connection, path: Path) -> None:
    """Write a copy to a new file, whole or not at all, readable by its owner only.

    Raises `AlreadyThere`, `NotCopied`, and `Damaged` where the source cannot be read.
    """
    with _told(path):
        if os.path.lexists(path):
            raise AlreadyThere(str(path))
        sweep(path.parent)
        with workplace(path.parent, "copy") as folder:
            waiting = folder / "copy.db"
            os.close(os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
            with contextlib.closing(sqlite3.connect(waiting)) as target:
                copy_into(source, target, path)
                # In one file, which can be read wherever it is put.
                target.execute("PRAGMA journal_mode = delete")
            try:
                give_name(waiting, path)
            except FileExistsError:
                raise AlreadyThere(str(path)) from None


def copy_into(source: sqlite3.Connection, target: sqlite3.Connection, path: Path) -> None:
    """Replace all that the database at a path holds, at once. Raises as `copy_to` does."""

    def progress(status: int, remaining: int, total: int) -> None:
        if status in _LOCKED:
            raise sqlite3.OperationalError("database is locked")

    with _told(path):
        source.backup(target, progress=progress)


def keep_copy(source: sqlite3.Connection, file: Path, reason: CopyReason, at: datetime) -> Path:
    """Copy the database `file` into the folder of its copies; return the copy's path.

    Raises `NotCopied`, `Damaged`.
    """
    while True:
        path = _next_copy(file, reason, at)
        # Another program may have taken the name: that copy is not ours, to be removed by us.
        with contextlib.suppress(AlreadyThere):
            copy_to(source, path)
            return path


def set_aside(file: Path, reason: CopyReason, at: datetime) -> Path | None:
    """Move a file that SQLite cannot read, and what is beside it, to its copies.

    Returns where it is, None where there was none. Raises `NotCopied`.
    """
    path = _next_copy(file, reason, at)
    with _told(path):
        for side in _SIDES:
            with contextlib.suppress(FileNotFoundError):
                os.rename(f"{file}{side}", f"{path}{side}")
        return path if path.exists() else None


def forget_old_copies(file: Path) -> None:
    """Delete all but the last copies that the program made of this database by itself."""
    with contextlib.suppress(OSError):
        for _number, path in sorted(_copies(file))[:-KEPT]:
            for side in _SIDES:
                Path(f"{path}{side}").unlink(missing_ok=True)


@contextlib.contextmanager
def opened_to_copy(file: Path, *, while_held: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a database that stays as it is, with nothing beside it. Raises `Damaged`.

    `while_held`: this program itself keeps others from writing meanwhile.
    """
    # SQLite keeps the rest of a database beside what a link leads to, not beside the link.
    file = Path(os.path.realpath(file))
    # Beside a database that is in use, or was cut off, there is more of it. What is read without
    # locks lets go, when it is closed, of those that this program has.
    mode = "mode=ro" if while_held or os.path.exists(f"{file}-wal") else "immutable=1"
    address = f"file:{quote(str(file))}?{mode}"
    try:
        opened = sqlite3.connect(address, uri=True, timeout=1)
    except sqlite3.Error as error:
        raise Damaged(str(error)) from error
    with contextlib.closing(opened):
        yield opened


def _next_copy(file: Path, reason: CopyReason, at: datetime) -> Path:
    folder = file.parent / FOLDER
    with _told(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        number = max((number for number, _path in _copies(file)), default=0) + 1
    return folder / f"{file.stem}-{number:04}-{at:%Y-%m-%d-%H%M}-{reason}.db"


def _copies(file: Path) -> list[tuple[int, Path]]:
    reasons = "|".join(CopyReason)
    name = re.compile(rf"{re.escape(file.stem)}-([0-9]{{4,9}})-[0-9-]{{15}}-({reasons})\.db")
    named = ((name.fullmatch(path.name), path) for path in (file.parent / FOLDER).iterdir())
    return [(int(match[1]), path) for match, path in named if match]


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say why there is no copy."""
    try:
        yield
    except OSError as error:
        raise NotCopied(str(path), error.strerror or str(error)) from error
    except (sqlite3.OperationalError, ValueError) as error:  # a NUL in the path
        raise NotCopied(str(path), str(error)) from error
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
