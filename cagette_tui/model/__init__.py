"""The tables and the rules over them. Knows no screen, no terminal, no words for people.

Peewee imports every server's driver that it finds, for more than its own price. It is
imported here, before anybody else does, with the drivers out of its sight: the one that is
wanted is imported when a server's database is opened.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast

_DRIVERS = ("psycopg2cffi", "psycopg2", "psycopg", "pymysql", "MySQLdb")


@contextmanager
def without_drivers() -> Iterator[None]:
    """Let be imported what would import every server's driver: those not there yet are hidden."""
    hidden = [name for name in _DRIVERS if name not in sys.modules]
    # What stands there as None cannot be imported.
    sys.modules.update(dict.fromkeys(hidden, cast(ModuleType, None)))
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with without_drivers():
    import peewee  # noqa: F401
