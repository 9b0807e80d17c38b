"""What Textual reads in the environment, once, when it is imported: set before that."""

from __future__ import annotations

import os

_COLOUR_SYSTEMS = ("auto", "standard", "256", "truecolor")


def prepare() -> None:
    """Choose what suits a slow line, and take out what would leave the screen empty or end it."""
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    # On a slow line an arrow key that comes in two parts would be read as Escape.
    os.environ.setdefault("ESCDELAY", "200")
    # The terminal itself knows its size; what a wrapper has left here may be another's.
    for size in ("COLUMNS", "LINES"):
        os.environ.pop(size, None)
    if os.environ.get("TEXTUAL_COLOR_SYSTEM", "auto") not in _COLOUR_SYSTEMS:
        del os.environ["TEXTUAL_COLOR_SYSTEM"]


prepare()
