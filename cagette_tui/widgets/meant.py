"""Whether a key was meant where it arrives, and what is said where it was not (R62)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Protocol

from textual import events
from textual.app import App
from textual.widget import Widget
from textual.widgets import Input

from cagette_tui.i18n import N_, _
from cagette_tui.thin.decoding import Kind
from cagette_tui.thin.guard import (
    BEFORE_A_TEXT,
    PAUSE,
    REPEATS,
    Arrival,
    Doing,
    Guard,
    Why,
)
from cagette_tui.widgets.bottom import Bottom
from cagette_tui.widgets.caps import CapsLock, digits_meant
from cagette_tui.widgets.commands import Command, key_name


class CommandScreen(Protocol):
    """A screen with commands, as far as it is asked here what a key does on it."""

    bottom: Bottom

    @property
    def app(self) -> App[Any]:
        """The program."""

    @property
    def focused(self) -> Widget | None:
        """What has the keys."""

    def has_class(self, *names: str) -> bool:
        """Whether it is marked so."""

    def enabled(self, action: str) -> bool:
        """Whether an action is possible now."""

    def why_not(self, action: str) -> str:
        """Why not."""

    def commands(self) -> tuple[Command, ...]:
        """All commands."""

    async def act(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work of a key."""

    async def confirm(self, text: str, *, yes: str = "") -> bool:
        """Ask."""


_TOLD: dict[Why | Kind, str] = {
    Why.TOGETHER: N_("Keys that came all at once did nothing."),
    Why.AGAIN: N_("The same key again at once did nothing."),
    Why.WORKING: N_("What was pressed before this was done did nothing."),
    Why.AFTER: N_("What was typed right after it did nothing: type it again."),
    Kind.UNKNOWN: N_("A key that is not known here did nothing."),
    Kind.BROKEN: N_("A key that arrived in pieces did nothing."),
    Kind.ALT: N_("A key right after Esc, or with Alt, did nothing."),
    Kind.PASTE: N_("What is pasted here does nothing."),
}


# Keys that mean something on the screen behind a question, and nothing to the question.
_NO_ANSWERS = frozenset(
    ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "backspace")
)


async def lets_through(
    app: App[Any], screen: CommandScreen, event: events.Key | events.Paste
) -> bool:
    """Whether a key or a paste may do what it does on this screen; where not, say why.

    A key without an arrival is none of a terminal's: it was meant.
    """
    if isinstance(event, events.Paste):
        if screen.bottom.is_typing or isinstance(screen.focused, Input):
            return True
        drop(app, screen, Kind.PASTE)
        return False
    doing = what_it_does(screen, event)
    guard, arrival = guard_of(app), arrival_of(event)
    why = None
    if guard is not None and arrival is not None:
        held = guard.may_be_held(event.key, doing, arrival) and await _comes_again(app, arrival)
        why = guard.judge(event.key, doing, arrival)
        if why is None and held:
            guard.interrupted(arrival.at)
            why = Why.AGAIN
    if why is not None:
        _note(screen, _(_TOLD[why]), behind=why is Why.AFTER)
        return False
    if doing in (Doing.IMPOSSIBLE, Doing.NOTHING):
        command = command_of(screen, event.key)
        typed_on = command is not None and command.asks_text
        interrupted(app, BEFORE_A_TEXT if typed_on else PAUSE)
        if guard is not None and event.is_printable:
            guard.dropped(time.monotonic())
        if screen.bottom.question.is_standing:
            screen.bottom.question.note(_no_answer(event))
        else:
            screen.bottom.add(_why_nothing(screen, event))
        return False
    return not await _asks_about_capitals(screen, event, doing)


async def _comes_again(app: App[Any], arrival: Arrival) -> bool:
    """Wait as long as a key that is held down takes to come again; whether one did."""
    left = arrival.at + REPEATS - time.monotonic()
    if left > 0:
        await asyncio.sleep(left)
    _text, at = getattr(app._driver, "latest_key", ("", 0.0))
    return bool(arrival.at < at <= arrival.at + REPEATS)


async def _asks_about_capitals(screen: CommandScreen, event: events.Key, doing: Doing) -> bool:
    """Ask once about a capital that acts, where Caps Lock is likely; its small letter does less."""
    caps, letter = _caps_of(screen), event.character or ""
    if doing is Doing.WRITES:
        caps.typed(letter)
    command = command_of(screen, event.key)
    if command is None or doing is not Doing.ACTS or not letter.isupper() or not caps.is_likely:
        return False
    if screen.bottom.is_asking:
        return False
    await screen.act(_meant_capital(screen, command))
    return True


async def _meant_capital(screen: CommandScreen, command: Command) -> None:
    question = _("Caps Lock? {key}: {what}").format(key=command.keys[0], what=_(command.help))
    if await screen.confirm(question, yes=_("yes, a capital")):
        _caps_of(screen).are_meant()
        action = getattr(screen, f"action_{command.name}")
        screen.app.call_later(action, *command.parameters)


