"""A distribution with every kind of basket, made once; a database for all tests of a file."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cagette_tui.model.database import close_database, open_database
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.views import SheetView
from tests.sheet.page import page
from tests.world import World


@pytest.fixture(scope="session")
def page_file(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with the page, to be copied; it is closed."""
    path = tmp_path_factory.mktemp("sheet") / "page.db"
    shutil.copy(template, path)
    open_database(path)
    assert page(World()) == 1
    close_database()
    return path


@contextmanager
def copied(path: Path, folder: Path) -> Iterator[World]:
    """Open a copy of a database."""
    open_database(shutil.copy(path, folder / "copy.db"))
    yield World()
    close_database()


@pytest.fixture(scope="module")
def shared_world(page_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world over the page that the tests of a file share: who writes takes it back."""
    with copied(page_file, tmp_path_factory.mktemp("shared")) as world:
        yield world


@pytest.fixture(scope="module")
def empty_world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give an empty one that the tests of a file share."""
    with copied(template, tmp_path_factory.mktemp("empty")) as world:
        yield world


@pytest.fixture(scope="module")
def sheet(shared_world: World) -> SheetView:
    """Give the page."""
    return read_sheet(1)
