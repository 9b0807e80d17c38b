"""A database on a server: recognised, created by one program alone, reached again when lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from peewee import DatabaseError, PostgresqlDatabase, Psycopg3Adapter
from peewee import __exception_wrapper__ as peewees_errors  # type: ignore[attr-defined]
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import PipelineStatus, TransactionStatus

from cagette_tui.model.rules.findings import Fault
from cagette_tui.model.store.kinds_of_database import OpenDatabase
from cagette_tui.model.store.migrating import HISTORY, known, migrate, pending
from cagette_tui.model.store.numbering import continue_after
from cagette_tui.model.store.postgres_faults import acting_rules, faults
from cagette_tui.model.store.problems import (
    BadUrl,
    CannotOpen,
    Missing,
    NotOurs,
    OlderSchema,
    OutcomeUnknown,
    ReadOnly,
    ServerLost,
    Stranger,
    storage_errors,
)
from cagette_tui.model.tables.guards import acting_strangers

# The comment on the table of migrations: how we recognise a database of ours.
_MARK = "cagette-tui"
# "Caga": the number of the lock that each writer holds, from the beginning to the end.
_DOOR = 0x43616761
# Seconds and milliseconds after which a line is found dead, whoever is at its other end.
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "fallback_application_name": "cagette-tui",
    # Whatever the database's own: the server says what it has no character for.
    "client_encoding": "UTF8",
}
# Nobody waits for a person inside a transaction: one that does nothing belongs to a dead line,
# and would keep the door shut. The server, too, finds out when nobody is at the other end: one is
# seen by the others as long as the connection is there.
_SETTINGS = """
    SET lock_timeout = '1s';
    SET idle_in_transaction_session_timeout = '60s';
    SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
    SET tcp_user_timeout = '20s';
    SET client_min_messages = error
