"""Take the acts of a sheet line apart into tokens."""

from __future__ import annotations

import re
from enum import Enum, auto

from cagette_tui.sheet.problems import Trouble, Unreadable
from cagette_tui.value import ValueObject

_QUOTES = {'"': '"', "«": "»", "“": "”"}
_DASHES = "-–−‑"
# A no-break space between thousands belongs to the number.
_CHUNK = re.compile(r'(?:[^\s"«“!]|(?<=[0-9])[\u00a0\u202f](?=[0-9]{3}))+')
_MARKS = re.compile(r"[\s!]+")
_NUMBER_SIGN = re.compile(r"#[0-9]\S*")
_BEGINS_NUMBER = re.compile(r"[.,]?[0-9]")


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    QUOTED = auto()
    NUMBER = auto()  # begins as one
    MINUS = auto()
    MARK = auto()  # !


class Token(ValueObject):
    """A piece of a line; what was between quotes is without them."""

    kind: Kind
    text: str


def tokens_of(text: str) -> tuple[list[Token], str, Unreadable | None]:
    """Return the tokens, the remark behind them, and what cannot be one.

    That is a quote which is not closed, or `#0012345`, a cheque's number rather than a remark.
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif number := _NUMBER_SIGN.match(text, at):
            return tokens, "", Unreadable(Trouble.NUMBER_SIGN, number[0])
        elif character == "#":
            return tokens, text[at + 1 :].strip(), None
        elif character in _QUOTES:
            end = text.find(_QUOTES[character], at + 1)
            if end < 0:
                return tokens, "", Unreadable(Trouble.OPEN_QUOTE, text[at:], unfinished=True)
            tokens.append(Token(Kind.QUOTED, text[at + 1 : end]))
            at = end + 1
        elif character == "!":
            marks = _MARKS.match(text, at)
            assert marks is not None
            tokens.append(Token(Kind.MARK, "!"))
            at = marks.end()
        elif character in _DASHES:
            tokens.append(Token(Kind.MINUS, "-"))
            at += 1
        else:
            chunk = _CHUNK.match(text, at)
            assert chunk is not None  # every other character is one's first
            kind = Kind.NUMBER if _BEGINS_NUMBER.match(chunk[0]) else Kind.WORD
            tokens.append(Token(kind, chunk[0]))
            at = chunk.end()
    return tokens, "", None
