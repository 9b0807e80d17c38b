"""Read what the way back into Cagette is planned from, in a constant number of statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from cagette_tui.model.reading.baskets import read_operations, read_sheet
from cagette_tui.model.reading.lookups import ProductRefs, product_refs
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.basket import ZERO, OperationView
from cagette_tui.model.rules.cagette_state import Mark, Side
from cagette_tui.model.rules.cagette_steps import WayBack, way_back
from cagette_tui.model.rules.cagette_stored import read_there
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.entered import Entered
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject

# Opening balances came from Cagette: it has them.
_BESIDE_BASKETS = (Kind.PAYMENT, Kind.ADJUSTMENT)


class CagetteEvening(ValueObject):
    """A distribution on its way back: the steps, and what to compare with afterwards.

    `balances` is the sum of the balances of all members, those that this evening is not about
    included. `refs` are the references of products whose names alone do not tell them apart.
    """

    distribution: DistributionView
    way: WayBack
    balances: Decimal
    refs: dict[int, ProductRefs]


def read_cagette_evening(distribution_id: int) -> CagetteEvening:
    """Plan what of a distribution is to be entered in Cagette. Raises `NotFound`."""
    with reading():
        sheet = read_sheet(distribution_id)
        others: dict[int, list[OperationView]] = defaultdict(list)
        loose = _loose(sheet.distribution)
        for one in (*sheet.other_payments, *loose):
            others[one.member_id].append(one)
        marks = _marks(distribution_id)
        of_baskets = {basket.member_id: basket for basket in sheet.baskets}
        people = _people({*others, *marks} - set(of_baskets))
        balances = Operation.select(sum_of(Operation.amount)).where(COUNTS).scalar()
        refs = product_refs(distribution_id)
        rates = _rates(line.product_id for one in sheet.baskets for line in one.lines)
    sides = [
        Side(
            member,
            basket.member,
            basket.member_ref,
            basket,
            tuple(others[member]),
            marks.get(member),
        )
        for member, basket in of_baskets.items()
    ]
    sides += [
        Side(member, name, ref, None, tuple(others[member]), marks.get(member))
        for member, (name, ref) in people.items()
    ]
    names = {line.product_id: line.product for one in sheet.baskets for line in one.lines}
    shared = Counter(names.values())
    ambiguous = {one: refs[one] for one, name in names.items() if shared[name] > 1}
    return CagetteEvening(sheet.distribution, way_back(sides, rates), balances or ZERO, ambiguous)


def _loose(this: DistributionView) -> tuple[OperationView, ...]:
    """Return what accounts had in no distribution from this one's start to the next one's.

    What was before the first distribution is counted to it.
    """
    order = (Distribution.starts_at, Distribution.id)
    starts = tuples(Distribution.select(*order).order_by(*order))
    place = starts.index((this.starts_at, this.id))
    where = (
        Operation.distribution.is_null()
        & Operation.basket.is_null()
        & Operation.kind.in_(_BESIDE_BASKETS)
        & Operation.cancelled_at.is_null()
    )
    if place:
        where &= Operation.created_at >= this.starts_at
    if place + 1 < len(starts):
        where &= Operation.created_at < starts[place + 1][0]
    return read_operations(where)


def _marks(distribution_id: int) -> dict[int, Mark]:
    query = Entered.select(Entered.member, Entered.at, Entered.by, Entered.data).where(
        Entered.distribution == distribution_id, Entered.at.is_null(False)
    )
    return {member: Mark(at, by, read_there(data)) for member, at, by, data in tuples(query)}


def _rates(products: Iterable[int]) -> dict[int, Decimal]:
    """Return the fee rates of the products' catalogues in percent: what is added gets them."""
    query = (
        Product.select(Product.id, Catalogue.fee_rate)
        .join(Catalogue)
        .where(Product.id.in_(sorted(set(products))))
    )
    return dict(tuples(query))


def _people(members: set[int]) -> dict[int, tuple[str, str | None]]:
    query = Member.select(Member.id, Member.name, Member.ref).where(Member.id.in_(sorted(members)))
    return {number: (name, ref) for number, name, ref in tuples(query)}
