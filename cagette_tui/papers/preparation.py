"""What is needed before the evening: who gets how many of each product; what each producer brings.

The first part is for those who fill baskets, with room for weights; the second is held against a
delivery note, or sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from cagette_tui.i18n import _, format_number, format_quantity
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.model.rules.takings import producer_share
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    Space,
    Table,
)
from cagette_tui.papers.tables import Value, evening_csv, quantity

COLUMNS = (
    "producer", "catalogue", "product", "number", "member", "ordered", "delivered", "weighed",
    "to_weigh", "amount",
)  # fmt: skip
Share = tuple[BasketView, LineView]


def preparation(distribution_id: int, now: datetime) -> Paper:
    """Return both parts. Raises `NotFound`."""
    evening = read_evening(distribution_id)
    sheet, settings = evening.sheet, evening.settings
    title = _("Preparation")
    return Paper(
        footer(title, sheet.distribution),
        (masthead(title, settings, sheet.distribution, now), *_blocks(sheet)),
    )


def shares_of(baskets: Iterable[BasketView]) -> Iterator[Share]:
    """Give the lines that are to be prepared: what was cancelled before is none."""
    for basket in baskets:
        for line in basket.lines:
            if line.reason is not Reason.CANCELLED:
                yield basket, line


def by_producer(shares: Iterable[Share]) -> dict[str, dict[str, list[Share]]]:
    """Sort lines by producer and product."""
    producers: dict[str, dict[str, list[Share]]] = defaultdict(lambda: defaultdict(list))
    for share in shares:
        line = share[1]
        producers[line.vendor or line.catalogue][line.product].append(share)
    return {name: producers[name] for name in sorted(producers)}


def who_gets_what(shares: Iterable[Share]) -> Iterator[Block]:
    """Tell who gets how many of each product of each producer."""
    for name, products in by_producer(shares).items():
        yield Heading(name)
        yield _who_gets(products)


def deliveries(shares: Iterable[Share]) -> Iterator[Block]:
    """Tell what each producer brings and is to be paid."""
    for name, products in by_producer(shares).items():
        yield Heading(_("{producer}: to check the delivery").format(producer=name))
        yield _delivery(products)


def _blocks(sheet: SheetView) -> Iterator[Block]:
    shares = tuple(shares_of(sheet.baskets))
    if not shares:
        yield Paragraph(_("Nothing was ordered."))
        return
    yield from who_gets_what(shares)
    yield PageBreak()
    yield from deliveries(shares)


def _who_gets(products: dict[str, list[Share]]) -> Table:
    """Tell who gets how many of each; what is weighed has a box for each basket."""
    columns = (
        Column(_("Product"), wrapped=True),
        Column(_("Total"), 8, ColumnKind.QUANTITY),
        Column(_("Baskets"), 36, wrapped=True, whole=True),
    )
    rows = []
    for name in sorted(products):
        shares = [one for one in products[name] if one[1].delivered]
        total = sum((line.delivered for _basket, line in shares), Decimal(0))
        to_weigh = [one for one in shares if one[1].unweighed]
        by_piece = [one for one in shares if not one[1].unweighed]
        rows.append(Row((name, format_quantity(total), _numbers(by_piece)), strong=False))
        for basket, line in to_weigh:
            text = _("basket {number}, {member}: × {quantity}").format(
                number=basket.number,
                member=basket.member,
                quantity=format_quantity(line.delivered),
            )
            rows.append(Row(("", Space.BOX, text)))
    return Table(columns, tuple(rows))


def _numbers(shares: Sequence[Share]) -> str:
    """Write the baskets' numbers, with the quantity where it is not one."""
    counts: dict[int, Decimal] = defaultdict(lambda: Decimal(0))
    for basket, line in shares:
        counts[basket.number] += line.delivered
    return ", ".join(
        str(number) if count == 1 else f"{number}\u00a0(×\u00a0{format_quantity(count)})"
        for number, count in counts.items()
    )


def _delivery(products: dict[str, list[Share]]) -> Table:
    """Tell what was ordered, what came of it by now, and what is to be paid for it (R53)."""
    columns = (
        Column(_("Product"), wrapped=True),
        Column(_("Ordered"), 9, ColumnKind.QUANTITY),
        Column(_("Came"), 9, ColumnKind.QUANTITY),
        Column(_("To pay"), 11, ColumnKind.AMOUNT),
        Column("✓", 4),
    )
    rows, total = [], Decimal("0.00")
    for name in sorted(products):
        lines = [line for _basket, line in products[name]]
        amount = sum((producer_share(line) for line in lines), Decimal("0.00"))
        ordered = sum((line.ordered for line in lines), Decimal(0))
        came = sum((_came(line) for line in lines), Decimal(0))
        total += amount
        rows.append(
            Row(
                (
                    name,
                    format_quantity(ordered),
                    format_quantity(came),
                    format_number(amount),
                    Space.BOX,
                )
            )
        )
    return Table(columns, (*rows, Row((_("Total"), "", "", format_number(total), ""), strong=True)))


def _came(line: LineView) -> Decimal:
    return line.delivered if line.came is None else max(line.came, line.delivered)


def preparation_csv(distribution_id: int, now: datetime) -> str:
    """Return one row per line of each basket. Raises `NotFound`."""
    sheet = read_evening(distribution_id).sheet
    return evening_csv(
        sheet.distribution, COLUMNS, (share_row(*share) for share in shares_of(sheet.baskets))
    )


def share_row(basket: BasketView, line: LineView) -> dict[str, Value]:
    """Tell a line of a basket in a row of a table."""
    return {
        "producer": line.vendor,
        "catalogue": line.catalogue,
        "product": line.product,
        "number": basket.number,
        "member": basket.member,
        "ordered": quantity(line.ordered),
        "delivered": quantity(line.delivered),
        "weighed": line.weighed,
        "to_weigh": line.unweighed,
        "amount": producer_share(line),
    }
