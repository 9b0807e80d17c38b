"""What was delivered: lines, weights, prices, absences, orders entered by hand (R30 to R34)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Unpack

from peewee import fn

from cagette_tui.model.acts.basket_work import BasketWork, must_be_open, open_basket, row_of
from cagette_tui.model.acts.delivered import mark_by_weight, write_orders
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.reading.prices_tonight import behind_the_price, prices_tonight
from cagette_tui.model.rules.amounts import must_be_a_quantity, must_be_an_amount
from cagette_tui.model.rules.basket import ZERO, BasketView, LineView
from cagette_tui.model.rules.delivering import (
    as_ordered,
    is_fraction,
    moved_away,
    must_be_likely,
    must_be_sold_so,
    must_change_presence,
    not_delivered,
    with_price,
    with_quantity,
    with_reason,
)
from cagette_tui.model.rules.kinds import ActKind, Reason
from cagette_tui.model.rules.line_amounts import is_as_cagette, line_amounts
from cagette_tui.model.rules.members import member_name
from cagette_tui.model.rules.refusals import BadQuantity, LineUnchanged, MemberHasBasket, NotFound
from cagette_tui.model.rules.steps import Answers
from cagette_tui.model.store.statements import find_row
from cagette_tui.model.tables.catalogue import Catalogue, Product
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.people import Member


def set_delivered(
    desk: Desk,
    line_id: int,
    version: int,
    delivered: bool,
    *,
    reason: Reason = Reason.UNDELIVERED,
    note: str | None = None,
) -> BasketView:
    """Mark a line delivered as ordered, or not at all (R30: ordered is kept)."""
    with writing(desk) as act:
        work, line = _open_line(act, ActKind.DELIVERED, line_id, version)
        return work.delivered(as_ordered(line) if delivered else not_delivered(line, reason, note))


def set_quantity(
    desk: Desk,
    line_id: int,
    version: int,
    quantity: Decimal,
    *,
    reason: Reason | None = None,
    note: str | None = None,
    **said: Unpack[Answers],
) -> BasketView:
    """Say how much was delivered (units or kg, three decimals at most).

    A product sold by weight counts as weighed then (R32). A fraction for
    another product raises `NotByWeight` once; `by_weight` says yes and marks
    the product (R7). Raises `BadQuantity`, and of a weight `WeightTooLarge`.
    """
    with writing(desk) as act:
        work, line = _open_line(act, ActKind.QUANTITY, line_id, version)
        return work.delivered(with_quantity(line, quantity, said, reason=reason, note=note))


def set_price(
    desk: Desk, line_id: int, version: int, price: Decimal, **said: Unpack[Answers]
) -> BasketView:
    """Change the unit price (euros) of one line; the catalogue's price stays.

    Raises `BadAmount`, and `FarPrice` unless `sure` for one 5 times higher or lower (R7).
    """
    with writing(desk) as act:
        work, line = _open_line(act, ActKind.PRICE, line_id, version)
        changed = with_price(line, price)
        must_be_likely(line.product, price, line.price, said)
        return work.delivered(changed)


def set_reason(
    desk: Desk, line_id: int, version: int, reason: Reason | None, note: str | None = None
) -> BasketView:
    """Say why a line was not delivered as ordered, and add a note (R30)."""
    with writing(desk) as act:
        work, line = _open_line(act, ActKind.REASON, line_id, version)
        return work.delivered(with_reason(line, reason, note))


def add_line(
    desk: Desk,
    basket_id: int,
    version: int,
    product_id: int,
    quantity: Decimal,
    **said: Unpack[Answers],
) -> BasketView:
    """Add a product to a basket, at its price of tonight (R31) and its catalogue's fee."""
    with writing(desk) as act:
        work = open_basket(act, ActKind.ADD_LINE, basket_id, version)
        _insert_line(work.entry, row_of(work.view), product_id, quantity, said)
        return _with_new_line(work)


def add_new_product(
    desk: Desk,
    basket_id: int,
    version: int,
    catalogue_id: int,
    name: str,
    price: Decimal,
    quantity: Decimal,
    **said: Unpack[Answers],
) -> BasketView:
    """Add what no file of orders has: returned jars, a rebate (R8: a price below zero).

    `price` is what the member pays for one, in euros: no fee comes on top of it (R3). The product
    is its catalogue's, whose producer gets less by it (R53). Raises `BadName`, `BadAmount`,
    `BadQuantity`, `NotFound`, `NotByWeight` unless `by_weight` (R7).
    """
    clean = member_name(name)
    must_be_an_amount(price, signed=True)
    must_be_a_quantity(quantity, zero=False)
    with writing(desk) as act:
        work = open_basket(act, ActKind.ADD_LINE, basket_id, version)
        product = _new_product(work.entry, catalogue_id, clean, price)
        _allow_fraction(work.entry, product.id, clean, quantity, said, product.weighed)
        line = Line(product=product.id, ordered=quantity, price=price, fee_rate=ZERO)
        line.changed_at, line.changed_by = act.at, act.who
        _insert(work.entry, row_of(work.view), line)
        return _with_new_line(work)


