"""Money of its own day, deposits, returned cheques, and copies of certified evenings.

Frozen: it describes what was added then. Columns are added where the tables stand, since
rebuilding one would drop its triggers; only cash moves, which have none, are rebuilt, so that
one may belong to no distribution. Of each certified evening a copy is made from what is there
(`Copies`): its closing report says what the members' balances were then.
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
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)

from cagette_tui.model.tables.copies_0005 import Copies

_COLUMNS = (
    "operation ADD COLUMN day DATE",
    "operation ADD COLUMN late {boolean}",
    "operation ADD COLUMN returns_id INTEGER REFERENCES operation (id)",
    "cash_move ADD COLUMN day DATE",
)
_MOVE = (
    "id, distribution_id, amount, reason, created_at, created_by, "
    "cancelled_at, cancelled_by, cancel_reason, day"
)


def up(migrator: Any, db: Database) -> None:
    """Add columns and tables, and copies of what is certified."""
    server = isinstance(db, PostgresqlDatabase)
    for column in _COLUMNS:
        db.execute_sql(f"ALTER TABLE {column.format(boolean='BOOLEAN' if server else 'INTEGER')}")
    db.execute_sql('CREATE INDEX "operation_returns_id" ON "operation" ("returns_id")')
    _let_moves_be_of_no_distribution(db, server)
    _create_tables(db)
    Copies(db).make()


def _let_moves_be_of_no_distribution(db: Database, server: bool) -> None:
    if server:
        db.execute_sql("ALTER TABLE cash_move ALTER COLUMN distribution_id DROP NOT NULL")
        return

    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Distribution(Table):
        pass

    class CashMove(Table):
        distribution = ForeignKeyField(Distribution, null=True)
        amount = BigIntegerField()
        reason = TextField()
        created_at = DateTimeField()
        created_by = TextField()
        cancelled_at = DateTimeField(null=True)
        cancelled_by = TextField(null=True)
        cancel_reason = TextField(null=True)
        day = DateField(null=True)

    db.execute_sql("ALTER TABLE cash_move RENAME TO cash_move_before")
    db.execute_sql("DROP INDEX cash_move_distribution_id")
    db.create_tables([CashMove])
    db.execute_sql(f"INSERT INTO cash_move ({_MOVE}) SELECT {_MOVE} FROM cash_move_before")
    db.execute_sql("DROP TABLE cash_move_before")


def _create_tables(db: Database) -> None:
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Distribution(Table):
        pass

    class Cheque(Table):
        pass

    class EveningCopy(Table):
        distribution = ForeignKeyField(Distribution, index=False)
        number = IntegerField(null=True)
        closed_at = DateTimeField()
        closed_by = TextField()
        act = IntegerField()
        data = TextField()
        digest = TextField()

        class Meta:
            indexes = ((("distribution", "number"), True),)

    class Deposit(Table):
        number = IntegerField(unique=True)
        day = DateField()
        cash = BigIntegerField(default=0)
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
            constraints = (
                Check("number > 0"),
                Check("cash >= 0"),
                Check("(final_at IS NULL) = (final_by IS NULL)"),
                Check("(cancelled_at IS NULL) = (cancelled_by IS NULL)"),
            )

    class DepositCheque(Table):
        deposit = ForeignKeyField(Deposit, index=False)
        position = IntegerField()
        cheque = ForeignKeyField(Cheque, unique=True)
        amount = BigIntegerField()

        class Meta:
            constraints = (Check("amount > 0"),)
            indexes = ((("deposit", "position"), True),)

    db.create_tables([EveningCopy, Deposit, DepositCheque])
