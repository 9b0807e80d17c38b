"""What Textual reads in the environment, once, when it is imported: set before that."""

from __future__ import annotations

import os

_COLOUR_SYSTEMS = ("auto", "standard", "256", "truecolor")


def prepare() -> None:
    """Choose what suits a slow line, and take out what would leave the screen empty or end it.

    `cagette_tui.terminal` has read what is asked about colours before.
    """
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    # Milliseconds: the parts of an arrow key are not so far apart, and Esc counts at once.
    os.environ.setdefault("ESCDELAY", "80")
    # The terminal itself knows its size; what a wrapper has left here may be another's.
    for size in ("COLUMNS", "LINES"):
        os.environ.pop(size, None)
    # Letters as codes; after a cut line the shell would get all keys so, too.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    # Terminals agree on 256 colours, and the bytes for more are twice as many.
    usual = "standard" if os.environ.get("TERM") == "linux" else "256"
    if os.environ.get("TEXTUAL_COLOR_SYSTEM") not in _COLOUR_SYSTEMS:
        os.environ["TEXTUAL_COLOR_SYSTEM"] = usual
    # Where colours are not wanted none are used: Textual need not take them out.
    os.environ.pop("NO_COLOR", None)


prepare()
