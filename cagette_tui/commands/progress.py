"""One line on the terminal that says how far a long command is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from cagette_tui.i18n import _, format_quantity
from cagette_tui.text import pad


class ProgressLine:
    """A line of the standard error that is written over, and gone in the end."""

    def __init__(self) -> None:
        """Say nothing yet, and nothing at all where nobody looks."""
        self._is_seen = sys.stderr is not None and sys.stderr.isatty()
        self._written = False

    def say(self, text: str) -> None:
        """Say this in place of what was said before."""
        if self._is_seen:
            sys.stderr.write("\r" + pad(text, 60))
            sys.stderr.flush()
            self._written = True

    def lines(self, done: int, total: int) -> None:
        """Say how many lines of how many are written."""
        text = _("{done} of {total} lines…")
        self.say(text.format(done=_count(done), total=_count(total)))

    def clear(self) -> None:
        """Leave no trace."""
        if self._written:
            sys.stderr.write("\r" + " " * 60 + "\r")
            sys.stderr.flush()


def _count(number: int) -> str:
    return format_quantity(Decimal(number))


@contextmanager
def progress_line(wanted: bool) -> Iterator[ProgressLine | None]:
    """Give the line, if it is wanted; it is cleared however the command ends."""
    line = ProgressLine() if wanted else None
    try:
        yield line
    finally:
        if line is not None:
            line.clear()
