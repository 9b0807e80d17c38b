"""A database in a file: recognised before SQLite touches it, in WAL, with its owner's rights."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from time import sleep
from urllib.parse import quote

from peewee import DatabaseError, OperationalError, SqliteDatabase

from cagette_tui.model.rules.findings import Fault, Problem
from cagette_tui.model.store.beside import Beside, Identity, identity, not_the_last, write_back
from cagette_tui.model.store.copies import (
    FOLDER,
    CopyReason,
    forget_old_copies,
    keep_copy,
    opened_to_copy,
)
from cagette_tui.model.store.kinds_of_database import OpenDatabase
from cagette_tui.model.store.migrating import HISTORY, known, migrate, pending
from cagette_tui.model.store.problems import (
    CannotMigrate,
    CannotOpen,
    Damaged,
    DiskFailed,
    Missing,
    Moved,
    NotCopied,
    NotOurs,
    OlderSchema,
    Stranger,
    storage_errors,
)
from cagette_tui.model.store.workplaces import sweep
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.guards import acting_strangers

# "Caga" in the header of the file: how we recognise a database of ours.
APPLICATION_ID = 0x43616761
# Tenths of a second that one waits for others who make the same file.
_PATIENCE = 20
# What acts do not change, beside the tables that they do.
_OWN = ("journal", "draft", HISTORY)
PRAGMAS: dict[str, object] = {"foreign_keys": 1, "synchronous": "full", "trusted_schema": 0}


class FileDatabase(SqliteDatabase, OpenDatabase):
    """A file that is open."""

    file: Path
    _identity: Identity
    _beside: Beside | None = None

    def open(self, file: Path) -> None:
        """Connect with the file at this path, and see to it that it stays there."""
        self.connect()
        self.file = file.absolute()
        self._identity = identity(self.file)
        if "immutable=1" not in str(self.database):
            # What is beside the file is there once something was read.
            self.execute_sql("SELECT count(*) FROM sqlite_master").fetchall()
            self._beside = Beside(self.file)

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction. Raises `Moved`: what is done in a file that is gone is lost."""
        self.must_be_there()
        super().begin(lock_type)

    def must_be_there(self) -> None:
        """Raise `Moved` where the file, or what SQLite keeps beside it, is another or gone."""
        if self._identity != identity(self.file):
            raise Moved(str(self.file))
        lost = None if self._beside is None else self._beside.lost()
        if lost is not None:
            if self._beside is not None and self._beside.only_deleted():
                # We are among the last who know what was written there.
                write_back(self.connection())
            raise Moved(lost)

    def write_back(self) -> None:
        """Write into the file what waits beside it: for a copy of the file alone."""
        if not self.is_read_only and self._beside is not None and self._beside.lost() is None:
            write_back(self.connection())

    def _close(self, conn: sqlite3.Connection) -> None:
        beside, self._beside = self._beside, None
        if beside is None or beside.lost() is None or beside.only_deleted():
            conn.close()
            return
        with not_the_last(self.file):
            conn.close()

    def rollback(self) -> None:
        """Take back what was done, unless SQLite has done so, since the disk failed."""
        if self.connection().in_transaction:
            super().rollback()

    def snapshot(self) -> AbstractContextManager[object]:
        """Read several statements in one state, without keeping writers out."""
        begun: AbstractContextManager[object] = self.transaction("DEFERRED")
        return begun

    @contextmanager
    def looking(self) -> Iterator[Callable[[], list[Fault]]]:
        """Let SQLite look at the file by itself, beside us: it takes as long as reading it all."""
        if self.in_transaction():  # nobody else would see what is not committed
            yield lambda: list(_faults(self.connection()))
            return
        with ThreadPoolExecutor(1, thread_name_prefix="looking") as pool:
            yield pool.submit(self._look).result

    def _look(self) -> list[Fault]:
        uri = bool(self.connect_params.get("uri"))
        with closing(sqlite3.connect(str(self.database), uri=uri, timeout=1)) as beside:
            beside.execute("PRAGMA query_only = 1")
            return list(_faults(beside))


def _faults(opened: sqlite3.Connection) -> Iterator[Fault]:
    """Tell what SQLite finds wrong with the file."""
    for (answer,) in opened.execute("PRAGMA integrity_check").fetchall():
        if answer != "ok":
            yield Fault(Problem.FILE, str(answer))
    for table, row, parent, _ in opened.execute("PRAGMA foreign_key_check").fetchall():
        yield Fault(Problem.FOREIGN_KEY, f"{table} {row} → {parent}", table, row)


def open_file(path: Path, *, create: bool, read_only: bool = False) -> FileDatabase:
    """Open a file: made for its owner only if it is missing and `create` says so.

    What is not ours is refused untouched; what cannot be written opens for reading.
    Raises storage problems.
    """
    recognise(path, create and not read_only)
    with storage_errors():
        writable = can_be_written(path)
        if read_only or not writable:
            return _open_read_only(path, writable=writable)
        for folder in (path.absolute().parent, path.absolute().parent / FOLDER):
            sweep(folder)
        _bring_up_to_date(path)
        opened = FileDatabase(
            str(path.absolute()),  # a name such as file:x would be an address
            pragmas={"journal_mode": "wal", **PRAGMAS},
            timeout=1,
            lock_type="IMMEDIATE",
        )
        _connect(opened, path)
        opened.migrations = len(known())
        return opened


