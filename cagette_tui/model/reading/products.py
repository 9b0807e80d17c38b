"""All products, with what Cagette's export does not say of them (R53)."""

from __future__ import annotations

from decimal import Decimal

from peewee import fn

from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.value import ValueObject


class ProductView(ValueObject):
    """A product of a catalogue; `vat` in percent, assumed unless it was `said`."""

    id: int
    catalogue_ref: str
    catalogue: str
    producer_ref: str
    producer: str  # empty where nobody has named it
    ref: str
    name: str
    vat: Decimal
    weighed: bool
    said: bool


def read_products() -> tuple[ProductView, ...]:
    """Return every product, by catalogue and name; one statement."""
    query = (
        Product.select(
            Product.id,
            Catalogue.ref,
            Catalogue.name,
            Vendor.ref,
            fn.COALESCE(Vendor.name, ""),
            Product.ref,
            Product.name,
            Product.vat_rate,
            Product.weighed,
            Product.vat_said,
        )
        .join(Catalogue)
        .join(Vendor)
        .order_by(Catalogue.name, Product.name, Product.id)
    )
    with reading():
        return tuple(ProductView(*values) for values in tuples(query))
