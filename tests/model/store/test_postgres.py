"""What only a server does: guards, the door, states, strangers, lines that drop."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from select import select
from typing import Any
from urllib.parse import urlsplit

import pytest
from peewee import DatabaseError

from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.acts.writing import insert_rows, writing
from cagette_tui.model.checking.checking import Problem, check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import members_without_basket
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.store.database import close_database, open_database, reading
from cagette_tui.model.store.problems import (
    BadUrl,
    Busy,
    CannotKeep,
    CannotOpen,
    Missing,
    NewerSchema,
    NotOurs,
    OutcomeUnknown,
    ReadOnly,
    ServerLost,
)
from cagette_tui.model.tables.all_tables import ALL_TABLES
from cagette_tui.model.tables.base import database, tuples
from cagette_tui.model.tables.people import Member
from tests.shelves import LEFT_OUT, SERVER, ServerShelf, Shelf
from tests.world import World, dump, refused

pytestmark = pytest.mark.skipif(SERVER is None, reason=LEFT_OUT)

DOOR = "SELECT pg_advisory_xact_lock(1130456929)"


@pytest.fixture
def bare(shelf: Shelf) -> str:
    """Give the address of a database with nothing in it."""
    assert isinstance(shelf, ServerShelf)
    return shelf.new()


@contextmanager
def other(location: str) -> Iterator[Any]:
    """Connect as another program, which begins transactions itself."""
    import psycopg

    with psycopg.connect(location, autocommit=True) as connection:
        yield connection


def backend() -> int:
    """Return the number of our connection's process on the server."""
    (number,) = database.execute_sql("SELECT pg_backend_pid()").fetchone()
    return int(number)


def cut(location: str) -> None:
    """End all connections to a database but the one that does so."""
    with other(location) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def everything(location: str) -> list[Any]:
    """Return what is in a database: relations, and the rows of tables outside the server's own."""
    with other(location) as connection:
        relations = connection.execute(
            "SELECT relnamespace::regnamespace::text, relname, relkind, relfilenode FROM pg_class"
            " ORDER BY 1, 2"
        ).fetchall()
        tables = [
            f'"{schema}"."{name}"'
            for schema, name, kind, _ in relations
            if kind == "r" and not schema.startswith(("pg_", "information_schema"))
        ]
        rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
        return [relations, rows]


# Guards


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET who = 'x'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "INSERT INTO journal (id, act, at, who, kind, rows) VALUES (1, 1, now(), 'x', 'x', '[]')",
        "INSERT INTO journal (id, act, at, who, kind, rows) VALUES (1, 1, now(), 'x', 'x', '[]')"
        " ON CONFLICT (id) DO UPDATE SET rows = excluded.rows",
        "DELETE FROM operation",
        "TRUNCATE operation CASCADE",
        "TRUNCATE member CASCADE",
        "UPDATE operation SET id = id + 1000",
        "UPDATE closing_report SET number = number + 1",
        "DELETE FROM closing_report",
        "TRUNCATE closing_report",
        "INSERT INTO closing_report (distribution_id, number, closed_at, closed_by, data)"
        " VALUES (1, 1, now(), 'x', '{}')"
        " ON CONFLICT (distribution_id, number) DO UPDATE SET data = excluded.data",
    ],
)
def test_the_server_itself_refuses(world: World, location: str, sql: str) -> None:
    """R20, R54, R60: journal and reports are append-only, operations stay, whoever asks."""
    import psycopg

    basket = world.one_basket("4.00")
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, basket.distribution_id)
    before = dump()
    with pytest.raises(DatabaseError):
        database.execute_sql(sql)
    with other(location) as connection, pytest.raises(psycopg.IntegrityError):
        connection.execute(sql)
    assert dump() == before


def test_a_guard_that_is_switched_off(world: World) -> None:
    """R60: it is there, but not in force."""
    database.execute_sql("ALTER TABLE journal DISABLE TRIGGER journal_no_truncate")
    assert [(one.problem, one.detail) for one in check()] == [
        (Problem.GUARD, "journal_no_truncate")
    ]


# The door and what is seen through it


def test_somebody_else_is_writing(world: World, location: str) -> None:
    """The door is shut: `Busy`, nothing changed; reading goes on; then it works."""
    basket = world.one_basket("4.00")
    with other(location) as connection:
        connection.execute(f"BEGIN; {DOOR}")
        refused(Busy, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))
        assert read_sheet(basket.distribution_id).baskets
        connection.execute("ROLLBACK")
    assert receive(world.desk, basket.id, basket.version, Mode.CASH).paid


