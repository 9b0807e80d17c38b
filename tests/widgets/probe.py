"""A screen over rows that are made up, to try the widgets on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from cagette_tui import i18n
from cagette_tui.i18n import N_
from cagette_tui.terminal import Terminal
from cagette_tui.widgets.base import BACK, HELP, QUIT, CommandScreen
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.help import HelpScreen
from cagette_tui.widgets.host import Guide
from cagette_tui.widgets.rows import Column, Row
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table

COLUMNS = (
    Column("number", "N°", 4, align="right"),
    Column("name", "Adhérent"),
    Column("cost", "Coût", 10, align="right"),
    Column("note", "Remarque", 20, min_screen_width=100),
)
PAGE = 20
"""Rows that 80×24 shows under title and header, above status and footer (one line)."""


def row(number: int, name: str = "", cost: str = "12,50 €") -> Row:
    """Make a row with its number as key."""
    name = name or f"Personne {number}"
    return Row(
        number,
        {"number": str(number), "name": name, "cost": cost, "note": "à voir"},
        search=Search(name, str(number)),
    )


def rows(*numbers: int) -> list[Row]:
    """Make rows."""
    return [row(number) for number in numbers]


class ProbeScreen(CommandScreen[None]):
    """A table, and commands that ask."""

    def __init__(self, shown: Iterable[Row], *, markable: bool) -> None:
        """Show these rows."""
        super().__init__()
        self.table = Table(COLUMNS, markable=markable, empty_text="Rien")
        self._at_first = list(shown)
        self.received: list[object] = []
        self.events: list[tuple[str, object]] = []

    def compose_content(self) -> ComposeResult:
        """Give the table."""
        yield self.table

    def on_mount(self) -> None:
        """Fill it."""
        self.set_title("Essai")
        self.table.set_rows(self._at_first)
        self.set_focus(self.table)

    def enabled(self, action: str) -> bool:
        """One command never is."""
        return action != "never"

    def action_receive(self, mode: str) -> None:
        """Note on which row the key acted."""
        self.received.append((mode, self.table.cursor_key))

    def action_never(self) -> None:
        """Note that it should not have happened."""
        self.received.append("never")

    def on_table_opened(self, event: Table.Opened) -> None:
        """Note it."""
        self.events.append(("opened", event.key))

    def on_table_marked(self, event: Table.Marked) -> None:
        """Note it."""
        self.events.append(("marked", event.key))

    def on_table_moved(self, event: Table.Moved) -> None:
        """Note it."""
        self.events.append(("moved", event.key))

    def action_undo(self) -> None:
        """Note that it was asked for."""
        self.received.append("undo")

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("e",), action_receive, "cash", "What is to pay is received in cash.", argument="cash"
        ),
        Command(("x",), action_never, "never", "Is never possible."),
        MOVE,
        Command(("u",), action_undo, N_("undo"), N_("Undo the last act, after saying which one.")),
        BACK,
        HELP,
        QUIT,
    )


class Probe(App[None]):
    """Shows one screen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, shown: Iterable[Row], *, markable: bool) -> None:
        """Show these rows."""
        super().__init__()
        self.terminal = Terminal()
        self.guide: Guide | None = None
        self.mark = ""
        self.first = ProbeScreen(shown, markable=markable)

    def to_help(self, explained: tuple[Command, ...]) -> HelpScreen:
        """Give the screen that explains these commands."""
        return HelpScreen(explained)

    async def on_mount(self) -> None:
        """Show the screen."""
        await self.push_screen(self.first)


class Probing:
    """The screen while it runs, and the keys."""

    def __init__(self, pilot: Pilot[None], screen: ProbeScreen) -> None:
        """Hold both."""
        self.pilot = pilot
        self.screen = screen

    @property
    def app(self) -> App[None]:
        """The app."""
        return self.pilot.app

    @property
    def table(self) -> Table:
        """The table."""
        return self.screen.table

    @property
    def lines(self) -> list[str]:
        """What the terminal shows, line by line, without trailing blanks."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def names(self) -> list[str]:
        """The rows that are in view, from their sign to their name."""
        return [line[:20].rstrip() for line in self.lines[2 : 2 + PAGE] if line]

    async def press(self, *keys: str) -> None:
        """Press keys and let them have their effect."""
        await self.pilot.press(*keys)
        await self.pilot.pause()


@asynccontextmanager
async def probing(
    shown: Iterable[Row] = (),
    *,
    size: tuple[int, int] = (80, 24),
    markable: bool = True,
    language: str = "fr",
) -> AsyncIterator[Probing]:
    """Run the screen with these rows."""
    i18n.activate(language)
    app = Probe(shown, markable=markable)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Probing(pilot, app.first)
