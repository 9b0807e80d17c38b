"""What still has to be done before a distribution can be certified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.takings import takings
from cagette_tui.value import ValueObject


class Blocker(StrEnum):
    """Why a basket is not validated with one key."""

    WEIGHTS = "weights"  # R32: sold by weight, nobody confirmed the weight
    MODE = "mode"  # R13: to be paid on the spot, nobody said how
    UNSEEN = "unseen"  # R41: announced, nobody saw it
    WITHOUT_PAYMENT = "without_payment"  # R19
    LACKING = "lacking"  # a part was paid
    TOO_MUCH = "too_much"  # a credit remains


def blocker(basket: BasketView) -> Blocker | None:
    """Return what keeps a basket from being validated without a question, if anything."""
    if basket.validated or basket.absent:
        return None
    if basket.weights_awaited:
        return Blocker.WEIGHTS
    if basket.needs_mode:
        return Blocker.MODE
    if basket.announced:
        return Blocker.UNSEEN
    if basket.to_pay:
        return Blocker.WITHOUT_PAYMENT if basket.without_payment else Blocker.LACKING
    if basket.left_over:
        return Blocker.TOO_MUCH
    return None


class Remaining(ValueObject):
    """What the lines above and below the list of baskets say; amounts in euros."""

    open: int
    blockers: dict[Blocker, int]
    ready: int
    weights: int  # lines that wait for the scales
    expected_cash: Decimal
    cheque_count: int
    cheques: Decimal
    to_collect: Decimal
    left_as_debt: Decimal  # what validated or absent ones lack, and nothing is awaited for
    awaited: Decimal = ZERO  # announced for validated baskets, and seen by nobody so far (R41)


def remaining(sheet: SheetView, shown: Iterable[BasketView] | None = None) -> Remaining:
    """Count what remains in the baskets that are `shown`, else in all; the money is everybody's."""
    still_open = sheet.open_baskets
    if shown is not None:
        still_open = tuple(basket for basket in shown if not basket.validated)
    counts = Counter(filter(None, map(blocker, still_open)))
    came_in = takings(sheet)
    return Remaining(
        open=len(still_open),
        blockers=dict(counts),
        ready=len(still_open) - counts.total(),
        weights=sum(basket.weights_awaited for basket in still_open),
        expected_cash=came_in.expected_cash,
        cheque_count=came_in.cheque_count,
        cheques=came_in.cheques,
        to_collect=came_in.to_collect,
        left_as_debt=sum((_debt(one) for one in sheet.baskets if one.is_past_collecting), ZERO),
        awaited=sum(
            (one.amount for of in sheet.baskets if of.validated for one in of.announced), ZERO
        ),
    )


def _debt(basket: BasketView) -> Decimal:
    """Return what a basket lacks beyond what was announced for it."""
    return max(basket.to_pay - sum((one.amount for one in basket.announced), ZERO), ZERO)
