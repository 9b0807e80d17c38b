"""Certify a distribution, reopen it, and what concerns its cash box (R43, R44, R50)."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model.base import tuples
from cagette_tui.model.basket_work import find_distribution, must_be_open, must_have_begun
from cagette_tui.model.certifying import DryRun, dry_run_of, write_report
from cagette_tui.model.coordinating import must_coordinate
from cagette_tui.model.distribution import Basket
from cagette_tui.model.errors import (
    BadAmount,
    BasketsOpen,
    DistributionNotCertified,
    DryRunChanged,
    ReasonNeeded,
)
from cagette_tui.model.kinds import ActKind
from cagette_tui.model.ledger import CashMove
from cagette_tui.model.piling import pile_of
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.views import ZERO
from cagette_tui.model.writing import Desk, writing
from cagette_tui.money import MAXIMUM


def certify(desk: Desk, distribution_id: int, confirmed: DryRun | None = None) -> int:
    """Certify a distribution all of whose baskets are validated: it becomes read-only (R43).

    Writes the closing report and returns its number (R54). `confirmed` is what was
    shown of it. Raises `BasketsOpen` with their numbers, `TooEarly` (R40),
    `NotCoordinator` where the box does not hold what it should, `DryRunChanged` when
    it is no longer so, `DistributionIsCertified`.
    """
    with writing(desk) as act:
        row = must_be_open(distribution_id)
        must_have_begun(act, distribution_id)
        still_open = open_numbers(distribution_id)
        if still_open:
            raise BasketsOpen(still_open)
        sheet = read_sheet(distribution_id)
        pile = pile_of(sheet)
        now = dry_run_of(sheet, pile)
        if confirmed is not None and confirmed != now:
            raise DryRunChanged(now)
        if now.difference or now.outdated_by:
            must_coordinate(act)
        entry = act.entry(ActKind.CERTIFY, distribution=distribution_id)
        entry.update(row, certified_at=act.at, certified_by=act.who)
        return write_report(entry, sheet, pile)


def reopen_distribution(desk: Desk, distribution_id: int, reason: str) -> None:
    """Open a certified distribution again; its baskets stay validated (R44).

    Raises `NotCoordinator`, `ReasonNeeded`, `DistributionNotCertified`.
    """
    with writing(desk) as act:
        must_coordinate(act)
        if not reason:
            raise ReasonNeeded()
        row = find_distribution(distribution_id)
        if row.certified_at is None:
            raise DistributionNotCertified()
        entry = act.entry(ActKind.REOPEN_DISTRIBUTION, distribution=distribution_id, reason=reason)
        entry.update(row, certified_at=None, certified_by=None)


def set_cash_float(desk: Desk, distribution_id: int, amount: Decimal) -> None:
    """Say how many euros were in the box before the distribution (R50)."""
    with writing(desk) as act:
        row = must_be_open(distribution_id)
        if not ZERO <= amount <= MAXIMUM:
            raise BadAmount(amount)
        entry = act.entry(ActKind.CASH_FLOAT, distribution=distribution_id)
        entry.update(row, cash_float=amount)


def move_cash(desk: Desk, distribution_id: int, amount: Decimal, reason: str) -> None:
    """Put euros into the box (positive) or take them out (negative), with a reason (R50)."""
    with writing(desk) as act:
        if not reason:
            raise ReasonNeeded()
        must_be_open(distribution_id)
        if not ZERO < abs(amount) <= MAXIMUM:
            raise BadAmount(amount)
        entry = act.entry(ActKind.CASH_MOVE, distribution=distribution_id, reason=reason)
        entry.insert(
            CashMove(
                distribution=distribution_id,
                amount=amount,
                reason=reason,
                created_at=act.at,
                created_by=act.who,
            )
        )


def open_numbers(distribution_id: int) -> tuple[int, ...]:
    """Return the numbers of the baskets that are not validated."""
    query = (
        Basket.select(Basket.number)
        .where(
            Basket.distribution == distribution_id,
            Basket.validated_at.is_null(),
            Basket.cancelled_at.is_null(),
        )
        .order_by(Basket.number)
    )
    return tuple(number for (number,) in tuples(query))
