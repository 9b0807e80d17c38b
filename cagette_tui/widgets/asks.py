"""A screen that asks: questions and texts at its bottom, which have all keys meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from cagette_tui.i18n import _
from cagette_tui.widgets.acts import Acts
from cagette_tui.widgets.bottom import Bottom
from cagette_tui.widgets.meant import interrupted, rested, typed_ahead
from cagette_tui.widgets.prompt import NO, YES, Choices, Level
from cagette_tui.widgets.too_small import TooSmall, is_too_small

T = TypeVar("T")


class AskingScreen(Screen[ScreenResultType]):
    """A screen with a line for what is said and asked, whose acts run one after the other.

    While it asks, or while the terminal is too small, nothing else has the keys.
    """

    # As in Textual's own screen, but a change of focus does not repaint everything.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, bottom: Bottom, *, id: str | None = None) -> None:
        """Say and ask in this `bottom`; nothing is said or asked yet."""
        super().__init__(id=id)
        self.bottom = bottom
        self.acts = Acts(lambda: self.bottom.is_asking, self._rested)
        self.has_typed = False
        """Whether the act under way was given a text that is lost if it fails."""
        self._too_small = TooSmall()
        self._focus_behind: Widget | None = None
        self._asked: Widget | None = None
        self._last_message = 0

    @property
    def is_on_top(self) -> bool:
        """Whether no other screen stands above this one; no screen does once the program ends."""
        return self.app.screen_stack[-1:] == [self]

    async def let_end(self) -> None:
        """Wait for the act that is under way, unless another screen stands above this one by now.

        Such an act has opened that screen and waits for whoever has the keys there: the program,
        were it to wait for the act, would hear none of them.
        """
        if self.is_on_top:
            await self.acts.ended()

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

    def _rested(self) -> None:
        """Note that what a key did is seen now; a screen above or below does so itself."""
        if self.is_on_top:
            rested(self.app)

    def _drop_last_message(self) -> None:
        """Say nothing any longer, unless the act under way has said something itself."""
        status = self.bottom.status
        if status.text and status.number == self._last_message:
            self.say("")

    async def confirm(self, text: str, *, yes: str = "") -> bool:
        """Ask; only `o` or `y` mean yes. `yes` says what will happen (else just "yes")."""
        return await self._ask(text, {YES: yes or _("yes")}) != NO

    async def choose(self, text: str, choices: Choices, *, no: str = "") -> str:
        """Ask for one of the letters; gives it, or `NO` (empty) for Esc, Enter and `n`.

        `no` says what they leave as it is (else just "no").

        A choice may have several letters with `/` between them. Raises ValueError for a choice
        whose letter means yes or no in every other question.
        """
        return await self._ask(text, choices, no)

    async def ask_text(
        self,
        label: str,
        check: Callable[[str], T],
        *,
        value: str = "",
        hint: str = "",
        on_change: Callable[[str], None] | None = None,
        keep: str = "",
        completes: Callable[[str], str] | None = None,
        begun: bool = False,
    ) -> T | None:
        """Ask for a text; gives what `check` makes of it, or None after Esc.

        `check` gets the text in NFC and refuses it with a ValueError whose text is shown as it is
        (translated). `on_change` is called with every text that is typed. Under a `keep` name,
        a text left with Esc is there again next time. Tab makes of the text what `completes` says.
        A text that is `begun` goes on; else what is typed replaces it.
        """
        line = await self.bottom.ready_to_type()
        line.input.aside = self.aside()
        hint = " ".join(filter(None, (typed_ahead(self.app), hint)))
        asked = line.stand(
            label,
            check,
            value=value,
            hint=hint,
            on_change=on_change,
            keep=keep,
            completes=completes,
            begun=begun,
        )
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
        begun: bool = False,
    ) -> None:
        """Ask for one line after the other and work at each, until Esc; the line stays open."""
        ask_line = await self.bottom.ready_to_type()
        ask_line.input.aside = self.aside()
        hint = " ".join(filter(None, (typed_ahead(self.app), hint)))
        asked = ask_line.stand_for_lines(
            label,
            check,
            value=value,
            hint=hint,
            on_change=on_change,
            keep=keep,
            adds=adds,
            begun=begun,
        )
        with self._asking(ask_line.input):
            while (line := await asked.get()) is not None:
                await work(line)

    def aside(self) -> dict[str, Callable[[], Awaitable[None] | None]]:
        """Give the keys that go on working while a text is typed, with what they do."""
        return {}

    async def _ask(self, text: str, choices: Choices, no: str = "") -> str:
        asked = self.bottom.question.stand(text, choices, no)
        with self._asking(self.bottom.question):
            return await asked

    @contextmanager
    def _asking(self, part: Widget) -> Iterator[None]:
        """Give the keys to a part of the bottom, and afterwards back to who had them."""
        before = self._focus_behind if self.is_too_small else self.focused
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
                self.app.call_next(self.let_end)

    # Focus

    @property
    def is_too_small(self) -> bool:
        """Whether the notice stands over the screen that the terminal is too small for it."""
        return self.has_class("-too-small")

    def _give_focus(self, widget: Widget | None) -> None:
        if self.is_too_small:
            self._focus_behind = widget
        else:
            self.set_focus(widget)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Move the focus, unless something that is asked needs all keys."""
        owner = self._too_small if self.is_too_small else self._asked
        if owner is None or widget is owner:
            # Nothing here scrolls to what has the focus, and the attempt repaints the screen.
            super().set_focus(widget, False, from_app_focus)

    def _screen_resized(self, size: Size) -> None:
        """Lay out for the size that the terminal has, though an older one may be told only now.

        Textual tells a screen of each size for which it was laid out. Two that wait at a time
        would be laid out in turns for ever.
        """
        super()._screen_resized(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Wait behind a notice while the terminal is too small."""
        size = self.app.size
        too_small = is_too_small(size)
        if too_small is not self.is_too_small:
            interrupted(self.app)
        self._too_small.show_size(size.width, size.height)
        if too_small and not self.is_too_small:
            self._focus_behind = self.focused
            self.add_class("-too-small")
            self.set_focus(self._too_small)
        elif self.is_too_small and not too_small:
            self.remove_class("-too-small")
            self.set_focus(self._focus_behind)
