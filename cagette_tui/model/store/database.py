"""Open a database: create it, recognise it, bring its schema up to date."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from peewee import Database, DatabaseError

from cagette_tui import openssl
from cagette_tui.model.store.kinds_of_database import OpenDatabase
from cagette_tui.model.store.migrating import HISTORY
from cagette_tui.model.store.problems import (
    BadUrl,
    MissingDriver,
    OnServer,
    StorageProblem,
    before_calling_it_broken,
    storage_errors,
)
from cagette_tui.model.store.sqlite import open_file
from cagette_tui.model.tables.base import database


def open_database(
    location: str | Path, *, create: bool = True, read_only: bool = False
) -> Database:
    """Open the database at a path or URL and make it the one that the tables use.

    What is missing is created, a file for its owner only, unless `create` is false or it
    is to be read only (`Missing`). What is not ours is refused untouched (`NotOurs`). What
    cannot be written opens for reading. Raises `StorageProblem`s.
    """
    opened = open_apart(location, create=create and not read_only, read_only=read_only)
    database.initialize(opened)
    before_calling_it_broken(_has_changed)
    return opened


def _has_changed() -> bool:
    """Whether a newer version of the program has changed the tables since they were opened."""
    opened: OpenDatabase | None = database.obj
    if opened is None or not opened.migrations or database.is_closed():
        return False
    try:
        ((count,),) = database.execute_sql(f"SELECT count(*) FROM {HISTORY}").fetchall()
    except (DatabaseError, StorageProblem):
        return False
    return bool(count != opened.migrations)


def open_apart(location: str | Path, *, create: bool, read_only: bool = False) -> Database:
    """Open a database beside the one that the tables use. Raises `StorageProblem`s."""
    address = str(location)
    if not is_address(address):
        return open_file(_path_of(address), create=create, read_only=read_only)
    if find_spec("psycopg") is None:
        raise MissingDriver("postgresql")
    with openssl.stood_in_for():
        from cagette_tui.model.store.postgres import open_server

    shown = without_password(address)
    return open_server(address, shown, create=create, read_only=read_only)


def is_read_only() -> bool:
    """Whether the database is open for reading only: every act is refused."""
    opened: OpenDatabase = database.obj
    return opened.is_read_only


def close_database() -> None:
    """Close this thread's connection, if there is one."""
    if database.obj is not None and not database.is_closed():
        opened: OpenDatabase = database.obj
        with suppress(StorageProblem, DatabaseError):
            opened.write_back()
        database.close()


@contextmanager
def reading() -> Iterator[None]:
    """Read several statements in one state of the database, without keeping writers out."""
    with storage_errors():
        if database.in_transaction():
            yield
        else:
            opened: OpenDatabase = database.obj
            with opened.snapshot():
                yield


def is_address(location: str) -> bool:
    """Whether it is the address of a database on a server, not of a file."""
    return location.partition("://")[0] in ("postgresql", "postgres")


# What might hold a password although it is no address: a driver's own settings, an address
# with a slash or the whole beginning missing.
_SETTINGS = re.compile(
    r"(?:^|\s)(?:host|hostaddr|port|dbname|user|password|passfile|service|sslmode)\s*=",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"^\s*postgres(?:ql)?:|(?:^|/)[^/\s:]+:[^/\s]*@", re.IGNORECASE)
_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]*\]|[^:]*)(?::[0-9]*)?")
_HIDDEN = "…"


def is_half_an_address(location: str) -> bool:
    """Whether somebody meant a server and wrote it so that it would be taken for a file."""
    if "://" in location:
        return False
    return bool(_SETTINGS.search(location) or _BROKEN.search(location))


def without_password(location: str) -> str:
    """Leave out what may hold a password, in an address that may be no address at all."""
    if is_half_an_address(location):
        return _HIDDEN
    if "://" not in location:
        return location
    scheme, _, rest = location.partition("://")
    shown = rest.rpartition("@")[2].partition("?")[0]
    hosts, slash, name = shown.partition("/")
    strange = "@" in rest.partition("?")[2] or "#" in rest or re.search(r"[=&;\s]", scheme + shown)
    if strange or not all(map(_HOST.fullmatch, hosts.split(","))):
        return f"{_HIDDEN}://{_HIDDEN}" if "=" in scheme else f"{scheme}://{_HIDDEN}"
    return f"{scheme}://{hosts}{slash}{name}"


def named(location: str | Path) -> str:
    """Name a database for people: its file in full, or its address without the password."""
    address = str(location)
    return without_password(address) if is_address(address) else str(file_of(address))


def file_of(location: str | Path) -> Path:
    """Return the file at a path or URL. Raises `BadUrl`, `OnServer`."""
    if is_address(str(location)):
        raise OnServer()
    return _path_of(str(location)).absolute()


def _path_of(location: str) -> Path:
    if is_half_an_address(location):
        raise BadUrl(_HIDDEN)
    path = _path_in(location) if "://" in location else Path(location)
    # SQLite would keep ":memory:" in memory, beside the file that we would make.
    if not location or str(path) == ":memory:":
        raise BadUrl(location)
    if is_half_an_address(str(path)):
        raise BadUrl(_HIDDEN)
    return _where_it_is(path)


def _where_it_is(path: Path) -> Path:
    """Follow links: what SQLite keeps beside a database is beside what a link leads to."""
    try:
        real = os.path.realpath(path)
        is_there = os.path.exists(real)
    except (OSError, ValueError):  # a NUL in the path
        return path
    # A link to nowhere is refused as such; nothing is made where it points.
    return Path(real) if is_there else path


def _path_in(url: str) -> Path:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that is not closed
        raise BadUrl(without_password(url)) from None
    if parts.scheme != "sqlite" or parts.netloc or len(parts.path) < 2:
        raise BadUrl(without_password(url))
    if parts.query or parts.fragment:  # a file's name has these encoded
        raise BadUrl(without_password(url))
    return Path(unquote(parts.path[1:]))
