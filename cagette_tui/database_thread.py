"""The one thread that speaks with the database.

Peewee's connection belongs to the thread that opened it. Screens await this
one: keys typed meanwhile keep their order and the screen goes on painting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.problems import storage_errors

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThread:
    """Runs functions of the model, one after the other."""

    def __init__(self) -> None:
        """Start the thread; nothing is open yet."""
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="database")

    def open(self, location: str, *, read_only: bool = False) -> None:
        """Open a database, creating a missing file. Raises storage problems."""
        self._executor.submit(open_database, location, read_only=read_only).result()

    async def call(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Await a function of the model; raises what it raises, and storage problems."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, partial(_told, work, *args, **options))

    def now(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Wait for a function of the model outside an event loop; raises what `call` raises."""
        return self._executor.submit(partial(_told, work, *args, **options)).result()

    def close(self) -> None:
        """Close the database and end the thread."""
        self._executor.submit(close_database).result()
        self._executor.shutdown()


def _told(work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    # Not everything that reads one thing does so in a state of its own.
    with storage_errors():
        return work(*args, **options)
