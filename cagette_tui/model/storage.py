"""What can go wrong with the database itself: typed, with facts, no words for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from peewee import DatabaseError


class StorageProblem(Exception):
    """The database could not do what was asked; nothing was half done."""


@dataclass(eq=False)
class Busy(StorageProblem):
    """Somebody else is writing; try again."""


@dataclass(eq=False)
class ReadOnly(StorageProblem):
    """The database cannot be written."""


@dataclass(eq=False)
class DiskFull(StorageProblem):
    """There is no room left."""


@dataclass(eq=False)
class Damaged(StorageProblem):
    """The file is damaged, or is not a database."""

    detail: str


@dataclass(eq=False)
class CannotOpen(StorageProblem):
    """The file cannot be opened: `detail` is what the system says."""

    path: str
    detail: str


@dataclass(eq=False)
class Missing(StorageProblem):
    """There is no database at that place."""

    path: str


@dataclass(eq=False)
class NotOurs(StorageProblem):
    """The file is something else: it was left untouched."""

    path: str


@dataclass(eq=False)
class NewerSchema(StorageProblem):
    """The database was written by a newer version: `migration` is unknown here."""

    path: str
    migration: str


@dataclass(eq=False)
class OlderSchema(StorageProblem):
    """The database needs a migration but cannot be written."""

    path: str


@dataclass(eq=False)
class BadUrl(StorageProblem):
    """An address that names no database we know."""

    url: str


@dataclass(eq=False)
class MissingDriver(StorageProblem):
    """The server's driver is not installed."""

    scheme: str


# Parts of SQLite's own messages: the extended codes get lost on the way through Peewee.
_SIGNS: tuple[tuple[str, type[StorageProblem]], ...] = (
    ("database is locked", Busy),
    ("database table is locked", Busy),
    ("readonly database", ReadOnly),
    ("disk is full", DiskFull),
)
_DAMAGE = ("malformed", "not a database", "disk i/o error", "unable to open database file")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn the driver's errors into typed ones; lets broken constraints pass as they are."""
    try:
        yield
    except DatabaseError as error:
        message = str(error).lower()
        for sign, problem in _SIGNS:
            if sign in message:
                raise problem() from error
        if any(sign in message for sign in _DAMAGE):
            raise Damaged(str(error)) from error
        raise
