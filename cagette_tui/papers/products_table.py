"""All products, for a spreadsheet, to be brought in again with what it did not know (R53)."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.intake.products import COLUMNS
from cagette_tui.model.reading.products import ProductView, read_products
from cagette_tui.papers.tables import csv_text


def products_csv() -> str:
    """Return every product as a table; a VAT rate that nobody has said is left empty."""
    return csv_text(COLUMNS, map(_row, read_products()))


def _row(one: ProductView) -> dict[str, str | bool | Decimal | None]:
    values = (
        one.catalogue_ref,
        one.catalogue,
        one.producer_ref,
        one.producer,
        one.ref,
        one.name,
        one.vat if one.said else None,
        one.weighed,
    )
    return dict(zip(COLUMNS, values, strict=True))
