"""A clock that cannot be right, on the screens (R64)."""

from __future__ import annotations

from pathlib import Path

from cagette_tui.app import CagetteApp
from cagette_tui.model.reading.baskets import read_sheet
from tests.screen_text import press, program, sample_copy


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
