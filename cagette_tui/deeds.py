"""Whether this program has done something that stays: it decides what a failure may be called."""

from __future__ import annotations

_done = False


def note() -> None:
    """Remember that something was done: a row written, a file made."""
    global _done
    _done = True


def any_done() -> bool:
    """Whether anything was done since the beginning."""
    return _done


def begin() -> None:
    """Begin: nothing is done yet."""
    global _done
    _done = False
