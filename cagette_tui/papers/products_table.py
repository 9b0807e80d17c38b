"""All products, for a spreadsheet, to be brought in again with what it did not know (R53)."""

from __future__ import annotations

from cagette_tui.intake.products import COLUMNS
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.papers.tables import csv_text


def products_csv() -> str:
    """Return every product as a table; a VAT rate that nobody has said is left empty."""
    query = (
        Product.select(
            Catalogue.ref,
            Catalogue.name,
            Vendor.ref,
            Vendor.name,
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
        found = tuples(query)
    return csv_text(
        COLUMNS,
        (
            dict(zip(COLUMNS, (*refs, vat if said else None, weighed), strict=True))
            for *refs, vat, weighed, said in found
        ),
        own_names=True,
    )
