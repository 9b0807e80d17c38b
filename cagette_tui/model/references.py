"""What Cagette calls the things of a distribution: references for the files that go back to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cagette_tui.model.base import tuples
from cagette_tui.model.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.database import reading
from cagette_tui.model.distribution import Basket, Line
from cagette_tui.model.people import Member


@dataclass(frozen=True, slots=True)
class ProductRefs:
    """References of a product, its catalogue and its vendor; the product's may be empty."""

    product: str
    catalogue: str
    vendor: str


def product_refs(distribution_id: int) -> dict[int, ProductRefs]:
    """Return the references of the products of a distribution, in one statement."""
    wanted = Line.select(Line.product).join(Basket).where(Basket.distribution == distribution_id)
    query = (
        Product.select(Product.id, Product.ref, Catalogue.ref, Vendor.ref)
        .join(Catalogue)
        .join(Vendor)
        .where(Product.id.in_(wanted))
    )
    with reading():
        return {row[0]: ProductRefs(*row[1:]) for row in tuples(query)}


def member_refs(member_ids: Iterable[int]) -> dict[int, str | None]:
    """Return the references of some members, in one statement."""
    query = Member.select(Member.id, Member.ref).where(Member.id.in_(sorted(set(member_ids))))
    with reading():
        return dict(tuples(query))
