"""How a basket stands, in one word: the list, the sheet and papers ask here."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.blocking import Blocker, blocker


class BasketState(StrEnum):
    """What a volunteer has to know of a basket first; never nothing."""

    TYPED = "typed"  # a payment was typed here and not recorded
    TO_WEIGH = "to_weigh"  # R32
    NO_MODE = "no_mode"  # R13, R19: something is to pay, nobody said how
    ANNOUNCED = "announced"  # R22: nobody has seen it yet
    IN_PART = "in_part"  # paid in part, the rest is to pay
    TOO_MUCH = "too_much"  # a credit would remain (R17)
    READY = "ready"  # validated by one key, without a question
    ABSENT = "absent"  # R34, not validated yet
    VALIDATED = "validated"
    VALIDATED_ABSENT = "validated_absent"
    LEFT_DEBT = "left_debt"  # R17: validated, and not all of it is paid


_OF_BLOCKER = {
    Blocker.WEIGHTS: BasketState.TO_WEIGH,
    Blocker.MODE: BasketState.NO_MODE,
    Blocker.UNSEEN: BasketState.ANNOUNCED,
    Blocker.WITHOUT_PAYMENT: BasketState.NO_MODE,
    Blocker.LACKING: BasketState.IN_PART,
    Blocker.TOO_MUCH: BasketState.TOO_MUCH,
}

BLOCKING = frozenset({BasketState.TYPED, BasketState.TO_WEIGH, BasketState.IN_PART})
"""What the key of an ordinary basket does not settle."""


def state_of(basket: BasketView, *, typed: bool = False) -> BasketState:
    """Return the state of a basket; `typed`: a payment of it was typed and not recorded."""
    if basket.validated:
        if basket.to_pay:
            return BasketState.LEFT_DEBT
        return BasketState.VALIDATED_ABSENT if basket.absent else BasketState.VALIDATED
    if basket.absent:
        return BasketState.ABSENT
    if typed:
        return BasketState.TYPED
    blocked = blocker(basket)
    return BasketState.READY if blocked is None else _OF_BLOCKER[blocked]


def amount_of(basket: BasketView, state: BasketState) -> Decimal:
    """Return the amount that belongs to a state, in euros: a debt or a credit; else 0."""
    if state is BasketState.LEFT_DEBT:
        return basket.to_pay
    return basket.left_over if state is BasketState.TOO_MUCH else ZERO


def is_paid_in_part(basket: BasketView) -> bool:
    """Whether what was paid cannot be told from what it costs and what is to pay."""
    return bool(basket.paid) and bool(basket.to_pay or basket.left_over)
