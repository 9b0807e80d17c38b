"""What was taken to the bank: cheques of any evenings, and cash (R56)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import Check, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.fields import CentsField
from cagette_tui.model.tables.ledger import Cheque


class Deposit(Table):
    """A deposit: numbered, dated, final once its slip was handed in.

    `cash` is what goes with it in notes and coins; `pieces` is JSON, how many of each by its
    value in cents, null where there is no cash. `seen_on` is the day on which it stood on the
    bank's statement.
    """

    number = IntegerField(unique=True)
    day = DateField()
    cash = CentsField(default=0)
    pieces = TextField(null=True)
    note = TextField(null=True)
    created_at = DateTimeField()
    created_by = TextField()
    final_at = DateTimeField(null=True)
    final_by = TextField(null=True)
    seen_on = DateField(null=True)
    cancelled_at = DateTimeField(null=True)
    cancelled_by = TextField(null=True)
    cancel_reason = TextField(null=True)

    class Meta:
        """Peewee's settings."""

        constraints = (
            Check("number > 0"),
            Check("cash >= 0"),
            Check("(final_at IS NULL) = (final_by IS NULL)"),
            Check("(cancelled_at IS NULL) = (cancelled_by IS NULL)"),
        )


class DepositCheque(Table):
    """A cheque of a deposit, in the order of its slip, with what it came to then.

    Each cheque is in one deposit only; those of a deposit that was taken back are free again.
    """

    deposit = ForeignKeyField(Deposit, index=False)
    position = IntegerField()
    cheque = ForeignKeyField(Cheque, unique=True)
    amount = CentsField()

    if TYPE_CHECKING:
        deposit_id: int
        cheque_id: int

    class Meta:
        """Peewee's settings."""

        constraints = (Check("amount > 0"),)
        indexes = ((("deposit", "position"), True),)
