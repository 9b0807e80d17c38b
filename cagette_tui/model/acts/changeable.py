"""Which operations may still be changed; a screen asks that before it asks for anything (R20)."""

from __future__ import annotations

from cagette_tui.model.acts.basket_work import live_operation, must_be_open
from cagette_tui.model.rules.allowed import must_not_be_validated
from cagette_tui.model.rules.days import came_on
from cagette_tui.model.rules.deposits import AlreadyReturned
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.rules.refusals import NotAPayment
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.ledger import Operation


def must_be_cancellable(operation_id: int) -> None:
    """Refuse an operation that can no longer be cancelled, whatever the reason would be.

    Raises what `cancellable` raises.
    """
    with reading():
        cancellable(operation_id)


def must_be_correctable(operation_id: int) -> None:
    """Refuse a payment that can no longer be corrected. Raises what `correctable` raises."""
    with reading():
        correctable(operation_id)


def cancellable(operation_id: int) -> Operation:
    """Return a payment, refund or adjustment that may be cancelled (R20).

    One that is awaited still can be withdrawn when all is closed. Raises `NotAPayment`,
    `AlreadyReturned`, `BasketIsValidated` (R33), `DistributionIsCertified` (R43), `NotFound`,
    `OperationIsCancelled`.
    """
    row = live_operation(operation_id)
    if row.kind not in (Kind.PAYMENT, Kind.ADJUSTMENT, Kind.OPENING):
        raise NotAPayment()
    if row.pending:
        _must_not_have_come_back(row)
    else:
        must_be_open_still(row)
    return row


def correctable(operation_id: int) -> Operation:
    """Return a payment or refund that may be written anew (R20).

    Raises `NotAPayment`, also for what the bank sent back, and as `cancellable` otherwise.
    """
    row = live_operation(operation_id)
    if row.kind != Kind.PAYMENT or row.returns_id is not None:
        raise NotAPayment()
    must_be_open_still(row)
    return row


def must_be_open_still(row: Operation) -> None:
    """Refuse to change what counts in an archived distribution or a validated basket.

    Raises `AlreadyReturned`, `DistributionIsCertified` (R43), `BasketIsValidated` (R33).
    """
    _must_not_have_come_back(row)
    if row.distribution_id is not None:
        must_be_open(row.distribution_id)
    if row.basket_id is not None:
        must_not_be_validated(Basket.get_by_id(row.basket_id))


def _must_not_have_come_back(row: Operation) -> None:
    """Refuse to change a payment that the bank has sent back: both are told (R24)."""
    back = Operation.get_or_none(Operation.returns == row.id, Operation.cancelled_at.is_null())
    if back is not None:
        raise AlreadyReturned(came_on(back.day, back.created_at))
