"""An unexpected error: a short message, and a log file without member data."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

from cagette_tui import __version__
from cagette_tui.i18n import _
from cagette_tui.paths import state_folder
from cagette_tui.text import visible


def log_crash() -> Path | None:
    """Append where the current error happened to the log; return its path, None if impossible.

    Types and places in the code only: messages and values may name members.
    """
    error = sys.exc_info()[1]
    lines = [f"{datetime.now().isoformat(timespec='seconds')} {__version__}"]
    while error is not None:
        lines.append(type(error).__qualname__)
        for frame in traceback.extract_tb(error.__traceback__):
            lines.append(f"  {frame.filename}:{frame.lineno} {frame.name}")
        error = error.__cause__ or error.__context__
    try:
        path = state_folder() / "errors.log"
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n\n")
    except OSError:
        return None
    return path


def crash_sentence(log: Path | None) -> str:
    """Say that something went wrong, and where to read more."""
    if log is None:
        return _("An unexpected error. All that was confirmed is saved; please start again.")
    return _(
        "An unexpected error. All that was confirmed is saved; please start again. "
        "Where it happened: {log}"
    ).format(log=visible(str(log)))
