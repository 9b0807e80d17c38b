"""What a terminal sends, cut into keys, pastes and answers; what is none of them does nothing.

A letter moves money, so no part of a sequence may ever be read as a letter. Whatever begins as
CSI, SS3, OSC, DCS, APC, PM or SOS (ECMA-48) is read to its end, however late its parts come, and
is a key only where it is known to be one.
"""

from __future__ import annotations

import codecs
import re
from enum import Enum, auto

from cagette_tui.thin.private import ESCAPE_WAIT, does_nothing, is_key
from cagette_tui.value import ValueObject

AFTER_ESCAPE = 0.2
"""Seconds after Esc within which a letter may be the one that was pressed with Alt."""

CUT = 1.0
"""Seconds after an Esc within which the rest of a sequence may follow whose beginning it was."""

UNFINISHED = 3.0
"""Seconds after its last byte when nothing more is expected of a sequence: a packet that a line
lost is sent again within one to three."""

_ESC = "\x1b"
_STRINGS = "]PX^_"  # OSC, DCS, SOS, PM, APC
_BEGINNINGS = "[O" + _STRINGS
# In eight bits; those that are no UTF-8 arrive as lone surrogates.
_EIGHT_BITS = {0x8F: "O", 0x90: "P", 0x98: "X", 0x9B: "[", 0x9D: "]", 0x9E: "^", 0x9F: "_"}
_STRING_ENDS = ("\x07", "\x9c", "\udc9c")
_CANCELS = ("\x18", "\x1a")
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
# Answers and news of the terminal: all that is private, attributes, places, sizes, the focus.
_ANSWER = re.compile(r"\x1b\[(?:[<=>?].*|[\d;:]+[cnRtxy]|[IO])\Z", re.DOTALL)
# The keys that the kitty protocol sends otherwise even in its mildest form, pressed without Alt.
_KITTY = re.compile(r"\x1b\[(27|13|9|127)(?:;1?(?::[12]?)?)?u\Z")
# No more of a sequence is kept than is needed to know it.
_LONGEST = 64


class Kind(Enum):
    """What a piece of the input is."""

    KEY = auto()
    """A character, or a sequence that is known to be one key."""
    PASTE = auto()
    """A text between the marks of a paste."""
    ANSWER = auto()
    """What the terminal says by itself; nobody pressed anything."""
    UNKNOWN = auto()
    """A whole sequence that is no key here."""
    BROKEN = auto()
    """A sequence without an end, or one whose beginning was taken for Esc."""
    ALT = auto()
    """A key right after Esc, or pressed with Alt: nobody can tell."""


class Piece(ValueObject):
    """A part of the input that means something by itself."""

    kind: Kind
    text: str


def bytes_decoder() -> codecs.IncrementalDecoder:
    """Read UTF-8, keeping bytes that are none as lone surrogates; `Decoder` knows what they are."""
    return codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")