def _connect(opened: FileDatabase, path: Path) -> None:
    """Connect; when several make the same file, the change to WAL does not wait by itself."""
    for _attempt in range(_PATIENCE):
        try:
            opened.open(path)
            return
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            opened.close()
            sleep(0.1)
    opened.open(path)


def recognise(path: Path, create: bool) -> None:
    """See that the file is ours, without SQLite, which would leave files beside it.

    A missing one is made if `create` says so. Raises `Missing`, `NotOurs`, `CannotOpen`.
    """
    try:
        if path.is_fifo() or path.is_socket():
            # Opening it would wait for somebody at the other end.
            raise CannotOpen(str(path), os.strerror(errno.ENOTSUP))
        with open(path, "rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        if not create:
            raise Missing(str(path)) from None
        _create_file(path)
        return
    except OSError as error:
        raise CannotOpen(str(path), error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in the path
        raise CannotOpen(repr(str(path)), str(error)) from error
    if not header:
        if not create:
            raise Missing(str(path))
        return  # an interrupted creation
    if not header.startswith(b"SQLite format 3\0"):
        raise NotOurs(str(path))
    if header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        raise NotOurs(str(path))


def can_be_written(path: Path) -> bool:
    """Whether the file is for writing, root or not, and its folder takes SQLite's side files."""
    marked = os.stat(path).st_mode & 0o222 == 0
    folder = path.absolute().parent
    return not marked and os.access(path, os.W_OK) and os.access(folder, os.W_OK)


def _create_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if not path.exists():  # a link to nowhere; else somebody was faster
            raise CannotOpen(str(path), os.strerror(errno.ENOENT)) from None
    except OSError as error:
        raise CannotOpen(str(path), error.strerror or str(error)) from error


def _open_read_only(path: Path, *, writable: bool) -> FileDatabase:
    # WAL needs a shared-memory file, which SQLite would leave beside the file, as
    # read-only as that. Without one "immutable" reads the file alone, right as long
    # as nobody writes.
    modes: tuple[str, ...] = ("immutable=1",)
    if writable:  # by others too; what is beside the file goes when the last one leaves
        modes = ("mode=rw",)
    wal = f"{path}-wal"
    if os.path.exists(wal) and (not writable or os.path.getsize(wal)):
        # Whoever may write and leaves last writes into the file what a cut has left beside it.
        modes = ("mode=ro", *modes)
    for mode in modes:
        opened = FileDatabase(
            f"file:{quote(str(path.absolute()))}?{mode}",
            uri=True,
            pragmas={"foreign_keys": 1, "trusted_schema": 0, "query_only": 1},
            timeout=1,
        )
        opened.is_read_only = True
        try:
            with storage_errors():
                opened.open(path)
                _must_be_alone(opened)
                needed = pending(opened, str(path))
        except (Damaged, DiskFailed):
            opened.close()
            if mode == "mode=ro":
                continue
            raise
        if needed:
            opened.close()
            raise OlderSchema(str(path))
        opened.migrations = len(known())
        return opened
    raise CannotOpen(str(path), "read-only")  # pragma: no cover


def _bring_up_to_date(path: Path) -> None:
    """Run the migrations that are missing, in one transaction, after a copy of what there is.

    A new file stays out of WAL until this is committed, so that its header
    says whose it is from the first moment on.
    """
    plain = FileDatabase(str(path.absolute()), pragmas=PRAGMAS, timeout=10, lock_type="IMMEDIATE")
    try:
        plain.open(path)
        _must_be_alone(plain, acting_strangers(plain))
        if pending(plain, str(path)):
            with _without_leftovers(path) as copies, plain.atomic():
                # Behind the lock: of many that start at once one makes the copy.
                if pending(plain, str(path)):
                    if plain.get_tables():
                        copies.append(_kept(path))
                    plain.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                    _migrate(plain)
    finally:
        plain.close()


def _must_be_alone(opened: FileDatabase, acting: Sequence[str] = ()) -> None:
    """Refuse to run what somebody else has put there: triggers, views instead of our tables."""
    views = {view.name for view in opened.get_views()} & {*TABLES, *_OWN}
    for name in (*acting, *sorted(views)):
        raise Stranger(str(opened.file), name)


def _migrate(opened: FileDatabase) -> None:
    try:
        with storage_errors():
            migrate(opened)
    except DatabaseError as error:  # the tables are not as our own migrations have left them
        raise Damaged(str(error)) from error


def _kept(path: Path) -> Path:
    """Keep a copy of what is there, while nobody may write it; return the copy's path."""
    # By the machine's clock: nobody has said yet what time it is.
    now = datetime.now()
    try:
        with opened_to_copy(path, while_held=True) as beside:
            return keep_copy(beside, path.absolute(), CopyReason.MIGRATION, now)
    except NotCopied as problem:
        raise CannotMigrate(str(path), problem.detail) from problem


@contextmanager
def _without_leftovers(path: Path) -> Iterator[list[Path]]:
    """Take the copies that were made away again if what happens does not go well."""
    copies: list[Path] = []
    try:
        yield copies
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise
    if copies:
        forget_old_copies(path.absolute())