def _new_product(entry: Entry, catalogue_id: int, name: str, price: Decimal) -> Product:
    """Return the catalogue's product of that name, which is new to it as a rule."""
    if Catalogue.get_or_none(Catalogue.id == catalogue_id) is None:
        raise NotFound("catalogue", catalogue_id)
    there = (Product.catalogue == catalogue_id) & (Product.ref == "") & (Product.name == name)
    product: Product | None = Product.get_or_none(there)
    if product is None:
        return entry.insert(Product(catalogue=catalogue_id, name=name, price=price))
    return product


def replace_line(
    desk: Desk,
    line_id: int,
    version: int,
    product_id: int,
    quantity: Decimal,
    **said: Unpack[Answers],
) -> BasketView:
    """Give another product for one that is missing: the old line stays, replaced (R30).

    What was delivered of the old one is taken back whole. Raises `LineUnchanged` for the same
    product, `BadQuantity`, `NotByWeight` unless `by_weight` (R7).
    """
    with writing(desk) as act:
        work, line = _open_line(act, ActKind.REPLACE_LINE, line_id, version)
        if line.product_id == product_id:
            raise LineUnchanged()
        row = row_of(work.view)
        new = _insert_line(work.entry, row, product_id, quantity, said, note=f"← {line.product}")
        return _with_new_line(work, not_delivered(line, Reason.REPLACED, f"→ {new.name}"))


def move_line(
    desk: Desk,
    line_id: int,
    version: int,
    to_basket: int,
    to_version: int,
    quantity: Decimal | None = None,
    **said: Unpack[Answers],
) -> tuple[BasketView, BasketView]:
    """Move a line, or `quantity` of it, to another member's basket: two entries, one act.

    Here it keeps what was ordered and counts as an error, unless that is what remains; there
    it comes at the same price and fee rate. Raises `LineUnchanged` where there is nothing to
    move, `BadQuantity` for more than was delivered here, `NotByWeight` unless `by_weight` for a
    part of a piece (R7), and what a changed or validated basket raises.
    """
    with writing(desk) as act:
        work, line = _open_line(act, ActKind.MOVE_LINE, line_id, version)
        there = open_basket(act, ActKind.MOVE_LINE, to_basket, to_version)
        if not line.delivered or there.view.id == work.view.id:
            raise LineUnchanged()
        if there.view.distribution_id != work.view.distribution_id:
            raise NotFound("basket", to_basket)
        moved = line.delivered if quantity is None else quantity
        if not (moved and ZERO <= moved / line.delivered <= 1):
            raise BadQuantity(moved)
        # What stays is a fraction then, and marks the product (R7).
        must_be_sold_so(line.product, moved, said, weighed=line.weighed)
        _insert(there.entry, row_of(there.view), _moved(act, line, moved, f"← {work.view.number}"))
        here = _with_new_line(work, moved_away(line, moved, f"→ {there.view.number}"))
        return here, _with_new_line(there)


def give_basket(
    desk: Desk, basket_id: int, version: int, to_basket: int, to_version: int
) -> tuple[BasketView, BasketView]:
    """Put all that came for somebody absent into another basket, which pays it (R34): one act.

    Each line comes there as by `move_line`. Raises `LineUnchanged` where there is nothing to
    move, or the member is absent already, `NotFound` for a basket of another distribution, and
    what a changed or validated basket raises.
    """
    with writing(desk) as act:
        work = open_basket(act, ActKind.MOVE_LINE, basket_id, version)
        there = open_basket(act, ActKind.MOVE_LINE, to_basket, to_version)
        must_change_presence(work.view, absent=True)
        lines = [line for line in work.view.lines if line.delivered]
        if not lines or there.view.id == work.view.id:
            raise LineUnchanged()
        if there.view.distribution_id != work.view.distribution_id:
            raise NotFound("basket", to_basket)
        to, back = f"→ {there.view.number}", f"← {work.view.number}"
        for line in lines:
            _insert(there.entry, row_of(there.view), _moved(act, line, line.delivered, back))
        gone = [moved_away(line, line.delivered, to) for line in lines]
        return work.delivered(*gone, absent=True), _with_new_line(there)


