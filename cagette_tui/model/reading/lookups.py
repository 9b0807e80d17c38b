"""Which basket comes next, and whose it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.deposits import NoSuchMember
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject


def next_basket(
    distribution_id: int, number: int, among: Collection[int] | None = None
) -> int | None:
    """Return the next basket that is not validated after a number, from the first one again.

    `among` these (ids) alone, where a filter leaves only some; None: among all.
    """
    query = (
        Basket.select(Basket.number, Basket.id)
        .where(
            Basket.distribution == distribution_id,
            Basket.validated_at.is_null(),
            Basket.cancelled_at.is_null(),
            Basket.number != number,
        )
        .order_by(Basket.number)
    )
    with reading():
        found = list(tuples(query))
    rows = [(one, row_id) for one, row_id in found if among is None or row_id in among]
    after = [row_id for one, row_id in rows if one > number]
    before = [row_id for one, row_id in rows if one < number]
    return next(iter([*after, *before]), None)


def open_baskets_of(member_id: int, today: date) -> list[tuple[BasketView, date]]:
    """Return a member's baskets of evenings up to today that can still change, and their days."""
    query = (
        Basket.select(Basket.id, Distribution.date)
        .join(Distribution)
        .where(
            Basket.member == member_id,
            Basket.validated_at.is_null(),
            Basket.cancelled_at.is_null(),
            Distribution.certified_at.is_null(),
            Distribution.date <= today,
        )
        .order_by(Distribution.starts_at, Basket.id)
    )
    with reading():
        return [(read_basket(number), day) for number, day in tuples(query)]


class ProductRefs(ValueObject):
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
        return {product: ProductRefs(*refs) for product, *refs in tuples(query)}


def member_by_ref(ref: str) -> int:
    """Return the member of a reference, or of `#` and our own number where there is none.

    Who was merged is the member that they were said to be (R25). Raises `NoSuchMember`.
    """
    number = ref.removeprefix("#")
    own = ref.startswith("#") and number.isdecimal() and len(number) < 10
    wanted = (Member.id == int(number)) if own else (Member.ref == ref)
    with reading():
        found = tuples(Member.select(Member.id, Member.merged_into).where(wanted))
    if not found:
        raise NoSuchMember(ref)
    ((member, merged_into),) = found
    return int(member if merged_into is None else merged_into)


def places_of(distribution_ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return where some distributions are; None stands for none."""
    wanted = sorted({one for one in distribution_ids if one is not None})
    query = Distribution.select(Distribution.id, Distribution.place)
    with reading():
        return dict(tuples(query.where(Distribution.id.in_(wanted)))) if wanted else {}


def member_refs(member_ids: Iterable[int]) -> dict[int, str | None]:
    """Return the references of some members, in one statement."""
    query = Member.select(Member.id, Member.ref).where(Member.id.in_(sorted(set(member_ids))))
    with reading():
        return dict(tuples(query))