def drop(app: App[Any], screen: CommandScreen, kind: Kind) -> None:
    """Say that something that is no key did nothing, nor will what is typed right behind it."""
    interrupted(app)
    _note(screen, _(_TOLD[kind]))


def what_it_does(screen: CommandScreen, event: events.Key) -> Doing:
    """Say what a key would do on this screen just now."""
    key = event.key
    is_text = event.is_printable or key in ("enter", "space")
    if screen.has_class("-too-small"):
        return Doing.LEAVES  # nothing but q, which quits
    if screen.bottom.is_typing:
        return Doing.WRITES
    if screen.bottom.question.is_standing:
        answer = screen.bottom.question.meaning(event)
        if answer:
            return Doing.ACTS
        is_meant_below = is_text or key in _NO_ANSWERS
        return Doing.NOTHING if is_meant_below and answer is None else Doing.LEAVES
    command = command_of(screen, key)
    if command is not None and screen.enabled(command.name):
        if command.acts or command.takes_text:
            return Doing.ACTS if command.acts else Doing.TAKES_TEXT
        return Doing.OPENS if is_text else Doing.LEAVES
    focused = screen.focused
    if isinstance(focused, Input):
        return Doing.WRITES
    if not is_text:
        return Doing.LEAVES
    if focused is not None and key in focused._bindings.key_to_bindings:
        return Doing.OPENS if key == "enter" else Doing.MOVES
    return Doing.NOTHING if command is None else Doing.IMPOSSIBLE


def command_of(screen: CommandScreen, key: str) -> Command | None:
    """Give the command that a key stands for on a screen, possible now or not."""
    return next((one for one in screen.commands() if key in one.keys), None)


def _no_answer(event: events.Key) -> str:
    """Say that a key answers nothing that is asked."""
    named = (event.character or "") if event.is_printable else key_name(event.key)
    text = _("{key} is not an answer: the question first, then {key}.")
    return text.format(key=named.strip() or key_name(event.key))


def _why_nothing(screen: CommandScreen, event: events.Key) -> str:
    command, letter = command_of(screen, event.key), event.character or ""
    small = command_of(screen, letter.lower()) if letter.isupper() else None
    if command is None and small is not None and screen.enabled(small.name):
        _caps_of(screen).suspect()
        return _("{key} means nothing here: Caps Lock?").format(key=letter)
    if command is None and (digit := digits_meant(letter)) is not None:
        return _("{key} means nothing here: {digit} without Shift?").format(key=letter, digit=digit)
    if command is None:
        named = letter if event.is_printable else key_name(event.key)
        return _("{key} means nothing here; ? shows all keys.").format(key=named)
    if why := screen.why_not(command.name):
        return why
    if command.without:
        return _(command.without)
    text = _("{key} ({what}) is not possible here just now.")
    return text.format(key=key_name(event.key), what=_(command.label))


def _note(screen: CommandScreen, text: str, *, behind: bool = False) -> None:
    """Say what did nothing, once, `behind` the reason for it; a question stays in sight."""
    if behind and screen.bottom.question.is_standing:
        screen.bottom.question.note(text, behind=True)
    said = screen.bottom.status.text
    if not screen.bottom.is_asking and not any(_(told) in said for told in _TOLD.values()):
        screen.bottom.add(text, behind=behind)


def _caps_of(screen: CommandScreen) -> CapsLock:
    caps = getattr(screen.app, "caps_lock", None)
    return caps if isinstance(caps, CapsLock) else CapsLock()


# What the guard has to hear of


def guard_of(app: App[Any]) -> Guard | None:
    """Give the guard of a program that has one."""
    guard = getattr(app, "guard", None)
    return guard if isinstance(guard, Guard) else None


def arrival_of(event: events.Key) -> Arrival | None:
    """Give how a key arrived, as the driver has noted it."""
    arrival = getattr(event, "arrival", None)
    return arrival if isinstance(arrival, Arrival) else None


def rested(app: App[Any]) -> None:
    """Tell the guard that an act has come to its end, or asks."""
    if (guard := guard_of(app)) is not None:
        guard.rested(time.monotonic())


def typed_ahead(app: App[Any]) -> str:
    """Say that what was typed before a line opened is not in it; else nothing."""
    guard = guard_of(app)
    if guard is None or not guard.has_dropped(time.monotonic()):
        return ""
    return _("What was typed before this line opened is lost: type it again.")


def interrupted(app: App[Any], at_least: float = PAUSE) -> None:
    """Tell the guard that something was refused, or has changed under one's hands.

    Text is dropped for `at_least` so many seconds, and until the keys pause.
    """
    if (guard := guard_of(app)) is not None:
        guard.interrupted(time.monotonic(), at_least)
