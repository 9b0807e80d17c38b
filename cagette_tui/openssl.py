"""OpenSSL is left out where nothing needs it: a tenth of the whole program's memory.

asyncio imports `ssl` for servers that it never talks to here, and `hashlib` sums up with OpenSSL
what Python's own modules sum up as well. Both go on without it.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

_OF_OPENSSL = ("_ssl", "_hashlib")
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


def take_in() -> None:
    """Let it be found again: a driver of a server may want it."""
    for name in _OF_OPENSSL:
        if sys.modules.get(name, sys) is None:
            del sys.modules[name]
