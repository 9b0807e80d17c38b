"""Acts of a screen, one after the other, while people go on typing.

A key starts an act: read, perhaps ask, write, show. The app waits for it as long as it works, so
keys typed meanwhile keep their order and find the screen as the act left it. It does not wait
while the act waits for a person, or no key could ever answer.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Acts:
    """Runs the acts of one screen and knows whether one is at work."""

    def __init__(self, is_asking: Callable[[], bool]) -> None:
        """`is_asking` tells whether a person is asked something just now."""
        self._is_asking = is_asking
        self._is_running = False
        self._free = asyncio.Event()

    async def run(
        self, act: Coroutine[Any, Any, None], start: Callable[[Coroutine[Any, Any, None]], object]
    ) -> None:
        """Start an act once the one before has ended; return when it ends or asks.

        `start` runs a coroutine as a worker. If the act before asks something first, the key that
        wanted this one was pressed without knowing the question: it is dropped.
        """
        await self.settled()
        if self._is_asking() or self._is_running:
            act.close()
            return
        self._is_running = True
        self._free.clear()
        start(self._watched(act))
        await self._free.wait()

    async def _watched(self, act: Coroutine[Any, Any, None]) -> None:
        try:
            await act
        finally:
            self._is_running = False
            self._free.set()

    @property
    def is_working(self) -> bool:
        """Whether an act is under way that asks nothing just now."""
        return self._is_running and not self._is_asking()

    def wait_for_person(self) -> None:
        """Let keys through: the act waits for an answer or for another screen."""
        self._free.set()

    async def settled(self) -> None:
        """Wait until no act is at work, or until it asks."""
        if self._is_running and not self._is_asking():
            self._free.clear()
            await self._free.wait()
