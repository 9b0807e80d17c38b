"""Payments and validations of many baskets in a few statements, inside an act under way.

`entries` are the act's entries by basket; what is written is noted there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cagette_tui.model.distribution import Basket
from cagette_tui.model.kinds import Kind, Mode
from cagette_tui.model.ledger import Cheque, Operation
from cagette_tui.model.statements import insert_all
from cagette_tui.model.writing import Entry, Stored, insert_rows, stored


@dataclass(frozen=True)
class Received:
    """What a basket's member paid, in euros."""

    basket_id: int
    member_id: int
    amount: Decimal


def confirm_announced(entries: Mapping[int, Entry], baskets: Sequence[int]) -> None:
    """Confirm all announced payments of some baskets (R10)."""
    if not baskets:
        return
    where = (
        Operation.basket.in_(list(baskets)) & Operation.pending & Operation.cancelled_at.is_null()
    )
    before = {row.id: stored(row) for row in Operation.select().where(where)}
    Operation.update(pending=False).where(where).execute()
    for row_id, row in before.items():
        entries[row["basket"]].touched(Operation, row_id, row, {**row, "pending": False})


def write_payments(
    entries: Mapping[int, Entry], distribution_id: int, mode: Mode, payments: Sequence[Received]
) -> None:
    """Write one confirmed payment for each basket; each cheque is one of its own (R15)."""
    if not payments:
        return
    act = next(iter(entries.values())).act
    cheques: list[int | None] = [None] * len(payments)
    if mode is Mode.CHEQUE:
        cheques = [one["id"] for one in insert_rows(Cheque, [{}] * len(payments))]
    insert_all(
        Operation,
        [
            {
                "act": act.number,
                "member": payment.member_id,
                "kind": Kind.PAYMENT,
                "basket": payment.basket_id,
                "distribution": distribution_id,
                "amount": payment.amount,
                "mode": mode,
                "pending": False,
                "cheque": cheque,
                "created_at": act.at,
                "created_by": act.who,
            }
            for payment, cheque in zip(payments, cheques, strict=True)
        ],
    )
    for row in Operation.select().where(Operation.act == act.number):
        assert row.basket_id is not None
        if row.cheque_id is not None:
            cheque_row = Cheque(id=row.cheque_id)
            entries[row.basket_id].touched(Cheque, row.cheque_id, None, stored(cheque_row))
        entries[row.basket_id].touched(Operation, row.id, None, stored(row))


def validate_baskets(entries: Mapping[int, Entry]) -> None:
    """Validate all baskets that have an entry (R41, R45)."""
    act = next(iter(entries.values())).act
    _change(
        entries,
        {
            "validated_at": act.at,
            "validated_by": act.who,
            "on_the_spot": False,
        },
    )


def move_versions(entries: Mapping[int, Entry]) -> None:
    """Move the version of all baskets that have an entry."""
    _change(entries, {})


def _change(entries: Mapping[int, Entry], values: Mapping[str, object]) -> None:
    where = Basket.id.in_(list(entries))
    before: dict[int, Stored] = {row.id: stored(row) for row in Basket.select().where(where)}
    Basket.update(version=Basket.version + 1, **values).where(where).execute()
    written = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    for row_id, row in before.items():
        after = {**row, **written, "version": row["version"] + 1}
        entries[row_id].touched(Basket, row_id, row, after)
