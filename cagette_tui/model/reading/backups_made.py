"""When the last backup of the database passed: noted beside it, told on the first screen."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

from cagette_tui.model.store.copies import FOLDER
from cagette_tui.model.store.others import own_file


def last_good_backup() -> datetime | None:
    """Return when the last one was made of the open database; None if there never was one."""
    file = own_file()
    if file is not None:
        with contextlib.suppress(OSError, ValueError):
            text = place_of_note(file).read_text(encoding="ascii")
            return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    return None


def place_of_note(file: Path) -> Path:
    """Say where it is noted, as local time."""
    return file.parent / FOLDER / f"{file.stem}.last-nightly"
