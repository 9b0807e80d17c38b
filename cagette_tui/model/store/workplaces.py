"""Folders in which a copy is made, before it gets its name: nothing of them outlives its program.

They hold members' data. A lock on the folder says that its program is alive, and goes with it:
what a killed one has left is removed by the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"\.(?:restore|copy)-[0-9a-f]{16}")


@contextlib.contextmanager
def workplace(parent: Path, purpose: str) -> Iterator[Path]:
    """Make a folder for its owner only, and remove it at the end. Raises `OSError`."""
    while True:
        folder = parent / f".{purpose}-{secrets.token_hex(8)}"
        os.mkdir(folder, 0o700)
        with _opened(folder) as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if not _is_gone(folder, descriptor):  # else somebody swept it before it was locked
                try:
                    yield folder
                finally:
                    _remove(folder)
                return


def sweep(parent: Path) -> None:
    """Remove the folders whose programs are gone; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        left = [name for name in os.listdir(parent) if _NAME.fullmatch(name)]
        for name in left:
            with contextlib.suppress(OSError), _opened(parent / name) as descriptor:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(parent / name)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(folder, flags)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_gone(folder: Path, descriptor: int) -> bool:
    try:
        return not os.path.samestat(os.stat(folder), os.fstat(descriptor))
    except FileNotFoundError:
        return True


def _remove(folder: Path) -> None:
    import shutil  # which imports all kinds of archives

    shutil.rmtree(folder, ignore_errors=True)