def test_several_statements_see_one_state(world: World, location: str) -> None:
    """What somebody else commits meanwhile is seen by the next reading, not by this one."""
    world.member("A")
    with other(location) as connection:
        with reading():
            assert Member.select().count() == 1
            connection.execute("INSERT INTO member (name) VALUES ('B')")
            assert Member.select().count() == 1
        assert Member.select().count() == 2


def test_reading_writes_nothing(world: World) -> None:
    """A reading that would write is refused by the server."""
    with pytest.raises(ReadOnly), reading():
        database.execute_sql("DELETE FROM member")


def test_numbers_in_the_order_of_the_rows(world: World, location: str) -> None:
    """`insert_rows`: whoever else was given numbers, and however many acts were refused."""
    with other(location) as connection:
        for _ in range(3):
            connection.execute("SELECT nextval('member_id_seq')")

    def given_up() -> None:
        with writing(world.desk):
            insert_rows(Member, [{"name": "x"}])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        given_up()
    names = [f"Membre {number}" for number in range(1200)]
    with writing(world.desk):
        inserted = insert_rows(Member, [{"name": name} for name in names])
    rows: dict[int, str] = dict(tuples(Member.select(Member.id, Member.name)))
    assert [rows[row["id"]] for row in inserted] == names


def test_numbers_that_would_be_given_again(world: World) -> None:
    """`check` says so before an act fails of it."""
    world.member("A")
    world.member("B")
    database.execute_sql("SELECT setval('member_id_seq', 1)")
    assert [(one.problem, one.detail) for one in check()] == [(Problem.SEQUENCE, "member")]


def test_an_error_that_nobody_minds(world: World) -> None:
    """The server takes back all of it: that is not passed over as if it were done."""
    before = dump()

    def careless() -> None:
        with writing(world.desk) as act:
            act.entry(ActKind.IMPORT).insert(Member(name="A"))
            with pytest.raises(DatabaseError):
                database.execute_sql("SELECT 1 / 0")

    with pytest.raises(DatabaseError):
        careless()
    assert dump() == before


def test_what_it_cannot_keep(world: World) -> None:
    """A NUL is in no text of a server: refused whole."""
    told = refused(CannotKeep, lambda: world.member("a\0b"))
    assert "NUL" in told.detail


def test_names_sort_as_in_a_file(world: World) -> None:
    """Whatever the server's language."""
    names = ["Zoé", "abel", "Abel", "Élodie", "œuf", "Œuf", "a b", "a-b", "É", "E"]
    for name in names:
        world.member(name)
    number = world.distribution()
    assert [one.name for one in members_without_basket(number)] == sorted(names)
    query = """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
    """
    # Added later, and never compared.
    later = {
        "account_holder",
        "iban",
        "cheque_payee",
        "coordinators",
        "time_zone",
        "accounts",
        "siren",
        "address",
    }
    later |= {"changed_by", "seal", "exact_quantity", "exact_price", "exact_rate"}
    assert {name for _table, name in database.execute_sql(query).fetchall()} <= later


# Recognised


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE member (id INTEGER)",
        "CREATE VIEW spied AS SELECT 1",
        "CREATE SEQUENCE counted",
        "CREATE SCHEMA shop; CREATE TABLE shop.orders (id INTEGER)",
        # Another program's, which keeps its migrations under the same name.
        "CREATE TABLE schema_migration (id SERIAL PRIMARY KEY, name TEXT, applied TIMESTAMP);"
        "INSERT INTO schema_migration (name, applied) VALUES ('0001_initial', now())",
    ],
)
def test_what_is_not_ours_is_left_untouched(bare: str, sql: str) -> None:
    """A database with something of somebody else's is refused, as it was."""
    with other(bare) as connection:
        connection.execute(sql)
    before = everything(bare)
    for create in (True, False):
        with pytest.raises(NotOurs):
            open_database(bare, create=create)
    assert everything(bare) == before


def test_missing_where_it_must_exist(bare: str) -> None:
    """A report of a mistyped name creates nothing; what extensions bring is nobody's."""
    with other(bare) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    before = everything(bare)
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(Missing):
            open_database(bare, **options)
    assert everything(bare) == before
    open_database(bare)
    assert check() == []
    close_database()


