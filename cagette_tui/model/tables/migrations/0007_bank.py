"""The bank's statement: lines that were accepted, what they settled, and by what one is known.

Frozen: it describes what was added then. It needs nothing of the migrations before it but the
first one's tables.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    BigIntegerField,
    Check,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    Model,
    TextField,
)


def up(migrator: Any, db: Database) -> None:
    """Add the tables."""

    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Member(Table):
        pass

    class Catalogue(Table):
        pass

    class Distribution(Table):
        pass

    class Cheque(Table):
        pass

    class Operation(Table):
        pass

    class CashMove(Table):
        pass

    class BankLine(Table):
        booked = DateField(index=True)
        amount = BigIntegerField()
        kind = TextField()
        lengths = TextField()
        digest = TextField()
        created_at = DateTimeField()
        created_by = TextField()

    class BankPart(Table):
        line = ForeignKeyField(BankLine)
        amount = BigIntegerField()
        what = TextField(null=True)
        member = ForeignKeyField(Member, null=True)
        operation = ForeignKeyField(Operation, null=True)
        cheque = ForeignKeyField(Cheque, null=True)
        distribution = ForeignKeyField(Distribution, null=True)
        cash_move = ForeignKeyField(CashMove, null=True)
        catalogue = ForeignKeyField(Catalogue, null=True)

        class Meta:
            constraints = (Check("amount <> 0"),)

    class BankPayer(Table):
        member = ForeignKeyField(Member)
        digest = TextField()

        class Meta:
            indexes = ((("digest", "member"), True),)

    class BankColumns(Table):
        columns = TextField(unique=True)

    db.create_tables([BankLine, BankPart, BankPayer, BankColumns])
