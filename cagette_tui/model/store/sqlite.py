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
from cagette_tui.model.store.copies import CopyReason, forget_old_copies, keep_copy
from cagette_tui.model.store.kinds_of_database import OpenDatabase
from cagette_tui.model.store.migrating import HISTORY, migrate, pending
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
    _identity: tuple[int, int]

    def open(self, file: Path) -> None:
        """Connect with the file at this path, and see to it that it stays there."""
        self.connect()
        self.file = file.absolute()
        self._identity = _identity(self.file)

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction. Raises `Moved`: what is done in a file that is gone is lost."""
        if self._identity != _identity(self.file):
            raise Moved(str(self.file))
        super().begin(lock_type)

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
        _bring_up_to_date(path)
        opened = FileDatabase(
            str(path.absolute()),  # a name such as file:x would be an address
            pragmas={"journal_mode": "wal", **PRAGMAS},
            timeout=1,
            lock_type="IMMEDIATE",
        )
        _connect(opened, path)
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


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


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
    modes = ("mode=ro", "immutable=1") if Path(f"{path}-wal").exists() else ("immutable=1",)
    if writable:  # by others too; what is beside the file goes when the last one leaves
        modes = ("mode=rw",)
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
            with _kept(plain, path), plain.atomic():
                if pending(plain, str(path)):  # another program may have been faster
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


@contextmanager
def _kept(opened: FileDatabase, path: Path) -> Iterator[None]:
    """Keep a copy of what is there, if anything is and what happens then goes well."""
    if not opened.get_tables():
        yield
        return
    # By the machine's clock: nobody has said yet what time it is.
    now = datetime.now()
    try:
        copy = keep_copy(opened.connection(), path.absolute(), CopyReason.MIGRATION, now)
    except NotCopied as problem:
        raise CannotMigrate(str(path), problem.detail) from problem
    try:
        yield
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    forget_old_copies(path.absolute())
