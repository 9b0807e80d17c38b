"""Backups: before what cannot be taken back, and when asked for; and the way back.

A database on a server is backed up by the server's own tools.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar

from cagette_tui import deeds
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.checking.checking import check
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.store.copies import (
    CopyReason,
    copy_into,
    copy_to,
    forget_old_copies,
    keep_copy,
    opened_to_copy,
    set_aside,
)
from cagette_tui.model.store.database import close_database, file_of, open_database
from cagette_tui.model.store.problems import (
    CannotOpen,
    Damaged,
    DiskFull,
    InUse,
    Missing,
    NewerSchema,
    NotCopied,
    OnServer,
    ReadOnly,
    StorageProblem,
    Unsound,
)
from cagette_tui.model.store.sqlite import FileDatabase, can_be_written, recognise
from cagette_tui.model.store.workplaces import sweep, workplace
from cagette_tui.model.tables.base import database
from cagette_tui.new_files import give_name
from cagette_tui.value import ValueObject

P = ParamSpec("P")
T = TypeVar("T")

# Another program that has the database open, in whatever state, keeps the second from succeeding;
# after the last one nobody else can open it.
_ALONE = (
    "PRAGMA locking_mode = exclusive",
    "PRAGMA journal_mode = delete",
    "BEGIN EXCLUSIVE",
    "COMMIT",
)


class Done(ValueObject, Generic[T]):
    """What an act gave; `without_copy` says why no copy could be made before it."""

    result: T
    without_copy: StorageProblem | None


def with_copy(
    desk: Desk,
    reason: CopyReason,
    act: Callable[Concatenate[Desk, P], T],
    *args: P.args,
    **options: P.kwargs,
) -> Done[T]:
    """Copy the database, then do an act, whether there is a copy or not.

    Of an act that is refused no copy stays, and where the disk has room for one of the two it is
    the act that is done. A server makes its own copies. Raises what the act raises.
    """
    copy: Path | None = None
    problem: StorageProblem | None = None
    opened = database.obj
    if isinstance(opened, FileDatabase) and not opened.is_read_only:
        try:
            copy = keep_copy(opened.connection(), opened.file, reason, desk.now())
        except (NotCopied, Damaged) as failure:
            problem = failure
    try:
        try:
            result = act(desk, *args, **options)
        except DiskFull:
            if copy is None:
                raise
            problem = NotCopied(str(copy), os.strerror(errno.ENOSPC))
            copy.unlink(missing_ok=True)
            copy = None
            result = act(desk, *args, **options)
    except BaseException:
        if copy is not None:
            copy.unlink(missing_ok=True)
        raise
    if copy is not None:
        forget_old_copies(opened.file)
    if isinstance(opened, FileDatabase):
        opened.write_back()
    return Done(result, problem)


def back_up(where: str | Path, at: datetime) -> Path:
    """Copy the open database to a new file, or into a folder; return the copy's path.

    Raises `AlreadyThere`, `NotCopied`, `OnServer`.
    """
    opened = database.obj
    if not isinstance(opened, FileDatabase):
        raise OnServer()
    path = Path(where)
    if os.path.isdir(path):
        path = path / f"{opened.file.stem}-{at:%Y-%m-%d-%H%M}.db"
    copy_to(opened.connection(), path)
    deeds.note()
    return path


def restore(location: str | Path, copy: Path, at: datetime) -> Path | None:
    """Put a copy in the place of a database; return where what it replaces is kept.

    None where there was nothing. A copy of the copy is brought up to date and proven before.
    Raises `Unsound`, `InUse`, `OnServer`, `NotCopied`, and what opening raises; then nothing
    was changed. No database may be open in this program.
    """
    file = file_of(location)
    try:
        recognise(copy, create=False)
    except Missing:
        raise CannotOpen(str(copy), os.strerror(errno.ENOENT)) from None
    if os.path.exists(file) and not can_be_written(file):
        raise ReadOnly()
    sweep(file.parent)
    try:
        with workplace(file.parent, "restore") as folder:
            proven = folder / file.name
            _prove(copy, proven)
            kept = _replace(file, proven, at)
            deeds.note()
            return kept
    except OSError as error:
        raise CannotOpen(str(file), error.strerror or str(error)) from error


def _prove(copy: Path, path: Path) -> None:
    """Copy what is to be restored, bring that up to date and check it."""
    try:
        with opened_to_copy(copy) as source:
            copy_to(source, path)
        open_database(path)
        try:
            # A credit that has gone is between people: the books are sound, and say so.
            findings = [one for one in check() if one.problem is not Problem.CREDIT_GONE]
        finally:
            close_database()
    except Damaged as damage:
        findings = [Finding(Problem.FILE, damage.detail)]
    except NewerSchema as newer:
        raise NewerSchema(str(copy), newer.migration) from None
    if findings:
        raise Unsound(str(copy), len(findings), findings[0])


def _replace(file: Path, proven: Path, at: datetime) -> Path | None:
    try:
        recognise(file, create=False)
    except Missing:
        file.unlink(missing_ok=True)  # an interrupted creation
    else:
        with contextlib.suppress(Damaged):
            return _filled(file, proven, at)
    # Nothing is there, or something that cannot be read, which is why it is replaced.
    kept = set_aside(file, CopyReason.RESTORE, at)
    try:
        give_name(proven, file)
    except FileExistsError:
        raise InUse(str(file)) from None
    return kept


def _filled(file: Path, proven: Path, at: datetime) -> Path:
    """Give a database what another one holds, at once; return the copy of what it held.

    The file stays the same one: who opens it meanwhile waits, and does not work on what is gone.
    """
    with _alone(file) as target, opened_to_copy(proven) as source:
        kept = keep_copy(target, file, CopyReason.RESTORE, at)
        copy_into(source, target, file)
    forget_old_copies(file)
    return kept


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database that no other program has open, and keep them out.

    Raises `InUse`, `Damaged`.
    """
    with contextlib.closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as alone:
        try:
            for statement in _ALONE:
                alone.execute(statement)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InUse(str(file)) from error
            raise CannotOpen(str(file), str(error)) from error
        except sqlite3.DatabaseError as error:
            raise Damaged(str(error)) from error
        yield alone
