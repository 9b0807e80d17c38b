"""Writing to standard output, and what goes wrong there."""

from __future__ import annotations

import errno
import os
import sys


class OutputLost(Exception):
    """Standard output is closed, or what is behind it takes nothing more: `detail` says why."""

    def __init__(self, detail: str) -> None:
        """Keep what the system says."""
        super().__init__(detail)
        self.detail = detail


def write(text: str, *, for_machines: bool = False) -> None:
    """Write a text at once. Raises `OutputLost`, and `BrokenPipeError` when the reader has gone.

    A character that the terminal cannot show is replaced; formats for machines are always UTF-8.
    """
    if sys.stdout is None:
        raise OutputLost(os.strerror(errno.EBADF))
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if for_machines and reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(error.strerror or str(error)) from error
    flush()


def flush() -> None:
    """Send on what is waiting, here rather than at exit, where Python would complain of it."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(error.strerror or str(error)) from error


def abandon() -> None:
    """Let what is still waiting go nowhere, so that nothing fails again at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
