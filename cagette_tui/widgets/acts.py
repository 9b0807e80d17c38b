"""Acts of a screen, one after the other, while people go on typing.

A key starts an act: read, perhaps ask, write, show. The app waits for it as long as it works, so
keys typed meanwhile keep their order and find the screen as the act left it. It does not wait
while the act waits for a person, or no key could ever answer.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from textual.worker import Worker

Start = Callable[[Coroutine[Any, Any, None]], Worker[None]]
"""Runs a coroutine as a worker of a screen: it is cancelled when the screen goes."""


class Acts:
    """Runs the acts of one screen and knows whether one is at work."""

    def __init__(
        self, is_asking: Callable[[], bool], rested: Callable[[], None] = lambda: None
    ) -> None:
        """`is_asking` tells whether a person is asked something just now.

        `rested` is called when an act has come to its end, or lets a person go on.
        """
        self._is_asking = is_asking
        self._rested = rested
        self._is_running = False
        self._is_seen = False
        self._has_begun = False
        self._free = asyncio.Event()

    async def run(
        self,
        act: Coroutine[Any, Any, None],
        start: Start,
        *,
        by_itself: bool = False,
    ) -> None:
        """Start an act once the one before has ended; return when it ends or asks.

        `start` runs a coroutine as a worker. If the act before asks something first, the key that
        wanted this one was pressed without knowing the question: it is dropped. `by_itself`: no
        key started it.
        """
        await self.ended()
        if self._is_asking() or self._is_running:
            act.close()
            return
        self._is_running, self._is_seen, self._has_begun = True, False, False
        self._free.clear()
        watched = self._watched(act, by_itself=by_itself)
        worker = start(watched)
        if worker._task is not None:
            worker._task.add_done_callback(lambda _task: self._never_began(watched, act))
        await self._free.wait()

    def _never_began(self, *closed: Coroutine[Any, Any, None]) -> None:
        """Let keys through after an act that was cancelled before its first step.

        Its screen had just gone. No line of it runs, and the key that waits for it would wait,
        with all keys after it, for ever.
        """
        if self._is_running and not self._has_begun:
            for one in closed:
                one.close()
            self._is_running = False
            self._free.set()

    async def _watched(self, act: Coroutine[Any, Any, None], *, by_itself: bool) -> None:
        self._has_begun = True
        try:
            await act
        finally:
            self._is_running = False
            self._free.set()
            if not by_itself and not self._is_seen:
                self._rested()

    @property
    def is_working(self) -> bool:
        """Whether an act is under way that asks nothing just now."""
        return self._is_running and not self._is_asking()

    def seen(self) -> None:
        """Hear that the act has shown all it does: what is left of it is nobody's concern."""
        self._is_seen = True
        self._rested()

    def wait_for_person(self) -> None:
        """Let keys through: the act waits for an answer or for another screen."""
        self._free.set()
        self._rested()

    async def ended(self) -> None:
        """Wait until no act is at work, or until it asks."""
        if self._is_running and not self._is_asking():
            self._free.clear()
            await self._free.wait()
