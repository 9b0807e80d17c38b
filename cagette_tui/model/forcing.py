"""Forced validation of all that is left, with its preview as data (R42)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.model.basket_work import must_be_open, must_have_begun
from cagette_tui.model.database import reading
from cagette_tui.model.errors import ModeNotAccepted, NothingToDo, PlanChanged
from cagette_tui.model.kinds import SPOT_MODES, ActKind, Mode
from cagette_tui.model.reading import accepted_modes, read_sheet
from cagette_tui.model.set_wise import (
    Received,
    confirm_announced,
    validate_baskets,
    write_payments,
)
from cagette_tui.model.views import ZERO, BasketView, SheetView
from cagette_tui.model.writing import Desk, writing


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


def plan_force(distribution_id: int) -> ForcePlan:
    """Say what forced validation would do. Raises `NotFound`, `ModeNotAccepted`."""
    with reading():
        return _plan(read_sheet(distribution_id, lines=False))


def force(desk: Desk, confirmed: ForcePlan) -> int:
    """Do what was shown and confirmed, all or nothing; return how many baskets it validated.

    Raises `TooEarly` (R40), `PlanChanged` with the new plan when something
    moved since it was shown, `NothingToDo`, `DistributionIsCertified`.
    """
    number = confirmed.distribution_id
    with writing(desk) as act:
        must_be_open(number)
        must_have_begun(act, number)
        plan = _plan(read_sheet(number, lines=False))
        if plan != confirmed:
            raise PlanChanged(plan)
        if not plan.baskets:
            raise NothingToDo()
        entries = {
            basket.basket_id: act.entry(
                ActKind.FORCE,
                basket=basket.basket_id,
                member=basket.member_id,
                distribution=number,
            )
            for basket in plan.baskets
        }
        confirm_announced(entries, [basket.basket_id for basket in plan.unseen])
        if plan.mode is not None:
            payments = [
                Received(basket.basket_id, basket.member_id, basket.written)
                for basket in plan.written
            ]
            write_payments(entries, number, plan.mode, payments)
        validate_baskets(entries)
        return len(plan.baskets)


def _plan(sheet: SheetView) -> ForcePlan:
    accepted = accepted_modes()
    first = next((mode for mode in accepted if mode in SPOT_MODES), None)
    if first is None and any(basket.on_the_spot for basket in sheet.open_baskets):
        raise ModeNotAccepted(None, accepted)
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
