"""Figures of a count that are typed anew, left, and erased (R51, R58)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cagette_tui.model.acts.counting import CountDraft, count_draft
from tests.screen_text import press, program, sample_copy, screen_text

pytestmark = pytest.mark.long

COUNT = ("enter", "K", "c")


def draft(pilot: Any) -> CountDraft:
    """Give what is kept of the count."""
    found = count_draft(pilot.app.desk, 6)
    assert found is not None
    return found


def pieces(pilot: Any) -> list[str]:
    """Give the figures typed so far, from the first row on."""
    return list(draft(pilot).pieces.values())


@pytest.mark.parametrize("leave", ["enter", "down"])
async def test_a_figure_that_is_erased_is_none(tmp_path: Path, leave: str) -> None:
    """R51: its field shows it; emptied it counts as 0, kept by Enter and by the arrows."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *COUNT, "text:5", "enter", "text:4", "enter", "up")
        label = screen_text(pilot.app).splitlines()[-3]
        assert label.replace("\xa0", " ").strip() == "Billets de 200,00 € 4"
        await press(pilot, "backspace", leave)
        assert pieces(pilot) == ["5", "0"]


async def test_enter_alone_leaves_a_figure(tmp_path: Path) -> None:
    """R51: what is typed replaces it; Enter on it, and Esc in an emptied field, leave it."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *COUNT, "text:5", "enter", "text:4", "enter", "up", "up", "enter")
        assert pieces(pilot) == ["5", "4"]
        await press(pilot, "text:12", "enter")
        assert pieces(pilot) == ["5", "12"]
        await press(pilot, "up", "backspace", "backspace", "escape")
        assert pieces(pilot) == ["5", "12"]


async def test_nothing_typed_is_nothing(tmp_path: Path) -> None:
    """R51: a row that one passes over without a figure stays open."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *COUNT, "enter", "enter", "text:3", "enter", "up", "up", "up")
        assert pieces(pilot) == ["3"]


async def test_an_erased_terminal_is_not_counted(tmp_path: Path) -> None:
    """R58: its total is not 0 then, which would be a difference."""
    async with program(sample_copy(tmp_path)) as pilot:
        await press(pilot, *COUNT, "escape", "end", "up", "enter", "text:39", "enter", "up")
        assert draft(pilot).card == "39"
        await press(pilot, *["backspace"] * 2, "enter")
        assert draft(pilot).card == ""
