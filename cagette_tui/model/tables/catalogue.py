"""What is sold: vendors, catalogues, products."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from peewee import BooleanField, Check, ForeignKeyField, TextField

from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.fields import CentsField


class Vendor(Table):
    """A producer. The export gives no name: it is then called by its catalogues."""

    ref = TextField(unique=True)
    name = TextField(null=True)


class Catalogue(Table):
    """What one vendor offers; may add a fee in percent, which is the group's."""

    ref = TextField(unique=True)
    name = TextField()
    vendor = ForeignKeyField(Vendor)
    fee_rate = CentsField(default=0)

    if TYPE_CHECKING:
        vendor_id: int

    class Meta:
        """Peewee's settings."""

        constraints = (Check("fee_rate >= 0"),)


class Product(Table):
    """Something of a catalogue. Known by its reference, or by its name where it has none."""

    catalogue = ForeignKeyField(Catalogue)
    ref = TextField(default="")
    name = TextField()
    price = CentsField()
    # In percent; 5.50 (food) unless it is known (Cagette's export does not say it).
    vat_rate = CentsField(default=Decimal("5.50"))
    # Sold by weight or in bulk (R7).
    weighed = BooleanField(default=False)
    # Somebody said the VAT rate: until then it is assumed (R53).
    vat_said = BooleanField(null=True)

    if TYPE_CHECKING:
        catalogue_id: int

    class Meta:
        """Peewee's settings."""

        # Returned jars have a price below zero (R8).
        constraints = (Check("vat_rate >= 0"),)
        indexes = ((("catalogue", "ref", "name"), True),)
