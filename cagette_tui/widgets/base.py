"""The screen that all screens are made of: a title, the content, a status, a footer."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from cagette_tui.i18n import _
from cagette_tui.text import wrap
from cagette_tui.widgets.acts import Acts
from cagette_tui.widgets.bottom import Bottom
from cagette_tui.widgets.commands import Command, is_typed
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.meant import interrupted, rested
from cagette_tui.widgets.painted import Look, Run
from cagette_tui.widgets.prompt import NO, YES, Choices, Level
from cagette_tui.widgets.remembered import forget_closed_screens, keep_little
from cagette_tui.widgets.table import Table
from cagette_tui.widgets.title import Title

T = TypeVar("T")

MINIMUM_WIDTH = 80
MINIMUM_HEIGHT = 24


class TooSmall(Lines, can_focus=True):
    """Stands over everything and takes all keys while the terminal is too small."""

    DEFAULT_CSS = """
    TooSmall { layer: notice; width: 100%; height: 100%; display: none; }
    """

    def show_size(self, width: int, height: int) -> None:
        """Say what is needed and what there is."""
        text = _(
            "The terminal is too small: {columns}×{lines} are needed, now it has "
            "{width}×{height}. Make it larger, or press q to quit."
        ).format(columns=MINIMUM_WIDTH, lines=MINIMUM_HEIGHT, width=width, height=height)
        lines: list[list[Run]] = [[(line, "strong")] for line in wrap(text, max(1, width))]
        self.set_lines(lines)

    def on_key(self, event: events.Key) -> None:
        """Take every key; none does anything."""
        event.stop()
        event.prevent_default()


class CommandScreen(Screen[ScreenResultType]):
    """A screen whose keys, footer and help come from one table, `COMMAND_TABLE`.

    A subclass declares the whole table (its parent's is not added), gives its widgets in
    `compose_content`, and writes `action_…` methods. An action that reads or writes is one line,
    `await self.act(self._receive(mode))`, and the coroutine may ask with `confirm`, `choose` and
    `ask_text` wherever it needs to. `enabled` tells which commands are possible now.
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

    # As in Textual's own screen, but a change of focus does not repaint everything.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    _command_of: ClassVar[dict[tuple[str, tuple[object, ...]], Command]] = {}
    _known_actions: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **options: Any) -> None:
        """Make Textual's bindings from the table."""
        if "COMMAND_TABLE" in cls.__dict__:
            cls.BINDINGS = [
                _binding(key, command) for command in cls.COMMAND_TABLE for key in command.keys
            ]
            actions = {parse(command.action)[1:]: command for command in cls.COMMAND_TABLE}
            cls._command_of = actions
            cls._known_actions |= {name for name, _parameters in actions}
        super().__init_subclass__(**options)

    def __init__(self, *, id: str | None = None) -> None:
        """Start with an empty title and status."""
        super().__init__(id=id)
        self.heading = Title()
        self.bottom = Bottom(self.FOOTER_LINES, self._possible)
        self._too_small = TooSmall()
        self._guide = Lines(base="strong", id="guide")
        self._focus_behind: Widget | None = None
        self._asked: Widget | None = None
        self._last_message = 0
        self.has_typed = False
        """Whether the act under way was given a text that is lost if it fails."""
        self.held = ExitStack()
        """Holds back the painting until there is everything to paint."""
        self.complete = asyncio.Event()
        """Set once the screen shows what it has read."""
        self.acts = Acts(lambda: self.bottom.is_asking, self._rested)

    @on(events.Unmount)
    def _let_go(self) -> None:
        forget_closed_screens()
        # A screen that is gone is a knot of a megabyte that Python finds late.
        self.app.call_after_refresh(gc.collect)

    def compose(self) -> ComposeResult:
        """Put title, content, status and footer below each other."""
        terminal = getattr(self.app, "terminal", None)
        if terminal is not None and terminal.colours != "many":
            self.add_class(f"-{terminal.colours}-colours".replace("none", "no"))
        self.heading.set_mark(getattr(self.app, "mark", ""))
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
        """Whether the action of a command is possible now; others are not in the footer."""
        return True

    def why_not(self, action: str) -> str:
        """Say why a command is not possible now; nothing where its letter is simply not one."""
        return ""

    def commands(self) -> tuple[Command, ...]:
        """All commands of this screen, possible now or not."""
        return self.COMMAND_TABLE

    def say(self, text: str, level: Level = "info") -> None:
        """Show a message in the status line (plain text, translated)."""
        if level == "refused":
            interrupted(self.app)
        self.bottom.say(text, level)

    def hint(self, text: str) -> None:
        """Say something where it is seen just now, also while a text is typed."""
        if self.bottom.is_typing:
            self.bottom.ask_line.set_hint(text)
        elif not self.bottom.is_asking:
            self.say(text)

    def set_title(self, left: str, right: str | None = None) -> None:
        """Say in the title line where one is and, at the right, how far."""
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
    def guide(self) -> Callable[["CommandScreen[Any]"], str] | None:
        """What tells on each screen what to do next, for those who are shown around."""
        return getattr(self.app, "guide", None)

    def _show_guide(self) -> None:
        # A screen below may hear of what happened on this one.
        if self.guide is not None and self.app.screen is self:
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

    async def act(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work of a key: to be awaited in an action, with a coroutine that may ask.

        The last message goes, with what the work shows: one painting instead of two. Keys typed
        meanwhile wait, until the work ends or asks.
        """
        await self.acts.run(work, self._start)
        if self.bottom.is_asking:
            self._show_guide()
        keep_little()

    def _start(self, work: Coroutine[Any, Any, None]) -> object:
        self._last_message = self.bottom.status.number
        self.has_typed = False
        return self.run_worker(self._without_last_message(work), group="acts")

    async def _without_last_message(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        finally:
            self._drop_last_message()
            # Here rather than where the key is handled, which waits for no answer.
            self.refresh_commands()

    def _drop_last_message(self) -> None:
        """Say nothing any longer, unless the act under way has said something itself."""
        status = self.bottom.status
        if status.text and status.number == self._last_message:
            self.say("")

    async def confirm(self, text: str, *, yes: str = "") -> bool:
        """Ask; only `o` or `y` mean yes. `yes` says what will happen (else just "yes")."""
        return await self._ask(text, {YES: yes or _("yes")}) != NO

    async def choose(self, text: str, choices: Choices) -> str:
        """Ask for one of the letters; gives it, or `NO` (empty) for Esc, Enter and `n`.

        A choice may have several letters with `/` between them. If `n` is one of the letters, it
        is that choice.
        """
        return await self._ask(text, choices)

    async def ask_text(
        self,
        label: str,
        check: Callable[[str], T],
        *,
        value: str = "",
        hint: str = "",
        on_change: Callable[[str], None] | None = None,
        keep: str = "",
    ) -> T | None:
        """Ask for a text; gives what `check` makes of it, or None after Esc.

        `check` gets the text in NFC and refuses it with a ValueError whose text is shown as it is
        (translated). `on_change` is called with every text that is typed. Under a `keep` name,
        a text left with Esc is there again next time.
        """
        line = await self.bottom.ready_to_type()
        asked = line.stand(label, check, value=value, hint=hint, on_change=on_change, keep=keep)
        with self._asking(line.input):
            typed = await asked
        self.has_typed = typed is not None
        return typed

    async def each_line(
        self,
        label: str,
        check: Callable[[str], T],
        work: Callable[[T], Awaitable[None]],
        *,
        hint: str = "",
        on_change: Callable[[str], None] | None = None,
        keep: str = "",
        value: str = "",
        adds: str = "",
    ) -> None:
        """Ask for one line after the other and work at each, until Esc; the line stays open."""
        ask_line = await self.bottom.ready_to_type()
        asked = ask_line.stand_for_lines(
            label, check, value=value, hint=hint, on_change=on_change, keep=keep, adds=adds
        )
        with self._asking(ask_line.input):
            while (line := await asked.get()) is not None:
                await work(line)

    async def _ask(self, text: str, choices: Choices) -> str:
        asked = self.bottom.question.stand(text, choices)
        with self._asking(self.bottom.question):
            return await asked

    @contextmanager
    def _asking(self, part: Widget) -> Iterator[None]:
        """Give the keys to a part of the bottom, and afterwards back to who had them."""
        before = self._focus_behind if self._is_too_small else self.focused
        self._asked = part
        self._drop_last_message()
        self.bottom.share_out()
        self._give_focus(part)
        self.acts.wait_for_person()
        try:
            yield
        except asyncio.CancelledError:
            interrupted(self.app)  # it closes by itself
            raise
        finally:
            self._asked = None
            self.bottom.drop()
            if self.is_attached and self.is_running:
                self.bottom.share_out()
                self._give_focus(before)
                # Keys that follow the answer wait for what it set going.
                self.app.call_next(self.acts.settled)

    # Focus and keys

    @property
    def _is_too_small(self) -> bool:
        return self.has_class("-too-small")

    def _give_focus(self, widget: Widget | None) -> None:
        if self._is_too_small:
            self._focus_behind = widget
        else:
            self.set_focus(widget)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Move the focus, unless something that is asked needs all keys."""
        owner = self._too_small if self._is_too_small else self._asked
        if owner is None or widget is owner:
            # Nothing here scrolls to what has the focus, and the attempt repaints the screen.
            super().set_focus(widget, False, from_app_focus)

    def on_resize(self, event: events.Resize) -> None:
        """Wait behind a notice while the terminal is too small."""
        too_small = event.size.width < MINIMUM_WIDTH or event.size.height < MINIMUM_HEIGHT
        self._too_small.show_size(event.size.width, event.size.height)
        if too_small is not self._is_too_small:
            interrupted(self.app)
        if too_small and not self._is_too_small:
            self._focus_behind = self.focused
            self.add_class("-too-small")
            self.set_focus(self._too_small)
        elif self._is_too_small and not too_small:
            self.remove_class("-too-small")
            self.set_focus(self._focus_behind)

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
        if self._is_too_small:
            return action == "quit"
        if self.bottom.is_asking:
            # By F1 alone: what is typed is an answer.
            return action == "help" or (self.bottom.is_typing and action in self.WHILE_TYPING)
        if self.enabled(command.action):
            return True
        # A letter may at least say why it does nothing.
        return is_letter and bool(self.why_not(command.action))

    def _possible(self) -> Iterable[Command]:
        return [command for command in self.commands() if self.enabled(command.action)]

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

    def _rested(self) -> None:
        """Note that one sees now what a key did; a screen above or below does so itself."""
        if self.app.screen is self:
            rested(self.app)

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
        self.app.call_next(self.acts.settled)

    # Actions that every screen has

    async def action_typed(self, action: str) -> None:
        """Do what a letter stands for (it does nothing while someone types)."""
        if self.enabled(action):
            await self.app.run_action(action, self)
        else:
            self.say(self.why_not(action), "refused")

    def action_back(self) -> None:
        """Go back one level; the first screen stays."""
        if any(isinstance(screen, CommandScreen) for screen in self.app.screen_stack[:-1]):
            self.dismiss()

    async def action_help(self) -> None:
        """Show all keys, first of all those of what is asked just now."""
        # Help is itself such a screen.
        from cagette_tui.widgets.help import HelpScreen

        await self.open_screen(HelpScreen((*self.bottom.explained(), *self.commands())))

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()


def _binding(key: str, command: Command) -> Binding:
    """Make a binding; letters do nothing while someone types into an input."""
    action = f"typed({command.action!r})" if is_typed(key) else command.action
    # Priority: the app runs such keys itself, one after the other, in the order of their arrival.
    return Binding(key, action, command.label, show=False, priority=True)
