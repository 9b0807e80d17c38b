"""The real program on a real pseudo-terminal, and what it shows there."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

from cagette_tui.thin.decoding import AFTER_ESCAPE
from cagette_tui.thin.guard import AGAIN, PAUSE

_MARGIN = 0.05
_CALM = 0.15


class Terminal:
    """Runs `cagette-tui` at 80×24; `screen` is what a person would see.

    What `type` sends comes after what was typed before as a person's next key would: some time
    after Esc, and some time after the same key. Meanwhile one reads what the program writes.
    """

    def __init__(
        self,
        *arguments: str,
        environment: dict[str, str] | None = None,
        program: Sequence[str] = (sys.executable, "-m", "cagette_tui"),
        folder: Path | None = None,
    ) -> None:
        """Start the program, or another copy of it, in this folder or another."""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        variables = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self._process = subprocess.Popen(
            [*program, *arguments],
            cwd=folder,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**variables, **(environment or {})},
            start_new_session=True,
        )
        os.close(slave)
        self.output = b""
        self._typed: str | bytes = b""
        self._typed_at = float("-inf")

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without trailing blanks."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text, no-break spaces as spaces."""
        return "\n".join(self.lines).replace("\xa0", " ")

    def wait_for(self, wanted: str | Callable[[], bool], seconds: float = 20) -> None:
        """Read what the program writes until the screen holds a text, or a condition holds."""
        deadline = time.monotonic() + seconds
        holds = wanted if callable(wanted) else lambda: wanted in self.text
        while not holds():
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(left):
                self._process.kill()
                raise AssertionError(f"{wanted!r} never came:\n{self.text}\n{self.output[-300:]!r}")
        # The program may have read the last key just now: the same again counts from here.
        self._typed_at = max(self._typed_at, time.monotonic())

    def wait_until(self, holds: Callable[[], bool], seconds: float = 20) -> None:
        """Wait for what does not show on the screen, and read meanwhile what does."""
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                self._process.kill()
                raise AssertionError(f"it never came:\n{self.text}")
            self._read(0.1)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            data = b""
        self.output += data
        self._stream.feed(data)
        return bool(data)

    def type(self, keys: str | bytes) -> None:
        """Type keys all at once, as a line delivers them, in a person's time."""
        if self._typed in ("\x1b", b"\x1b"):
            self._watch(self._typed_at + AFTER_ESCAPE + _MARGIN)
        elif self._typed == keys:
            self._watch(self._typed_at + AGAIN + _MARGIN)
        self.burst(keys)

    def press(self, keys: str) -> None:
        """Press one key after the other, each once the one before has shown what it does."""
        for key in keys:
            before = len(self.output)
            self.type(key)
            self.wait_for(lambda seen=before: len(self.output) > seen)  # type: ignore[misc]
            self._until_calm()

    def settle(self) -> None:
        """Let what was typed be a key by itself: what follows at once would be a burst (R31)."""
        self._watch(time.monotonic() + _MARGIN)

    def _until_calm(self) -> None:
        """Read until nothing has come for a while: what was pressed has been done by then."""
        until = time.monotonic() + _CALM
        while (left := until - time.monotonic()) > 0:
            if select.select([self._master], [], [], left)[0]:
                self._read(0)
                until = time.monotonic() + _CALM

    def pause(self) -> None:
        """Type nothing for as long as it takes to be heard again after a refusal."""
        self._watch(max(self._typed_at, time.monotonic()) + PAUSE + _MARGIN)

    def skip(self) -> None:
        """Read what is there without looking at it; the next whole painting shows all again."""
        while select.select([self._master], [], [], 0)[0] and os.read(self._master, 65536):
            pass

    def watch(self, seconds: float) -> None:
        """Read what the program writes for a while, typing nothing."""
        self._watch(time.monotonic() + seconds)

    def _watch(self, until: float) -> None:
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    def burst(self, keys: str | bytes) -> None:
        """Send keys at once, whatever came before."""
        self._typed, self._typed_at = keys, time.monotonic()
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, *sizes: tuple[int, int]) -> None:
        """Change the size to (columns, lines), one after the other, before anything is read."""
        for columns, lines in sizes:
            fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            self._screen.resize(lines, columns)
        # Nobody's session is on this terminal: the kernel tells nobody.
        self.send(signal.SIGWINCH)

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    @property
    def echoes(self) -> bool:
        """Whether the terminal itself shows what is typed, as it does for a shell."""
        return bool(termios.tcgetattr(self._master)[tty.LFLAG] & termios.ECHO)

    def kill(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; return how it ended."""
        self._process.send_signal(number)
        return self.end()

    def end(self) -> int:
        """Wait for the program to end; return its exit code, negative for a signal."""
        while self._read(20):
            pass
        os.close(self._master)
        try:
            return self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise AssertionError(f"it never ended:\n{self.text}") from None


PROGRAM = (sys.executable, "-m", "cagette_tui")


def started(
    path: Path | str,
    *more: str,
    environment: dict[str, str] | None = None,
    inside: Sequence[str] = (),
) -> Terminal:
    """Start on a database, in French, at seven in the evening."""
    arguments = ("--lang", "fr", "--user", "paul", "--now", "2026-11-20T19:00")
    options = (*arguments, "--database", str(path), *more)
    return Terminal(*options, environment=environment, program=(*inside, *PROGRAM))
