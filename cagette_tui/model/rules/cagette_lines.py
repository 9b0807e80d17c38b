"""The way back into Cagette, first part: what the lines become, before any payment (R30, R31)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.cagette_pages import CagetteAct, Note, Page, PageLine, Step, Why
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.text import fold

_Line = tuple[Page, PageLine]


def steps_of_lines(pages: Sequence[Page]) -> Iterator[Step]:
    """Give the steps for all lines: what did not come, prices, then quantities and weights.

    `pages` in Cagette's order of names; what the steps do is noted on them.
    """
    products = _by_product(pages)
    prices = {product: _price_for_all(lines) for product, lines in products.items()}
    for lines in products.values():
        if _did_not_come(lines):
            yield from _missing(lines)
    # A line that is added has the price of the catalogue: what changes prices comes after it.
    for product, lines in products.items():
        if prices[product] is not None:
            yield from _added(lines, prices[product])
    for product, lines in products.items():
        price = prices[product]
        if price is not None:
            yield _price(lines, price)
    for lines in products.values():
        # What gets less gives back to the stock, of which Cagette gives no more than there is.
        yield from _quantities(lines, growing=False)
        yield from _added(lines, None)
        yield from _quantities(lines, growing=True)


def _by_product(pages: Sequence[Page]) -> dict[int, list[_Line]]:
    products: dict[int, list[_Line]] = defaultdict(list)
    for page in pages:
        if page.is_known:
            for line in page.lines:
                products[line.wanted.product_id].append((page, line))
    by_name = sorted(
        products.items(), key=lambda item: (fold(item[1][0][1].wanted.product), item[0])
    )
    return dict(by_name)


def _did_not_come(lines: Sequence[_Line]) -> bool:
    """Whether nobody gets anything of a product, since it did not come."""
    changed = [line for _page, line in lines if line.is_there and line.now.quantity]
    return (
        not any(line.wanted.quantity for _page, line in lines)
        and bool(changed)
        and any(line.reason == Reason.UNDELIVERED for line in changed)
    )


def _missing(lines: Sequence[_Line]) -> Iterator[Step]:
    for page, line in lines:
        if line.is_there and line.now.quantity:
            was = Note(Why.WAS, quantity=line.now.quantity)
            page.set_quantity(line, ZERO, line.now.price)
            yield _step(CagetteAct.MISSING, page, line, ZERO, None, was)


def _price_for_all(lines: Sequence[_Line]) -> Decimal | None:
    """Return the price that Cagette is to be given for all baskets, if any.

    It has one price for a product in a distribution: the one that leaves the fewest lines wrong.
    """
    there = [(page, line) for page, line in lines if line.is_there and line.wanted.quantity]
    wanted = Counter(line.wanted.price for _page, line in there)
    if not wanted:
        return None
    as_they_are = sum(
        line.wanted.price != line.now.price and not page.is_settled(line) for page, line in there
    )
    price, right = max(wanted.items(), key=lambda item: (item[1], item[0]))
    return price if len(there) - right < as_they_are else None


def _price(lines: Sequence[_Line], price: Decimal) -> Step:
    changed = [(page, line) for page, line in lines if line.is_there and line.now.price != price]
    was = changed[0][1].now.price
    news = {page.side.member_id: page.side for page, line in changed if line.now.quantity}
    for page, line in changed:
        page.set_quantity(line, line.now.quantity, price)
    first = lines[0][1].wanted
    return Step(
        CagetteAct.PRICE,
        product_id=first.product_id,
        product=first.product,
        price=price,
        notes=(Note(Why.PRICE_WAS, amount=was),),
        for_all=tuple(news.values()),
    )


def _added(lines: Sequence[_Line], price: Decimal | None) -> Iterator[Step]:
    for page, line in lines:
        if line.is_there or not line.wanted.quantity or price not in (None, line.wanted.price):
            continue
        page.set_quantity(line, line.wanted.quantity, line.wanted.price)
        yield _step(CagetteAct.ADD_LINE, page, line, line.wanted.quantity, line.wanted.price)


def _quantities(lines: Sequence[_Line], *, growing: bool) -> Iterator[Step]:
    """Give quantities and weights of the members for whom a product grows, or of the others."""
    pieces: dict[int, list[_Line]] = defaultdict(list)
    for page, line in lines:
        if line.is_there:
            pieces[page.side.member_id].append((page, line))
    for group in pieces.values():
        changes = [line.wanted.quantity - line.now.quantity for _page, line in group]
        if not any(changes) or any(change > 0 for change in changes) is not growing:
            continue
        # Of several lines of one product all are said, in their order: each finds its own.
        for rank, (page, line) in enumerate(group, start=1):
            yield _quantity(page, line, rank, len(group))


def _quantity(page: Page, line: PageLine, rank: int, of: int) -> Step:
    was = line.now.quantity
    grows = page.set_quantity(line, line.wanted.quantity, line.now.price)
    notes = [Note(Why.PIECE, quantity=was, rank=rank, of=of)] if of > 1 else []
    if grows:
        notes.append(Note(Why.RAISED, quantity=was))
    elif of == 1:
        notes.append(Note(Why.WAS, quantity=was))
    return _step(CagetteAct.QUANTITY, page, line, line.wanted.quantity, None, *notes)


def _step(
    act: CagetteAct,
    page: Page,
    line: PageLine,
    quantity: Decimal,
    price: Decimal | None,
    *notes: Note,
) -> Step:
    return Step(
        act,
        page.side,
        line.wanted.product_id,
        line.wanted.product,
        quantity=quantity,
        price=price,
        notes=notes,
    )
