"""The letters and words that stand for acts in a line of the sheet."""

from __future__ import annotations

import re

from cagette_tui.model.rules.kinds import LETTERS
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.sheet.tokens import Token

MODES = {letter: mode for mode, letter in LETTERS.items()}
_AMOUNT = r"(-?[.,]?[0-9].*)?"
PAYMENT = re.compile(f"([{''.join(MODES)}])(\\??){_AMOUNT}", re.IGNORECASE)
REFUND = re.compile(f"r{_AMOUNT}")
CHEQUE = re.compile(r"[nN][°º]?([0-9]{0,20})")
# Behind a mode, without accents: whether it will come, or was seen (R22).
ANNOUNCED = ("annonce", "announced")
SEEN = ("vu", "seen")
# Beside v: what became of that which was announced (R41).
UNSEEN = {
    **dict.fromkeys(SEEN, Unseen.SEEN),
    **dict.fromkeys(("attendu", "attente", "awaited"), Unseen.AWAITED),
}


def is_act(token: Token) -> bool:
    """Whether a word stands for an act, and so ends the words of a product."""
    word = token.text
    return (
        word in ("v", "A", "M", "d")
        or word.lower() in UNSEEN
        or REFUND.fullmatch(word) is not None
        or PAYMENT.fullmatch(word) is not None
        or CHEQUE.fullmatch(word) is not None
    )


def may_become_unseen(token: Token) -> bool:
    """Whether a word is the beginning of one that says what became of an announced payment."""
    return any(word.startswith(token.text.lower()) for word in UNSEEN)
