"""Every private part of Textual that reading the keyboard leans on, in one place.

They are those of Textual 8.2.8, which `pyproject.toml` pins; `tests/thin/test_private.py` fails
where another version has none of them, or has changed them. Besides these, `ThinDriver` replaces
`LinuxDriver.run_input_thread`, whose thread and whose `exit_event` stay Textual's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import constants, events, messages
from textual._ansi_sequences import (
    ANSI_SEQUENCES_KEYS,
    IGNORE_SEQUENCE,
    SYNC_END,
    SYNC_START,
)
from textual._xterm_parser import XTermParser
from textual.message import Message

__all__ = ["SYNC_END", "SYNC_START"]

VERSION = "8.2.8"

ESCAPE_WAIT = constants.ESCAPE_DELAY
"""Seconds after which an Esc is the key and no longer the beginning of a sequence."""

# Keys of the number pad that Textual does not know: xterm's "Application Keypad" (VT220, PuTTY).
_PAD = {"\x1bOl": ",", "\x1bOX": "=", "\x1bOI": "\t", "\x1bO ": " "}
_PARSER = XTermParser()


def is_key(sequence: str) -> bool:
    """Whether an escape sequence is one key, without Alt."""
    known = ANSI_SEQUENCES_KEYS.get(sequence)
    return sequence in _PAD or isinstance(known, str) or (known is not None and _is_one(known))


def does_nothing(sequence: str) -> bool:
    """Whether it is a key that is known to mean nothing, such as the pad's 5 without NumLock."""
    return sequence == "\x1bOE" or ANSI_SEQUENCES_KEYS.get(sequence) is IGNORE_SEQUENCE


def _is_one(known: object) -> bool:
    # Textual reads Alt and an arrow as Esc and an arrow.
    return isinstance(known, tuple) and len(known) == 1


def keys_of(sequence: str) -> Iterable[events.Key]:
    """Give the key events of a character, or of a sequence that is a key."""
    return _PARSER._sequence_to_key_events(_PAD.get(sequence, sequence))


def mouse_of(sequence: str) -> Message | None:
    """Give what the mouse did (SGR mode); None where the sequence is something else."""
    return _PARSER.parse_mouse_code(sequence)


def synchronised() -> Message:
    """Give the news that the terminal paints whole frames at once."""
    return messages.TerminalSupportsSynchronizedOutput()
