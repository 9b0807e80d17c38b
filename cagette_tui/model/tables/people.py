"""The group and its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.fields import CentsField


class Group(Table):
    """The one group that a database belongs to."""

    name = TextField(default="")
    # Payment modes that the group accepts, in its own order, between commas (R13).
    accepted_modes = TextField(default="cash,cheque,transfer,card")
    membership_fee = CentsField(default=0)
    # A membership paid today is good for so many months.
    membership_months = IntegerField(default=12)
    language = TextField(null=True)
    # What one wishes to leave in the box for the next distribution.
    wished_float = CentsField(default=0)
    # For the deposit slip and the receipts.
    account_holder = TextField(null=True)
    iban = TextField(null=True)
    cheque_payee = TextField(null=True)
    # Names of those who may reopen, between line ends; everyone while it is empty.
    coordinators = TextField(default="")
    # Such as Europe/Paris; null: the machine's, or the usual one where that says UTC (R64).
    time_zone = TextField(null=True)
    # Numbers of accounts that are not as proposed: `bank=5121 cash=531`.
    accounts = TextField(null=True)
    # Nine digits, by which an association is known to the state.
    siren = TextField(null=True)
    # In one line, for the papers that members get.
    address = TextField(null=True)

    class Meta:
        """Peewee's settings."""

        table_name = "buying_group"
        constraints = (Check("id = 1"),)


class Member(Table):
    """Somebody with an account; may be a couple.

    `merged_into` is the member that this one was said to be (R25): the row stays, for what was
    certified bears it. `named_here`: the name was corrected here, and no import changes it.
    """

    ref = TextField(null=True, unique=True)
    name = TextField()
    merged_into = ForeignKeyField("self", null=True)
    named_here = BooleanField(null=True)

    if TYPE_CHECKING:
        merged_into_id: int | None