def test_a_newer_version(location: str) -> None:
    """A migration that is unknown here: refused, and which one is told."""
    with other(location) as connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_x', now())")
    before = everything(location)
    with pytest.raises(NewerSchema) as caught:
        open_database(location)
    assert caught.value.migration == "9999_x"
    assert everything(location) == before
    with other(location) as connection:
        connection.execute("DELETE FROM schema_migration WHERE name = '9999_x'")


def test_programs_that_create_at_once(bare: str) -> None:
    """Three open the same empty database, one schema comes out."""
    code = (
        "import sys; from cagette_tui.model.store.database import open_database;"
        "open_database(sys.argv[1]).execute_sql('SELECT count(*) FROM basket')"
    )
    all_of_them = [subprocess.Popen([sys.executable, "-c", code, bare]) for _ in range(3)]
    assert [one.wait() for one in all_of_them] == [0, 0, 0]
    open_database(bare)
    assert check() == []
    assert database.execute_sql("SELECT count(*) FROM buying_group").fetchone() == (1,)
    close_database()


def test_migrations_make_the_models_schema(location: str, bare: str) -> None:
    """The frozen migrations and today's models describe the same tables."""
    migrated = described(location)
    made = type(database.obj)(urlsplit(bare).path[1:], conninfo=bare)
    models = [*ALL_TABLES]
    with made.bind_ctx(models):
        made.create_tables(models)
    made.close()
    assert described(bare) == migrated


def described(location: str) -> list[set[Any]]:
    """Describe the tables, in whatever order the columns came."""
    ours = "relnamespace = 'public'::regnamespace AND relname NOT LIKE 'schema_migration%%'"
    queries = (
        "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull FROM pg_class"
        f" JOIN pg_attribute ON attrelid = pg_class.oid WHERE {ours} AND relkind = 'r'"
        " AND attnum > 0",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND tablename NOT LIKE 'schema_migration%%'",
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
        " AND conrelid::regclass::text NOT LIKE 'schema_migration%%'",
    )
    with other(location) as connection:
        return [set(connection.execute(query, ()).fetchall()) for query in queries]


# Addresses and rights


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://",
        "postgresql://host",
        "postgresql://u:secret@host",
        "postgresql://u:a/secret@host/x",
        "postgresql://u:5/secret@host/x",
        "postgresql://u:a@secret@host/x",
        "postgresql://u@host/x?pasword=secret",
        "postgresql://u:secret@host:port/x",
    ],
)
def test_addresses_that_name_no_database(url: str) -> None:
    """Refused without asking anybody, and without showing a password."""
    with pytest.raises(BadUrl) as caught:
        open_database(url)
    assert "secret" not in caught.value.url


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("127.0.0.1:1/x", "Connection refused"),
        ("nowhere.invalid/x", "Name or service not known"),
    ],
)
def test_a_server_that_is_not_there(place: str, reason: str) -> None:
    """Told where and why, in one line, without the password."""
    with pytest.raises(CannotOpen) as caught:
        open_database(f"postgresql://u:secret@{place}?connect_timeout=3")
    told = caught.value
    assert told.path == f"postgresql://{place}"
    assert reason in told.detail
    assert "secret" not in told.detail
    assert "\n" not in told.detail


def test_a_name_that_the_server_does_not_know(location: str) -> None:
    """In its own words."""
    address = urlsplit(location)._replace(path="/no_such", query="").geturl()
    with pytest.raises(CannotOpen) as caught:
        open_database(address)
    assert caught.value.detail == 'database "no_such" does not exist'


def test_read_only(world: World, location: str) -> None:
    """Opened so, or by somebody without rights: it can be read, acts are refused."""
    basket = world.one_basket("4.00")
    close_database()
    open_database(location, read_only=True)
    assert read_sheet(basket.distribution_id).baskets
    refused(ReadOnly, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))
    with pytest.raises(ReadOnly):
        world.member("B")
    close_database()
    with reader(location) as address:
        open_database(address)
        assert read_sheet(basket.distribution_id).baskets
        refused(ReadOnly, lambda: receive(world.desk, basket.id, basket.version, Mode.CASH))
        close_database()


