"""What one key would do to many baskets at once: those that are ordinary, and those left (R41)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.receiving import Announce, Receive, Validate, decide
from cagette_tui.model.rules.steps import Answers, Decision, Terms
from cagette_tui.model.rules.takings import takings
from cagette_tui.value import ValueObject


class SettlingPlan(ValueObject):
    """What would be done; amounts in euros. `mode` is None where it is only validated."""

    distribution_id: int
    mode: Mode | None
    validating: bool
    baskets: tuple[BasketView, ...]
    left: tuple[BasketView, ...]  # those that need a question of their own, or nothing
    expected_cash: Decimal  # what the box should hold afterwards
    announced: bool = False  # nothing comes in: it will, in that mode (R22)

    @property
    def total(self) -> Decimal:
        """What would be received."""
        return sum((basket.to_pay for basket in self.baskets), ZERO)


def plan_settling(
    sheet: SheetView,
    chosen: Sequence[BasketView],
    mode: Mode | None,
    *,
    validating: bool,
    announced: bool = False,
) -> SettlingPlan:
    """Sort out which of the chosen baskets are ordinary. Pure; the sheet has its lines."""
    one = sheet.distribution
    # The time, and what the group accepts, are judged when it is done.
    terms = Terms(tuple(Mode), one.opens_at, one.opens_at)
    baskets = tuple(one for one in chosen if _ordinary(one, mode, terms, validating, announced))
    left = tuple(one for one in chosen if one not in baskets)
    received = sum((one.to_pay for one in baskets), ZERO)
    cash = received if mode is Mode.CASH else ZERO
    return SettlingPlan(
        sheet.distribution.id,
        mode,
        validating,
        baskets,
        left,
        takings(sheet).expected_cash + cash,
        announced,
    )


def decide_settling(
    baskets: Sequence[BasketView],
    mode: Mode | None,
    terms: Terms,
    said: Answers,
    *,
    validating: bool,
    announced: bool = False,
) -> tuple[Decision, ...]:
    """Decide for each basket what its one key does; what is paid already is only validated."""
    decisions: list[Decision] = []
    for basket in baskets:
        comes = Announce if announced else Receive
        first = comes(mode) if mode is not None and basket.to_pay else None
        wanted = Validate(first) if validating else first
        if wanted is not None:
            decisions += decide([basket], wanted, terms, said)
    return tuple(decisions)


def _ordinary(
    basket: BasketView, mode: Mode | None, terms: Terms, validating: bool, announced: bool
) -> bool:
    """Whether one key does it without a question; what was announced is looked at."""
    if basket.validated or basket.absent or basket.announced:
        return False
    if mode is None and basket.needs_mode:
        return False
    decisions = decide_settling(
        [basket], mode, terms, {}, validating=validating, announced=announced
    )
    return any(one.steps and not one.questions for one in decisions)
