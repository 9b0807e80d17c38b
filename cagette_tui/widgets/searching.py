"""What a row is found by, and how well a text that is typed finds it (R31). Pure.

An exact number comes first, then numbers that begin so, names that begin so, names with words
that begin so, names that contain it, and last what stands beside the name: a catalogue, a
producer, a mode. Amounts are looked at only where the text has a comma or a point, so that 27 is
a basket and 272,74 no answer to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cagette_tui.text import fold
from cagette_tui.value import ValueObject

EXACT, NUMBER, NAME, WORDS, INSIDE, BESIDE = range(6)
"""How well a row is found, the best first."""

_AMOUNT = re.compile(r"[-+]?\d*[.,]\d*")


class Search(ValueObject):
    """What a row is found by, as it stands there: it is folded here.

    `beside` is found after everything else; `amounts` are texts such as `272,74`.
    """

    name: str = ""
    number: str = ""
    beside: str = ""
    amounts: tuple[str, ...] = ()


def found(search: Search | str, words: Sequence[str]) -> int | None:
    """Say how well folded words find a row: `EXACT` to `BESIDE`, or None where they do not.

    All words together count as the worst of them; as one text they may also begin the name.
    """
    if isinstance(search, str):
        search = Search(search)
    name, whole = fold(search.name), " ".join(words)
    if whole == search.number and whole:
        return EXACT
    if name.startswith(whole):
        return NAME
    ranks = []
    for word in words:
        rank = _of_word(word, search, name)
        if rank is None:
            return None
        ranks.append(rank)
    return max(ranks)


def _of_word(word: str, search: Search, name: str) -> int | None:
    if word == search.number:
        return EXACT
    if word.isdigit() and search.number.startswith(word):
        return NUMBER
    if _begins_a_word(word, name):
        return WORDS
    if _AMOUNT.fullmatch(word) and len(word) > 1:
        wanted = word.replace(".", ",")
        if any(wanted in amount.replace(".", ",") for amount in search.amounts):
            return WORDS
    # One letter alone is in nearly every name.
    if len(word) > 1 and not word.isdigit() and word in name:
        return INSIDE
    # Digits beside a name are an amount or a date: 11 is no debt of 11,80.
    if len(word) < 2 or word.isdigit():
        return None
    return BESIDE if word in fold(search.beside) else None


def _begins_a_word(word: str, text: str) -> bool:
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0