def _moved(act: Act, line: LineView, quantity: Decimal, note: str) -> Line:
    """Return so much of a line as it is in another basket: at its price, rate and rounding (R4)."""
    return Line(
        product=line.product_id,
        ordered=quantity,
        price=line.price,
        fee_rate=line.fee_rate,
        note=note,
        weight_confirmed=line.weight_confirmed,
        exact_quantity=line.exact_quantity if quantity == line.ordered else None,
        exact_price=line.exact_price,
        exact_rate=line.exact_rate,
        as_cagette=is_as_cagette(line) or None,
        changed_at=act.at,
        changed_by=act.who,
    )


def new_order(
    desk: Desk,
    distribution_id: int,
    member_id: int,
    lines: Sequence[tuple[int, Decimal]],
    **said: Unpack[Answers],
) -> BasketView:
    """Enter an order for a member who has none: (product, quantity) each (R19).

    No payment is announced with it. Raises `MemberHasBasket`, `DistributionIsCertified`,
    `NotFound`, `BadQuantity`, `NotByWeight` unless `by_weight` (R7).
    """
    with writing(desk) as act:
        must_be_open(distribution_id)
        if Member.get_or_none(Member.id == member_id) is None:
            raise NotFound("member", member_id)
        entry = act.entry(ActKind.ORDER, member=member_id, distribution=distribution_id)
        basket = _new_basket(entry, distribution_id, member_id)
        entry.basket = basket.id
        for product_id, quantity in lines:
            _insert_line(entry, basket, product_id, quantity, said)
        write_orders({basket.id: entry}, [basket])
        return read_basket(basket.id)


def _allow_fraction(
    entry: Entry, product_id: int, name: str, quantity: Decimal, said: Answers, weighed: bool
) -> None:
    """Ask about a fraction of what is not sold by weight, or mark the product (R7)."""
    must_be_sold_so(name, quantity, said, weighed=weighed)
    if is_fraction(quantity) and not weighed:
        mark_by_weight(entry, product_id)


def _open_line(act: Act, kind: ActKind, line_id: int, version: int) -> tuple[BasketWork, LineView]:
    row = find_row(Line, line_id)
    if row is None:
        raise NotFound("line", line_id)
    work = open_basket(act, kind, row.basket_id, version)
    return work, next(line for line in work.view.lines if line.id == line_id)


def _with_new_line(work: BasketWork, *changed: LineView) -> BasketView:
    """Write what changed in a basket that has got a line, and read what it is now."""
    work.delivered(*changed)
    return work.reread()


def _new_basket(entry: Entry, distribution_id: int, member_id: int) -> Basket:
    row: Basket | None = Basket.get_or_none(
        Basket.distribution == distribution_id, Basket.member == member_id
    )
    if row is not None:
        if row.cancelled_at is None:
            raise MemberHasBasket(row.number)
        # Taken back before: it comes again under its number.
        entry.update(
            row,
            cancelled_at=None,
            by_coordinator=True,
            on_the_spot=False,
            version=row.version + 1,
        )
        return row
    highest = (
        Basket.select(fn.MAX(Basket.number)).where(Basket.distribution == distribution_id).scalar()
    )
    return entry.insert(
        Basket(
            distribution=distribution_id,
            member=member_id,
            number=(highest or 0) + 1,
            by_coordinator=True,
        )
    )


def _insert_line(
    entry: Entry,
    basket: Basket,
    product_id: int,
    quantity: Decimal,
    said: Answers,
    note: str | None = None,
) -> Product:
    product: Product | None = Product.get_or_none(Product.id == product_id)
    if product is None:
        raise NotFound("product", product_id)
    must_be_a_quantity(quantity, zero=False)
    _allow_fraction(entry, product.id, product.name, quantity, said, product.weighed)
    price = prices_tonight(basket.distribution_id).get(product.id, product.price)
    from_cagette, exact_price = behind_the_price(basket.distribution_id, product.id, price)
    line = Line(
        product=product.id,
        ordered=quantity,
        price=price,
        exact_price=exact_price,
        as_cagette=from_cagette or None,
        fee_rate=Catalogue.get_by_id(product.catalogue_id).fee_rate,
        note=note,
        changed_at=entry.act.at,
        changed_by=entry.act.who,
    )
    _insert(entry, basket, line)
    return product


def _insert(entry: Entry, basket: Basket, line: Line) -> None:
    """Add a line at the end of a basket, delivered as it is ordered (R3)."""
    last = Line.select(fn.MAX(Line.position)).where(Line.basket == basket.id).scalar()
    line.basket_id, line.position, line.delivered = basket.id, (last or 0) + 1, line.ordered
    line.fee, line.total = line_amounts(line)
    entry.insert(line)