@contextmanager
def reader(location: str) -> Iterator[str]:
    """Make a user who may read and no more."""
    parts = urlsplit(location)
    name = f"{parts.path[1:]}_reader"
    with other(location) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
        try:
            host = parts.netloc.rpartition("@")[2]
            yield parts._replace(netloc=f"{name}@{host}").geturl()
        finally:
            connection.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


# Lines that drop


def test_lost_between_acts(world: World, location: str) -> None:
    """The server was restarted meanwhile: the next act, and the next reading, go on."""
    basket = world.one_basket("4.00")
    for _ in range(2):
        cut(location)
        assert read_sheet(basket.distribution_id).baskets
        cut(location)
        world.member("A")
        cut(location)
        assert check() == []


def test_lost_within_an_act(world: World, location: str) -> None:
    """Not done, and said so; the same act is done when it is repeated."""
    before = dump()

    def cut_off() -> None:
        with writing(world.desk) as act:
            entry = act.entry(ActKind.IMPORT)
            entry.insert(Member(name="A"))
            cut(location)
            entry.insert(Member(name="B"))

    with pytest.raises(ServerLost):
        cut_off()
    assert dump() == before
    world.member("A")
    assert check() == []


def test_lost_within_a_part_of_an_act(world: World, location: str) -> None:
    """In the middle of an act that is joined by another: nothing is left of either."""
    before = dump()

    def cut_off() -> None:
        with writing(world.desk):
            world.member("A")
            with writing(world.desk):
                cut(location)
                world.member("B")

    with pytest.raises(ServerLost):
        cut_off()
    assert dump() == before


def test_lost_without_another_statement(world: World, location: str) -> None:
    """Found out only when it was to be kept: the server has nothing of it, but who knows."""
    before = dump()

    def cut_off() -> None:
        with writing(world.desk) as act:
            act.entry(ActKind.IMPORT).insert(Member(name="A"))
            act.write_journal()
            act.entries.clear()
            cut(location)

    with pytest.raises(OutcomeUnknown):
        cut_off()
    assert dump() == before


def test_the_answer_is_lost(world: World, location: str) -> None:
    """It was kept, and the line drops before that is known: "look", and it is there."""
    world.one_basket("4.00")
    before = dump()
    connection = database.obj.connection()
    real = connection.execute

    def kept_but_cut(query: str, **options: Any) -> Any:
        done = real(query, **options)
        if query == "COMMIT":
            cut(location)
            real("SELECT 1")
        return done

    connection.execute = kept_but_cut
    with pytest.raises(OutcomeUnknown):
        world.member("B")
    assert len(dump()["member"]) == len(before["member"]) + 1
    assert check() == []


def test_lost_while_reading(world: World, location: str) -> None:
    """Said so; there was nothing to keep."""

    def cut_off(at_the_end: bool) -> None:
        with reading():
            assert Member.select().count() == 0
            cut(location)
            if not at_the_end:
                Member.select().count()

    for at_the_end in (False, True):
        with pytest.raises(ServerLost):
            cut_off(at_the_end)
    assert Member.select().count() == 0


def test_a_server_that_stays_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try says so, until it is back."""
    import psycopg

    basket = world.one_basket("4.00")
    before = dump()
    connection = database.obj.connection()
    with monkeypatch.context() as away:

        def gone(**parameters: Any) -> Any:
            raise psycopg.OperationalError("connection refused")

        away.setattr(psycopg, "connect", gone)
        connection.close()
        for _ in range(2):
            with pytest.raises(ServerLost):
                receive(world.desk, basket.id, basket.version, Mode.CASH)
            with pytest.raises(ServerLost):
                read_sheet(basket.distribution_id)
    assert dump() == before
    assert receive(world.desk, basket.id, basket.version, Mode.CASH).paid


def test_a_dead_line_does_not_keep_the_door_shut(world: World) -> None:
    """A transaction in which nothing happens is given up by the server."""
    query = "SHOW idle_in_transaction_session_timeout"
    assert database.execute_sql(query).fetchone() == ("1min",)
    database.execute_sql("SET idle_in_transaction_session_timeout = '1ms'")
    before = backend()

    def asleep() -> None:
        with writing(world.desk) as act:
            act.entry(ActKind.IMPORT).insert(Member(name="A"))
            # Until the server says so.
            select([database.obj.connection()], [], [], 10)
            Member.select().count()

    with pytest.raises(ServerLost):
        asleep()
    assert backend() != before
    assert Member.select().count() == 0
