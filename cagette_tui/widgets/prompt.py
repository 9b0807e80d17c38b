"""What a screen says and asks at its bottom: a message, or a question with letters as answers.

None of them is a box over the screen. They stand in the lines of the status and the footer, so
the list above stays where it is, and they take keys only while they stand.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Literal

from textual import events
from textual.message import Message
from textual.strip import Strip

from cagette_tui.i18n import _
from cagette_tui.text import cells, with_one_stop, wrap
from cagette_tui.widgets.commands import Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run

Level = Literal["info", "hint", "good", "refused"]

Choices = Mapping[str, str]
"""What can be answered: a letter, or several with `/` between, and its meaning (translated).

Without a meaning it is not shown: what another answer says already, such as a digit to begin with.
"""

YES = "o/y"
"""The choice that means yes, in both languages."""

NO = ""
"""The answer of Esc, Enter and `n`: nothing happens."""

# What fingers know from every other question: none of them may stand for anything else (R62).
_EVERYWHERE = frozenset("oOyYnN")

# Level: the sign before the message, and its style.
_LEVELS: dict[Level, tuple[str, str]] = {
    "info": ("", ""),
    "hint": ("", "warn"),
    "good": ("✓ ", "good"),
    "refused": ("! ", "bad"),
}


class MoreRoom(Message):
    """What is asked may need more lines or fewer."""


class StatusLine(Lines):
    """The last message of a screen; a long one takes as many lines as it needs."""

    def __init__(self) -> None:
        """Start without a message."""
        super().__init__(id="status")
        self.number = 0
        """How many messages there have been."""
        self._text = ""
        self._aside = ""
        self._is_reason = False  # the text was an aside itself: why a key did nothing
        self._level: Level = "info"

    @property
    def text(self) -> str:
        """The message, without its sign."""
        return "\n".join(filter(None, (self._text, self._aside)))

    @property
    def level(self) -> Level:
        """What kind of message it is."""
        return self._level

    def show(self, text: str, level: Level = "info") -> None:
        """Take a message (translated, plain text) instead of the last one."""
        self._text, self._aside, self._level = with_one_stop(text), "", level
        self._is_reason = False
        self.number += 1

    def add(self, aside: str, *, behind: bool = False) -> None:
        """Say that a key did nothing; what the last act did, or why it did not, stays before it.

        `behind`: it did nothing because of what was said last, which stays, too.
        """
        if self._level not in ("good", "refused") or self._is_reason:
            self.show("", "refused")
        if behind and not self._text:
            self._text, self._is_reason = self._aside, bool(self._aside)
        self._aside = aside
        self.number += 1

    def lay_out(self, width: int) -> list[list[Run]]:
        """Give the lines that the message fills."""
        said = [(self._text, self._level)] if self._text or not self._aside else []
        if self._aside:  # what an act did, and why a later key did nothing, are two things
            said.append((self._aside, "refused"))
        lines: list[list[Run]] = []
        for told, level in said:
            sign, style = _LEVELS[level]
            indent = " " * (1 + len(sign))
            lines += [
                [((" " if n == 0 else indent) + text, style)]
                for n, text in enumerate(wrap(sign + told, width - 2))
            ]
        return lines


class Question(Lines, can_focus=True):
    """A question with letters as answers. Esc, Enter and `n` always mean that nothing happens.

    Keys that had arrived before the question was on the screen are dropped: nobody answers what
    nobody has read. Textual notes in `Message.time` when a key was read from the terminal
    (`time.monotonic`), and the question notes when it was first drawn.
    """

    def __init__(self) -> None:
        """Start with nothing to ask."""
        super().__init__(id="question")
        self._text = ""
        self._choices: Choices = {}
        self._note = ""
        self._no = ""
        self._answer: asyncio.Future[str] | None = None
        self._drawn_at: float | None = None

    @property
    def is_standing(self) -> bool:
        """Whether an answer is awaited."""
        return self._answer is not None

    def stand(self, text: str, choices: Choices, no: str = "") -> "asyncio.Future[str]":
        """Ask, from now on. The future gives a key of `choices`, or `NO`, which means `no`.

        Raises RuntimeError while another question stands, and ValueError for a choice whose letter
        means yes or no in every other question.
        """
        if self._answer is not None:
            raise RuntimeError("a question already stands")
        for choice in choices:
            if choice != YES and _EVERYWHERE.intersection(choice.split("/")):
                raise ValueError(f"{choice} means yes or no everywhere")
        self._text, self._choices, self._drawn_at = with_one_stop(text), choices, None
        self._note, self._no = "", no
        self._answer = asyncio.get_running_loop().create_future()
        return self._answer

    def note(self, text: str, *, behind: bool = False) -> None:
        """Say below the question that a key was no answer, or `behind` that what followed wasn't.

        The next key is heard with the question still before one's eyes (R62).
        """
        if behind and self._note:
            text = self._note if text in self._note else f"{self._note} {text}"
        if text != self._note:
            self._note = text
            self.post_message(MoreRoom())

    def drop(self) -> None:
        """Ask no longer: nobody waits for the answer any more."""
        self._answer = None

    def lay_out(self, width: int) -> list[list[Run]]:
        """Give the lines of the question and of its answers."""
        lines: list[list[Run]] = [[(" " + line, "strong")] for line in wrap(self._text, width - 2)]
        runs: list[Run] = []
        for run in self._answers():
            used = sum(cells(text) for text, _style in runs)
            if runs and used + cells(run[0][0]) + cells(run[1][0]) + 2 > width:
                lines.append(runs)
                runs = []
            runs += [("  " if runs else " ", ""), *run]
        noted: list[list[Run]] = [[(f" {line}", "bad")] for line in wrap(self._note, width - 2)]
        return [*lines, runs, *(noted if self._note else [])]

    def explained(self) -> tuple[Command, ...]:
        """Explain the answers."""
        return tuple(
            Command((), None, meaning.strip(), shown_key=key, group=self._text)
            for (key, _key), (meaning, _plain) in self._answers()
        )

    def _answers(self) -> list[tuple[Run, Run]]:
        answers = [
            ((key, "key"), (f" {meaning}", "")) for key, meaning in self._choices.items() if meaning
        ]
        no = ("n/" + _("Enter") + "/" + _("Esc"), "key"), (" " + (self._no or _("no")), "")
        return [*answers, no]

    def render_line(self, y: int) -> Strip:
        """Draw one line; the question counts as asked once its last line was drawn."""
        if self.is_standing and self._drawn_at is None and y >= len(self.lines) - 1:
            self._drawn_at = time.monotonic()
            self.app.cursor_position = self.region.offset
        return super().render_line(y)

    def on_key(self, event: events.Key) -> None:
        """Take every key; those that are an answer end the question."""
        event.stop()
        event.prevent_default()
        if self._drawn_at is None or event.time <= self._drawn_at:
            return
        answer = self.meaning(event)
        if answer is not None and self._answer is not None and not self._answer.done():
            future, self._answer = self._answer, None
            future.set_result(answer)

    def meaning(self, event: events.Key) -> str | None:
        """Give the answer that a key stands for; None when it stands for none."""
        letter = event.character or ""
        for candidate in (letter, letter.lower()):
            for choice in self._choices:
                if candidate and candidate in choice.split("/"):
                    return choice
        if event.key in ("escape", "enter") or letter in ("n", "N"):
            return NO
        return None
