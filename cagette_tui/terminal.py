"""What the terminal can show: whether screens at all, which characters, which colours."""

from __future__ import annotations

import codecs
import locale
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import Literal

from cagette_tui.i18n import _
from cagette_tui.value import ValueObject

Colours = Literal["many", "few", "none", "contrast"]
"""Those of 256; the console's own 16; none: bold, underlined and reverse say the same; contrast:
none as well, and what has to be seen is bold and reversed."""

Theme = Literal["usual", "contrast"]
THEMES: tuple[Theme, ...] = ("usual", "contrast")

# Terminals that know neither the queries nor the modes of today; GNU screen passes none on.
_SIMPLE = ("linux", "screen", "vt", "ansi", "cons25", "xterm-mono")
# Others with few colours, of which nobody knows whether they are legible.
_FEW_COLOURS = ("xterm-16", "xterm-color", "rxvt-basic")

# The console's own font has the next best of some.
_CONSOLE = {"✓": "√", "○": "°", "◐": "?", "⚖": "≈", "●": "■"}
_ASCII = str.maketrans(
    {
        "…": "~", "–": "-", "—": "-", "·": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"',
        "»": '"', "€": "E", "✓": "+", "×": "x", "↑": "^", "↓": "v", "→": ">", "←": "<", "œ": "o",
        "Œ": "O", "æ": "a", "Æ": "A", "ß": "s", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "°": "o",
        "○": "o", "◐": "?", "⚖": "w", "●": "#", "±": "!",
        "²": "2", "½": "/", "\xa0": " ", "\u202f": " ", "\ufffd": "?",
    }
)  # fmt: skip


class Terminal(ValueObject):
    """How to speak to a terminal."""

    letters: str = "utf-8"
    """The characters that it has; `cp437` are those of the console's own font."""
    colours: Colours = "many"
    is_simple: bool = False
    """Only what every terminal since the VT220 does is asked of it."""
    mouse: bool = False
    pastes: bool = True
    """It may know how to mark what is pasted: whoever does not passes over the question."""

    def shown(self, text: str) -> str:
        """Give a text in characters that it has, each as wide as the one it stands for."""
        if self.letters == "utf-8" or text.isascii():
            return text
        return "".join(map(self._shown, text))

    def _shown(self, character: str) -> str:
        if character.isascii():
            return character
        if self.letters == "cp437":
            if character in _CONSOLE:
                return _CONSOLE[character]
            try:
                character.encode("cp437")
                return character
            except UnicodeEncodeError:
                pass
        plain = character.translate(_ASCII)
        if not plain.isascii():
            plain = unicodedata.normalize("NFKD", plain)[0]
        if unicodedata.combining(character):
            return ""
        wide = unicodedata.east_asian_width(character) in "WF"
        return ("?" if not plain.isascii() else plain) * (2 if wide else 1)


def this_terminal(
    variables: Mapping[str, str] = os.environ,
    *,
    ascii: bool = False,
    no_color: bool = False,
    mouse: bool = False,
    theme: Theme = "usual",
) -> Terminal:
    """Say how to speak to the terminal that the environment names; options have the last word."""
    kind = variables.get("TERM", "")
    letters = "utf-8"
    if kind == "linux":
        letters = "cp437"
    if ascii or kind.startswith("vt") or not _is_utf8(variables):
        letters = "ascii"
    colours: Colours = "none"
    if not (no_color or variables.get("NO_COLOR")):
        if "256" in kind or not kind.startswith((*_SIMPLE, *_FEW_COLOURS)):
            colours = "many"
        elif kind == "linux":
            colours = "few"
    if theme == "contrast":
        colours = "contrast"
    is_simple = kind.startswith(_SIMPLE)
    # What passes for GNU screen is often tmux, which knows how pastes are marked.
    return Terminal(letters, colours, is_simple, mouse, not is_simple or kind.startswith("screen"))


def _is_utf8(variables: Mapping[str, str]) -> bool:
    encoding = getattr(sys.__stderr__, "encoding", None) or "ascii"
    if codecs.lookup(encoding).name != "utf-8":
        return False
    # Where the locale is not installed Python takes UTF-8 instead, whatever the name says.
    named = next(filter(None, map(variables.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    if "." not in named and "_" in named:
        named = locale.normalize(named)  # fr_FR alone is ISO-8859-1, fr_FR@euro ISO-8859-15
    codeset = named.partition(".")[2].partition("@")[0]
    return not codeset or codeset.lower().replace("-", "") == "utf8"


def why_no_screen() -> str | None:
    """Return a sentence if screens cannot be shown here, None if they can."""
    without = _(
        "These work without a screen: import, sheet, distributions, report, export, settings, "
        "check …"
    )
    # A closed stream is None; Textual writes to the error stream's own descriptor.
    streams = (sys.stdin, sys.stdout, sys.__stderr__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return _("The screens need a terminal.") + " " + without
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return _("This kind of terminal (TERM) cannot show screens.") + " " + without
    return None
