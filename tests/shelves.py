"""Fresh databases for tests: files, or databases on a real server.

`CAGETTE_TEST_POSTGRES`, the address of a PostgreSQL server and of any database there, makes the
same tests run on that server. Its user must be a superuser, and nothing of it is touched but
databases whose names begin with `cagette_test_`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.guards import drop_guards, install_guards

# Read when the tests are collected: each of them begins without the developer's variables.
SERVER = os.environ.get("CAGETTE_TEST_POSTGRES") or None
LEFT_OUT = "no PostgreSQL server: CAGETTE_TEST_POSTGRES is not set"


class Shelf(Protocol):
    """Where fresh databases come from."""

    def fresh(self) -> str:
        """Return where an empty database is, not open; it may be the one of the last test."""

    def copy(self, location: str) -> str:
        """Return where a copy of one is that is not open; it may be where the last copy was."""

    def clear(self) -> None:
        """Remove all that was made."""


class FileShelf:
    """Databases in files, copied from a template."""

    def __init__(self, folder: Path) -> None:
        """Use a folder that pytest removes."""
        self.template = folder / "empty.db"
        open_database(self.template)
        close_database()
        self._numbers = count(1)

    def fresh(self) -> str:
        """Copy the template."""
        return self.copy(str(self.template))

    def copy(self, location: str) -> str:
        """Copy a file."""
        path = self.template.with_name(f"{next(self._numbers)}") / "test.db"
        path.parent.mkdir()
        shutil.copy(location, path)
        return str(path)

    def clear(self) -> None:
        """Leave it to pytest."""


class ServerShelf:
    """Databases on a server, of this process alone: one that is emptied for each test, copies."""

    def __init__(self, server: str) -> None:
        """Connect; whoever asked for a server wants to know that it is not there."""
        import psycopg

        self._connect = psycopg.connect
        self._server = server
        self._admin: Any = psycopg.connect(server, autocommit=True)
        self._name = f"cagette_test_{os.getpid()}"
        self._template, self._copied = f"{self._name}_empty", f"{self._name}_copy"
        self._made: set[str] = set()
        self._create(self._template)
        open_database(self.url(self._template))
        close_database()
        with self._connect(self.url(self._template)) as connection:
            self._schema = self._described(connection)
            self._group = connection.execute("SELECT * FROM buying_group").fetchall()

    def url(self, name: str) -> str:
        """Return the address of a database of ours."""
        parts = urlsplit(self._server)
        return parts._replace(path=f"/{name}", query="options=-csynchronous_commit%3Doff").geturl()

    def new(self) -> str:
        """Return the address of a database with nothing in it."""
        name = f"{self._name}_{len(self._made)}"
        self._create(name)
        return self.url(name)

    def fresh(self) -> str:
        """Empty the one that there is: much quicker than another."""
        if self._name not in self._made or not self._empty():
            self._create(self._name, self._template)
        return self.url(self._name)

    def copy(self, location: str) -> str:
        """Copy a database."""
        source = urlsplit(location).path[1:]
        self._leave(source)
        self._create(self._copied, source)
        return self.url(self._copied)

    def clear(self) -> None:
        """Remove all databases, also after failures."""
        for name in self._made:
            self._admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._admin.close()

    def _create(self, name: str, template: str = "template1") -> None:
        self._admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        self._made.add(name)

    def _leave(self, name: str) -> None:
        """Cut off whoever a failed test has left there."""
        self._admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            (name,),
        )

    def _empty(self) -> bool:
        """Remove all rows, past the guards, unless a test has changed the tables themselves."""
        self._leave(self._name)
        with self._connect(self.url(self._name)) as connection:
            if self._described(connection) != self._schema:
                return False
            connection.execute("SET session_replication_role = replica")
            rows = connection.execute(_NUMBERED).fetchall()
            for table, sequence in rows:
                connection.execute(f'DELETE FROM "{table}"')
                if table != "buying_group":
                    connection.execute("SELECT setval(%s, 1, false)", (sequence,))
            for row in self._group:
                places = ", ".join(["%s"] * len(row))
                connection.execute(f"INSERT INTO buying_group VALUES ({places})", row)
        return True

    @staticmethod
    def _described(connection: Any) -> object:
        return [connection.execute(query).fetchall() for query in _DESCRIPTION]


_NUMBERED = """
    SELECT relname, pg_get_serial_sequence(quote_ident(relname), 'id') FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'schema_migration'
"""
_DESCRIPTION = (
    "SELECT tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    " ORDER BY tgname",
    "SELECT relname, relkind, relrowsecurity, attname, atttypid, attnotnull, attcollation,"
    " pg_get_expr(adbin, adrelid) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
    " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
    " WHERE relnamespace = 'public'::regnamespace AND attnum > 0 ORDER BY relname, attnum",
    "SELECT rulename FROM pg_rules WHERE schemaname = 'public'",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY conname",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT name FROM schema_migration ORDER BY name",
)


def on_server() -> bool:
    """Whether the database that is open is on a server."""
    return not hasattr(database.obj, "pragma")


@contextmanager
def failing(event: str) -> Iterator[None]:
    """Let the database fail at an event, such as `BEFORE DELETE ON line WHEN OLD.id = 3`."""
    event, _, condition = event.partition(" WHEN ")
    when = f"WHEN ({condition})" if condition else ""
    if on_server():
        function = "FOR EACH ROW {} EXECUTE FUNCTION cagette_refuse('no')"
        database.execute_sql(f"CREATE TRIGGER broken {event} {function.format(when)}")
        drop = f"DROP TRIGGER broken ON {event.rpartition(' ')[2]}"
    else:
        broken = "BEGIN SELECT RAISE(ABORT, 'no'); END"
        database.execute_sql(f"CREATE TRIGGER broken {event} {when} {broken}")
        drop = "DROP TRIGGER broken"
    yield
    database.execute_sql(drop)


def behind_our_back(sql: str) -> None:
    """Change the database past its guards; written for SQLite, statements between `; `."""
    drop_guards(database.obj)
    for statement in sql.split("; "):
        database.execute_sql(_OF_SERVERS.get(statement, statement) if on_server() else statement)
    install_guards(database.obj)


# No foreign keys, no constraints.
_OF_SERVERS = {
    "PRAGMA foreign_keys = 0": "SET session_replication_role = replica",
    "PRAGMA ignore_check_constraints = 1": """
        DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT conname, conrelid::regclass AS place FROM pg_constraint
        WHERE contype = 'c' AND connamespace = 'public'::regnamespace LOOP
            EXECUTE format('ALTER TABLE %%s DROP CONSTRAINT %%I', one.place, one.conname);
        END LOOP; END $$""",
}


def hurry() -> None:
    """Let the disk take its time: for tests of thousands of acts."""
    if not on_server():
        database.execute_sql("PRAGMA synchronous = off")
