"""The first schema. Frozen: it describes the tables as they were then."""

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    BooleanField,
    Check,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    NodeList,
    TextField,
)


def up(migrator: Any, db: Database) -> None:
    """Create all tables, and the one group."""

    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Group(Table):
        name = TextField(default="")
        accepted_modes = TextField(default="cash,cheque,transfer,card")
        membership_fee = BigIntegerField(default=0)
        language = TextField(null=True)

        class Meta:
            table_name = "buying_group"
            constraints = (Check("id = 1"),)

    class Member(Table):
        ref = TextField(null=True, unique=True)
        name = TextField()

    class Vendor(Table):
        ref = TextField(unique=True)
        name = TextField(null=True)

    class Catalogue(Table):
        ref = TextField(unique=True)
        name = TextField()
        vendor = ForeignKeyField(Vendor)
        fee_rate = BigIntegerField(default=0)

        class Meta:
            constraints = (Check("fee_rate >= 0"),)

    class Product(Table):
        catalogue = ForeignKeyField(Catalogue)
        ref = TextField(default="")
        name = TextField()
        price = BigIntegerField()
        vat_rate = BigIntegerField(default=550)
        weighed = BooleanField(default=False)

        class Meta:
            constraints = (Check("price >= 0"), Check("vat_rate >= 0"))
            indexes = ((("catalogue", "ref", "name"), True),)

    class Distribution(Table):
        date = DateField()
        place = TextField()
        starts_at = DateTimeField()
        ends_at = DateTimeField()
        cash_float = BigIntegerField(default=0)
        certified_at = DateTimeField(null=True)
        certified_by = TextField(null=True)

        class Meta:
            constraints = (
                Check("ends_at > starts_at"),
                Check("(certified_at IS NULL) = (certified_by IS NULL)"),
            )
            indexes = ((("date", "place"), True),)

    class Basket(Table):
        distribution = ForeignKeyField(Distribution, index=False)
        member = ForeignKeyField(Member)
        number = IntegerField()
        version = IntegerField(default=1)
        on_the_spot = BooleanField(default=False)
        by_coordinator = BooleanField(default=False)
        absent = BooleanField(default=False)
        validated_at = DateTimeField(null=True)
        validated_by = TextField(null=True)
        cancelled_at = DateTimeField(null=True)

        class Meta:
            constraints = (
                Check("number > 0"),
                Check("(validated_at IS NULL) = (validated_by IS NULL)"),
                Check("validated_at IS NULL OR NOT on_the_spot"),
            )
            indexes = ((("distribution", "number"), True), (("distribution", "member"), True))

    class LastingIdField(AutoField):
        def ddl(self, ctx: Any) -> Any:
            plain = super().ddl(ctx)
            if ctx.state.field_types["AUTO"] == "SERIAL":
                return plain
            return NodeList((plain, SQL("AUTOINCREMENT")))

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

        class Meta:
            constraints = (
                Check("ordered >= 0"),
                Check("delivered >= 0"),
                Check("price >= 0"),
                Check("fee_rate >= 0"),
            )

    class Cheque(Table):
        number = TextField(null=True)
        bank = TextField(null=True)
        drawer = TextField(null=True)

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
                Check("kind <> 'order' OR basket_id IS NOT NULL AND amount <= 0"),
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

    class CashMove(Table):
        distribution = ForeignKeyField(Distribution)
        amount = BigIntegerField()
        reason = TextField()
        created_at = DateTimeField()
        created_by = TextField()
        cancelled_at = DateTimeField(null=True)
        cancelled_by = TextField(null=True)
        cancel_reason = TextField(null=True)

    class JournalEntry(Table):
        act = IntegerField(index=True)
        at = DateTimeField()
        who = TextField()
        kind = TextField()
        basket = IntegerField(null=True, index=True)
        member = IntegerField(null=True, index=True)
        distribution = IntegerField(null=True, index=True)
        reason = TextField(null=True)
        undoes = IntegerField(null=True)
        rows = TextField()

        class Meta:
            table_name = "journal"

    db.create_tables(
        [
            Group,
            Member,
            Vendor,
            Catalogue,
            Product,
            Distribution,
            Basket,
            Line,
            Cheque,
            Operation,
            CashMove,
            JournalEntry,
        ]
    )
    Group.insert(id=1).execute()
