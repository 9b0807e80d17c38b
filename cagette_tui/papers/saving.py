"""Files that people get: whole or not at all, never over another one, for their owner only."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from cagette_tui import deeds
from cagette_tui.new_files import give_name
from cagette_tui.problems import CannotWrite, FileExists


def save_export(where: str | Path, name: str, text: str) -> Path:
    """Write a text, as UTF-8, to a file of that name in a folder, or to the path itself.

    `where` is a folder that is there, or the path of a file to be made. Returns the
    file's path. Raises `FileExists` and `CannotWrite`; nothing is left behind then.
    """
    path = Path(where)
    try:
        if path.is_dir():
            path = path / name
        elif str(where).endswith(os.sep):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        _write_new(path, text.encode("utf-8", "replace"))
    except FileExistsError:
        raise FileExists(str(path)) from None
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in the path
        raise CannotWrite(repr(str(path)), str(error)) from error
    deeds.note()
    return path


def _write_new(path: Path, data: bytes) -> None:
    """Write beside the place and move there at the end: a cut leaves no half of a file."""
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    waiting = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        _write(waiting, data)
        give_name(waiting, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            waiting.unlink()


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
