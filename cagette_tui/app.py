"""The program with screens: opens the database, knows who and when, shows the first screen."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

# Before Textual, which reads the environment when it is imported.
from cagette_tui import textual_settings  # noqa: F401
from cagette_tui.value import ValueObject

# isort: split
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen

from cagette_tui import doors, i18n
from cagette_tui.clock import Clock, UnknownZone
from cagette_tui.crash import crash_sentence, log_crash
from cagette_tui.database_thread import DatabaseThread
from cagette_tui.i18n import _
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.baskets import group_language
from cagette_tui.model.reading.group import group_zone, must_fit_the_journal
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode
from cagette_tui.model.store.database import is_read_only
from cagette_tui.model.store.problems import StorageProblem
from cagette_tui.neighbours import Neighbours, neighbours_on
from cagette_tui.screens.distributions import DistributionsScreen
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences import trouble_label
from cagette_tui.sentences.clock import unknown_zone_said
from cagette_tui.terminal import Terminal
from cagette_tui.thin.driver import Dropped, ThinDriver
from cagette_tui.thin.guard import Guard
from cagette_tui.widgets import meant
from cagette_tui.widgets.base import CommandScreen
from cagette_tui.widgets.caps import CapsLock

if TYPE_CHECKING:
    from datetime import datetime

    from cagette_tui.screens.program import Doors, Program
    from cagette_tui.widgets.commands import Command
    from cagette_tui.widgets.host import Guide

# Seconds.
_SWITCH = 0.001
# Seconds: what others do is shown within two. An answer that takes longer is told to be awaited.
_LOOK_AROUND = 1.0
_PATIENCE = 2.0


class Start(ValueObject):
    """How the screens begin, whatever database they are over."""

    read_only: bool = False
    ask_name: bool = False
    """The login does not say who acts, so the first screen offers to say it."""
    offers_tour: bool = False
    guide: Guide | None = None
    """Tells on each screen what to do next."""
    mark: str = ""
    """Stands first in every title, for what is not the real thing (not yet translated)."""
    greeting: str = ""
    """The first screen's first message."""
    terminal: Terminal = field(default_factory=Terminal)


