"""A text to type at the bottom of a screen: an amount, a reason, a filter."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input
from textual.widgets.input import Selection

from cagette_tui.i18n import N_, ngettext
from cagette_tui.text import cells, nfc, with_one_stop, wrap
from cagette_tui.widgets.commands import Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.prompt import MoreRoom

T = TypeVar("T")


class OneLine(Input):
    """An input of one line whose cursor does not blink: blinking alone fills a slow line."""

    # In the terminal's own colours, as all the rest.
    DEFAULT_CSS = """
    OneLine, OneLine:focus {
        background: ansi_default;
        color: ansi_default;
        & > .input--cursor, & > .input--selection {
            background: ansi_default;
            color: ansi_default;
            text-style: reverse;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Left(Message):
        """Esc was pressed."""

    def __init__(
        self,
        submit: Callable[[str], None],
        more: Callable[[list[str]], None],
        *,
        id: str | None = None,
    ) -> None:
        """Start empty; `submit` is called with the text at Enter, `more` with further lines."""
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.submit = submit
        self.more = more
        self.adds = ""
        """Characters that are added to a proposed text, which any other character replaces."""
        self.aside: dict[str, Callable[[], Awaitable[None] | None]] = {}
        """Keys that are not for the text, and what they do once all before them is typed."""
        self.completes: Callable[[str], str] | None = None
        """What Tab makes of the text."""

    async def _on_key(self, event: events.Key) -> None:
        # As a binding Enter would come after letters that were typed behind it.
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()
            return
        if event.key in self.aside:
            event.stop()
            event.prevent_default()
            doing = self.aside[event.key]()
            if doing is not None:
                await doing
            return
        if event.key == "tab" and self.completes is not None:
            event.stop()
            event.prevent_default()
            self.value = self.completes(self.value)
            self.cursor_position = len(self.value)
            return
        if event.character and event.character in self.adds and self._would_replace():
            self.cursor_position = len(self.value)
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        """Take a pasted line as if it were typed; Textual would forget the others."""
        event.stop()
        event.prevent_default()
        lines = [line for line in event.text.splitlines() if line.strip()]
        if lines:
            self.replace(lines[0], *self.selection)
        if len(lines) > 1:
            self.more(lines[1:])

    async def action_submit(self) -> None:
        """Hand the text over at once, so that what is typed behind it begins anew."""
        self.submit(self.value)

    def action_delete_left(self) -> None:
        """Take the last character away, also of a text that typing would replace."""
        if self._would_replace():
            self.cursor_position = len(self.value)
        super().action_delete_left()

    def _would_replace(self) -> bool:
        return bool(self.value) and self.selection == Selection(0, len(self.value))

    def action_leave(self) -> None:
        """Tell that Esc was pressed."""
        self.post_message(self.Left())


class AskLine(Vertical):
    """A label and an input, with a hint or the reason of a refusal below.

    What was typed is never lost by an error, nor by Esc: asked for again under the same
    `keep` name, it is there again. As what is proposed, it is replaced by what one types, and
    edited with the arrows, Home, End and Backspace.
    """

    DEFAULT_CSS = """
    AskLine {
        height: auto;
        & > Horizontal { height: 1; }
        & #ask-label { width: auto; }
        & #ask-input { width: 1fr; }
        & #ask-below { height: 1; }
    }
    """

    def __init__(self) -> None:
        """Start with nothing to ask."""
        super().__init__(id="ask-line")
        self._label = Lines(base="strong", id="ask-label")
        self.input = OneLine(self._submitted, self._pasted, id="ask-input")
        self._below = Lines(id="ask-below")
        self._check: Callable[[str], Any] = str
        self._on_change: Callable[[str], None] | None = None
        self._answer: asyncio.Future[Any] | None = None
        self._lines: asyncio.Queue[Any] | None = None
        self._hint = ""
        self._error = ""
        self._refused: str | None = None
        self._replaced: dict[str, str] = {}  # refused lines, by what each is about
        self._left_out = ""
        self._told = ""  # the last text that `on_change` heard of
        self._keep = ""
        self._drafts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Put label and input side by side, the hint below."""
        with Horizontal():
            yield self._label
            yield self.input
        yield self._below

    @property
    def is_standing(self) -> bool:
        """Whether a text is awaited."""
        return self._answer is not None or self._lines is not None

    def stand_for_lines(
        self,
        label: str,
        check: Callable[[str], T],
        *,
        value: str = "",
        hint: str = "",
        on_change: Callable[[str], None] | None = None,
        keep: str = "",
        adds: str = "",
        begun: bool = False,
    ) -> "asyncio.Queue[T | None]":
        """Ask for one line after the other, until Esc, which gives None.

        One can type on while a line is being worked at: nothing of it is lost. The characters of
        `adds` are added to a refused line, which anything else replaces; see `left_out`.
        """
        self.stand(
            label, check, value=value, hint=hint, on_change=on_change, keep=keep, begun=begun
        )
        self._answer, self._lines = None, asyncio.Queue()
        self.input.adds = adds
        return self._lines

    def give_back(self, text: str) -> None:
        """Put a line back for correction, unless another one is being typed."""
        if not self.input.value:
            self._refused = text  # what is said of it stays until it is changed
            self.input.value = text
            self.input.select_all()

    def left_out(self) -> str:
        """Give the refused lines that others have replaced since, once; empty if none."""
        text, self._left_out = self._left_out, ""
        return text

    def stand(
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
    ) -> "asyncio.Future[T | None]":
        """Ask, from now on; the future gives what `check` makes of the text, or None after Esc.

        `completes` is what Tab makes of the text; one that is `begun` goes on. Raises RuntimeError
        while another text is asked for.
        """
        if self.is_standing:
            raise RuntimeError("a text is already asked for")
        self._check, self._on_change, self._keep = check, on_change, keep
        self._hint, self._error, self._refused = hint, "", None
        self.input.adds = self._left_out = ""
        self.input.completes = completes
        self._replaced.clear()
        self.set_label(label)
        with self.prevent(Input.Changed):
            self.input.value = self._told = self._drafts.get(keep, value)
        if begun:
            self.input.cursor_position = len(self.input.value)
        else:
            # What is proposed is replaced by what one types, and kept by Enter.
            self.input.select_all()
        self._answer = asyncio.get_running_loop().create_future()
        return self._answer

    def explained(self) -> tuple[Command, ...]:
        """Explain the keys of what is being typed."""
        asked = ". ".join(filter(None, (self._label.lines[0][0][0].strip(), self._hint)))
        tab = Command(("tab",), None, N_("complete"), N_("Complete what is typed."), group=asked)
        return (
            *((tab,) if self.input.completes else ()),
            Command(("enter",), None, N_("take it"), N_("Take what is typed."), group=asked),
            Command(("escape",), None, N_("leave it"), N_("Leave without it."), group=asked),
        )

    def set_label(self, label: str) -> None:
        """Say what the text is about."""
        self._label.styles.width = cells(label) + 2
        self._label.set_text(f" {label} ")

    def set_hint(self, hint: str) -> None:
        """Say something else below the input, such as what the text means so far."""
        hint = with_one_stop(hint)
        if hint != self._hint:
            self._hint = hint
            self.post_message(MoreRoom())

    def drop(self) -> None:
        """Ask no longer: nobody waits for the text any more."""
        self._answer = self._lines = None

    def lay_out(self, width: int) -> int:
        """Lay out what stands below the input; give how many lines there are in all."""
        text, style = (f"! {self._error}", "bad") if self._error else (self._hint, "dim")
        lines: list[list[Run]] = [[(f" {line}", style)] for line in wrap(text, width - 2)]
        self._below.styles.height = len(lines)
        self._below.set_lines(lines)
        return 1 + len(lines)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.input.value or event.value == self._refused:
            return  # it was handed over meanwhile, or refused as it stands
        if self._refused:
            self._replaced[_begins(self._refused)] = self._refused.strip()
        self._refused = None
        if self._error:
            self._error = ""
            self.post_message(MoreRoom())
        self.catch_up()

    def catch_up(self) -> None:
        """Tell of the text as it stands, without waiting for the message that says so."""
        text = nfc(self.input.value)
        if self._on_change is not None and self.is_standing and text != self._told:
            self._told = text
            self._on_change(text)

    def _submitted(self, text: str) -> None:
        if not self.is_standing:
            return
        # Enter acts on the text as it is typed, whatever has been painted of it (R31).
        self.catch_up()
        try:
            value = self._check(nfc(text))
        except ValueError as error:
            self._error, self._refused = str(error), text
            self.input.select_all()
            self.post_message(MoreRoom())
            return
        self._drafts.pop(self._keep, None)
        self._replaced.pop(_begins(text), None)
        self._left_out = " · ".join(self._replaced.values())
        self._replaced.clear()
        if self._lines is not None:
            with self.prevent(Input.Changed):
                self.input.value = self._told = ""
        self._finish(value)

    def _pasted(self, more: list[str]) -> None:
        """Take the lines of a paste one after the other where lines are asked for, until one fails.

        Where one text is asked for, the others are not taken. Either way it is said how many.
        """
        if self._lines is not None:
            while True:
                self._submitted(self.input.value)
                if self._error or not more:
                    break
                self.input.value = more.pop(0)
        if more:
            left = ngettext(
                "{count} more line was pasted and not taken.",
                "{count} more lines were pasted and not taken.",
                len(more),
            ).format(count=len(more))
            self._error, self._refused = f"{self._error} {left}".strip(), self.input.value
            self.post_message(MoreRoom())

    @on(OneLine.Left)
    def _left(self, event: OneLine.Left) -> None:
        event.stop()
        if self._keep:
            self._drafts[self._keep] = self.input.value
        self._finish(None)

    def _finish(self, value: Any) -> None:
        if self._lines is not None:
            self._lines.put_nowait(value)
        if self._answer is not None and not self._answer.done():
            future, self._answer = self._answer, None
            future.set_result(value)


def _begins(text: str) -> str:
    """Give the first word: a corrected line is still about the same."""
    return text.split(maxsplit=1)[0] if text.strip() else ""