"""
# A statement after the lock sees all that was committed before.
_WRITE = f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({_DOOR})"
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# A condition on `pg_class`: what came with an extension is nobody's.
_OF_EXTENSION = """EXISTS (
    SELECT 1 FROM pg_depend
    WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
"""
# Tables, views and sequences in any schema but the server's own.
_ANYTHING = f"""
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND NOT {_OF_EXTENSION}
"""


class _Driver(Psycopg3Adapter):
    """Peewee's way to the driver, which Peewee itself has not imported."""

    txn_idle = TransactionStatus.IDLE
    txn_inerror = TransactionStatus.INERROR
    txn_unknown = TransactionStatus.UNKNOWN

    def check_driver(self) -> None:
        """It is there."""

    def connect(self, db: PostgresqlDatabase, **parameters: Any) -> psycopg.Connection:
        return psycopg.connect(dbname=db.database, **parameters)


class ServerDatabase(PostgresqlDatabase, OpenDatabase):
    """A database that is open on a server.

    A connection that was lost between two transactions is made again without a word, one that
    is lost inside a transaction ends it: `ServerLost`, or `OutcomeUnknown` when it was lost
    while the server was asked to keep what was done.
    """

    if TYPE_CHECKING:
        _state: Any
    psycopg2_adapter = psycopg3_adapter = _Driver
    # Texts are compared by their characters' numbers, as SQLite does, whatever the server's
    # language: unique names, order and what is found are the same.
    field_types = {  # noqa: RUF012
        **PostgresqlDatabase.field_types,
        "TEXT": 'TEXT COLLATE "C"',
    }

    def begin(self, isolation_level: str | None = None) -> None:
        """Begin a transaction: for writing, behind the door, unless a level is given."""
        statement = _WRITE if isolation_level is None else _READ
        was_there = not self._is_lost()
        try:
            self._begin(statement)
        except DatabaseError:
            if not (was_there and self._is_lost()):
                raise
            self._begin(statement)  # nothing was begun yet: on another connection

    def snapshot(self) -> Any:
        """Read several statements in one state, without keeping writers out."""
        return self._snapshot()

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        try:
            with self.transaction("REPEATABLE READ"):
                yield
        except OutcomeUnknown:
            raise ServerLost() from None  # there was nothing to keep

    def commit(self) -> None:
        """Keep what was done. Raises `OutcomeUnknown` when the answer does not come."""
        if self._is_lost():
            raise ServerLost()
        try:
            with peewees_errors:
                done = self._state.conn.execute("COMMIT", prepare=False)
        except DatabaseError as error:
            if self._is_lost():
                raise OutcomeUnknown() from error
            raise
        if done.statusmessage != "COMMIT":
            # A statement failed and nobody minded: the server has taken all of it back.
            raise DatabaseError("rolled back instead of committed")

    def rollback(self) -> None:
        """Take back what was done; a server that lost us has done so."""
        if not self._is_lost():
            try:
                with peewees_errors:
                    self._state.conn.execute("ROLLBACK", prepare=False)
            except DatabaseError:
                # Whatever it is in the middle of, nothing comes of it any more.
                self._state.conn.close()
                raise

    def cursor(self, named_cursor: str | None = None) -> Any:
        """Return a cursor, on another connection if one was lost between transactions."""
        if self._is_lost() and not self.in_transaction():
            self.dispose()
        return super().cursor(named_cursor)  # type: ignore[no-untyped-call]

    def must_be_there(self) -> None:
        """A server moves nothing away."""

    def write_back(self) -> None:
        """A server sees to it by itself."""

    @contextmanager
    def patiently(self) -> Iterator[None]:
        """Wait longer at the door, where somebody may be creating the tables or copying."""
        self.execute_sql("SET lock_timeout = '10s'")
        yield
        self.execute_sql("SET lock_timeout = '1s'")

    def get_views(self, schema: str | None = None) -> list[Any]:
        """Return the views, but for those of extensions."""
        query = f"SELECT relname FROM pg_class WHERE relkind = 'v' AND {_OF_EXTENSION}"
        theirs = {name for (name,) in self.execute_sql(query).fetchall()}
        return [view for view in super().get_views(schema) if view.name not in theirs]

    @contextmanager
    def looking(self) -> Iterator[Callable[[], list[Fault]]]:
        """Tell what is wrong beyond what the server itself sees to."""
        yield lambda: list(faults(self))

    def _initialize_connection(self, conn: psycopg.Connection) -> None:
        conn.execute(_SETTINGS)

    def _begin(self, statement: str) -> None:
        try:
            with peewees_errors:
                self.cursor().execute(statement, prepare=False)
        except DatabaseError:
            self.rollback()
            raise

    def _is_lost(self) -> bool:
        if self._state.closed or self._state.conn.closed:
            return True
        if self._state.conn.pgconn.pipeline_status != PipelineStatus.OFF:
            # Cut off among many rows: it would wait there for ever.
            self._state.conn.close()
            return True
        return False


def open_server(url: str, shown: str, *, create: bool, read_only: bool = False) -> ServerDatabase:
    """Open a database on a server; an empty one becomes ours if `create` says so.

    `shown` is the address without its password. Raises storage problems.
    """
    name, parameters = _taken_apart(url, shown)
    opened = ServerDatabase(name, **parameters)
    opened.is_read_only = read_only
    try:
        opened.connect()
    except DatabaseError as error:
        raise CannotOpen(shown, _reason(error)) from None
    try:
        with storage_errors():
            _bring_up_to_date(opened, shown, create)
            opened.migrations = len(known())
    except BaseException:
        opened.close()
        raise
    return opened


def _taken_apart(url: str, shown: str) -> tuple[str, dict[str, Any]]:
    try:
        parameters = conninfo_to_dict(url)
    except psycopg.Error:
        raise BadUrl(shown) from None
    name = str(parameters.pop("dbname", ""))
    host, port = str(parameters.get("host", "")), str(parameters.get("port", ""))
    # A password with an unescaped mark in it falls into one of these, to be shown by the server.
    if not name or "@" in name + host or not re.fullmatch("[0-9,]*", port):
        raise BadUrl(shown)
    return name, {**_PATIENCE, **parameters}


def _reason(error: DatabaseError) -> str:
    """Return what the server or the system says, without what everybody knows."""
    first = str(error.args[0]).strip().partition("\n")[0]
    return first.rpartition(" failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")


def _bring_up_to_date(opened: ServerDatabase, shown: str, create: bool) -> None:
    """Run the migrations that are missing, in one transaction."""
    with opened.snapshot():
        needed = _needed(opened, shown, create)
        if not opened.is_read_only and opened.table_exists(HISTORY):
            for name in (*acting_strangers(opened), *acting_rules(opened)):
                raise Stranger(shown, name)
    if not needed:
        return
    if opened.is_read_only:
        raise OlderSchema(shown)
    try:
        with opened.patiently(), opened.atomic():
            if _needed(opened, shown, create):  # another program may have been faster
                migrate(opened)
                _mark(opened)
    except ReadOnly:
        raise OlderSchema(shown) from None


def _mark(opened: PostgresqlDatabase) -> None:
    opened.execute_sql(f"COMMENT ON TABLE {HISTORY} IS '{_MARK}'")
    continue_after(opened, {})


def _needed(opened: PostgresqlDatabase, shown: str, create: bool) -> set[str]:
    """Name the migrations that a database needs, if it is ours or may become so."""
    if opened.table_exists(HISTORY):
        query = "SELECT obj_description(%s::regclass, 'pg_class')"
        if opened.execute_sql(query, (HISTORY,)).fetchone() != (_MARK,):
            raise NotOurs(shown)
    elif opened.execute_sql(_ANYTHING).fetchone() != (0,):
        raise NotOurs(shown)
    elif not create:
        raise Missing(shown)
    return pending(opened, shown)
