"""OpenSSL is left out where nothing needs it: a tenth of the whole program's memory.

asyncio imports `ssl` for servers that it never talks to here, and `hashlib` sums up with OpenSSL
what Python's own modules sum up as well. Both go on without it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType

_OF_OPENSSL = ("_ssl", "_hashlib")
# What the driver itself calls its version where it finds none is "0.0.0.0".
_VERSIONS = ("psycopg.version", "psycopg_binary.version", "psycopg_c.version")
# Some distributions of Python have no sums of its own.
_OWN_SUMS = (
    ("_md5", "_sha1", "_sha256", "_sha512", "_sha3", "_blake2"),  # up to 3.11
    ("_md5", "_sha1", "_sha2", "_sha3", "_blake2"),
)


def leave_out() -> None:
    """Let what asks for OpenSSL from now on find none, if Python can do without."""
    if any(all(map(find_spec, names)) for names in _OWN_SUMS):
        for name in _OF_OPENSSL:
            sys.modules.setdefault(name, None)  # type: ignore[arg-type]


@contextmanager
def stood_in_for() -> Iterator[None]:
    """Let a driver of a server be imported that wants `ssl` loaded first and never uses it.

    It speaks to the server through a library that has an OpenSSL of its own: two would be 4 MB
    more. Where `ssl` is not left out, the driver finds it as it is. Nor does it look up its own
    version, which nobody asks for, through Python's whole parser of e-mail: 1.4 MB.
    """
    # It would take what stands there for OpenSSL, and the driver imports it anyway.
    import asyncio  # noqa: F401

    standing = [_module(name, __version__="0.0.0.0") for name in _VERSIONS]
    if sys.modules.get("_ssl", sys) is None:
        standing.append(_module("ssl"))
    standing = [one for one in standing if one.__name__ not in sys.modules]
    sys.modules |= {one.__name__: one for one in standing}
    try:
        yield
    finally:
        for one in standing:
            sys.modules.pop(one.__name__, None)


def _module(name: str, **names: str) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(names)
    return module
