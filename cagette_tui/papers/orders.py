"""The order lines of a distribution: for a spreadsheet, and exactly as Cagette writes them.

Cagette's own form has one quantity: what was **delivered**, since that is what Cagette
will bill. `paid` is true for what is validated (R41), and for a line of nothing, as
Cagette has it. A member whom Cagette does not know goes by `#` and our number.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from cagette_tui.intake.export_problems import COLUMNS, ExportError
from cagette_tui.intake.formulas import protected
from cagette_tui.intake.records import values_of
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.reading.lookups import ProductRefs
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.line_amounts import exact_rate_of
from cagette_tui.papers.tables import Value, evening_csv, quantity

_COLUMNS = (
    "number", "member", "member_ref", "product", "catalogue", "vendor", "ordered", "delivered",
    "price", "fee", "total", "reason", "note", "by", "at",
)  # fmt: skip


def orders_csv(distribution_id: int, now: datetime) -> str:
    """Return one row per line, in the order of the baskets. Raises `NotFound`."""
    sheet = read_evening(distribution_id).sheet
    return evening_csv(sheet.distribution, _COLUMNS, _rows(sheet))


def _rows(sheet: SheetView) -> Iterator[dict[str, Value]]:
    for basket in sheet.baskets:
        for line in basket.lines:
            yield {
                "number": basket.number,
                "member": basket.member,
                "member_ref": basket.member_ref,
                "product": line.product,
                "catalogue": line.catalogue,
                "vendor": line.vendor,
                "ordered": quantity(line.ordered_exactly),
                "delivered": quantity(line.delivered_exactly),
                "price": line.price,
                "fee": line.fee,
                "total": line.total,
                "reason": line.reason,
                "note": line.note,
                "by": line.changed_by,
                "at": line.changed_at,
            }


def orders_like_cagette(distribution_id: int, now: datetime) -> str:
    """Return the lines in Cagette's columns and formats: importing them gives the same baskets.

    A basket without a line cannot be in it. Raises `NotFound`.
    """
    evening = read_evening(distribution_id)
    sheet, refs = evening.sheet, evening.products
    rows = [
        _as_cagette(basket, line, refs[line.product_id])
        for basket in sheet.baskets
        for line in basket.lines
    ]
    return quoted(rows)


def quoted(rows: Sequence[tuple[str, ...]]) -> str:
    """Write values between quotes that escape nothing, as Cagette does.

    What cannot be read back so (a line end or `";"` inside a value, from another
    program) is written with quotes doubled, which every reader understands.
    """
    header = ";".join(COLUMNS) + "\n"
    text = header + "".join('"' + '";"'.join(row) + '"\n' for row in rows)
    try:
        if not rows or values_of(text) == rows:
            return text
    except ExportError:
        pass
    # The header is quoted too, which Cagette does not do: so one knows it for what it is.
    standard = io.StringIO()
    writer = csv.writer(standard, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([COLUMNS, *rows])
    return standard.getvalue()


def _as_cagette(basket: BasketView, line: LineView, refs: ProductRefs) -> tuple[str, ...]:
    texts = (
        basket.member_ref or f"#{basket.member_id}",
        basket.member,
        line.product,
        refs.product,
        line.catalogue,
        refs.catalogue,
        refs.vendor,
    )
    fee = _amount(line.fee) if line.fee or exact_rate_of(line) else ""
    paid = basket.validated or not line.delivered
    return (
        *map(protected, texts),
        _amount(line.price),
        f"{quantity(line.delivered_exactly):f}",
        fee,
        _amount(line.total),
        "true" if paid else "false",
    )


def _amount(amount: Decimal) -> str:
    """Write euros as Cagette does: no decimals where there are no cents."""
    return (
        f"{amount:.0f}"
        if amount == amount.to_integral_value()
        else f"{amount:.2f}".replace(".", ",")
    )
