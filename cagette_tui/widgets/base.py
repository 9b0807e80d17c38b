"""The screen that all screens are made of: a title, the content, a status, a footer."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.actions import parse
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical
from textual.screen import Screen, ScreenResultType
from textual.worker import Worker

from cagette_tui.i18n import N_, _
from cagette_tui.text import wrap
from cagette_tui.widgets.asks import AskingScreen
from cagette_tui.widgets.bottom import Bottom
from cagette_tui.widgets.commands import EVERYWHERE, Command, is_typed
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.meant import rested
from cagette_tui.widgets.painted import Look
from cagette_tui.widgets.remembered import forget_closed_screens, keep_little
from cagette_tui.widgets.table import Table
from cagette_tui.widgets.title import Title

if TYPE_CHECKING:
    from cagette_tui.widgets.host import Guide, Host


class CommandScreen(AskingScreen[ScreenResultType]):
    """A screen whose keys, footer and help come from one table, `COMMAND_TABLE`.

    A subclass declares the whole table (its parent's is not added), gives its widgets in
    `compose_content`, and writes `action_…` methods. An action that reads or writes is one line,
    `await self.act(self._receive(mode))`, and the coroutine may ask with `confirm`, `choose` and
    `ask_text` wherever it needs to. `enabled` tells which commands are possible now. The table
    refers to the methods, so it stands below them.
    """

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = ()
    FOOTER_LINES: ClassVar[int] = 1
    # Names of actions that go on working while a text is typed: their keys write nothing.
    WHILE_TYPING: ClassVar[frozenset[str]] = frozenset()

    COMPONENT_CLASSES: ClassVar[set[str]] = Look.CLASSES

    DEFAULT_CSS = f"""
    CommandScreen {{
        layers: default notice;
        overflow: hidden;
        & > #content {{ height: 1fr; overflow: hidden; }}
        &.-too-small > TooSmall {{ display: block; }}
        {Look.CSS}
    }}
    """

    _command_of: ClassVar[dict[tuple[str, tuple[object, ...]], Command]] = {}
    _known_actions: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **options: Any) -> None:
        """Make Textual's bindings from the table."""
        if "COMMAND_TABLE" in cls.__dict__:
            cls.BINDINGS = [
                _binding(key, command) for command in cls.COMMAND_TABLE for key in command.keys
            ]
            cls._command_of = {
                (command.name, command.parameters): command for command in cls.COMMAND_TABLE
            }
            cls._known_actions |= {command.name for command in cls.COMMAND_TABLE}
        super().__init_subclass__(**options)

    def __init__(self, *, id: str | None = None) -> None:
        """Start with an empty title and status."""
        super().__init__(Bottom(self.FOOTER_LINES, self._possible), id=id)
        self.heading = Title()
        self._guide = Lines(base="strong", id="guide")
        self.held = ExitStack()
        """Holds back the painting until there is everything to paint."""
        self.complete = asyncio.Event()
        """Set once the screen shows what it has read."""

    @on(events.Unmount)
    def _let_go(self) -> None:
        forget_closed_screens()
        # A screen that is gone is a knot of a megabyte that Python finds late.
        self.app.call_after_refresh(gc.collect)

    def compose(self) -> ComposeResult:
        """Put title, content, status and footer below each other."""
        colours = self.host.terminal.colours
        if colours != "many":
            self.add_class(f"-{colours}-colours".replace("none", "no"))
        self.heading.set_mark(self.host.mark)
        yield self.heading
        if self.guide is not None:
            yield self._guide
        with Vertical(id="content"):
            yield from self.compose_content()
        yield self.bottom
        yield self._too_small

    # For subclasses

    def compose_content(self) -> ComposeResult:
        """Give the widgets between the title and the status."""
        yield from ()

    def enabled(self, action: str) -> bool:
        """Whether an action (`pay` for `action_pay`) is possible now; else not in the footer."""
        return True

    def why_not(self, action: str) -> str:
        """Say why a command is not possible now; nothing where its letter is simply not one."""
        return ""

    def commands(self) -> tuple[Command, ...]:
        """All commands of this screen, possible now or not."""
        return self.COMMAND_TABLE

    def set_title(self, left: str, right: str | None = None) -> None:
        """Say in the title line what is shown and, at the right, which part of it."""
        self.heading.set_left(left)
        if right is not None:
            self.heading.set_right(right)

    def set_title_right(self, text: str) -> None:
        """Change only the right end of the title line (a position): few bytes."""
        self.heading.set_right(text)

    def refresh_commands(self) -> None:
        """Show in the footer what is possible now; to be called when that may have changed."""
        self.bottom.refresh_footer()
        self._show_guide()

    @property
    def host(self) -> Host:
        """The program, as far as every screen knows it."""
        return cast("Host", self.app)

    @property
    def guide(self) -> Guide | None:
        """What tells on each screen what to do next, for those who are shown around."""
        return self.host.guide

    def _show_guide(self) -> None:
        # A screen below may hear of what happened on this one.
        if self.guide is not None and self.is_on_top:
            text = self.guide(self)
            lines = wrap(text, self.app.size.width - 2) if text else []
            self._guide.styles.height = len(lines)
            self._guide.set_lines([[(f" {line}", "heading")] for line in lines])

    async def open_screen(self, screen: Screen[Any]) -> None:
        """Show another screen over this one. It is painted once, when it is complete.

        Textual alone paints it each time a part of it is there: twice the bytes.
        """
        self.say("")  # what is said here would be old when one comes back
        with ExitStack() as held:
            held.enter_context(self.app.batch_update())
            if isinstance(screen, CommandScreen):
                screen.held = held
            await self.app.push_screen(screen)
            if isinstance(screen, CommandScreen):
                await screen.complete.wait()

    # Acts

    async def act(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work of a key: to be awaited in an action, with a coroutine that may ask.

        The last message goes, with what the work shows: one painting instead of two. Keys typed
        meanwhile wait, until the work ends or asks.
        """
        await self.acts.run(work, self._start)
        if self.bottom.is_asking:
            self._show_guide()
        keep_little()

    def _start(self, work: Coroutine[Any, Any, None]) -> Worker[None]:
        self._last_message = self.bottom.status.number
        self.has_typed = False
        cleared = self._without_last_message(work)
        worker = self.run_worker(cleared, group="acts")
        if worker._task is not None:
            # One that was cancelled before its first step would be missed by Python, aloud.
            worker._task.add_done_callback(lambda _task: cleared.close())
        return worker

    async def _without_last_message(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        finally:
            self._drop_last_message()
            # Here rather than where the key is handled, which waits for no answer.
            self.refresh_commands()

    def aside(self) -> dict[str, Callable[[], Awaitable[None] | None]]:
        """Give the keys that go on working while a text is typed, in the order of all keys."""
        return {
            key: partial(self._done_aside, command)
            for command in self.COMMAND_TABLE
            if command.name in self.WHILE_TYPING
            for key in command.keys
        }

    def _done_aside(self, command: Command) -> Awaitable[None] | None:
        self.bottom.ask_line.catch_up()
        act = getattr(self, f"action_{command.name}")
        doing: Awaitable[None] | None = act(*command.parameters)
        return doing

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say whether a key does something now; Textual asks before it runs an action."""
        is_letter = action == "typed"
        if is_letter:
            if self.bottom.is_asking:
                return False
            _namespace, action, parameters = parse(str(parameters[0]))
        command = self._command_of.get((action, parameters))
        if command is None:
            return action not in self._known_actions
        if self.is_too_small:
            return action == "quit"
        if self.bottom.is_asking:
            # By F1 alone: what is typed is an answer.
            return action == "help"
        if self.enabled(command.name):
            return True
        # A letter may at least say why it does nothing.
        return is_letter and bool(self.why_not(command.name))

    def _possible(self) -> Iterable[Command]:
        return [command for command in self.commands() if self.enabled(command.name)]

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, described in the current language."""
        return {
            key: active._replace(
                binding=replace(active.binding, description=_(active.binding.description))
            )
            for key, active in super().active_bindings.items()
        }

    def on_mount(self) -> None:
        """Show the positions of tables in the title, painted at once with the rows."""
        for table in self.query(Table):
            table.on_position = self.set_title_right

    @on(Table.Moved)
    def _table_moved(self, event: Table.Moved) -> None:
        self.set_title_right(event.table.position_text)
        self.refresh_commands()

    @on(Table.Marked)
    def _table_marked(self) -> None:
        self.refresh_commands()

    def on_screen_suspend(self) -> None:
        """Let keys through to the screen that is now above."""
        self.acts.wait_for_person()

    def on_screen_resume(self) -> None:
        """Let keys wait for the act that opened the other screen to end."""
        # Behind this event, by which all is laid out, and before the first painting.
        self.call_later(self._completed)

    def _completed(self) -> None:
        self._show_guide()
        rested(self.app)
        self.held.close()
        self.complete.set()
        self.app.call_next(self.let_end)

    # Actions that every screen has

    async def action_typed(self, action: str) -> None:
        """Do what a letter stands for (it does nothing while someone types)."""
        name = parse(action)[1]
        if self.enabled(name):
            await self.app.run_action(action, self)
        else:
            self.say(self.why_not(name), "refused")

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave, with whatever was opened over this screen meanwhile; who has left leaves once."""
        if self not in self.app.screen_stack:
            return AwaitComplete()
        while self.app.screen is not self:
            self.app.pop_screen()
        return super().dismiss(result)

    def action_back(self) -> None:
        """Go back one level; the first screen stays."""
        if any(isinstance(screen, CommandScreen) for screen in self.app.screen_stack[:-1]):
            self.dismiss()

    async def action_help(self) -> None:
        """Show all keys, first of all those of what is asked just now."""
        explained = (*self.bottom.explained(), *self.commands())
        await self.open_screen(self.host.to_help(explained))

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()


def _binding(key: str, command: Command) -> Binding:
    """Make a binding; letters do nothing while someone types into an input."""
    action = f"typed({command.for_textual!r})" if is_typed(key) else command.for_textual
    # Priority: the app runs such keys itself, one after the other, in the order of their arrival.
    return Binding(key, action, command.label, show=False, priority=True)


BACK = Command(
    ("escape",),
    CommandScreen.action_back,
    N_("back"),
    N_("Back one level; nothing is lost."),
    group=EVERYWHERE,
)
HELP = Command(
    ("question_mark", "f1"),
    CommandScreen.action_help,
    N_("help"),
    N_("This list of keys; F1 also where something is typed or asked."),
    stands_last=True,
    group=EVERYWHERE,
)
QUIT = Command(
    ("q", "f10"),
    CommandScreen.action_quit,
    N_("quit"),
    N_("Leave the program; all is saved."),
    group=EVERYWHERE,
)
