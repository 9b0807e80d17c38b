"""Deliveries with who and when, the count of the box, the pile of cheques, closing reports.

Frozen: it describes what was added then. Columns are added where the tables stand, since
rebuilding one would drop its triggers.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    BigIntegerField,
    Check,
    Database,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

_COLUMNS = (
    "buying_group ADD COLUMN membership_months INTEGER NOT NULL DEFAULT 12",
    "buying_group ADD COLUMN wished_float BIGINT NOT NULL DEFAULT 0",
    "buying_group ADD COLUMN account_holder TEXT",
    "buying_group ADD COLUMN iban TEXT",
    "buying_group ADD COLUMN cheque_payee TEXT",
    "buying_group ADD COLUMN coordinators TEXT NOT NULL DEFAULT ''",
    "line ADD COLUMN changed_at TIMESTAMP",
    "line ADD COLUMN changed_by TEXT",
)


def up(migrator: Any, db: Database) -> None:
    """Add columns and tables."""
    for column in _COLUMNS:
        db.execute_sql(f"ALTER TABLE {column}")

    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Distribution(Table):
        pass

    class Cheque(Table):
        pass

    class CashCount(Table):
        distribution = ForeignKeyField(Distribution)
        expected = BigIntegerField()
        counted = BigIntegerField()
        pieces = TextField(null=True)
        explanation = TextField(null=True)
        created_at = DateTimeField()
        created_by = TextField()
        cancelled_at = DateTimeField(null=True)
        cancelled_by = TextField(null=True)
        cancel_reason = TextField(null=True)

        class Meta:
            constraints = (Check("counted >= 0"),)

    class PileCheque(Table):
        distribution = ForeignKeyField(Distribution, index=False)
        position = IntegerField()
        amount = BigIntegerField()
        cheque = ForeignKeyField(Cheque, null=True, unique=True)

        class Meta:
            constraints = (Check("amount > 0"),)
            indexes = ((("distribution", "position"), True),)

    class ClosingReport(Table):
        distribution = ForeignKeyField(Distribution, index=False)
        number = IntegerField()
        closed_at = DateTimeField()
        closed_by = TextField()
        data = TextField()

        class Meta:
            constraints = (Check("number > 0"),)
            indexes = ((("distribution", "number"), True),)

    class Draft(Table):
        subject = TextField()
        who = TextField()
        at = DateTimeField()
        data = TextField()

        class Meta:
            indexes = ((("subject", "who"), True),)

    db.create_tables([CashCount, PileCheque, ClosingReport, Draft])
