"""Disks that are full or fail, as far as a database can tell."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from cagette_tui.model.tables.base import database


@contextmanager
def full_disk() -> Iterator[None]:
    """Let the file not grow any more."""
    (pages,) = database.execute_sql("PRAGMA page_count").fetchone()
    database.execute_sql(f"PRAGMA max_page_count = {pages}")
    yield
    database.execute_sql("PRAGMA max_page_count = 1000000")


@contextmanager
def failing_disk() -> Iterator[None]:
    """Let each write beyond the first few fail, as a broken or remounted disk does."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
