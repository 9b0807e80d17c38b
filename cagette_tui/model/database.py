"""Open a database: create it, recognise it, bring its schema up to date."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from peewee import Database, SqliteDatabase

from cagette_tui.model.base import database
from cagette_tui.model.guards import install_guards
from cagette_tui.model.storage import (
    BadUrl,
    CannotOpen,
    Damaged,
    Missing,
    MissingDriver,
    NewerSchema,
    NotOurs,
    OlderSchema,
    storage_errors,
)

MIGRATIONS = Path(__file__).parent / "migrations"
# "Caga" in the header of the file: how we recognise a database of ours.
APPLICATION_ID = 0x43616761
_PRAGMAS = {"foreign_keys": 1, "synchronous": "full", "trusted_schema": 0}


def open_database(location: str | Path, *, create: bool = True) -> Database:
    """Open the database at a path or URL and make it the one that the tables use.

    A missing SQLite file is created, for its owner only, unless `create` is
    false (`Missing`). A file that is not ours is refused untouched (`NotOurs`).
    A file that cannot be written opens for reading. Raises `StorageProblem`s.
    """
    path = _path_of(str(location))
    _recognise(path, create)
    with storage_errors():
        if not _can_be_written(path):
            opened = _open_read_only(path)
        else:
            _bring_up_to_date(path)
            opened = SqliteDatabase(
                str(path),
                pragmas={"journal_mode": "wal", **_PRAGMAS},
                timeout=1,
                lock_type="IMMEDIATE",
            )
            opened.connect()
    database.initialize(opened)
    return opened


def close_database() -> None:
    """Close this thread's connection, if there is one."""
    if database.obj is not None and not database.is_closed():
        database.close()


@contextmanager
def reading() -> Iterator[None]:
    """Read several statements in one state of the database, without keeping writers out."""
    with storage_errors():
        if database.in_transaction():
            yield
        else:
            with database.transaction("DEFERRED"):
                yield


def _path_of(location: str) -> Path:
    path = _path_in(location) if "://" in location else Path(location)
    # SQLite would keep ":memory:" in memory, beside the file that we would make.
    if not location or str(path) == ":memory:":
        raise BadUrl(location)
    return path


def _path_in(url: str) -> Path:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that is not closed
        raise BadUrl(_without_password(url)) from None
    if parts.scheme in ("postgresql", "postgres"):
        if find_spec("psycopg") is None and find_spec("psycopg2") is None:
            raise MissingDriver("postgresql")
        raise BadUrl(_without_password(url))
    if parts.scheme != "sqlite" or parts.netloc or len(parts.path) < 2:
        raise BadUrl(_without_password(url))
    if parts.query or parts.fragment:  # a file's name has these encoded
        raise BadUrl(_without_password(url))
    return Path(unquote(parts.path[1:]))


def _without_password(url: str) -> str:
    """Leave out what may hold a password, in an address that may be no address at all."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"


def _recognise(path: Path, create: bool) -> None:
    """See that the file is ours, without SQLite, which would leave files beside it."""
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


def _can_be_written(path: Path) -> bool:
    """Whether the file is for writing, root or not, and its folder takes SQLite's side files."""
    marked = os.stat(path).st_mode & 0o222 == 0
    folder = path.absolute().parent
    return not marked and os.access(path, os.W_OK) and os.access(folder, os.W_OK)


def _create_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass  # somebody else was faster
    except OSError as error:
        raise CannotOpen(str(path), error.strerror or str(error)) from error


def _open_read_only(path: Path) -> SqliteDatabase:
    # WAL needs a shared-memory file, which SQLite would leave beside the file, as
    # read-only as that. Without one "immutable" reads the file alone, right as long
    # as nobody writes.
    modes = ("mode=ro", "immutable=1") if Path(f"{path}-wal").exists() else ("immutable=1",)
    for mode in modes:
        opened = SqliteDatabase(
            f"file:{quote(str(path.absolute()))}?{mode}",
            uri=True,
            pragmas={"foreign_keys": 1, "trusted_schema": 0},
            timeout=1,
        )
        try:
            with storage_errors():
                opened.connect()
                pending = _pending(opened, path)
        except Damaged:
            opened.close()
            if mode == "mode=ro":
                continue
            raise
        if pending:
            opened.close()
            raise OlderSchema(str(path))
        return opened
    raise CannotOpen(str(path), "read-only")  # pragma: no cover


def _applied(opened: Database) -> set[str]:
    if not opened.table_exists("schema_migration"):
        return set()
    rows: list[tuple[str]] = opened.execute_sql("SELECT name FROM schema_migration").fetchall()
    return {name for (name,) in rows}


def _pending(opened: Database, path: Path) -> set[str]:
    known = {file.stem for file in MIGRATIONS.glob("[0-9]*.py")}
    applied = _applied(opened)
    if applied - known:
        raise NewerSchema(str(path), max(applied - known))
    return known - applied


def _bring_up_to_date(path: Path) -> None:
    """Run the migrations that are missing, in one transaction.

    A new file stays out of WAL until this is committed, so that its header
    says whose it is from the first moment on.
    """
    plain = SqliteDatabase(str(path), pragmas=_PRAGMAS, timeout=1, lock_type="IMMEDIATE")
    try:
        plain.connect()
        if not _pending(plain, path):
            return
        # Imported when needed only: it costs more than opening the database.
        from playhouse.migrations import Runner

        with plain.atomic():
            if _pending(plain, path):  # another program may have been faster
                plain.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                Runner(plain, str(MIGRATIONS)).up()
                install_guards(plain)
    finally:
        plain.close()
