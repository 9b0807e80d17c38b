"""A database for all tests of a file: each takes back what it does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cagette_tui.model.database import close_database, open_database
from tests.world import World


@pytest.fixture(scope="module")
def shared_world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a small world that the tests of a file share; a test that writes takes it back."""
    path = tmp_path_factory.mktemp("sheet") / "shared.db"
    shutil.copy(template, path)
    open_database(path)
    yield World()
    close_database()
