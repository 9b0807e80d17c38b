"""What a terminal sends that nobody pressed: pastes, broken sequences, answers, held keys (R62)."""

from __future__ import annotations

import random
from collections.abc import Iterator

TEXTS = ("dupont", "erreur", "Total 12,50 E", "bonjour vous", "ECTB", "oui", "12 e\r13 c")
# Is no key: what follows it at once is a burst.
DROPPED = b"\x1b[1;10B"


def noise(luck: random.Random) -> Iterator[bytes]:
    """Give one thing, in the pieces in which it comes."""
    kind, text = luck.randrange(19), luck.choice(TEXTS)
    if kind < 3:  # a paste with its marks
        yield b"\x1b[200~" + text.encode() + b"\x1b[201~"
    elif kind < 6:  # broken sequences, of which the other part comes late
        yield luck.choice((b"\x1b[", b"\x1bO", b"\x1b[1;10", b"\x1b]11;rgb:ee", b"\x1bP"))
        yield luck.choice((b"E\x1b\\\x18", b"B\x07\x18", b"c\x18"))
    elif kind < 9:
        yield luck.choice((b"\x1b[>0;276;0c", b"\x1b[?62;22c", b"\x1b[24;80R", b"\x1b[I"))
    elif kind < 12:  # a text that is meant for a prompt, or a paste without marks
        yield (text + luck.choice((text, "\r", "\n"))).encode()
    elif kind < 16:  # the same, letter by letter
        yield from (letter.encode() for letter in text)
    else:  # a key that is held down
        yield from [luck.choice((b"E", b"\x1b[B", b"\x1b[A", b"e", b"\r", b"o", b"u"))] * 6
