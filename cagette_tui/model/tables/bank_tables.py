"""The bank's statement: lines that were accepted, what they settled, and by what one is known.

Of a bank's file nothing else is kept: labels, names and accounts of others only as digests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import Check, DateField, DateTimeField, ForeignKeyField, TextField

from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.catalogue import Catalogue
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.fields import CentsField
from cagette_tui.model.tables.ledger import CashMove, Cheque, Operation
from cagette_tui.model.tables.people import Member


class BankLine(Table):
    """A line that somebody accepted, or said is not ours; negative: money that left.

    `lengths` are those of the label's parts, `digest` that of all of them: a line whose label the
    bank completed later is the same line.
    """

    booked = DateField(index=True)
    amount = CentsField()
    kind = TextField()
    lengths = TextField()
    digest = TextField()
    created_at = DateTimeField()
    created_by = TextField()


class BankPart(Table):
    """What a line settled: a payment, a cheque, an evening's cards, cash, a producer's due."""

    line = ForeignKeyField(BankLine)
    amount = CentsField()
    what = TextField(null=True)
    member = ForeignKeyField(Member, null=True)
    operation = ForeignKeyField(Operation, null=True)
    cheque = ForeignKeyField(Cheque, null=True)
    distribution = ForeignKeyField(Distribution, null=True)
    cash_move = ForeignKeyField(CashMove, null=True)
    catalogue = ForeignKeyField(Catalogue, null=True)

    if TYPE_CHECKING:
        line_id: int
        member_id: int | None
        operation_id: int | None
        cheque_id: int | None
        distribution_id: int | None
        cash_move_id: int | None
        catalogue_id: int | None

    class Meta:
        """Peewee's settings."""

        constraints = (Check("amount <> 0"),)


class BankPayer(Table):
    """By what account, or what name in a label, somebody was known to pay for a member."""

    member = ForeignKeyField(Member)
    digest = TextField()

    if TYPE_CHECKING:
        member_id: int

    class Meta:
        """Peewee's settings."""

        indexes = ((("digest", "member"), True),)


class BankColumns(Table):
    """The columns of a bank's table that nobody knew, as somebody named them: JSON."""

    columns = TextField(unique=True)
