"""Where data, logs and choices live, for their owner only."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def data_folder(*, make: bool) -> Path:
    """Return the folder of the user's database. Raises `OSError`."""
    return _folder("XDG_DATA_HOME", ".local/share", make)


def state_folder() -> Path:
    """Return the folder of logs, made when missing. Raises `OSError`."""
    return _folder("XDG_STATE_HOME", ".local/state", make=True)


def settings_folder() -> str:
    """Return the folder of what the user has chosen, which may be missing. Raises `OSError`."""
    return _name("XDG_CONFIG_HOME", ".config")


def _folder(variable: str, usual: str, make: bool) -> Path:
    from pathlib import Path  # most commands need none

    folder = Path(_name(variable, usual))
    if make:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _name(variable: str, usual: str) -> str:
    base = os.environ.get(variable, "")
    # The standard says: what is not absolute does not count.
    if not base.startswith("/"):
        base = os.path.join(_home(), usual)
    return os.path.join(base, "cagette-tui")


def _home() -> str:
    home = os.path.expanduser("~")
    if home == "~":  # neither HOME nor an entry among the users
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "~")
    return home
