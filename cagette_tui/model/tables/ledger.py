"""The members' accounts: operations, cheques, and what goes in and out of the cash box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import (
    SQL,
    BooleanField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.fields import CentsField
from cagette_tui.model.tables.people import Member


class Cheque(Table):
    """One sheet of paper, counted once, whatever it pays (R15)."""

    number = TextField(null=True)
    bank = TextField(null=True)
    drawer = TextField(null=True)


class Operation(Table):
    """One entry of a member's account.

    `amount` is what it does to the balance: an order is negative, a payment
    positive, a refund is a negative payment. Operations are never deleted (R20).
    `distribution` is the one whose takings a payment joins, or whose order it is.
    `act` is the number of the act that wrote it, shared with the journal.
    `day` is the day on which the money came or went, where that is not the day on which it was
    typed (R26). `late`: it was seen only after its distribution had been certified, so that it
    is money of its own day and in no paper of that evening (R23, R46).
    `returns` is the payment that the bank sent back by this one (R24).
    """

    act = IntegerField(index=True)
    member = ForeignKeyField(Member, index=False)
    kind = TextField()
    basket = ForeignKeyField(Basket, null=True)
    distribution = ForeignKeyField(Distribution, null=True)
    amount = CentsField()
    mode = TextField(null=True)
    pending = BooleanField(default=False)
    cheque = ForeignKeyField(Cheque, null=True)
    # The membership operation that a payment pays.
    membership = ForeignKeyField("self", null=True)
    reason = TextField(null=True)
    created_at = DateTimeField()
    created_by = TextField()
    cancelled_at = DateTimeField(null=True)
    cancelled_by = TextField(null=True)
    cancel_reason = TextField(null=True)
    day = DateField(null=True)
    late = BooleanField(null=True)
    returns = ForeignKeyField("self", null=True)

    if TYPE_CHECKING:
        member_id: int
        basket_id: int | None
        distribution_id: int | None
        cheque_id: int | None
        membership_id: int | None
        returns_id: int | None

    class Meta:
        """Peewee's settings."""

        constraints = (
            Check("kind IN ('order', 'payment', 'membership', 'adjustment', 'opening')"),
            Check("(kind = 'payment') = (mode IS NOT NULL)"),
            Check("mode IS NULL OR mode IN ('cash', 'cheque', 'transfer', 'card', 'online')"),
            Check("NOT pending OR kind = 'payment'"),
            # R52: a refund is not a cheque; a cheque received always is one.
            Check("(mode = 'cheque' AND amount > 0) = (cheque_id IS NOT NULL) OR mode IS NULL"),
            Check("kind <> 'payment' OR amount <> 0"),
            # An order may be worth more than it costs: jars that came back (R8).
            Check("kind <> 'order' OR basket_id IS NOT NULL"),
            Check(
                "cancelled_at IS NULL AND cancelled_by IS NULL OR "
                "cancelled_at IS NOT NULL AND cancelled_by IS NOT NULL "
                "AND cancel_reason IS NOT NULL"
            ),
        )


# R12: one order operation to a basket, however often it was taken back.
Operation.add_index(
    Operation.basket,
    unique=True,
    name="operation_one_order",
    where=SQL("kind = 'order' AND cancelled_at IS NULL"),
)
Operation.add_index(
    Operation.member,
    Operation.basket,
    Operation.pending,
    Operation.amount,
    name="operation_balance",
    where=SQL("cancelled_at IS NULL"),
)


class CashMove(Table):
    """Money put into (positive) or taken out of (negative) the cash box, with a reason (R50).

    Without a distribution it belongs to its day alone (R23); `day` as for an operation.
    """

    distribution = ForeignKeyField(Distribution, null=True)
    amount = CentsField()
    reason = TextField()
    created_at = DateTimeField()
    created_by = TextField()
    cancelled_at = DateTimeField(null=True)
    cancelled_by = TextField(null=True)
    cancel_reason = TextField(null=True)
    day = DateField(null=True)

    if TYPE_CHECKING:
        distribution_id: int | None