class CagetteApp(App[None], inherit_bindings=False):
    """All screens over one database."""

    ENABLE_COMMAND_PALETTE = False
    # As in other programs, for when something else has written on the screen.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "redraw", show=False, priority=True),
        Binding("ctrl+c", "how_to_quit", show=False, priority=True),
    ]

    def __init__(
        self,
        database: DatabaseThread,
        desk: Desk,
        clock: Clock,
        neighbours: Neighbours | None = None,
        start: Start | None = None,
    ) -> None:
        """Take a database that is open, who acts, by which clock, and who else is there."""
        start = start or Start()
        super().__init__()
        self.mark = start.mark
        self.greeting = start.greeting
        self.offers_tour = start.offers_tour
        self.wants_tour = False
        self.terminal = start.terminal
        self.guide = start.guide
        self.read_only = start.read_only
        self.ask_name = self.is_shared = start.ask_name
        self.neighbours = neighbours or Neighbours(database)
        self.doors: Doors = doors
        self.database = database
        self.desk = replace(desk, heed=self._heed)
        self.clock = clock
        # Until it has been compared with the journal (R64).
        self.doubts_clock = clock.is_real and not (start.read_only or start.mark)
        self.drafts: dict[object, object] = {}
        # By distribution, whether transfers are announced only there (R22).
        self.announcing: dict[int, bool] = {}
        self.accepted: tuple[Mode, ...] = SPOT_MODES
        self._last_size: Size | None = None
        self.guard = Guard()
        self.caps_lock = CapsLock()
        self._typed_ahead = False
        self.trouble = ""  # why the database does not answer just now
        # The terminal's own colours, dark or light.
        self.theme = "ansi-dark"

    def get_default_screen(self) -> DistributionsScreen:
        """Begin with the distributions; an empty screen below them would be made for nothing."""
        return DistributionsScreen()

    def to_help(self, explained: tuple[Command, ...]) -> Screen[None]:
        """Give the screen that explains these commands."""
        return doors.to_help(explained)

    def on_ready(self) -> None:
        """Look for garbage from now on, but not in what the start has made: it stays."""
        gc.freeze()
        gc.enable()

    def _heed(self, now: datetime) -> None:
        """Doubt a clock that cannot be right, until somebody goes on with it (R64)."""
        if self.doubts_clock:
            must_fit_the_journal(now, self.clock.zone_said())
            self.doubts_clock = False

    def say_where(self, place: tuple[int, int | None] | None) -> None:
        """Tell the others where this person is."""
        self.neighbours.say_where(self.desk, self.clock, place)

    async def keep_looking(self) -> None:
        """Look around every second, whatever keys and acts wait for."""
        while True:
            await asyncio.sleep(_LOOK_AROUND)
            await self.look_around()
            await self.neighbours.write_back()

    async def look_around(self) -> None:
        """Show what others have done since, and where they are; or that nothing is answered."""
        looking = asyncio.ensure_future(self.neighbours.look())
        if not (await asyncio.wait({looking}, timeout=_PATIENCE))[0]:
            self._say_trouble(_("waiting for the database"))
        try:
            is_new = await looking
        except StorageProblem as problem:
            self._say_trouble(trouble_label(problem))
            return
        was_away = self.trouble
        self._say_trouble("")
        screen = self.screen
        if isinstance(screen, ModelScreen):
            # Another one may be opened over it meanwhile.
            if is_new or was_away:
                await screen.follow()
            screen.show_others(self.neighbours.others())

    def _say_trouble(self, trouble: str) -> None:
        self.trouble = trouble
        if isinstance(self.screen, ModelScreen):
            self.screen.heading.set_trouble(trouble)

    def on_dropped(self, event: Dropped) -> None:
        """Say that a sequence that is no key did nothing."""
        if isinstance(self.screen, CommandScreen):
            meant.drop(self, self.screen, event.kind)

    def get_driver_class(self) -> type[Driver]:
        """Send to the terminal only what it does not show yet."""
        return ThinDriver

    async def on_event(self, event: events.Event) -> None:
        """Let keys do what they do only where somebody meant them (R62)."""
        if self._leaves_a_silent_server(event):
            self.database.give_up()
            self.exit()
            return
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            screen = self.screen
            if isinstance(screen, CommandScreen) and not await meant.lets_through(
                self, screen, event
            ):
                return
        await super().on_event(event)

    def _leaves_a_silent_server(self, event: events.Event) -> bool:
        """Whether somebody wants to leave whose last act waits for a server that says nothing."""
        if not self.database.is_silent():
            self._typed_ahead = False
            return False
        if not isinstance(event, events.Key):
            return False
        # A letter may belong to something that is being typed ahead.
        leaves = event.key == "f10" or (event.key == "q" and not self._typed_ahead)
        self._typed_ahead = True
        return leaves

    def on_resize(self, event: events.Resize) -> None:
        """Pass a new size on; send all again where it is as it was: two changes came as one.

        Textual sets a timer of 8 ms for a new size. One that begins later than it should end
        never fires, on a busy machine, and then no size is heard any more. It sets none for a
        size that it knows already.
        """
        if event.size == self._last_size:
            self.action_redraw()
        self._last_size = event.size
        if self._size is not None and self._size != event.size:
            self._size, self._resize_event = event.size, event
            self.call_later(self._check_resize)

    def action_how_to_quit(self) -> None:
        """Say to whoever presses Ctrl+C which key it is here."""
        if isinstance(self.screen, CommandScreen):
            self.screen.hint(_("q quits, Esc goes back; nothing is lost."))

    def heed_signals(self) -> None:
        """End as `q` does, with the terminal as it was, when an update or a reboot asks for it."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, partial(self.exit, None, 128 + number))

    def action_redraw(self) -> None:
        """Send the whole screen again."""
        if isinstance(self._driver, ThinDriver):
            self._driver.forget()
        self.refresh()

    def _fatal_error(self) -> None:
        # Textual would print local variables, members' names and amounts among them.
        self._exit_renderables.append(crash_sentence(log_crash()))
        self._close_messages_no_wait()


if TYPE_CHECKING:

    def _is_a_program(app: CagetteApp) -> Program:
        return app  # the type checker says what it lacks


def _on_what_is_open(start: Start, clock: Clock, database: DatabaseThread) -> Start:
    """Live in the group's time zone (R64); say so where this machine knows no such zone."""
    start = replace(start, read_only=database.now(is_read_only))
    try:
        clock.live_in(database.now(group_zone))
    except UnknownZone as problem:
        return replace(start, greeting=unknown_zone_said(problem))
    return start


class Left(NamedTuple):
    """How the screens were left."""

    code: int
    desk: Desk  # who acts, if that was said
    wants_tour: bool
    ask_name: bool


def run_screens(
    location: str,
    desk: Desk,
    clock: Clock,
    language: str | None,
    start: Start,
) -> Left:
    """Open the screens on a database and stay until they are left.

    `language` is what was asked for; None: the group's own language counts.
    Raises storage problems before anything is shown.
    """
    database = DatabaseThread()
    try:
        database.open(location, read_only=start.read_only)
        if language is None:
            chosen = database.now(group_language)
            if chosen in i18n.languages():
                i18n.activate(chosen)
        start = _on_what_is_open(start, clock, database)
        app = CagetteApp(database, desk, clock, neighbours_on(database, location), start)
        # Where it was ignored (nohup, wrappers) Textual spins once the line is gone.
        if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
        # A look for garbage at the start finds none and takes as long as reading the database.
        gc.disable()
        # The threads of keys, screen and database wait for each other no longer than this.
        sys.setswitchinterval(_SWITCH)
        app.call_later(lambda: app.run_worker(app.keep_looking(), group="neighbours"))
        app.call_later(app.heed_signals)
        handlers = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
        try:
            app.run(mouse=app.terminal.mouse)
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        app.neighbours.leave()
        return Left(app.return_code or 0, app.desk, app.wants_tour, app.ask_name)
    finally:
        database.close()
