"""Parts of the small world of `tests.world`, for model tests that want them one by one."""

from pathlib import Path

import pytest

from cagette_tui.clock import FixedClock
from cagette_tui.model.writing import Desk
from tests.world import World


@pytest.fixture
def database(database_file: Path) -> Path:
    """Give the fresh database, open, a copy of the session's template; closed at the end."""
    return database_file


@pytest.fixture
def clock(world: World) -> FixedClock:
    """Give the world's clock: it stands at 2026-11-20T19:00."""
    return world.clock


@pytest.fixture
def desk(world: World) -> Desk:
    """Give the world's desk: Paul's, by the world's clock."""
    return world.desk
