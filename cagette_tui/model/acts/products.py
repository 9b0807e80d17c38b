"""Say what a file of orders does not: VAT rates, producers' names, what is weighed (R53)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cagette_tui.model.acts.many_rows import Change, change_rows
from cagette_tui.model.acts.writing import Desk, Entry, writing
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.value import ValueObject

LONGEST_PRODUCER = 100
"""So many characters has a producer's name at most."""


class ProductRow(ValueObject):
    """What is said of a product, a catalogue or a producer; None and "" leave as it is.

    `row` is where it stands in the file, `vat` a rate in percent.
    """

    row: int
    catalogue_ref: str
    producer_ref: str
    producer: str
    product_ref: str
    product: str
    vat: Decimal | None
    weighed: bool | None

    @property
    def is_of_one(self) -> bool:
        """Whether it is about one product."""
        return bool(self.product_ref or self.product)


class NoSuchProduct(Refused):
    """A line of the file names a product, catalogue or producer that is not there."""

    row: int
    name: str


class ProductsChanged(ValueObject):
    """How many products and producers are otherwise now."""

    products: int
    producers: int


def describe_products(desk: Desk, rows: Sequence[ProductRow]) -> ProductsChanged:
    """Set what the rows say, in one act; rows about one product win over those about many.

    Certified evenings keep what they said (R46). Raises `NoSuchProduct`.
    """
    with writing(desk) as act:
        entry = act.entry(ActKind.PRODUCTS)
        catalogues = {row.id: row for row in Catalogue.select(Catalogue, Vendor).join(Vendor)}
        products = list(Product.select())
        wanted: dict[int, dict[str, Any]] = {}
        for row in sorted(rows, key=_precision):
            found = [one for one in products if _is_about(row, one, catalogues[one.catalogue_id])]
            if not found:
                name = row.product or row.product_ref or row.catalogue_ref or row.producer_ref
                raise NoSuchProduct(row.row, name)
            for one in found:
                wanted.setdefault(one.id, {}).update(_said(row))
        changed = _change_products(entry, products, wanted)
        return ProductsChanged(changed, _name_producers(entry, rows, catalogues))


def _precision(row: ProductRow) -> int:
    return 2 if row.is_of_one else 1 if row.catalogue_ref else 0


def _is_about(row: ProductRow, product: Product, catalogue: Catalogue) -> bool:
    if row.catalogue_ref and catalogue.ref != row.catalogue_ref:
        return False
    if row.producer_ref and catalogue.vendor.ref != row.producer_ref:
        return False
    if row.product_ref and product.ref != row.product_ref:
        return False
    return not row.product or product.name == row.product


def _said(row: ProductRow) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if row.vat is not None:
        said |= {"vat_rate": row.vat, "vat_said": True}
    if row.weighed is not None:
        said["weighed"] = row.weighed
    return said


def _change_products(
    entry: Entry, products: Sequence[Product], wanted: dict[int, dict[str, Any]]
) -> int:
    changes = []
    for one in products:
        after = {
            name: value
            for name, value in wanted.get(one.id, {}).items()
            if getattr(one, name) != value
        }
        if after:
            before = {name: getattr(one, name) for name in after}
            changes.append(Change(entry, one.id, before, after))
    change_rows(Product, changes)
    return len(changes)


def _name_producers(
    entry: Entry, rows: Sequence[ProductRow], catalogues: dict[int, Catalogue]
) -> int:
    """Name the producers; the last row that names one has the last word."""
    vendors = {one.vendor.ref: one.vendor for one in catalogues.values()}
    of_catalogue = {one.ref: one.vendor.ref for one in catalogues.values()}
    names = {
        row.producer_ref or of_catalogue[row.catalogue_ref]: row.producer
        for row in rows
        if row.producer
    }
    changed = [(vendors[ref], name) for ref, name in names.items() if vendors[ref].name != name]
    change_rows(
        Vendor,
        [Change(entry, one.id, {"name": one.name}, {"name": name}) for one, name in changed],
    )
    return len(changed)
