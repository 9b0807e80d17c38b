"""Text from the database made fit for a terminal, for searching and for JSON."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

MARK = "\ufffd"
"""What is shown instead of a character that would act on the terminal."""

ELLIPSIS = "…"

# Lists show the same names and titles again and again.
_remembered = lru_cache(maxsize=256)

# Controls (escape sequences start with one), invisible format characters (they can reverse the
# reading order), lone surrogates (they cannot be written at all) and line separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "oe", "Æ": "ae", "ẞ": "ss"})
_NO_WIDTH = frozenset({"Mn", "Me", "Cf", "Cc"})


def _is_unsafe(character: str) -> bool:
    return unicodedata.category(character) in _UNSAFE


@_remembered
def visible(text: str) -> str:
    """Give the text with every character that a terminal might obey shown as U+FFFD.

    Line feeds and tabs are replaced too: a name fills one cell of one line. The result has as
    many characters as the text.
    """
    if text.isprintable():  # what is unsafe never is
        return text
    unsafe = set(filter(_is_unsafe, set(text)))
    return text.translate(dict.fromkeys(map(ord, unsafe), MARK)) if unsafe else text


def nfc(text: str) -> str:
    """Give the text with its accents composed (NFC), as it is stored."""
    return unicodedata.normalize("NFC", text)


def person_name(text: str) -> str:
    """Give the name of somebody who acts, trimmed: 1 to 60 characters that can be shown.

    Raises ValueError when it is not one.
    """
    return name_of(text, 60)


def place_name(text: str) -> str:
    """Give the name of a place, trimmed: 1 to 100 characters that can be shown.

    Raises ValueError when it is not one.
    """
    return name_of(text, 100)


def name_of(text: str, longest: int) -> str:
    """Give a name as it is stored: trimmed, with its accents composed.

    Raises ValueError where it is empty, longer than that, or has what cannot be shown.
    """
    name = nfc(text).strip()
    if not name or not fits(name, longest):
        raise ValueError(text)
    return name


def fits(text: str, longest: int) -> bool:
    """Whether a text has at most so many characters, all of which can be shown on one line."""
    return len(text) <= longest and visible(text) == text


@_remembered
def fold(text: str) -> str:
    """Give the text as it is searched: without accents or case, œ as oe, æ as ae, ß as ss."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    # A capital that only appears once a compatibility form is taken apart (such as ™ → TM), or a
    # ligature that carried an accent (ǽ), needs a second pass.
    return bare.translate(_LIGATURES).casefold()


@cache
def _character_cells(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@_remembered
def cells(text: str) -> int:
    """Give how many terminal cells the text fills; combining accents fill none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_character_cells, text))


def clip(text: str, width: int) -> str:
    """Cut the text to `width` terminal cells; where something was cut it ends in `…`."""
    if cells(text) <= width:
        return text
    if width < 1:
        return ""
    room = width - 1
    kept = []
    for character in text:
        room -= _character_cells(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + ELLIPSIS


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill the text with spaces to `width` terminal cells, and cut it there if it is longer.

    `right` puts the text at the right edge, for amounts.
    """
    clipped = clip(text, width)
    filling = " " * (width - cells(clipped))
    return filling + clipped if right else clipped + filling


_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?=\s|$)")


def with_one_stop(text: str) -> str:
    """Leave one full stop where a name that ends with one (“Mathilde R.”) ends a sentence."""
    return _TWO_STOPS.sub(".", text)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells, at blanks where possible.

    Line feeds begin a new line; everything else that is not text is made visible.
    """
    lines: list[str] = []
    width = max(1, width)  # a window may have no column at all for a moment
    for paragraph in text.split("\n"):
        line = ""
        for word in visible(paragraph).split(" "):
            candidate = f"{line} {word}" if line else word
            if cells(candidate) > width and line:
                lines.append(line)
                candidate = word
            while cells(candidate) > width:
                piece = _head(candidate, width)
                lines.append(piece)
                candidate = candidate[len(piece) :]
            line = candidate
        lines.append(line)
    return lines


def _head(text: str, width: int) -> str:
    """Give as many characters as fit into `width` cells, at least one."""
    taken = 1
    while taken < len(text) and cells(text[: taken + 1]) <= width:
        taken += 1
    return text[:taken]


def json_text(data: Any) -> str:
    """Write data as JSON that a terminal can show: one value a line, as scripts may read it."""
    import json

    return json_safe(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def json_safe(text_of_json: str) -> str:
    r"""Escape, in the output of `json.dumps`, all that `visible` would replace.

    The characters become ``\uXXXX`` (a surrogate pair beyond U+FFFF), which means the same to
    every reader of JSON; the line feeds of the indentation stay. `text_of_json` comes from
    ``json.dumps(…, ensure_ascii=False)``, where such characters occur only inside strings.
    """
    if text_of_json.isascii() and "\x7f" not in text_of_json:
        return text_of_json
    # Long texts are made of few different characters.
    unsafe = filter(_is_unsafe, set(text_of_json) - {"\n"})
    return text_of_json.translate({ord(character): _escaped(character) for character in unsafe})


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
