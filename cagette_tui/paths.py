"""Where data and logs live, for their owner only."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def data_folder(*, make: bool) -> Path:
    """Return the folder of the user's database. Raises `OSError`."""
    return _folder("XDG_DATA_HOME", ".local/share", make)


def state_folder() -> Path:
    """Return the folder of logs, made when missing. Raises `OSError`."""
    return _folder("XDG_STATE_HOME", ".local/state", make=True)


def _folder(variable: str, usual: str, make: bool) -> Path:
    base = os.environ.get(variable, "")
    # The standard says: what is not absolute does not count.
    folder = (Path(base) if base.startswith("/") else _home() / usual) / "cagette-tui"
    if make:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # neither HOME nor an entry among the users
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "~") from None
