"""A text to type at the bottom of a screen: an amount, a reason, a filter."""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from cagette_tui.text import cells, nfc
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run, wrap
from cagette_tui.widgets.prompt import MoreRoom

T = TypeVar("T")


class OneLine(Input):
    """An input of one line that blinks not (a blinking cursor alone fills a thin line)."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Left(Message):
        """Esc was pressed."""

    def __init__(self, *, id: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def action_leave(self) -> None:
        """Tell that Esc was pressed."""
        self.post_message(self.Left())


class AskLine(Vertical):
    """A label and an input, with a hint or the reason of a refusal below.

    What was typed is never lost by an error, nor by Esc: asked for again under the same
    `keep` name, it is there again.
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
        self.input = OneLine(id="ask-input")
        self._below = Lines(id="ask-below")
        self._check: Callable[[str], Any] = str
        self._on_change: Callable[[str], None] | None = None
        self._answer: asyncio.Future[Any] | None = None
        self._hint = ""
        self._error = ""
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
        return self._answer is not None

    def stand(
        self,
        label: str,
        check: Callable[[str], T],
        *,
        value: str = "",
        hint: str = "",
        on_change: Callable[[str], None] | None = None,
        keep: str = "",
    ) -> "asyncio.Future[T | None]":
        """Ask, from now on; the future gives what `check` makes of the text, or None after Esc.

        Raises RuntimeError while another text is asked for.
        """
        if self._answer is not None:
            raise RuntimeError("a text is already asked for")
        self._check, self._on_change, self._keep = check, on_change, keep
        self._hint, self._error = hint, ""
        self.set_label(label)
        with self.prevent(Input.Changed):
            self.input.value = self._drafts.get(keep, value)
        # What is proposed is replaced by what one types, and kept by Enter.
        self.input.select_all()
        self._answer = asyncio.get_running_loop().create_future()
        return self._answer

    def set_label(self, label: str) -> None:
        """Say what the text is about."""
        self._label.styles.width = cells(label) + 2
        self._label.set_text(f" {label} ")

    def set_hint(self, hint: str) -> None:
        """Say something else below the input, such as what the text means so far."""
        if hint != self._hint:
            self._hint = hint
            self.post_message(MoreRoom())

    def drop(self) -> None:
        """Ask no longer, whoever waited for the text is gone."""
        self._answer = None

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
        if self._error:
            self._error = ""
            self.post_message(MoreRoom())
        if self._on_change is not None and self.is_standing:
            self._on_change(nfc(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.is_standing:
            return
        try:
            value = self._check(nfc(event.value))
        except ValueError as error:
            self._error = str(error)
            self.post_message(MoreRoom())
            return
        self._drafts.pop(self._keep, None)
        self._finish(value)

    @on(OneLine.Left)
    def _left(self, event: OneLine.Left) -> None:
        event.stop()
        if self._keep:
            self._drafts[self._keep] = self.input.value
        self._finish(None)

    def _finish(self, value: Any) -> None:
        if self._answer is not None and not self._answer.done():
            future, self._answer = self._answer, None
            future.set_result(value)
