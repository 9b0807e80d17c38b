"""Find members and products by a few words, without accents or case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from cagette_tui.text import fold

T = TypeVar("T")
_WORD = re.compile(r"[^\W_]+")
_EXACT, _WHOLE_WORDS, _BEGINNINGS = range(3)


@lru_cache(maxsize=16_384)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, as they are searched."""
    return tuple(_WORD.findall(fold(text)))


def found(words: tuple[str, ...], named: Iterable[tuple[str, T]]) -> list[T]:
    """Return what is meant by some words, out of (name, thing) pairs.

    Each word must begin one of the name's. The name itself wins over names that have all the
    words and more, and those over names that have words which only begin so.
    """
    best: list[T] = []
    nearest = _BEGINNINGS
    for name, thing in named:
        how = _fits(words, words_of(name))
        if how is None or how > nearest:
            continue
        if how < nearest:
            best, nearest = [], how
        best.append(thing)
    return best


def _fits(words: tuple[str, ...], name: tuple[str, ...]) -> int | None:
    if words == name:
        return _EXACT
    if all(word in name for word in words):
        return _WHOLE_WORDS
    if all(any(one.startswith(word) for one in name) for word in words):
        return _BEGINNINGS
    return None
