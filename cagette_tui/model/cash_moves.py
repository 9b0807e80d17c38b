"""Corrections of what was put into the box or taken out of it (R20, R50)."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model.basket_work import must_be_open
from cagette_tui.model.errors import BadAmount, NotFound, OperationIsCancelled, ReasonNeeded
from cagette_tui.model.kinds import ActKind
from cagette_tui.model.ledger import CashMove
from cagette_tui.model.views import ZERO
from cagette_tui.model.writing import Desk, Entry, writing
from cagette_tui.money import MAXIMUM


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
        if not ZERO < abs(amount) <= MAXIMUM:
            raise BadAmount(amount)
        entry = act.entry(ActKind.CASH_MOVE, distribution=row.distribution_id, reason=reason)
        _cancel(entry, row, reason)
        entry.insert(
            CashMove(
                distribution=row.distribution_id,
                amount=amount,
                reason=row.reason,
                created_at=act.at,
                created_by=act.who,
            )
        )


def _live(move_id: int, reason: str) -> CashMove:
    if not reason:
        raise ReasonNeeded()
    row: CashMove | None = CashMove.get_or_none(CashMove.id == move_id)
    if row is None:
        raise NotFound("cash_move", move_id)
    if row.cancelled_at is not None:
        raise OperationIsCancelled(row.cancelled_at, row.cancelled_by or "")
    must_be_open(row.distribution_id)
    return row


def _cancel(entry: Entry, row: CashMove, reason: str) -> None:
    entry.update(row, cancelled_at=entry.act.at, cancelled_by=entry.act.who, cancel_reason=reason)
