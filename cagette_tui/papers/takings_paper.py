"""The takings of a distribution, on paper and for a spreadsheet (R50 to R53)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from cagette_tui.i18n import _
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import takings, totals, unsettled, vat, vendors
from cagette_tui.papers import takings_blocks as blocks
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import Paper
from cagette_tui.papers.tables import Value, evening_csv

_COLUMNS = ("section", "item", "amount", "net", "count", "number", "member", "note")


def takings_paper(distribution_id: int, now: datetime) -> Paper:
    """Return what came in, to be read or printed. Raises `NotFound`."""
    evening = read_evening(distribution_id)
    sheet, settings = evening.sheet, evening.settings
    title = _("Takings")
    came_in = takings(sheet)
    cash_float = sheet.distribution.cash_float
    return Paper(
        footer(title, sheet.distribution),
        (
            masthead(title, settings, sheet.distribution, now),
            blocks.totals_block(totals(sheet)),
            *blocks.modes_block(came_in),
            *blocks.box_block(cash_float, came_in, sheet.cash_moves, sheet.count),
            *blocks.unsettled_blocks(sheet),
            *blocks.vat_block(vat(sheet)),
            *blocks.vendors_block(vendors(sheet)),
        ),
    )


def takings_csv(distribution_id: int, now: datetime) -> str:
    """Return the same amounts, one in a row, by section. Raises `NotFound`."""
    sheet = read_evening(distribution_id).sheet
    return evening_csv(sheet.distribution, _COLUMNS, _rows(sheet))


def _rows(sheet: SheetView) -> Iterator[dict[str, Value]]:
    sums, came_in = totals(sheet), takings(sheet)
    yield _amount("totals", "ordered", sums.ordered, count=sums.baskets)
    yield _amount("totals", "paid", sums.paid, count=sums.validated)
    yield _amount("totals", "pending", sums.pending)
    yield _amount("totals", "difference", sums.difference)
    for mode in Mode:
        count = came_in.cheque_count if mode is Mode.CHEQUE else None
        yield _amount("mode", str(mode), came_in.by_mode[mode], count=count)
    yield _amount("mode", "on_the_spot", came_in.on_the_spot)
    for mode, amount in came_in.refunds.items():
        yield _amount("refund", str(mode), amount)
    yield _amount("membership", "membership", came_in.membership)
    yield from _box(sheet)
    for rate in vat(sheet):
        note = "assumed" if rate.assumed else None
        yield _amount("vat", rate.rate, rate.gross, net=rate.net, note=note)
    for vendor in vendors(sheet):
        yield _amount("vendor", vendor.vendor, vendor.gross, note=", ".join(vendor.catalogues))
    lists = unsettled(sheet)
    for name in ("unpaid", "partly_paid", "overpaid"):
        for basket in getattr(lists, name):
            yield _amount(name, "basket", basket.difference, basket=basket)


def _amount(
    section: str,
    item: str | Decimal,
    amount: Decimal | None,
    *,
    net: Decimal | None = None,
    count: int | None = None,
    basket: BasketView | None = None,
    note: str | None = None,
) -> dict[str, Value]:
    return {
        "section": section,
        "item": item,
        "amount": amount,
        "net": net,
        "count": count,
        "number": None if basket is None else basket.number,
        "member": None if basket is None else basket.member,
        "note": note,
    }


def _box(sheet: SheetView) -> Iterator[dict[str, Value]]:
    yield _amount("cash_box", "float", sheet.distribution.cash_float)
    for move in sheet.cash_moves:
        yield _amount("cash_box", "move", move.amount, note=move.reason)
    expected = takings(sheet).expected_cash
    yield _amount("cash_box", "expected", expected)
    count = sheet.count
    if count is not None:
        yield _amount("cash_box", "counted", count.counted)
        # What it is now; as it was when the count was closed it is not overwritten (R51).
        note, then = count.explanation, "difference_when_counted"
        yield _amount("cash_box", "difference", count.difference_from(expected), note=note)
        if count.outdated_by(expected):
            yield _amount("cash_box", then, count.difference, note=note)
        if count.card_counted is not None:
            yield _amount("cash_box", "card_counted", count.card_counted)
        if count.cheques_counted is not None:
            yield _amount("cash_box", "cheques_counted", None, count=count.cheques_counted)
