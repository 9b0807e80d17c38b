"""A terminal that changes its size, whatever it shows."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.events import Resize
from textual.geometry import Size
from textual.timer import Timer

from tests.screen_text import press, program, quiet, sample_copy, screen_text
from tests.screens.test_goldens import SCREENS

pytestmark = pytest.mark.long

# At every run these, the others with the long tests.
SOME = ("baskets", "payment-amount", "count-typed")
# These were turned to their end: all fits the largest terminal, then the top is shown again.
TURNED = (
    *("certify-end", "entering-paper", "force-end", "question-unweighed"),
    *("sheet-line-done", "takings-end"),
)


def _screens() -> Iterator[Any]:
    for name in SCREENS:
        yield pytest.param(name, marks=() if name in SOME else pytest.mark.long)


@pytest.mark.parametrize("name", tuple(_screens()))
async def test_resizing(tmp_path: Path, name: str) -> None:
    """Larger, too small and back: the same screen; keys typed while it is too small do nothing."""
    async with program(sample_copy(tmp_path), "fr") as pilot:
        await press(pilot, *SCREENS[name])
        before = screen_text(pilot.app)
        for width, height in ((200, 60), (100, 30), (60, 15), (79, 24), (80, 24)):
            await pilot.resize_terminal(width, height)
            await quiet(pilot)
            lines = screen_text(pilot.app).splitlines()
            assert len(lines) == height
            assert max(map(len, lines)) <= width
            if width < 80:
                assert lines[0].startswith("Le terminal est trop petit")
                await press(pilot, "E", "o", "enter", "x")
            else:
                assert lines[0].split()[0] == before.split()[0]
        after = screen_text(pilot.app)
    assert _without_page(after) == _without_page(before)
    assert after == before or name in TURNED


@pytest.mark.parametrize("name", SOME)
async def test_sizes_that_are_heard_late(tmp_path: Path, name: str) -> None:
    """Two sizes wait, of which the older is past: the screen comes to rest at the one that is.

    Textual lays each out, tells the screen of it again, and so never ends.
    """
    async with program(sample_copy(tmp_path), "fr") as pilot:
        await press(pilot, *SCREENS[name])
        before = screen_text(pilot.app)
        screen, laid_out = pilot.app.screen, []
        lay_out = screen._screen_resized

        def watched(size: Size) -> None:
            lay_out(size)
            laid_out.append(screen.size)

        screen._screen_resized = watched  # type: ignore[method-assign]
        for size in (Size(1, 24), Size(100, 30), Size(1, 24), Size(80, 24)):
            screen.post_message(Resize(size, size))
            screen.call_later(lambda: None)  # what stands between them: Textual joins neighbours
        async with asyncio.timeout(20):
            await quiet(pilot)
        assert set(laid_out) == {pilot.app.size}
        assert screen_text(pilot.app) == before


async def test_a_busy_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer that begins too late never fires: a new size waits for none."""
    async with program(sample_copy(tmp_path), "fr") as pilot:
        await press(pilot, *SCREENS["baskets"])
        before = screen_text(pilot.app)
        monkeypatch.setattr(pilot.app, "set_timer", lambda *_args, **_named: Timer(pilot.app, 60))
        for width, height in ((1, 24), (100, 30), (80, 24)):
            await pilot.resize_terminal(width, height)
            await quiet(pilot)
            assert pilot.app.screen.size == Size(width, height)
        assert screen_text(pilot.app) == before


def _without_page(text: str) -> list[str]:
    lines = text.splitlines()
    return [*(line for line in lines if line.startswith(">")), *lines[-2:]]
