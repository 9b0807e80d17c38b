"""A distribution, its baskets and their lines."""

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
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.fields import CentsField, ExactField, LastingIdField, ThousandthsField
from cagette_tui.model.tables.people import Member


class Distribution(Table):
    """A date, a place, opening hours (local times without offset)."""

    date = DateField()
    place = TextField()
    starts_at = DateTimeField()
    ends_at = DateTimeField()
    cash_float = CentsField(default=0)
    # Somebody said what the float was: then nothing is one too (R55).
    float_said = BooleanField(null=True)
    # What stays in the box after the count, as somebody said it; null: nobody did (R55).
    left_in_box = CentsField(null=True)
    certified_at = DateTimeField(null=True)
    certified_by = TextField(null=True)
    # The import that brought it was taken back (R9): it is gone, its number is not given again.
    cancelled_at = DateTimeField(null=True)

    class Meta:
        """Peewee's settings."""

        constraints = (
            Check("ends_at > starts_at"),
            Check("(certified_at IS NULL) = (certified_by IS NULL)"),
        )

    @property
    def is_certified(self) -> bool:
        """Whether it is archived (R43)."""
        return self.certified_at is not None


Distribution.add_index(
    Distribution.date,
    Distribution.place,
    Distribution.starts_at,
    unique=True,
    name="distribution_one",
    where=SQL("cancelled_at IS NULL"),
)


class Basket(Table):
    """One member's lines in one distribution.

    `version` grows with every change: an act says which version it saw.
    `on_the_spot` is an intention without an amount: it stands for what is to pay (R14).
    """

    distribution = ForeignKeyField(Distribution, index=False)
    member = ForeignKeyField(Member)
    number = IntegerField()
    version = IntegerField(default=1)
    on_the_spot = BooleanField(default=False)
    # Entered by a coordinator: no payment was announced with it (R19).
    by_coordinator = BooleanField(default=False)
    absent = BooleanField(default=False)
    validated_at = DateTimeField(null=True)
    validated_by = TextField(null=True)
    # An order that was taken back keeps its row, since operations are never deleted (R20).
    cancelled_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        distribution_id: int
        member_id: int

    class Meta:
        """Peewee's settings."""

        constraints = (
            Check("number > 0"),
            Check("(validated_at IS NULL) = (validated_by IS NULL)"),
            # R13: who validates says how it was paid, or that it was not.
            Check("validated_at IS NULL OR NOT on_the_spot"),
        )
        indexes = ((("distribution", "number"), True), (("distribution", "member"), True))


class Line(Table):
    """One product in one basket; a product weighed piece by piece has one line per piece."""

    id = LastingIdField()
    basket = ForeignKeyField(Basket)
    product = ForeignKeyField(Product)
    position = IntegerField()
    ordered = ThousandthsField()
    delivered = ThousandthsField()
    price = CentsField()
    fee_rate = CentsField(default=0)
    fee = CentsField(default=0)
    total = CentsField()
    # What the file said, kept for as long as the line is as the file has it (R4).
    stated_price = CentsField(null=True)
    stated_fee = CentsField(null=True)
    stated_total = CentsField(null=True)
    # A `Reason` when it was not delivered as ordered (R30), and a note in free words.
    reason = TextField(null=True)
    note = TextField(null=True)
    # Somebody confirmed the quantity on the scales (R32).
    weight_confirmed = BooleanField(default=False)
    # Who said last what was delivered, at which price and why, and when (R30).
    changed_at = DateTimeField(null=True)
    changed_by = TextField(null=True)
    # What came of it where the producer is paid for what nobody got, unless all of it came (R53).
    came = ThousandthsField(null=True)
    # What the file's numbers stand for where cents, thousandths and hundredths of a percent do
    # not hold it: the quantity ordered, the price that is printed rounded, the fee rate.
    exact_quantity = ExactField(null=True)
    exact_price = ExactField(null=True)
    exact_rate = ExactField(null=True)
    # Its product came from Cagette: what it costs is worked out as there (R4). Null: by R3, or
    # before this was known.
    as_cagette = BooleanField(null=True)
    # No price and no fee rate give what the file states: it was brought in as stated (R4).
    unexplained = BooleanField(null=True)

    if TYPE_CHECKING:
        basket_id: int
        product_id: int

    class Meta:
        """Peewee's settings."""

        # Returned jars have a price or a quantity below zero (R8).
        constraints = (Check("fee_rate >= 0"),)
