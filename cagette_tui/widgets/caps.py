"""Keys that arrive other than the person at them thinks: Caps Lock, and AZERTY without Shift."""

from __future__ import annotations

# The row of digits of a French keyboard, from 1 to 0.
_WITHOUT_SHIFT = str.maketrans("&é\"'(-è_çà", "1234567890")
_ENOUGH = 3


def digits_meant(text: str) -> str | None:
    """Give the digits that were typed without Shift on AZERTY; None where there are none.

    `&é,(à` is 12,50. A minus before an amount is a minus.
    """
    typed = text.strip()
    digits = typed.translate(_WITHOUT_SHIFT)
    if digits == typed or not any(one in "&éèçà\"'(_" for one in typed):
        return None
    return digits if all(one.isdigit() or one in ",;.: " for one in digits) else None


class CapsLock:
    """Suspects Caps Lock from letters that nobody would type as capitals, and asks once."""

    def __init__(self) -> None:
        """Suspect nothing."""
        self._capitals = 0
        self._are_meant = False

    @property
    def is_likely(self) -> bool:
        """Whether the letters of late look like it, and nobody has said otherwise."""
        return self._capitals >= _ENOUGH and not self._are_meant

    def typed(self, character: str) -> None:
        """Hear of a letter of a text."""
        if character.isalpha() and character.lower() != character.upper():
            self._capitals = self._capitals + 1 if character.isupper() else 0

    def suspect(self) -> None:
        """Hear of a capital that means nothing where its small letter means something."""
        self._capitals = _ENOUGH

    def are_meant(self) -> None:
        """Hear that capitals are meant."""
        self._are_meant = True
