"""Textual's driver, with `Shown` between what is painted and what is sent."""

from __future__ import annotations

import asyncio
import contextlib
import curses
import os
import re
import selectors
import signal
import termios
import time
import tty
from collections.abc import Iterator, Sequence
from typing import Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from cagette_tui.terminal import Terminal
from cagette_tui.thin.decoding import Decoder, Kind, Piece, bytes_decoder
from cagette_tui.thin.guard import Arrivals
from cagette_tui.thin.private import SYNC_END, SYNC_START, keys_of, mouse_of, synchronised
from cagette_tui.thin.shown import Shown

_POINTER_SHAPE = "\x1b]22;"
# Nothing here depends on the focus of the window.
_UNUSED = frozenset({"\x1b[?1004h", "\x1b[?1004l"})
# What a simple terminal would not know, or even print: synchronised output, resizes in band, paste.
_MODERN = frozenset({"\x1b[?2026$p", "\x1b[?2048$p", "\x1b[?2048l"})
_PASTE = frozenset({"\x1b[?2004h", "\x1b[?2004l"})
_OTHER_SCREEN = frozenset({"\x1b[?1049h", "\x1b[?1049l"})
_CLEAR = "\x1b[H\x1b[2J"
# Keys as they are: a program before may have left them otherwise. The number pad sends digits,
# the arrows their usual sequences; letters are letters even where the kitty protocol was on,
# which is put aside (`_PLAIN_KEYS`) and found again (`_KEYS_AS_BEFORE`).
_PLAIN_PAD = "\x1b[?1l\x1b>"
_PLAIN_KEYS, _KEYS_AS_BEFORE = "\x1b[>0u", "\x1b[<u"
_SYNCHRONISED = re.compile(r"\x1b\[\?2026;[1-9]\$y")
# Seconds between two looks at whether the program ends.
_LOOK = 0.1


class Dropped(Message):
    """Something came from the terminal that is no key here."""

    def __init__(self, kind: Kind) -> None:
        """Say what it was."""
        super().__init__()
        self.kind = kind


class ThinDriver(LinuxDriver):
    """Sends of each frame only what the terminal does not show yet."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin knowing nothing of the terminal."""
        super().__init__(*arguments, **options)
        self._shown: Shown | None = None
        self._size_shown: os.terminal_size | None = None
        self._is_held = False
        self._erases, self._has_other_screen = _abilities()
        self._kind = getattr(self._app, "terminal", Terminal())
        self.latest_key = ("", 0.0)
        """What was read last that is a key, and when."""

    def start_application_mode(self) -> None:
        """Begin, and hear of each new size in the order in which the sizes were.

        Textual's handler may be interrupted by itself, and then tells the older size last.
        """
        super().start_application_mode()  # type: ignore[no-untyped-call]
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._resized)

    def _resized(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    def forget(self) -> None:
        """Send all of the next frames: something else has written to the terminal."""
        self._shown = None

    def write(self, data: str) -> None:
        """Send what is new of a frame; anything else goes through as it is."""
        if data in _UNUSED or (self._kind.is_simple and data in _MODERN | {_KEYS_AS_BEFORE}):
            return
        if data in _PASTE:
            if self._kind.pastes:
                super().write(data)
        elif data in _OTHER_SCREEN:
            super().write(_PLAIN_PAD + (data if self._has_other_screen else _CLEAR))
            if data.endswith("h") and not self._kind.is_simple:
                super().write(_PLAIN_KEYS)
        elif data == SYNC_START:
            # A frame that changes nothing needs no announcement.
            self._is_held = True
        elif data == SYNC_END:
            if not self._is_held:
                super().write(data)
            self._is_held = False
        elif data.startswith(_POINTER_SHAPE):
            if self._mouse:
                super().write(data)
        else:
            self._write(self._kind.shown(data))

    def _enable_mouse_support(self) -> None:
        """Ask for clicks and the wheel; not for every move, as Textual does."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1000l\x1b[?1006l")
            self.flush()

    def run_input_thread(self) -> None:
        """Read until the program ends. Textual would read letters in sequences it does not know."""
        decoder, arrivals, decode = Decoder(), Arrivals(), bytes_decoder().decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                due = decoder.due
                wait = _LOOK if due is None else min(_LOOK, max(0, due - time.monotonic()))
                pieces: list[Piece] = []
                if selector.select(wait):
                    data = os.read(self.fileno, 4096)
                    if not data:
                        # Nobody is there any more, and no signal has told so.
                        self._loop.call_soon_threadsafe(self._app.exit, None, 128 + signal.SIGHUP)
                        return
                    now = time.monotonic()
                    pieces = decoder.feed(decode(data), now)
                else:
                    now = time.monotonic()
                    pieces = decoder.tick(now)
                for message in self._messages(pieces, arrivals, now):
                    self.process_message(message)

    def _messages(
        self, pieces: Sequence[Piece], arrivals: Arrivals, now: float
    ) -> Iterator[Message]:
        """Give what the program hears of what was read."""
        if not pieces:
            return
        arrival = arrivals.of(pieces, now)
        for piece in pieces:
            if piece.kind is Kind.KEY:
                self.latest_key = (piece.text, now)
                for key in keys_of(piece.text):
                    key.arrival = arrival  # type: ignore[attr-defined]
                    yield key
            elif piece.kind is Kind.PASTE:
                yield events.Paste(piece.text)
            elif piece.kind is Kind.ANSWER:
                mouse = mouse_of(piece.text) if self._mouse else None
                if mouse is not None:
                    yield mouse
                elif _SYNCHRONISED.match(piece.text):
                    yield synchronised()
            else:
                yield Dropped(piece.kind)

    def _sigcont_application(self, *signal: Any) -> None:
        """Go on. Textual would begin twice, unless it was itself that stopped the program."""
        if self._must_signal_resume:
            super()._sigcont_application(*signal)
        elif self._auto_restart:
            asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        """Take the terminal as it may have been left by a shell meanwhile."""
        with contextlib.suppress(termios.error):
            attributes = termios.tcgetattr(self.fileno)
            attributes[tty.LFLAG] = self._patch_lflag(attributes[tty.LFLAG])
            attributes[tty.IFLAG] = self._patch_iflag(attributes[tty.IFLAG])
            attributes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        self.forget()
        self._app.refresh()

    def _write(self, data: str) -> None:
        sent = self._terminal().update(data)
        if sent is None:
            self.forget()
            sent = data
        if sent:
            super().write(SYNC_START + sent if self._is_held else sent)
            self._is_held = False

    def _terminal(self) -> Shown:
        """Give what the terminal shows; nothing of it is known once its size has changed."""
        try:
            size = os.get_terminal_size(self.fileno)
        except OSError:
            size = os.terminal_size((80, 24))
        if self._shown is None or size != self._size_shown:
            self._shown = Shown(size.columns, size.lines, erases=self._erases)
            self._size_shown = size
        return self._shown


def _abilities() -> tuple[bool, bool]:
    """Whether the terminal erases with the background colour, and has a second screen.

    Where nobody knows it does not, and is taken to have one, as all have today.
    """
    try:
        curses.setupterm()
    except curses.error:
        return False, True
    return bool(curses.tigetflag("bce")), bool(curses.tigetstr("smcup"))
