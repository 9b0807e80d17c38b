"""A clock that cannot be right, on the screens (R64)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cagette_tui.app import CagetteApp
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.tables.journal import JournalEntry
from tests.screen_text import press, program, sample_copy, screen_text


@pytest.mark.parametrize("days", [-400, 40])
async def test_it_is_asked_once_before_the_first_act(tmp_path: Path, days: int) -> None:
    """R64: both times, and nothing is booked unless somebody says that the clock is right."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        app = pilot.app
        assert isinstance(app, CagetteApp)
        await press(pilot, "enter")
        app.doubts_clock = True
        app.clock.advance(timedelta(days=days))  # type: ignore[attr-defined]
        before = JournalEntry.select().count()
        await press(pilot, "E")
        text = " ".join(screen_text(app).split())
        assert "The clock says" in text
        assert "the journal’s last entry is of" in text
        await press(pilot, "escape")
        assert read_sheet(6).baskets[0].validated_by is None
        await press(pilot, "E")
        assert "The clock says" in " ".join(screen_text(app).split())
        await press(pilot, "o")
        assert "The clock says" not in " ".join(screen_text(app).split())
        assert not app.doubts_clock
        if days > 0:  # before it begins nothing is validated (R40)
            assert JournalEntry.select().count() > before


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
