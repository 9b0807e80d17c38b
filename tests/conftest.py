"""What every test needs: fresh language files, and nothing from the developer's own settings."""

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cagette_tui import i18n
from cagette_tui.locale import build_hook
from cagette_tui.model.store import sqlite
from cagette_tui.model.store.database import close_database, open_database
from tests.shelves import LEFT_OUT, SERVER, FileShelf, ServerShelf, Shelf
from tests.world import World

# The same cases each time, so that a change is judged by what it changes; by hand also others:
# CAGETTE_TEST_LUCK=1 pytest -m long
settings.register_profile(
    "same",
    derandomize="CAGETTE_TEST_LUCK" not in os.environ,
    # How long an example takes says how busy the machine is.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Live by UTC; bring compiled catalogues up to date, in case a .po file changed meanwhile."""
    # Nothing depends on where the machine stands: what does says so itself (`tests/test_clock.py`).
    os.environ["TZ"] = "UTC"
    time.tzset()
    if not hasattr(config, "workerinput"):  # once, not in every worker of pytest-xdist
        build_hook.build_all()
    # Screens leave many objects behind that point at each other: whoever looks through all of them
    # after every few hundred new ones takes a tenth of the time.
    gc.set_threshold(20_000, 50, 50)
    # Thousands of commits need not wait for the disk; programs that tests start do wait.
    sqlite.PRAGMAS["synchronous"] = "off"


@pytest.fixture(autouse=True)
def _nothing_of_the_developers(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give each test an empty home, an environment that chooses nothing for it, and English."""
    i18n.activate("en")
    for name in list(os.environ):
        if name.startswith(("CAGETTE_", "XDG_", "LC_")) or name in ("LANG", "LANGUAGE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    # A program that a test starts must still read and write the characters of its language.
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a file: it is about SQLite."""
    for item in items:
        if {"database_file", "template"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("sqlite_only")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out."""
    if SERVER is None:
        terminalreporter.write_line(f"Left out, {LEFT_OUT}.")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Give fresh databases: files, or on the server that the environment names."""
    made: Shelf = FileShelf(tmp_path_factory.mktemp("shelf"))
    if SERVER is not None:
        made = ServerShelf(SERVER)
    yield made
    made.clear()


@pytest.fixture(scope="session")
def template(shelf: Shelf) -> Path:
    """Give an empty database file, to be copied."""
    assert isinstance(shelf, FileShelf)
    return shelf.template


@pytest.fixture
def location(shelf: Shelf) -> Iterator[str]:
    """Give where a fresh database is, open; closed at the end."""
    where = shelf.fresh()
    open_database(where)
    yield where
    close_database()


@pytest.fixture
def database_file(location: str) -> Path:
    """Give the fresh database as a file."""
    return Path(location)


@pytest.fixture
def world(location: str) -> World:
    """Give a small world over a fresh database."""
    return World()
