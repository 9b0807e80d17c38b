"""What Cagette's numbers stand for, prices below zero, two distributions a day, imports undone.

Frozen: it describes what was changed then. SQLite drops no constraint: the two tables that had
one too many are made again, which no trigger stands on.
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
_LIFTED = {"product": ("price",), "line": ("ordered", "delivered", "price")}


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
        'CREATE UNIQUE INDEX "distribution_date_place_starts_at"'
        ' ON "distribution" ("date", "place", "starts_at")'
    )


def _lift_on_server(db: Database) -> None:
    query = """
        SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'c' AND conrelid = %s::regclass"""
    for table, columns in _LIFTED.items():
        for name, text in db.execute_sql(query, (table,)).fetchall():
            if any(f"({column} >= 0)" in text for column in columns):
                db.execute_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def _make_again(db: Database) -> None:
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Catalogue(Table):
        pass

    class Basket(Table):
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

    last = db.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = 'line'").fetchone()
    both: tuple[type[Table], ...] = (Product, Line)
    for model in both:
        table = model._meta.table_name
        db.execute_sql(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
    # Lines first: they point to products.
    db.execute_sql("DROP TABLE line")
    db.execute_sql("DROP TABLE product")
    db.create_tables(both)
    for model in both:
        table = model._meta.table_name
        columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)
        db.execute_sql(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept_{table}")
        db.execute_sql(f"DROP TABLE kept_{table}")
    if last is not None:
        # The number of a line that was removed is never given again.
        db.execute_sql("DELETE FROM sqlite_sequence WHERE name = 'line'")
        db.execute_sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('line', ?)", last)
