"""A server set up otherwise, that gives up or goes away: one sentence, the next try works."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import pytest

from cagette_tui.database_thread import DatabaseThread
from cagette_tui.model.acts.validating import reopen_basket, validate
from cagette_tui.model.acts.writing import insert_rows, writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import group_language, read_sheet
from cagette_tui.model.rules.findings import Problem
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.others import last_act_number
from cagette_tui.model.store.problems import (
    BadUrl,
    CannotKeep,
    OutcomeUnknown,
    ReadOnly,
    ServerLost,
    StorageProblem,
    Stranger,
    TookTooLong,
)
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.people import Member
from tests.cut_line import CutLine
from tests.model.store.test_postgres import cut, other
from tests.shelves import LEFT_OUT, SERVER, ServerShelf, Shelf
from tests.terminal import started
from tests.world import START, World, dump, refused

pytestmark = pytest.mark.skipif(SERVER is None, reason=LEFT_OUT)


@contextmanager
def encoded(shelf: Shelf, encoding: str) -> Iterator[str]:
    """Give the address of an empty database of another encoding."""
    assert isinstance(shelf, ServerShelf)
    where = shelf.new()
    name = urlsplit(where).path[1:]
    with other(where.replace(f"/{name}", "/postgres")) as connection:
        connection.execute(f"DROP DATABASE {name}")
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'"
            " LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    try:
        yield where
    finally:
        close_database()


def test_another_encoding(shelf: Shelf) -> None:
    """LATIN1 keeps what it has characters for, and says what it does not; all or nothing."""
    with encoded(shelf, "LATIN1") as where:
        open_database(where)
        world = World()
        world.member("Élodie")
        before = dump()
        told = refused(CannotKeep, lambda: world.member("Zoé €"))
        assert "LATIN1" in told.detail
        assert dump() == before
        world.member("Zoé")
        assert check() == []


def test_no_encoding(shelf: Shelf) -> None:
    """SQL_ASCII keeps whatever it is given."""
    with encoded(shelf, "SQL_ASCII") as where:
        open_database(where)
        World().member("Œuf €")
        close_database()
        open_database(where)
        assert database.execute_sql("SELECT name FROM member").fetchall() == [("Œuf €",)]
        assert check() == []


def test_a_server_that_gives_up(world: World, location: str) -> None:
    """statement_timeout: said so, nothing is half done, and the next try works."""
    before = dump()
    database.execute_sql("SET statement_timeout = '50ms'")

    def slow() -> None:
        with writing(world.desk) as act:
            act.entry(ActKind.IMPORT).insert(Member(name="A"))
            database.execute_sql("SELECT pg_sleep(1)")

    refused(TookTooLong, slow)
    assert dump() == before
    world.member("B")
    assert check() == []


def test_cut_among_many_rows(world: World, location: str) -> None:
    """The line drops while hundreds of rows are on their way: not done, then done."""
    pid = database.execute_sql("SELECT pg_backend_pid()").fetchone()[0]

    def many() -> None:
        with writing(world.desk) as act:
            entry = act.entry(ActKind.IMPORT)
            killer = threading.Thread(target=partial(_kill, location, pid))
            killer.start()
            for _round in range(400):
                for row in insert_rows(Member, [{"name": f"M{one}"} for one in range(50)]):
                    entry.inserted(Member, row)
            killer.join()

    with pytest.raises(ServerLost):
        many()
    assert database.execute_sql("SELECT count(*) FROM member").fetchone() == (0,)
    world.member("A")
    assert check() == []


def _kill(location: str, pid: int) -> None:
    time.sleep(0.05)  # somewhere in the middle of it
    with other(location) as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", (pid,))


@contextmanager
def silent(location: str) -> Iterator[tuple[CutLine, str]]:
    """Give a line to the server, and the address of the database at its near end."""
    parts = urlsplit(location)
    line = CutLine(parts.hostname or "", parts.port or 5432)
    user = parts.netloc.rpartition("@")[0]
    yield line, parts._replace(netloc=f"{user}@127.0.0.1:{line.port}").geturl()
    line.mend()
    line.cut()


def test_closing_while_the_server_says_nothing(location: str) -> None:
    """The thread that hangs is left to itself; what it was doing ends one way or the other."""
    with silent(location) as (line, near):
        thread = DatabaseThread()
        thread.open(near)
        thread.now(group_language)
        line.hold()
        hanging = thread._later(group_language)
        begun = time.monotonic()
        thread.close()
        assert time.monotonic() - begun < 2
    hanging.exception(30)


@pytest.mark.parametrize("keys", ["", "\r"])
def test_leaving_while_the_server_says_nothing(world: World, location: str, keys: str) -> None:
    """Whoever presses q is out in less than two seconds, also while an act is under way."""
    world.one_basket("4.00")
    with silent(location) as (line, near):
        terminal = started(near)
        terminal.wait_for("Salle")
        line.hold()
        terminal.type(keys)
        begun = time.monotonic()
        terminal.wait_until(lambda: time.monotonic() - begun > 2.5)
        begun = time.monotonic()
        terminal.type("q")
        assert terminal.end() == 0
        assert time.monotonic() - begun < 2


# What is not ours, and acts


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        (
            "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NEW; END $$;"
            " CREATE TRIGGER spy BEFORE INSERT ON operation FOR EACH ROW EXECUTE FUNCTION spy()",
            "spy",
        ),
        ("CREATE RULE swallow AS ON INSERT TO operation DO INSTEAD NOTHING", "swallow"),
        ("ALTER TABLE operation ENABLE ROW LEVEL SECURITY", "row security: operation"),
        ("CREATE TABLE heir () INHERITS (member)", "heir"),
    ],
)
def test_strangers_are_named_before_they_act(location: str, sql: str, name: str) -> None:
    """Refused when it is opened for writing; `check` names it where one only reads."""
    with other(location) as connection:
        connection.execute(sql)
    close_database()
    with pytest.raises(Stranger) as caught:
        open_database(location)
    assert caught.value.name == name
    open_database(location, read_only=True)
    assert (Problem.STRANGER, name) in {(one.problem, one.detail) for one in check()}


@pytest.mark.parametrize(
    ("sql", "part"),
    [
        ("ALTER TABLE line DROP CONSTRAINT line_fee_rate_check", "line"),
        ("ALTER TABLE operation DROP CONSTRAINT operation_member_id_fkey", "operation"),
        ("ALTER TABLE member ALTER COLUMN name DROP NOT NULL", "member"),
        ("ALTER TABLE member ALTER COLUMN name SET DEFAULT 'x'", "member"),
        ("ALTER TABLE buying_group ALTER COLUMN membership_months SET DEFAULT 13", "buying_group"),
        ('ALTER TABLE member ALTER COLUMN name TYPE text COLLATE "default"', "member"),
        ("DROP INDEX member_ref; CREATE UNIQUE INDEX member_ref ON member (lower(ref))", "member"),
    ],
)
def test_tables_that_let_more_in(location: str, sql: str, part: str) -> None:
    """What a server's tables refuse is compared with what the migrations make."""
    assert check() == []
    if "DROP CONSTRAINT line" in sql:
        ((name,),) = database.execute_sql(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'line'::regclass"
            " AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%%fee_rate%%'"
        ).fetchall()
        sql = f"ALTER TABLE line DROP CONSTRAINT {name}"
    with other(location) as connection:
        connection.execute(sql)
    found = [one.detail for one in check() if one.problem is Problem.SCHEMA]
    assert found
    assert all(detail.startswith(part) for detail in found)


