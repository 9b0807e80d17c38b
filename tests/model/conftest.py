"""Parts of the small world of `tests.world`, for model tests that want them one by one."""

import pytest

from cagette_tui.clock import FixedClock
from cagette_tui.model.acts.writing import Desk
from tests.world import World


@pytest.fixture
def database(location: str) -> str:
    """Give where the fresh database is, open; closed at the end."""
    return location


@pytest.fixture
def clock(world: World) -> FixedClock:
    """Give the world's clock: it stands at 2026-11-20T19:00."""
    return world.clock


@pytest.fixture
def desk(world: World) -> Desk:
    """Give the world's desk: Paul's, by the world's clock."""
    return world.desk
