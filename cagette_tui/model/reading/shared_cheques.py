"""What else a cheque pays of which somebody looks at one part (R15)."""

from __future__ import annotations

from decimal import Decimal

from peewee import JOIN

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject


class SharedCheque(ValueObject):
    """A cheque of `amount` euros in all, and for whom else: baskets' numbers and names."""

    number: str | None
    amount: Decimal
    others: tuple[tuple[int | None, str], ...]


def read_shared_cheque(operation_id: int) -> SharedCheque | None:
    """Return the cheque that made a payment and others too; None where it made that alone."""
    mine = Operation.select(Operation.cheque).where(Operation.id == operation_id)
    query = (
        Operation.select(Operation.id, Operation.amount, Cheque.number, Basket.number, Member.name)
        .join(Cheque)
        .switch(Operation)
        .join(Member)
        .switch(Operation)
        .join(Basket, JOIN.LEFT_OUTER)
        .where(Operation.cheque.in_(mine), Operation.cancelled_at.is_null())
        .order_by(Operation.id)
    )
    with reading():
        rows = list(tuples(query))
    others = dict.fromkeys(
        (basket, name) for one, _, _, basket, name in rows if one != operation_id
    )
    if not others:
        return None
    return SharedCheque(
        next(number for _, _, number, *_ in rows),
        sum((amount for _, amount, *_ in rows), ZERO),
        tuple(others),
    )