class Decoder:
    """Cuts the input into pieces. It reads no clock: times are handed in, in seconds."""

    def __init__(self, escape_wait: float = ESCAPE_WAIT) -> None:
        """Begin between two keys."""
        self._escape_wait = escape_wait
        self._held = ""  # a sequence so far, or Esc
        self._is_doubtful = False  # it cannot be a key any more: Alt, or its Esc was taken
        self._pasted: list[str] | None = None
        self._since = 0.0  # when the last byte of either came
        self._escaped_at = float("-inf")
        self._after_return = False

    @property
    def due(self) -> float | None:
        """When `tick` has something to do, should nothing more come; None where never."""
        if self._held == _ESC:
            return self._since + self._escape_wait
        return self._since + UNFINISHED if self._held or self._pasted is not None else None

    def tick(self, now: float) -> list[Piece]:
        """Give up waiting for what does not come."""
        if self.due is None or now < self.due:
            return []
        if self._pasted is not None:
            return [self._paste(self._pasted)]
        if self._held == _ESC:
            return [self._escape(self._since)]
        return [self._end(Kind.BROKEN)]

    def feed(self, text: str, now: float) -> list[Piece]:
        """Take what has come."""
        pieces = self.tick(now)
        self._after_return = False
        for character in text:
            piece = self._take(character, now)
            self._after_return = character == "\r"
            pieces += piece
        return pieces

    def _take(self, character: str, now: float) -> list[Piece]:
        before, self._since = self._since, now
        if self._pasted is not None:
            self._pasted.append(character)
            if character == "~" and "".join(self._pasted[-6:]) == _PASTE_ENDS:
                return [self._paste(self._pasted[:-6])]
            return []
        if not self._held:
            return self._begin(character, now)
        if self._held == _ESC:
            return self._after_escape(character, before, now)
        return self._continue(character)

    def _begin(self, character: str, now: float) -> list[Piece]:
        """Take a character between two sequences."""
        code = ord(character) - (0xDC00 if "\udc80" <= character <= "\udcff" else 0)
        if code in _EIGHT_BITS:
            self._held, self._is_doubtful = _ESC + _EIGHT_BITS[code], False
        elif character == _ESC:
            self._held, self._is_doubtful = _ESC, False
        elif now - self._escaped_at < CUT and character in _BEGINNINGS:
            self._held, self._is_doubtful = _ESC + character, True
        elif now - self._escaped_at < AFTER_ESCAPE and (
            character.isprintable() or code in (10, 13)
        ):
            return [Piece(Kind.ALT, character)]
        elif character == "\n":
            # Some number pads send it for Enter; with a return before it the two are one.
            return [] if self._after_return else [Piece(Kind.KEY, "\r")]
        else:
            return [Piece(Kind.KEY, "\ufffd" if "\ud800" <= character <= "\udfff" else character)]
        return []

    def _after_escape(self, character: str, pressed_at: float, now: float) -> list[Piece]:
        if character == _ESC:
            self._is_doubtful = True  # Alt and a key that is a sequence itself, or Esc twice
            return []
        if character in _BEGINNINGS:
            self._held += character
            return []
        if is_key(_ESC + character) and not character.isprintable():
            self._held = ""
            return [Piece(Kind.KEY, _ESC + character)]
        escape = self._escape(pressed_at)
        if character.isprintable() or character in "\r\n":
            return [escape, Piece(Kind.ALT, character)]
        return [escape, *self._begin(character, now)]

    def _continue(self, character: str) -> list[Piece]:
        if character in _CANCELS:
            return [self._end(Kind.BROKEN)]
        if self._held[1] in _STRINGS:
            return self._string(character)
        if character == _ESC:
            broken = self._end(Kind.BROKEN)
            self._held = _ESC
            return [broken]
        ends = self._ends_with(character)
        if len(self._held) < _LONGEST:
            self._held += character
        if ends is None:
            return [self._end(Kind.BROKEN)]
        return self._whole() if ends else []

    def _ends_with(self, character: str) -> bool | None:
        """Whether CSI or SS3 ends with a character; None where it cannot hold it at all."""
        if not " " <= character <= "~":
            # The first mouse protocol sends any three characters.
            return len(self._held) == 5 if self._held.startswith("\x1b[M") else None
        if self._held[1] == "O":
            return character not in "0123456789;"
        if self._held.startswith("\x1b[M"):
            return len(self._held) == 5
        if self._held == "\x1b[":
            return character >= "@" and character not in "[M"
        if self._held == "\x1b[[":
            return True  # the console's F1 to F5
        return character >= "@" or is_key(self._held + character)  # rxvt ends some with $

    def _string(self, character: str) -> list[Piece]:
        if self._held.endswith(_ESC):
            if character == "\\":
                return [self._end(Kind.ANSWER)]
            broken = self._end(Kind.BROKEN)
            # The Esc in it was none that anybody pressed.
            self._held = _ESC + character if character in _BEGINNINGS else ""
            return [broken]
        if character in _STRING_ENDS:
            return [self._end(Kind.ANSWER)]
        if character == _ESC:
            self._held = self._held[:_LONGEST] + _ESC
        elif len(self._held) < _LONGEST:
            self._held += character
        return []

    def _whole(self) -> list[Piece]:
        """Say what a whole CSI or SS3 sequence is."""
        sequence = self._held
        kitty = _KITTY.match(sequence)
        if sequence == _PASTE_BEGINS:
            self._held, self._pasted = "", []
            return []
        if self._is_doubtful:
            return [self._end(Kind.BROKEN)]
        if kitty is not None:
            self._held = ""
            return [Piece(Kind.KEY, chr(int(kitty[1])))]
        if is_key(sequence):
            return [self._end(Kind.KEY)]
        if sequence == _PASTE_ENDS or does_nothing(sequence) or _ANSWER.match(sequence):
            return [self._end(Kind.ANSWER)]
        return [self._end(Kind.ANSWER if sequence.startswith("\x1b[M") else Kind.UNKNOWN)]

    def _end(self, kind: Kind) -> Piece:
        piece, self._held = Piece(kind, self._held), ""
        return piece

    def _escape(self, pressed_at: float) -> Piece:
        self._held, self._escaped_at = "", pressed_at
        return Piece(Kind.KEY, _ESC)

    def _paste(self, pasted: list[str]) -> Piece:
        self._pasted = None
        return Piece(Kind.PASTE, "".join(pasted).encode("utf-8", "replace").decode())
