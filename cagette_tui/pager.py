"""Long or wide output, page by page on a terminal."""

from __future__ import annotations

import os
import sys

from cagette_tui.text import cells

# Lines are not folded: a table stays one. Arrow keys show the rest.
_USUAL = ("less", "-S")
_NONE = ("", "cat")


class PagerMissing(Exception):
    """What `PAGER` says cannot be started: `command` is its name, `detail` what the system says."""

    def __init__(self, command: str, detail: str) -> None:
        """Keep both."""
        super().__init__(command, detail)
        self.command = command
        self.detail = detail


def wanted(text: str) -> tuple[str, ...] | None:
    """Return the command that pages the text, None where it is simply written.

    It is written into pipes and files, where it fits the terminal, and where `PAGER` is empty or
    `cat`. Raises `PagerMissing` where `PAGER` cannot be understood.
    """
    if not _on_a_terminal() or _fits(text):
        return None
    chosen = os.environ.get("PAGER")
    if chosen is None:
        import shutil

        return _USUAL if shutil.which(_USUAL[0]) else None
    if chosen.strip() in _NONE:
        return None
    import shlex

    try:
        return tuple(shlex.split(chosen))
    except ValueError as error:
        raise PagerMissing(chosen, str(error)) from error


def _on_a_terminal() -> bool:
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return terminal and os.environ.get("TERM", "") not in ("", "dumb", "unknown")


def _fits(text: str) -> bool:
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return True
    lines = text.splitlines()
    # One line is left for the prompt that follows.
    return len(lines) < size.lines and all(cells(line) <= size.columns for line in lines)


def show(text: str, command: tuple[str, ...]) -> None:
    """Show the text with this command, until its reader has had enough. Raises `PagerMissing`."""
    import signal
    import subprocess

    # A shell out of the pager would be a way around what a login is meant for.
    environment = {"LESSSECURE": "1", **os.environ}
    encoding = sys.stdout.encoding or "utf-8"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the pager's
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
        process.communicate(text.encode(encoding, "replace"))
    except OSError as error:
        raise PagerMissing(command[0], error.strerror or str(error)) from error
    finally:
        signal.signal(signal.SIGINT, before)
