"""What validating all that is left would do (R42)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode
from cagette_tui.model.rules.refusals import ModeNotAccepted, Refused


@dataclass(frozen=True)
class ForcedBasket:
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


@dataclass(frozen=True)
class ForcePlan:
    """All that forced validation would do; nothing happens before it is confirmed."""

    distribution_id: int
    mode: Mode | None  # what is written where nobody said how
    baskets: tuple[ForcedBasket, ...]

    @property
    def sums(self) -> dict[Mode, Decimal]:
        """Sum what would come in, by mode."""
        sums: dict[Mode, Decimal] = defaultdict(lambda: ZERO)
        for basket in self.baskets:
            if basket.written and self.mode:
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


def plan_of(sheet: SheetView, accepted: Sequence[Mode]) -> ForcePlan:
    """Plan it for a distribution, by the modes that the group accepts, in their order (R13, R42).

    Raises `ModeNotAccepted` where something is to pay on the spot and no mode can say how.
    """
    first = next((mode for mode in accepted if mode in SPOT_MODES), None)
    if first is None and any(basket.on_the_spot for basket in sheet.open_baskets):
        raise ModeNotAccepted(None, tuple(accepted))
    baskets = tuple(map(_forced, sheet.open_baskets))
    written = any(basket.written for basket in baskets)
    return ForcePlan(sheet.distribution.id, first if written else None, baskets)


def _forced(basket: BasketView) -> ForcedBasket:
    announced = tuple((one.mode, one.amount) for one in basket.announced if one.mode)
    coming = ZERO if basket.absent else sum((amount for _, amount in announced), ZERO)
    lacking = max(basket.to_pay - coming, ZERO)
    written = lacking if basket.intends_on_the_spot and not basket.absent else ZERO
    over = basket.difference + coming
    return ForcedBasket(
        basket_id=basket.id,
        number=basket.number,
        version=basket.version,
        member_id=basket.member_id,
        member=basket.member,
        absent=basket.absent,
        written=written,
        confirmed=() if basket.absent else announced,
        awaited=announced if basket.absent else (),
        debt=lacking - written,
        credit=max(min(over, basket.older + over), ZERO),
        without_payment=basket.without_payment,
        unweighed=0 if basket.absent else basket.unweighed,
    )


@dataclass(eq=False)
class PlanChanged(Refused):
    """What forced validation would do is no longer what was shown (R42)."""

    plan: ForcePlan
