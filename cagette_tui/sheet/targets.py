"""Read which baskets a line of the sheet is about: `12`, `18-25`, `12+31`, `le gall:`."""

from __future__ import annotations

import re

from cagette_tui.sheet.names import words_of
from cagette_tui.sheet.problems import Trouble, Unreadable
from cagette_tui.sheet.written import Name, Numbers, Range, Target

_NUMBERS = re.compile(
    r"(?P<first>[0-9]+)"
    r"(?:(?:[-–−‑]|\s+[-–−‑]\s+)(?P<last>[0-9]+)|(?P<more>(?:\s*\+\s*[0-9]+)+))?"
    r"(?P<wrong>\s*\+|[-–−‑][0-9])?(?P<listed>(?:\s*[,;/&]\s*[0-9]*)+)?\s*:?"
)
_NAME = re.compile(r'(?:"[^"]*"|«[^»]*»|“[^”]*”|[^:"«“#])*')


def read_target(text: str) -> tuple[Target, str | None]:
    """Return the target, and what is behind it; None where a name has no colon yet.

    Raises `Unreadable`.
    """
    match = _NUMBERS.match(text)
    if match is None:
        name = _NAME.match(text)
        assert name is not None  # it may be empty
        words, rest = name[0].strip(), text[name.end() :]
        if not words_of(words) or (rest and not rest.startswith(":")):
            raise Unreadable(Trouble.NO_TARGET, text, unfinished=rest[:1] in tuple('"«“'))
        return Name(words, bool(rest)), rest[1:] if rest else None
    written, rest = match[0].strip(), text[match.end() :]
    numbers = tuple(map(int, re.findall("[0-9]+", written)))
    if match["listed"] and not match["last"]:
        as_sum = "+".join(map(str, numbers)) if len(numbers) > 1 else f"{numbers[0]}+…"
        raise Unreadable(Trouble.LISTED_TARGET, as_sum)
    if match["wrong"] or match["listed"]:
        raise Unreadable(Trouble.MIXED_TARGET, written, unfinished=text.endswith("+"))
    if match["last"]:
        first, last = numbers
        if last < first:
            # 18-2 may become 18-25.
            raise Unreadable(Trouble.BACKWARDS, written, unfinished=not rest)
        return Range(first, last), rest
    if len(set(numbers)) < len(numbers):
        raise Unreadable(Trouble.TWICE, written, unfinished=not rest)
    return Numbers(numbers), rest
