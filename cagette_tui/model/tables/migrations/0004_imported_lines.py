"""What Cagette's numbers stand for, prices below zero, two distributions a day, imports undone.

Frozen: it describes what was changed then. SQLite drops no constraint: the tables that had one
too many are made again. The guards are put back by whoever runs the migrations.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    BooleanField,
    Check,
    Database,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    NodeList,
    PostgresqlDatabase,
    TextField,
)

_COLUMNS = (
    "distribution ADD COLUMN cancelled_at TIMESTAMP",
    "line ADD COLUMN exact_quantity TEXT",
    "line ADD COLUMN exact_price TEXT",
    "line ADD COLUMN exact_rate TEXT",
    "line ADD COLUMN as_cagette BOOLEAN",
    "line ADD COLUMN unexplained BOOLEAN",
)
# Words of the constraints that forbid what is below zero.
_LIFTED = {
    "product": ("(price >= 0)",),
    "line": ("(ordered >= 0)", "(delivered >= 0)", "(price >= 0)"),
    "operation": ("amount <= 0",),
}


def up(migrator: Any, db: Database) -> None:
    """Add columns, lift what forbids negative lines, tell distributions of a day apart."""
    for column in _COLUMNS:
        db.execute_sql(f"ALTER TABLE {column}")
    if isinstance(db, PostgresqlDatabase):
        _lift_on_server(db)
    else:
        _make_again(db)
    db.execute_sql("DROP INDEX distribution_date_place")
    db.execute_sql(
        'CREATE UNIQUE INDEX "distribution_one" ON "distribution"'
        ' ("date", "place", "starts_at") WHERE cancelled_at IS NULL'
    )


def _lift_on_server(db: Database) -> None:
    query = """
        SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'c' AND conrelid = %s::regclass"""
    for table, words in _LIFTED.items():
        for name, text in db.execute_sql(query, (table,)).fetchall():
            if any(some in text for some in words):
                db.execute_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    db.execute_sql("ALTER TABLE operation ADD CHECK (kind <> 'order' OR basket_id IS NOT NULL)")


def _make_again(db: Database) -> None:
    again = _tables(db)
    last = db.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = 'line'").fetchone()
    names = [model._meta.table_name for model in again]
    for name in names:
        db.execute_sql(f"CREATE TEMPORARY TABLE kept_{name} AS SELECT * FROM {name}")
    # Those that point to others first.
    for name in reversed(names):
        db.execute_sql(f"DROP TABLE {name}")
    db.create_tables(again)
    for model in again:
        name = model._meta.table_name
        columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)
        db.execute_sql(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept_{name}")
        db.execute_sql(f"DROP TABLE kept_{name}")
    if last is not None:
        # The number of a line that was removed is never given again.
        db.execute_sql("DELETE FROM sqlite_sequence WHERE name = 'line'")
        db.execute_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('line', ?)", last)


def _tables(db: Database) -> list[type[Model]]:
    """Describe the tables that are made again, as they were from then on."""

    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Catalogue(Table):
        pass

    class Distribution(Table):
        pass

    class Basket(Table):
        pass

    class Member(Table):
        pass

    class Cheque(Table):
        pass

    class Product(Table):
        catalogue = ForeignKeyField(Catalogue)
        ref = TextField(default="")
        name = TextField()
        price = BigIntegerField()
        vat_rate = BigIntegerField(default=550)
        weighed = BooleanField(default=False)

        class Meta:
            constraints = (Check("vat_rate >= 0"),)
            indexes = ((("catalogue", "ref", "name"), True),)

    class Operation(Table):
        act = IntegerField(index=True)
        member = ForeignKeyField(Member, index=False)
        kind = TextField()
        basket = ForeignKeyField(Basket, null=True)
        distribution = ForeignKeyField(Distribution, null=True)
        amount = BigIntegerField()
        mode = TextField(null=True)
        pending = BooleanField(default=False)
        cheque = ForeignKeyField(Cheque, null=True)
        membership = ForeignKeyField("self", null=True)
        reason = TextField(null=True)
        created_at = DateTimeField()
        created_by = TextField()
        cancelled_at = DateTimeField(null=True)
        cancelled_by = TextField(null=True)
        cancel_reason = TextField(null=True)

        class Meta:
            constraints = (
                Check("kind IN ('order', 'payment', 'membership', 'adjustment', 'opening')"),
                Check("(kind = 'payment') = (mode IS NOT NULL)"),
                Check("mode IS NULL OR mode IN ('cash', 'cheque', 'transfer', 'card', 'online')"),
                Check("NOT pending OR kind = 'payment'"),
                Check("(mode = 'cheque' AND amount > 0) = (cheque_id IS NOT NULL) OR mode IS NULL"),
                Check("kind <> 'payment' OR amount <> 0"),
                Check("kind <> 'order' OR basket_id IS NOT NULL"),
                Check(
                    "cancelled_at IS NULL AND cancelled_by IS NULL OR "
                    "cancelled_at IS NOT NULL AND cancelled_by IS NOT NULL "
                    "AND cancel_reason IS NOT NULL"
                ),
            )

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

    class LastingIdField(AutoField):
        def ddl(self, ctx: Any) -> Any:
            return NodeList((super().ddl(ctx), SQL("AUTOINCREMENT")))

    class Line(Table):
        id = LastingIdField()
        basket = ForeignKeyField(Basket)
        product = ForeignKeyField(Product)
        position = IntegerField()
        ordered = BigIntegerField()
        delivered = BigIntegerField()
        price = BigIntegerField()
        fee_rate = BigIntegerField(default=0)
        fee = BigIntegerField(default=0)
        total = BigIntegerField()
        stated_price = BigIntegerField(null=True)
        stated_fee = BigIntegerField(null=True)
        stated_total = BigIntegerField(null=True)
        reason = TextField(null=True)
        note = TextField(null=True)
        weight_confirmed = BooleanField(default=False)
        changed_at = DateTimeField(null=True)
        changed_by = TextField(null=True)
        came = BigIntegerField(null=True)
        exact_quantity = TextField(null=True)
        exact_price = TextField(null=True)
        exact_rate = TextField(null=True)
        as_cagette = BooleanField(null=True)
        unexplained = BooleanField(null=True)

        class Meta:
            constraints = (Check("fee_rate >= 0"),)

    return [Product, Operation, Line]
