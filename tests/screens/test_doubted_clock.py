"""A clock that cannot be right, on the screens (R64)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cagette_tui.app import CagetteApp
from cagette_tui.model.reading.baskets import read_sheet
from tests.screen_text import press, program, sample_copy, screen_text

pytestmark = pytest.mark.long


async def test_a_clock_that_is_right_asks_nothing(tmp_path: Path) -> None:
    """R64: the first act is as quick as ever."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        app = pilot.app
        assert isinstance(app, CagetteApp)
        app.doubts_clock = True
        await press(pilot, "enter", "E")
        assert read_sheet(6).baskets[0].validated_by == "paul"
        assert not app.doubts_clock


async def test_a_clock_that_somebody_set_is_not_doubted(tmp_path: Path) -> None:
    """R64: `--now` is for training; whoever gives it knows."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        assert isinstance(pilot.app, CagetteApp)
        assert not pilot.app.doubts_clock


async def test_what_books_nothing_asks_nothing(tmp_path: Path) -> None:
    """R64: screens opened, a list filtered, the language changed, an amount typed."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        app = pilot.app
        assert isinstance(app, CagetteApp)
        app.doubts_clock = True
        app.clock.advance(timedelta(days=40))  # type: ignore[attr-defined]
        await press(pilot, "L", "L", "s", "escape", "m", "escape", "enter")
        await press(pilot, "slash", "text:a", "enter", "escape", "n", "K", "escape")
        await press(pilot, "V", "escape", "h", "escape", "enter", "escape", "p", "e")
        await press(pilot, "text:20", "enter", "escape", "colon", "text:2 e", "escape")
        assert "The clock says" not in " ".join(screen_text(app).split())
        assert app.doubts_clock


@pytest.mark.parametrize(
    "keys", [("V", "V", "o"), ("space", "down", "space", "E", "o"), ("u", "o")]
)
async def test_each_act_asks(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """R64: whatever the first act is, one key or one after a preview; a no does nothing."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        app = pilot.app
        assert isinstance(app, CagetteApp)
        await press(pilot, "enter", "E")
        app.doubts_clock = True
        app.clock.advance(timedelta(days=40))  # type: ignore[attr-defined]
        before = read_sheet(6)
        await press(pilot, *keys)
        assert "Go on with that time?" in " ".join(screen_text(app).split())
        await press(pilot, "n")
        assert "The clock says" in " ".join(screen_text(app).split())
        assert read_sheet(6) == before
        assert app.doubts_clock


async def test_it_is_asked_before_the_first_act(tmp_path: Path) -> None:
    """R64: both times; after a no nothing is booked, and the screen goes on; a yes is enough."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        app = pilot.app
        assert isinstance(app, CagetteApp)
        await press(pilot, "enter")
        app.doubts_clock = True
        app.clock.advance(timedelta(days=40))  # type: ignore[attr-defined]
        await press(pilot, "E")
        text = " ".join(screen_text(app).split())
        assert "The clock says 30 Dec 2026, 19:00, the journal’s last entry is of 20 Nov" in text
        await press(pilot, "escape")
        assert app.doubts_clock
        await press(pilot, "E", "o")
        assert not app.doubts_clock
        assert "The clock says" not in screen_text(app)
