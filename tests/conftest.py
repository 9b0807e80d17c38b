"""What every test needs: fresh language files, and nothing from the developer's own settings."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cagette_tui.locale import build_hook
from cagette_tui.model.database import close_database, open_database
from tests.world import World


def pytest_configure(config: pytest.Config) -> None:
    """Bring compiled catalogues up to date, in case a .po file changed since the last install."""
    if not hasattr(config, "workerinput"):  # once, not in every worker of pytest-xdist
        build_hook.build_all()


@pytest.fixture(autouse=True)
def _nothing_of_the_developers(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give each test an empty home, and an environment that chooses nothing for it."""
    for name in list(os.environ):
        if name.startswith(("CAGETTE_", "XDG_", "LC_")) or name in ("LANG", "LANGUAGE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    # A program that a test starts must still read and write the characters of its language.
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty database once, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_database(path)
    close_database()
    return path


@pytest.fixture
def database_file(template: Path, tmp_path: Path) -> Iterator[Path]:
    """Give a fresh database file, open; closed at the end."""
    path = tmp_path / "test.db"
    shutil.copy(template, path)
    open_database(path)
    yield path
    close_database()


@pytest.fixture
def world(database_file: Path) -> World:
    """Give a small world over a fresh database."""
    return World()
