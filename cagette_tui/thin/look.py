"""How a cell of the terminal looks, and the shortest way from one look to another."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

# What turns each attribute off again. Bold and dim go together.
_OFF = {
    "1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25",
    "7": "27", "8": "28", "9": "29", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
# With none of these a blank cell shows nothing but its background.
_SEEN_ON_BLANKS = frozenset({"4", "21", "7", "9", "51", "52", "53"})
_LENGTH_OF_COLOUR = {"5": 3, "2": 5}


class Look(NamedTuple):
    """Attributes and colours, as the parameters that ask for them; empty colours are defaults."""

    attributes: frozenset[str] = frozenset()
    fore: str = ""
    back: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether a blank in this look shows its background alone."""
        return not self.attributes & _SEEN_ON_BLANKS


DEFAULT = Look()


@cache
def look_after(look: Look, parameters: str) -> Look | None:
    """Give the look that the parameters of `ESC [ … m` make of another; None if one is unknown."""
    codes = parameters.split(";")
    while codes:
        code = codes[0] or "0"
        length = 1
        if code in ("38", "48"):
            length = _LENGTH_OF_COLOUR.get(codes[1] if len(codes) > 1 else "", 0)
            if not length or len(codes) < length:
                return None
            code = ";".join(codes[:length])
        changed = _with(look, code)
        if changed is None:
            return None
        look, codes = changed, codes[length:]
    return look


def _with(look: Look, code: str) -> Look | None:
    if code == "0":
        return DEFAULT
    if code in _OFF:
        return look._replace(attributes=look.attributes | {code})
    if code in _OFF.values():
        left = frozenset(one for one in look.attributes if _OFF[one] != code)
        return look._replace(attributes=left)
    if code in ("39", "49"):
        return look._replace(fore="") if code == "39" else look._replace(back="")
    if code.startswith("38;") or "30" <= code <= "37" or "90" <= code <= "97":
        return look._replace(fore=code)
    if code.startswith("48;") or "40" <= code <= "47" or "100" <= code <= "107":
        return look._replace(back=code)
    return None


@cache
def blank(look: Look) -> Look:
    """Give the look of blanks: as long as only the background is seen, nothing else counts."""
    return Look(back=look.back) if look.is_plain else look


@cache
def transition(before: Look, after: Look) -> str:
    """Give the shortest sequence that leads from one look to the other; empty if none is needed."""
    if before == after:
        return ""
    changes = _changes(before, after)
    afresh = ["0", *sorted(after.attributes), *filter(None, (after.fore, after.back))]
    if after == DEFAULT:
        afresh = [""]
    return f"\x1b[{min(';'.join(changes), ';'.join(afresh), key=len)}m"


def _changes(before: Look, after: Look) -> list[str]:
    off = {_OFF[one] for one in before.attributes - after.attributes}
    # What turns one off may turn others off that should stay.
    left = {one for one in before.attributes if _OFF[one] not in off}
    changes = [*sorted(off), *sorted(after.attributes - left)]
    if before.fore != after.fore:
        changes.append(after.fore or "39")
    if before.back != after.back:
        changes.append(after.back or "49")
    return changes
