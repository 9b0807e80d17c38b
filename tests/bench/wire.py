"""A program on a real pseudo-terminal of 80×24, and the moment of every byte that it writes."""

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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]
DOWN = "\x1b[B"
UP = "\x1b[A"


def plain_environment(home: Path) -> dict[str, str]:
    """Give the same small environment to both sides of a comparison."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


@dataclass(frozen=True)
class Answer:
    """What a program wrote from some moment on, until it was quiet."""

    began: float
    pieces: tuple[tuple[float, bytes], ...]

    @property
    def size(self) -> int:
        """How many bytes it wrote."""
        return sum(len(data) for _at, data in self.pieces)

    @property
    def seconds(self) -> float:
        """From the beginning to the last byte."""
        return self.pieces[-1][0] - self.began if self.pieces else 0.0


class Wire:
    """Runs a program; nothing is asked of it but what it writes."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
    ) -> None:
        """Start it, in the repository's folder, on a terminal of so many columns and lines."""
        columns, lines = size
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            cwd=ROOT,
            start_new_session=True,
        )
        os.close(slave)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ended(self) -> int | None:
        """Give how the program ended, if it has: its exit code, negative for a signal."""
        return self._process.poll()

    @property
    def master(self) -> int:
        """Our end of the terminal, for a relay that reads and writes itself."""
        return self._master

    def settled(self, quiet: float = 0.4, limit: float = 60) -> Answer:
        """Read, from the start of the program on, until it has been quiet for so many seconds."""
        return self._listen(self.started, quiet, limit)

    def press(self, keys: str, quiet: float = 0.12, limit: float = 60) -> Answer:
        """Type keys, all at once, and read what follows until it is quiet again."""
        began = time.monotonic()
        os.write(self._master, keys.encode())
        return self._listen(began, quiet, limit)

    def feed(self, data: bytes) -> None:
        """Show on the screen what has come from the program."""
        self._stream.feed(data)

    def silence(self, seconds: float) -> Answer:
        """Read for so many seconds whatever comes."""
        began = time.monotonic()
        pieces = []
        while (left := began + seconds - time.monotonic()) > 0:
            pieces += self._read(left)
        return Answer(began, tuple(pieces))

    def _listen(self, began: float, quiet: float, limit: float) -> Answer:
        pieces: list[tuple[float, bytes]] = []
        deadline = time.monotonic() + limit
        while True:
            piece = self._read(quiet if pieces else deadline - time.monotonic())
            if not piece:
                break
            pieces += piece
        # A terminal emulator in Python is slow: it is fed once nothing is measured.
        for _at, data in pieces:
            self.feed(data)
        return Answer(began, tuple(pieces))

    def _read(self, seconds: float) -> list[tuple[float, bytes]]:
        ready, _, _ = select.select([self._master], [], [], max(0, seconds))
        if not ready:
            return []
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return []
        return [(time.monotonic(), data)] if data else []

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, no-break spaces as spaces, without trailing blanks."""
        return [line.replace("\xa0", " ").rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def must_show(self, text: str) -> None:
        """See that what was measured is what one meant to measure."""
        if text not in self.text:
            raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def resident(self) -> int:
        """Give the resident memory of the process, in kB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0])

    def busy(self) -> float:
        """Give the seconds of processor time that the process has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        ticks = sum(int(number) for number in fields.split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program that was started here."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGHUP)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        os.close(self._master)

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def ours(database: Path, now: str = "2026-11-20T19:00") -> list[str]:
    """Give the command that opens the screens on a database, in French, at some time."""
    options = ["--lang", "fr", "--user", "paul", "--now", now, "--database", str(database)]
    return [sys.executable, "-m", "cagette_tui", *options]


def bare_evening(database: Path) -> list[str]:
    """Give the command of an evening by Textual's own table, on a database."""
    return [sys.executable, "-m", "tests.bench.bare_evening", str(database)]


def bare() -> list[str]:
    """Give the command of the bare Textual app."""
    return [sys.executable, "-m", "tests.bench.bare"]
