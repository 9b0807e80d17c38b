"""What validating all that is left would do (R42)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode
from cagette_tui.model.rules.receiving import decide_by_force
from cagette_tui.model.rules.refusals import ModeNotAccepted, Refused
from cagette_tui.model.rules.steps import Book, Decision, See, Terms, modes_of
from cagette_tui.value import ValueObject


class ForcedBasket(ValueObject):
    """What forced validation does to one basket, in euros."""

    basket_id: int
    number: int
    version: int
    member_id: int
    member: str
    absent: bool
    # Written as received in the first accepted mode, though nobody said so.
    written: Decimal
    # Announced payments that become confirmed, though nobody saw them.
    confirmed: tuple[tuple[Mode, Decimal], ...]
    # Announced payments of somebody absent: they stay pending.
    awaited: tuple[tuple[Mode, Decimal], ...]
    debt: Decimal
    credit: Decimal
    without_payment: bool
    unweighed: int  # lines that were never on the scales (R32)


class ForcePlan(ValueObject):
    """All that forced validation would do; nothing happens before it is confirmed."""

    distribution_id: int
    mode: Mode | None  # what is written where nobody said how
    baskets: tuple[ForcedBasket, ...]

    @property
    def sums(self) -> dict[Mode, Decimal]:
        """Sum what would come in, by mode."""
        sums: dict[Mode, Decimal] = defaultdict(lambda: ZERO)
        for basket in self.baskets:
            if self.mode:
                sums[self.mode] += basket.written
            for mode, amount in basket.confirmed:
                sums[mode] += amount
        return dict(sums)

    @property
    def written(self) -> tuple[ForcedBasket, ...]:
        """Baskets whose payment nobody named."""
        return tuple(basket for basket in self.baskets if basket.written)

    @property
    def unseen(self) -> tuple[ForcedBasket, ...]:
        """Baskets with announced payments that nobody saw."""
        return tuple(basket for basket in self.baskets if basket.confirmed)

    @property
    def unweighed(self) -> tuple[ForcedBasket, ...]:
        """Baskets with lines that were never on the scales (R32)."""
        return tuple(basket for basket in self.baskets if basket.unweighed)

    @property
    def in_debt(self) -> tuple[ForcedBasket, ...]:
        """Baskets that leave a debt."""
        return tuple(basket for basket in self.baskets if basket.debt)

    @property
    def in_credit(self) -> tuple[ForcedBasket, ...]:
        """Baskets that leave a credit."""
        return tuple(basket for basket in self.baskets if basket.credit)


def decide_force(sheet: SheetView, terms: Terms) -> tuple[Decision, ...]:
    """Decide what becomes of every basket that is still open (R13, R42).

    Raises `ModeNotAccepted` where something is to pay on the spot and no mode can say how.
    """
    first = next((mode for mode in terms.accepted if mode in SPOT_MODES), None)
    if first is None and any(basket.on_the_spot for basket in sheet.open_baskets):
        raise ModeNotAccepted(None, terms.accepted)
    return tuple(decide_by_force(basket, first, terms) for basket in sheet.open_baskets)


def plan_of(sheet: SheetView, accepted: Sequence[Mode]) -> ForcePlan:
    """Plan it for a distribution, by the modes that the group accepts, in their order (R42).

    Raises `ModeNotAccepted` as `decide_force` does.
    """
    one = sheet.distribution
    terms = Terms(tuple(accepted), one.starts_at, one.opens_at)
    decisions = decide_force(sheet, terms)
    booked = (step for each in decisions for step in each.steps if isinstance(step, Book))
    mode = next((step.mode for step in booked), None)
    return ForcePlan(one.id, mode, tuple(map(_forced, decisions)))


def _forced(decision: Decision) -> ForcedBasket:
    before, after = decision.before, decision.after
    booked = (step.amount for step in decision.steps if isinstance(step, Book))
    seen = (step.payment for step in decision.steps if isinstance(step, See))
    return ForcedBasket(
        basket_id=before.id,
        number=before.number,
        version=before.version,
        member_id=before.member_id,
        member=before.member,
        absent=before.absent,
        written=sum(booked, ZERO),
        confirmed=modes_of(seen),
        awaited=modes_of(after.announced),
        debt=after.to_pay,
        credit=after.left_over,
        without_payment=before.without_payment,
        unweighed=before.weights_awaited,
    )


class PlanChanged(Refused):
    """What forced validation would do is no longer what was shown (R42)."""

    plan: ForcePlan
