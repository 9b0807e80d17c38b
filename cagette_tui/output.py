"""Writing to standard output, and what goes wrong there."""

from __future__ import annotations

import contextlib
import errno
import os
import sys

from cagette_tui import pager
from cagette_tui.i18n import _
from cagette_tui.text import visible


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


def show(text: str) -> None:
    """Write a text for people, page by page where a terminal cannot show it whole.

    A pager that cannot be started is complained of; the text is written all the same.
    """
    try:
        command = pager.wanted(text)
        if command is not None:
            flush()
            pager.show(text, command)
            return
    except pager.PagerMissing as problem:
        write(text)
        complain(
            _(
                "The pager “{command}” cannot be started ({detail}): set PAGER to another one, "
                "or leave it empty."
            ).format(command=problem.command, detail=problem.detail)
        )
    else:
        write(text)


def complain(text: str) -> None:
    """Write one sentence to the standard error."""
    # Without an error stream `print` would take the standard output; the exit code must do then.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(f"cagette-tui: {visible(text)}", file=sys.stderr)


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
