"""The drivers of database servers, which others import wherever they find them.

Peewee and its migrations import each of them for more than their own price. The one that is
wanted is imported when a server's database is opened.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast

_DRIVERS = ("psycopg2cffi", "psycopg2", "psycopg", "pymysql", "MySQLdb")


@contextmanager
def without_drivers() -> Iterator[None]:
    """Let be imported what would import every driver: those that are not there yet are hidden."""
    hidden = [name for name in _DRIVERS if name not in sys.modules]
    # What stands there as None cannot be imported.
    sys.modules.update(dict.fromkeys(hidden, cast(ModuleType, None)))
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
