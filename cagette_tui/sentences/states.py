"""The state of a basket as a sign and a word: either alone says it, without colour."""

from __future__ import annotations

from cagette_tui.i18n import N_, _, format_number
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.basket_state import BasketState, amount_of
from cagette_tui.text import cells

# Terminals without these characters have others for them (`terminal.py`).
_SIGNS = {
    BasketState.TYPED: "…",
    BasketState.TO_WEIGH: "⚖",
    BasketState.NO_MODE: "○",
    BasketState.ANNOUNCED: "◐",
    BasketState.IN_PART: "±",
    BasketState.TOO_MUCH: "±",
    BasketState.READY: "●",
    BasketState.ABSENT: "–",
    BasketState.VALIDATED: "✓",
    BasketState.VALIDATED_ABSENT: "✓",
    BasketState.LEFT_DEBT: "✓",
}
_WORDS = {
    BasketState.TYPED: N_("typed"),
    BasketState.TO_WEIGH: N_("weigh"),
    BasketState.NO_MODE: N_("mode?"),
    BasketState.ANNOUNCED: N_("announced"),
    BasketState.IN_PART: N_("in part"),
    BasketState.TOO_MUCH: N_("credit {amount}"),
    BasketState.READY: N_("ready"),
    BasketState.ABSENT: N_("absent"),
    BasketState.VALIDATED: N_("validated"),
    BasketState.VALIDATED_ABSENT: N_("absent"),
    BasketState.LEFT_DEBT: N_("debt {amount}"),
}


def basket_state(basket: BasketView, state: BasketState) -> str:
    """Say a basket's state: `● ready`; `✓ debt 12.00` of one that is validated."""
    return f"{_SIGNS[state]} {state_word(basket, state)}"


def state_word(basket: BasketView, state: BasketState) -> str:
    """Say a basket's state without its sign, where that has no room or stands elsewhere."""
    amount = amount_of(basket, state)
    return _(_WORDS[state]).format(amount=format_number(amount))


def states_width() -> int:
    """Give how many cells the longest state without an amount takes, in this language."""
    return 2 + max(cells(_(word)) for word in _WORDS.values() if "{" not in word)
