"""The language that the user has chosen on the screen, kept for the next start."""

from __future__ import annotations

import os

from cagette_tui.paths import settings_folder


def kept() -> str | None:
    """Return the language that was kept, whether it is one or not; None without."""
    try:
        with open(_file(), encoding="ascii") as file:
            return file.read(20).strip() or None
    except (OSError, ValueError):
        return None


def keep(language: str) -> None:
    """Keep a language; where nothing can be kept, it lasts as long as the program."""
    try:
        os.makedirs(settings_folder(), mode=0o700, exist_ok=True)
        with open(_file(), "w", encoding="ascii") as file:
            file.write(f"{language}\n")
    except OSError:
        pass


def _file() -> str:
    return os.path.join(settings_folder(), "language")
