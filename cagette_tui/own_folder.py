"""The folder that papers were last saved in, kept for the next time."""

from __future__ import annotations

import os
from pathlib import Path

from cagette_tui.paths import settings_folder


def kept_folder() -> Path | None:
    """Return the folder that was kept, as long as it is there."""
    try:
        with open(_file(), encoding="utf-8") as file:
            folder = Path(file.read(4096).rstrip("\n"))
        return folder if folder.is_absolute() and folder.is_dir() else None
    except (OSError, ValueError):
        return None


def keep_folder(folder: Path) -> None:
    """Keep a folder; where nothing can be kept, it lasts as long as the program."""
    try:
        os.makedirs(settings_folder(), mode=0o700, exist_ok=True)
        with open(_file(), "w", encoding="utf-8") as file:
            file.write(f"{folder.absolute()}\n")
    except (OSError, ValueError):
        pass


def _file() -> str:
    return os.path.join(settings_folder(), "folder")
