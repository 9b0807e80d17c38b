"""The screen as plain text, and waiting for it without sleeping."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual._wait import wait_for_idle
from textual.pilot import Pilot

from cagette_tui import i18n
from cagette_tui.app import CagetteApp, Start
from cagette_tui.clock import FixedClock
from cagette_tui.database_thread import DatabaseThread
from cagette_tui.model.acts.writing import Desk
from cagette_tui.sample.__main__ import MOMENT
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.terminal import Terminal as TerminalKind
from cagette_tui.widgets.host import Guide

SAMPLE = Path(__file__).parents[1] / "sample.db"
GOLDENS = Path(__file__).parent / "screens" / "goldens"


def screen_text(app: Any) -> str:
    """Render what the terminal shows, line by line, without trailing blanks."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


async def quiet(pilot: Pilot[Any]) -> None:
    """Wait until nothing is read or written, or a person is asked something."""
    for _ in range(100):
        while _busy(pilot):
            # The database's thread has its turn.
            await asyncio.sleep(0)
        await pilot.pause()
        if not _busy(pilot):
            return
    raise AssertionError("the screen never came to rest")


def _busy(pilot: Pilot[Any]) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, ModelScreen) and screen.is_busy


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other; text of several letters is typed in a burst."""
    for key in keys:
        typed = ["space" if one == " " else one for one in key[5:]]
        # Textual would wait twice for each letter.
        with patch("textual.app.wait_for_idle", _next_turn):
            await pilot.app._press_keys(typed if key.startswith("text:") else [key])
        # A screen that is on its way in or out answers nobody: first it has to arrive.
        await wait_for_idle(0)
        await quiet(pilot)


async def _next_turn(_least: float = 0) -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def program(
    path: Path | str,
    language: str = "fr",
    size: tuple[int, int] = (80, 24),
    who: str = "paul",
    *,
    read_only: bool = False,
    ask_name: bool = False,
    guide: Guide | None = None,
    mark: str = "",
    terminal: TerminalKind | None = None,
) -> AsyncIterator[Pilot[None]]:
    """Run the program on a database, at the sample's moment."""
    i18n.activate(language)
    thread = DatabaseThread()
    thread.open(str(path), read_only=read_only)
    clock = FixedClock(MOMENT)
    desk = Desk(who, clock.now)
    app = CagetteApp(
        thread,
        desk,
        clock,
        start=Start(
            read_only=read_only,
            ask_name=ask_name,
            guide=guide,
            mark=mark,
            terminal=terminal or TerminalKind(),
        ),
    )
    try:
        async with app.run_test(size=size) as pilot:
            await quiet(pilot)
            yield pilot
    finally:
        thread.close()


def sample_copy(folder: Path) -> Path:
    """Copy the sample, to be changed."""
    path = folder / "sample.db"
    shutil.copy(SAMPLE, path)
    return path


def compare(text: str, language: str, name: str) -> None:
    """Compare with a golden; UPDATE_GOLDENS=1 writes it."""
    golden = GOLDENS / language / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
