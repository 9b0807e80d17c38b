"""Where data and logs live, for their owner only."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the folder of the user's database, made when missing."""
    return _folder("XDG_DATA_HOME", ".local/share")


def state_folder() -> Path:
    """Return the folder of logs, made when missing."""
    return _folder("XDG_STATE_HOME", ".local/state")


def _folder(variable: str, usual: str) -> Path:
    base = os.environ.get(variable, "")
    # The standard says: what is not absolute does not count.
    root = Path(base) if base.startswith("/") else Path.home() / usual
    folder = root / "cagette-tui"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
