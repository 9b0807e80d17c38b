"""What one key would do to many baskets at once: those that are ordinary, and those left (R41)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.blocking import Blocker, blocker
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import takings


@dataclass(frozen=True)
class AtOnce:
    """What would be done; amounts in euros. `mode` is None where it is only validated."""

    distribution_id: int
    mode: Mode | None
    validating: bool
    baskets: tuple[BasketView, ...]
    left: tuple[BasketView, ...]  # those that need a question of their own, or nothing
    expected_cash: Decimal  # what the box should hold afterwards

    @property
    def total(self) -> Decimal:
        """What would be received."""
        return sum((basket.to_pay for basket in self.baskets), ZERO)


def plan_at_once(
    sheet: SheetView, chosen: Sequence[BasketView], mode: Mode | None, *, validating: bool
) -> AtOnce:
    """Sort out which of the chosen baskets are ordinary. Pure; the sheet has its lines."""
    baskets = tuple(one for one in chosen if _ordinary(one, mode, validating))
    left = tuple(one for one in chosen if one not in baskets)
    received = sum((one.to_pay for one in baskets), ZERO)
    cash = received if mode is Mode.CASH else ZERO
    return AtOnce(
        sheet.distribution.id,
        mode,
        validating,
        baskets,
        left,
        takings(sheet).expected_cash + cash,
    )


def _ordinary(basket: BasketView, mode: Mode | None, validating: bool) -> bool:
    """Whether one key does it without a question."""
    if basket.validated or basket.absent or basket.announced:
        return False
    if mode is None:
        return validating and blocker(basket) is None
    if not validating:
        return basket.to_pay > 0
    return blocker(basket) in (None, Blocker.MODE, Blocker.WITHOUT_PAYMENT, Blocker.LACKING)
