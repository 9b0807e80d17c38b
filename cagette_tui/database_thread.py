"""The one thread that speaks with the database.

Peewee's connection belongs to the thread that opened it. Screens await this
one: keys typed meanwhile keep their order and the screen goes on painting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from cagette_tui.model.store.database import close_database, is_address, named, open_database
from cagette_tui.model.store.problems import OutcomeUnknown, storage_errors

P = ParamSpec("P")
T = TypeVar("T")


# Seconds that leaving waits for a database that does not answer: what was confirmed is kept.
_PATIENCE = 1.0


class DatabaseThread:
    """Runs functions of the model, one after the other."""

    def __init__(self) -> None:
        """Start the thread; nothing is open yet."""
        self._waiting: SimpleQueue[_Work | None] = SimpleQueue()
        # What one waits for, and since when (seconds of a clock that never jumps).
        self._awaited: dict[asyncio.Future[Any], float] = {}
        self._is_on_server = False
        self.where = ""
        """What was opened: a file, or an address without its password."""
        # Whoever leaves does not wait for a server that says nothing.
        Thread(target=self._run, name="database", daemon=True).start()

    def open(self, location: str, *, read_only: bool = False) -> None:
        """Open a database, creating a missing file. Raises storage problems."""
        self._later(partial(open_database, location, read_only=read_only)).result()
        self._is_on_server = is_address(location)
        self.where = named(location)

    async def call(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Await a function of the model; raises what it raises, and storage problems."""
        future = self._later(partial(_told, work, *args, **options))
        answer = asyncio.wrap_future(future)
        self._awaited[answer] = monotonic()
        try:
            result: T = await answer
        finally:
            del self._awaited[answer]
        return result

    def is_silent(self) -> bool:
        """Whether a call to a server has waited for longer than an answer ever takes."""
        longest = monotonic() - min(self._awaited.values(), default=monotonic())
        return self._is_on_server and longest > _PATIENCE

    def give_up(self) -> None:
        """Await nothing any more: whether it is done is not known (`OutcomeUnknown`)."""
        for answer in self._awaited:
            if not answer.done():
                answer.set_exception(OutcomeUnknown())

    def now(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Wait for a function of the model outside an event loop; raises what `call` raises."""
        result: T = self._later(partial(_told, work, *args, **options)).result()
        return result

    def close(self) -> None:
        """Close the database and end the thread; one that hangs is left to itself."""
        closing = self._later(close_database)
        self._waiting.put(None)
        with suppress(TimeoutError):
            closing.result(_PATIENCE)

    def _later(self, work: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.put((future, work))
        return future

    def _run(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            future, work = waiting
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work()
            except BaseException as problem:
                future.set_exception(problem)
                del problem, waiting, future
            else:
                future.set_result(result)
                del result, waiting, future
            del work


_Work = tuple[Future[Any], Callable[[], Any]]


def _told(work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    # Not everything that reads one thing does so in a state of its own.
    with storage_errors():
        return work(*args, **options)
