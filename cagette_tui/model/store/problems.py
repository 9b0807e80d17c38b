"""What can go wrong with the database itself: typed, with facts, no words for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from peewee import DatabaseError, DataError, InterfaceError, OperationalError

from cagette_tui.problems import KnownProblem

if TYPE_CHECKING:
    from cagette_tui.model.rules.findings import Finding


class StorageProblem(KnownProblem):
    """The database could not do what was asked; nothing was half done."""


class Busy(StorageProblem):
    """Somebody else is writing; try again."""


class ReadOnly(StorageProblem):
    """The database cannot be written."""


class DiskFull(StorageProblem):
    """There is no room left."""


class DiskFailed(StorageProblem):
    """The disk does not take or give what it should: `detail` is what SQLite says."""

    detail: str


class Damaged(StorageProblem):
    """The file is damaged, or is not a database."""

    detail: str


class CannotOpen(StorageProblem):
    """The file cannot be opened: `detail` is what the system says."""

    path: str
    detail: str


class Missing(StorageProblem):
    """There is no database at that place."""

    path: str


class Moved(StorageProblem):
    """The file that was opened is no longer at its place: what is written there would be lost."""

    path: str


class NotOurs(StorageProblem):
    """The file is something else: it was left untouched."""

    path: str


class Stranger(StorageProblem):
    """The database has something of somebody else's that would act by itself: `name`."""

    path: str
    name: str


class NewerSchema(StorageProblem):
    """The database was written by a newer version: `migration` is unknown here."""

    path: str
    migration: str


class SchemaChanged(StorageProblem):
    """A newer version of the program has changed the database while this one had it open."""


class OlderSchema(StorageProblem):
    """The database needs a migration but cannot be written."""

    path: str


class AlreadyThere(StorageProblem):
    """There is a file of that name, which is left as it is."""

    path: str


class NotCopied(StorageProblem):
    """No copy of the database could be made at that place."""

    path: str
    detail: str


class CannotMigrate(StorageProblem):
    """The schema was left as it is, since no copy could be made before."""

    path: str
    detail: str


class InUse(StorageProblem):
    """Another program has the database open."""

    path: str


class Unsound(StorageProblem):
    """A copy that `check` does not pass: how much is broken there, and the first of it."""

    path: str
    count: int
    first: Finding


class OnServer(StorageProblem):
    """What is done with a file cannot be done with a database on a server."""


class CannotKeep(StorageProblem):
    """A value that the database has no place for, such as a text with a NUL on a server."""

    detail: str


class NotEmpty(StorageProblem):
    """There is something in a database that another was to be copied into: left untouched."""

    path: str


class CannotTake(StorageProblem):
    """A database does not take what another holds: `rows` are its first and last row there."""

    table: str
    rows: tuple[int, int]
    detail: str


class CopyDiffers(StorageProblem):
    """A row would not be in the copy as it is in what is copied: nothing was copied."""

    table: str
    row: int


class BadUrl(StorageProblem):
    """An address that names no database we know."""

    url: str


class MissingDriver(StorageProblem):
    """The server's driver is not installed."""

    scheme: str


class ServerLost(StorageProblem):
    """The connection with the server is gone; the next try makes another."""


class TookTooLong(StorageProblem):
    """The server gave up what took longer than it allows, or somebody there stopped it."""


class OutcomeUnknown(StorageProblem):
    """The connection was lost while an act was being kept: it was done whole, or not at all."""


# Parts of SQLite's own messages: the extended codes get lost on the way through Peewee.
_SIGNS: tuple[tuple[str, type[StorageProblem]], ...] = (
    ("database is locked", Busy),
    ("database table is locked", Busy),
    ("readonly database", ReadOnly),
    ("disk is full", DiskFull),
)
# These come with SQLite's own words.
_TOLD: tuple[tuple[str, type[DiskFailed] | type[Damaged]], ...] = (
    ("disk i/o error", DiskFailed),
    ("unable to open database file", DiskFailed),
    ("malformed", Damaged),
    ("not a database", Damaged),
    ("no such table", Damaged),
    ("no such column", Damaged),
    ("has no column named", Damaged),
    ("could not decode to utf-8", Damaged),
)


# A server's errors, by the beginning of their code (SQLSTATE).
_CODES: tuple[tuple[str, type[StorageProblem]], ...] = (
    ("55P03", Busy),  # waited for the lock
    ("40", Busy),  # two of them waited for each other
    ("25006", ReadOnly),
    ("42501", ReadOnly),  # not allowed to
    ("53100", DiskFull),
    ("53300", ServerLost),  # it takes no more connections
    ("57014", TookTooLong),
    ("25P03", ServerLost),  # it gave us up
    ("25P04", ServerLost),
    ("57P", ServerLost),  # it shuts down, or starts
    ("08", ServerLost),
)
# A file of the server's that cannot be read, a table or a column that is gone, or another.
_DAMAGES = ("XX00", "42P01", "42703", "0A000")


# Whether another version of the program has changed the tables meanwhile: asked before anything is
# called broken. Set by whoever opens a database.
_look_again: list[Callable[[], bool]] = []


def before_calling_it_broken(has_changed: Callable[[], bool]) -> None:
    """Let this be asked from now on, outside of the transaction that failed."""
    _look_again[:] = [has_changed]


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn the driver's errors into typed ones; lets broken constraints pass as they are."""
    try:
        with _typed():
            yield
    except (Damaged, DatabaseError) as error:
        if any(has_changed() for has_changed in _look_again):
            raise SchemaChanged() from error
        raise


@contextmanager
def _typed() -> Iterator[None]:
    try:
        yield
    # Peewee passes on as it is what SQLite says while rows are being read.
    except (DatabaseError, sqlite3.DatabaseError) as error:
        _raise_of_server(error)
        _raise_of_file(error)
        if isinstance(error.__context__, (DatabaseError, sqlite3.DatabaseError)):
            # The disk failed, and then there was nothing left to take back: SQLite had done so.
            _raise_of_file(error.__context__)
        raise


def _raise_of_file(error: BaseException) -> None:
    message = str(error).lower()
    for sign, problem in _SIGNS:
        if sign in message:
            raise problem() from error
    for sign, told in _TOLD:
        if sign in message:
            raise told(str(error)) from error


def _raise_of_server(error: Exception) -> None:
    # Peewee's own error holds the driver's. Only a server's has a code, None for the line itself.
    cause: Any = error
    while hasattr(cause, "orig"):
        cause = cause.orig
    if not hasattr(cause, "sqlstate"):
        return
    code: str = cause.sqlstate or ""
    if not code and isinstance(error, (InterfaceError, OperationalError)):
        raise ServerLost() from error
    for start, problem in _CODES:
        if code.startswith(start):
            raise problem() from error
    if isinstance(error, DataError):
        raise CannotKeep(str(cause)) from error
    if code.startswith(_DAMAGES):
        raise Damaged(str(cause)) from error
