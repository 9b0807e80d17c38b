"""Which of the old code pages a text is in: told by how French words look in each.

A wrong one garbles every name without a word, so a text that looks equally well in two is in
none that anybody can tell.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final, NamedTuple

# What a spreadsheet of today writes comes first; a Mac's, and those of DOS, follow.
_USUAL: Final = "cp1252"
_OTHERS: Final = ("iso8859_15", "mac_roman", "cp850", "cp437")

_GOOD = frozenset("éèêëàâçîïôùûœÿÉÈÊËÀÂÇÎÏÔÙÛŒŸ")
# Of other languages' names, and what French puts between words.
_NEUTRAL = frozenset("äöüñáíóúãõåøßæÆÄÖÜÑÁÍÓÚÃÕÅØ«»°€·×\u00a0\u202f²³")
_BETWEEN_LETTERS = frozenset("’·\u00ad\u00a0")
# They stand beside a word, never in the middle of one.
_BESIDE = frozenset("“”‘–—…™®©ªº½¼¾")
_ALONE = frozenset("àÀôÔ")
# So many places say enough.
_ENOUGH = 20_000


_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def wide_encoding(data: bytes) -> str | None:
    """Tell in which encoding of two or four bytes a letter a text is; None if it is in none.

    By its mark, else every other byte of western text is NUL.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None or b"\0" not in data:
        return marked
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 > len(sample) and min(even, odd) * 8 < max(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


class _Look(NamedTuple):
    """How a text looks in a code page; the smallest is the best."""

    bad: int
    suspicious: int
    not_good: int


def by_code_page(data: bytes) -> str | None:
    """Decode bytes that are no UTF-8; None where two code pages look equally well.

    Raises UnicodeDecodeError for bytes that are no letter in any that could be meant.
    """
    texts = {}
    for page in (_USUAL, *_OTHERS):
        try:
            texts[page] = data.decode(page)
        except UnicodeDecodeError:
            continue
    looks = {page: _look(text) for page, text in texts.items()}
    usual = looks.get(_USUAL)
    if usual is not None and not usual.bad and not usual.suspicious:
        return texts[_USUAL]
    clean = {page: look for page, look in looks.items() if not look.bad and page != _USUAL}
    if not clean:
        return data.decode(_USUAL)
    best = min(clean, key=lambda page: clean[page])
    rivals = [page for page, look in clean.items() if look == clean[best]]
    if usual is not None and not usual.bad:
        # Letters that French hardly has, against others: nobody can tell.
        return texts[_USUAL] if clean[best].suspicious else None
    if -clean[best].not_good <= clean[best].suspicious:
        return data.decode(_USUAL)
    return texts[best] if len({texts[page] for page in rivals}) == 1 else None


def _look(text: str) -> _Look:
    bad = suspicious = good = 0
    for match in islice(re.finditer(r"[^\x00-\x7f]", text), _ENOUGH):
        at = match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        verdict = _of_letter(match[0], before, after)
        bad += verdict < -1
        suspicious += verdict == -1
        good += verdict == 1
    return _Look(bad, suspicious, -good)


def _of_letter(letter: str, before: str, after: str) -> int:
    """Judge one place: 1 as in French, 0 possible, -1 suspicious, -2 not in any word."""
    inside = before.isalpha() and after.isalpha()
    if not letter.isalpha() or letter in "ªºƒ":
        if letter in "¼½¾" and (before.isalpha() or after.isalpha()):
            return -1
        if inside:
            return 0 if letter in _BETWEEN_LETTERS else -2
        if letter == "…" and not before.isalnum():
            return -2
        return 0 if letter in _NEUTRAL | _BESIDE | _BETWEEN_LETTERS else -2
    if letter.isupper() and before.isalpha() and (before.islower() or after.islower()):
        return -2
    if letter.islower() and before.isupper() and after.isupper():
        return -1
    if letter.islower() and (after.isupper() or before.isdigit()):
        return -1
    if letter not in _GOOD:
        return 0 if letter in _NEUTRAL else -1
    alone = not before.isalnum() and not after.isalnum() and after != "'"
    return 1 if not alone or letter in _ALONE else -2


# What UTF-8 looks like that somebody read as Windows-1252 and saved as UTF-8 again.
_TWICE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)


def mended(text: str) -> str:
    """Undo a second encoding, where all of the text has it and nothing else."""
    if text.isascii() or not _TWICE.search(text):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        # Bytes that Windows-1252 has no letter for are kept as they are.
        return letter.encode("latin-1")
