"""A line that is slow both ways: it lets few bytes through, and each of them late."""

from __future__ import annotations

import os
import select
import time
from collections import deque
from collections.abc import Callable

from tests.bench.wire import Wire

RATE = 1200
"""Bytes a second."""
DELAY = 0.3
"""Seconds that a byte is under way."""
_STEP = 0.02


class Relay:
    """Stands between a program and the terminal of a person far away."""

    def __init__(self, wire: Wire) -> None:
        """Take over the reading and the writing of a program that runs."""
        self._wire = wire
        # What is under way to the screen and to the program: when it arrives, and what.
        self._to_screen: deque[tuple[float, bytes]] = deque()
        self._to_program: deque[tuple[float, bytes]] = deque()
        self._room = 0.0
        self._free_at = 0.0
        self.last_byte = time.monotonic()

    def type(self, keys: str) -> None:
        """Press keys at the far end: their bytes follow each other as slowly as all others."""
        now = time.monotonic()
        for byte in keys.encode():
            self._free_at = max(now, self._free_at) + 1 / RATE
            self._to_program.append((self._free_at + DELAY, bytes([byte])))

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Pass bytes on for a while; stop early, and say so, when something has come true."""
        end = time.monotonic() + seconds
        last = time.monotonic()
        while (now := time.monotonic()) < end:
            self._room = min(self._room + (now - last) * RATE, RATE * 2 * _STEP)
            last = now
            self._take(now)
            if self._deliver(now) and until():
                return True
            time.sleep(_STEP / 4)
        return until()

    def _take(self, now: float) -> None:
        """Take from the program what the line has room for; the rest waits with the program."""
        if self._room < 1 or not select.select([self._wire.master], [], [], 0)[0]:
            return
        data = os.read(self._wire.master, int(self._room))
        self._room -= len(data)
        self._to_screen.append((now + DELAY, data))

    def _deliver(self, now: float) -> bool:
        """Hand over what has arrived at either end; say whether the screen got something."""
        while self._to_program and self._to_program[0][0] <= now:
            os.write(self._wire.master, self._to_program.popleft()[1])
        came = False
        while self._to_screen and self._to_screen[0][0] <= now:
            self._wire.feed(self._to_screen.popleft()[1])
            self.last_byte = now
            came = True
        return came