def test_triggers_that_are_asleep(location: str) -> None:
    """Guards that do nothing in this database are named."""
    database.execute_sql("SET session_replication_role = replica")
    found = [(one.problem, one.detail) for one in check()]
    database.execute_sql("SET session_replication_role = origin")
    assert found == [(Problem.GUARD, "session_replication_role = replica")]


# Rights


def test_the_least_rights(shelf: Shelf) -> None:
    """A role that owns its own database and nothing else, as the guide says, can do everything."""
    assert isinstance(shelf, ServerShelf)
    where = shelf.new()
    parts = urlsplit(where)
    name = parts.path[1:]
    role = f"{name}_owner"
    with other(where) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN")
        connection.execute(f"ALTER DATABASE {name} OWNER TO {role}")
    host = parts.netloc.rpartition("@")[2]
    try:
        open_database(parts._replace(netloc=f"{role}@{host}").geturl())
        world = World()
        basket = world.one_basket("4.00")
        validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
        assert check() == []
    finally:
        close_database()
        with other(where) as connection:
            connection.execute(f"DROP OWNED BY {role} CASCADE")
            connection.execute(f"ALTER DATABASE {name} OWNER TO CURRENT_USER")
            connection.execute(f"DROP ROLE {role}")


# Passwords


@pytest.mark.parametrize(
    "written",
    [
        "host=127.0.0.1 password=secret dbname=x",
        "dbname=x user=u password = 'secret'",
        "postgresql:/u:secret@h/x",
        "postgres:u:secret@h",
        "postgresql//u:secret@h/x",
        "//u:secret@h/x",
        "u:secret@h/x",
        "u:secret@h",
        "sqlite:///u:secret@h",
        "postgresql://u:secret",
        "postgresql://u@h1,h2:secret/x",
        "postgresql://h:1/x&password=secret",
        "postgresql://127.0.0.1:1/x?password=secret@b",
        "postgresql://u:se#secret@127.0.0.1:1/x",
        "PGPASSWORD=secret postgresql://h/x",
        "POSTGRESQL://u:secret@h/x",
    ],
)
def test_no_password_is_shown(
    written: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However an address is written: in no message, and in the name of no file."""
    folder = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(folder)
    with pytest.raises(StorageProblem) as caught:
        open_database(written)
    assert "secret" not in repr(caught.value)
    assert "secret" not in str(caught.value)
    assert list(folder.iterdir()) == []
    assert isinstance(caught.value, BadUrl) or "127.0.0.1:1" in written or "h:1" in written


# Cut off again and again


@pytest.mark.long
def test_cut_off_five_hundred_times(world: World, location: str) -> None:
    """At random moments of acts: what was confirmed is there, once, and nothing is half done."""
    number = world.distribution(START)
    baskets = [world.basket(number, world.member(f"M{place}"), "4.00").id for place in range(20)]
    dice = random.Random(20261120)
    stop = threading.Event()
    cuts = [0]

    def keep_cutting() -> None:
        while cuts[0] < 500 and not stop.is_set():
            time.sleep(dice.random() * 0.03)
            cut(location)
            cuts[0] += 1

    cutter = threading.Thread(target=keep_cutting)
    cutter.start()
    confirmed: list[int] = []
    unknown = 0
    try:
        while cutter.is_alive():
            basket = baskets[len(confirmed) % len(baskets)]
            try:
                one = world.read(basket)
                if one.validated:
                    reopen_basket(world.desk, basket, one.version, "erreur")
                else:
                    validate(world.desk, basket, one.version, mode=Mode.CASH)
                confirmed.append(last_act_number())
            except OutcomeUnknown:
                unknown += 1
            except (ServerLost, Refused, ReadOnly):
                continue
    finally:
        stop.set()
        cutter.join()
    assert len(set(confirmed)) == len(confirmed) > 20
    assert check() == []
    acts = {act for (act,) in database.execute_sql("SELECT act FROM journal").fetchall()}
    assert set(confirmed) <= acts
    assert max(acts) <= max(confirmed) + unknown + 60
    assert read_sheet(number).baskets
