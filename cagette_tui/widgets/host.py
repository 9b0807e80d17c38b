"""What every screen needs of the program that shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual.screen import Screen

from cagette_tui.terminal import Terminal
from cagette_tui.widgets.commands import Command

Guide = Callable[[Screen[Any]], str]
"""Tells on a screen what to do next; nothing where nothing is to be told."""


class Host(Protocol):
    """The program, as widgets know it. Read by the type checker alone."""

    terminal: Terminal
    guide: Guide | None
    mark: str
    """Stands first in every title, for what is not the real thing; empty for what is."""

    def to_help(self, explained: tuple[Command, ...]) -> Screen[None]:
        """Give the screen that explains these commands."""
