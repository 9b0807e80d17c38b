"""Certify a distribution, reopen it, and what concerns its cash box (R43, R44, R50)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cagette_tui.model.acts.basket_work import (
    find_distribution,
    must_be_open,
)
from cagette_tui.model.acts.certifying import write_report
from cagette_tui.model.acts.coordinating import must_coordinate
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.baskets import read_count, read_sheet
from cagette_tui.model.reading.pile import pile_of
from cagette_tui.model.rules.allowed import must_have_begun, must_have_reason
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.days import day_again, stated_day
from cagette_tui.model.rules.dry_run import DryRun, DryRunChanged, dry_run_of
from cagette_tui.model.rules.evening import OPENS_BEFORE
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.next_float import must_be_there
from cagette_tui.model.rules.refusals import (
    BasketsOpen,
    DistributionNotCertified,
    NotFound,
    OperationIsCancelled,
)
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.ledger import CashMove, Operation
from cagette_tui.money import MOST_COUNTED


def certify(desk: Desk, distribution_id: int, confirmed: DryRun | None = None) -> int:
    """Certify a distribution all of whose baskets are validated: it becomes read-only (R43).

    Writes the closing report and returns its number (R54). `confirmed` is what was
    shown of it. Raises `BasketsOpen` with their numbers, `TooEarly` (R40),
    `NotCoordinator` where the box does not hold what it should, `DryRunChanged` when
    it is no longer so, `DistributionIsCertified`.
    """
    with writing(desk) as act:
        row = must_be_open(distribution_id)
        must_have_begun(row.starts_at - OPENS_BEFORE, act.at, act.zone)
        still_open = open_numbers(distribution_id)
        if still_open:
            raise BasketsOpen(still_open)
        _take_in_what_came_late(act, distribution_id)
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


def _take_in_what_came_late(act: Act, distribution_id: int) -> None:
    """Let what was seen since the last report be the evening's: the next one tells it (R46)."""
    late = Operation.select().where(Operation.distribution == distribution_id, Operation.late)
    for row in late.order_by(Operation.id):
        entry = act.entry(
            ActKind.CERTIFY,
            basket=row.basket_id,
            member=row.member_id,
            distribution=distribution_id,
        )
        entry.update(row, late=None)


def reopen_distribution(desk: Desk, distribution_id: int, reason: str) -> None:
    """Open a certified distribution again; its baskets stay validated (R44).

    Raises `NotCoordinator`, `ReasonNeeded`, `DistributionNotCertified`.
    """
    with writing(desk) as act:
        must_coordinate(act)
        must_have_reason(reason)
        row = find_distribution(distribution_id)
        if not row.is_certified:
            raise DistributionNotCertified()
        entry = act.entry(ActKind.REOPEN_DISTRIBUTION, distribution=distribution_id, reason=reason)
        entry.update(row, certified_at=None, certified_by=None)


def set_cash_float(desk: Desk, distribution_id: int, amount: Decimal) -> None:
    """Say how many euros were in the box before the distribution (R50)."""
    with writing(desk) as act:
        row = must_be_open(distribution_id)
        must_be_an_amount(amount, zero=True)
        entry = act.entry(ActKind.CASH_FLOAT, distribution=distribution_id)
        entry.update(row, cash_float=amount, float_said=True)


def leave_in_box(desk: Desk, distribution_id: int, amount: Decimal) -> None:
    """Say how many of the euros that were counted stay in the box; the rest goes to the bank (R55).

    Raises `NotCounted`, `MoreThanCounted`, `DistributionIsCertified`.
    """
    with writing(desk) as act:
        row = must_be_open(distribution_id)
        must_be_an_amount(amount, zero=True, most=MOST_COUNTED)
        must_be_there(amount, read_count(distribution_id))
        entry = act.entry(ActKind.LEFT_IN_BOX, distribution=distribution_id)
        entry.update(row, left_in_box=amount)


def move_cash(
    desk: Desk,
    distribution_id: int | None,
    amount: Decimal,
    reason: str,
    *,
    day: date | None = None,
) -> None:
    """Put euros into the box (positive) or take them out (negative), with a reason (R50).

    Between two distributions it belongs to `day` alone, today's unless it is said (R23).
    """
    with writing(desk) as act:
        must_have_reason(reason)
        if distribution_id is not None:
            must_be_open(distribution_id)
        must_be_an_amount(amount, signed=True)
        entry = act.entry(ActKind.CASH_MOVE, distribution=distribution_id, reason=reason)
        entry.insert(
            CashMove(
                distribution=distribution_id,
                amount=amount,
                reason=reason,
                created_at=act.at,
                created_by=act.who,
                day=stated_day(day, act.at),
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


def cancel_move(desk: Desk, move_id: int, reason: str) -> None:
    """Say that money was neither put in nor taken out: cancelled, not deleted.

    Raises `ReasonNeeded`, `NotFound`, `OperationIsCancelled`, `DistributionIsCertified`.
    """
    with writing(desk) as act:
        row = _live(move_id, reason)
        entry = act.entry(ActKind.CASH_MOVE, distribution=row.distribution_id, reason=reason)
        _cancel(entry, row, reason)


def replace_move(desk: Desk, move_id: int, amount: Decimal, reason: str) -> None:
    """Say that it was another amount in euros, negative: taken out. One act, two rows.

    Raises `BadAmount` and what `cancel_move` raises.
    """
    with writing(desk) as act:
        row = _live(move_id, reason)
        must_be_an_amount(amount, signed=True)
        entry = act.entry(ActKind.CASH_MOVE, distribution=row.distribution_id, reason=reason)
        _cancel(entry, row, reason)
        entry.insert(
            CashMove(
                distribution=row.distribution_id,
                amount=amount,
                reason=row.reason,
                created_at=act.at,
                created_by=act.who,
                day=day_again(row.day, row.created_at, act.at),
            )
        )


def _live(move_id: int, reason: str) -> CashMove:
    must_have_reason(reason)
    row: CashMove | None = CashMove.get_or_none(CashMove.id == move_id)
    if row is None:
        raise NotFound("cash_move", move_id)
    if row.cancelled_at is not None:
        raise OperationIsCancelled(row.cancelled_at, row.cancelled_by or "")
    if row.distribution_id is not None:
        must_be_open(row.distribution_id)
    return row


def _cancel(entry: Entry, row: CashMove, reason: str) -> None:
    entry.update(row, cancelled_at=entry.act.at, cancelled_by=entry.act.who, cancel_reason=reason)
