"""A distribution with every kind of basket; a database for all tests of a file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.store.database import close_database, open_database
from tests.sheet.page import page
from tests.shelves import Shelf
from tests.world import World


@pytest.fixture(scope="module")
def empty_world(shelf: Shelf) -> Iterator[World]:
    """Give an empty world that the tests of a file share: who writes takes it back."""
    open_database(shelf.fresh())
    yield World()
    close_database()


@pytest.fixture(scope="module")
def shared_world(empty_world: World) -> World:
    """Give the one with the page."""
    assert page(empty_world) == 1
    return empty_world


@pytest.fixture(scope="module")
def sheet(shared_world: World) -> SheetView:
    """Give the page."""
    return read_sheet(1)


@pytest.fixture(scope="session")
def page_file(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file with the page, to be copied; it is closed."""
    path = tmp_path_factory.mktemp("sheet") / "page.db"
    shutil.copy(template, path)
    open_database(path)
    page(World())
    close_database()
    return path
