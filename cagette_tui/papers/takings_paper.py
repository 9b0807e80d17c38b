"""The takings of a distribution, on paper and for a spreadsheet (R50 to R53)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cagette_tui.i18n import _
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import takings, totals, unsettled, vat, vendors
from cagette_tui.papers import takings_blocks as blocks
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import Paper
from cagette_tui.papers.tables import Value, csv_text

_COLUMNS = ("section", "item", "amount", "net", "count", "note")


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
            *blocks.unsettled_blocks(unsettled(sheet)),
            *blocks.vat_block(vat(sheet)),
            *blocks.vendors_block(vendors(sheet)),
        ),
    )


def takings_csv(distribution_id: int, now: datetime) -> str:
    """Return the same amounts, one in a row, by section. Raises `NotFound`."""
    return csv_text(_COLUMNS, _rows(read_evening(distribution_id).sheet))


def _rows(sheet: SheetView) -> Iterator[Sequence[Value]]:
    sums, came_in = totals(sheet), takings(sheet)
    yield "totals", "ordered", sums.ordered, None, sums.baskets, None
    yield "totals", "paid", sums.paid, None, sums.validated, None
    yield "totals", "pending", sums.pending, None, None, None
    yield "totals", "difference", sums.difference, None, None, None
    for mode in Mode:
        count = came_in.cheque_count if mode is Mode.CHEQUE else None
        yield "mode", str(mode), came_in.by_mode[mode], None, count, None
    yield "mode", "on_the_spot", came_in.on_the_spot, None, None, None
    for mode, amount in came_in.refunds.items():
        yield "refund", str(mode), amount, None, None, None
    yield "membership", "membership", came_in.membership, None, None, None
    yield from _box(sheet)
    for rate in vat(sheet):
        yield "vat", f"{rate.rate:f}".replace(".", ","), rate.gross, rate.net, None, None
    for vendor in vendors(sheet):
        yield "vendor", vendor.vendor, vendor.gross, None, None, ", ".join(vendor.catalogues)
    lists = unsettled(sheet)
    for name in ("unpaid", "partly_paid", "overpaid"):
        for basket in getattr(lists, name):
            yield name, basket.member, basket.difference, None, basket.number, None


def _box(sheet: SheetView) -> Iterator[Sequence[Value]]:
    yield "cash_box", "float", sheet.distribution.cash_float, None, None, None
    for move in sheet.cash_moves:
        yield "cash_box", "move", move.amount, None, None, move.reason
    yield "cash_box", "expected", takings(sheet).expected_cash, None, None, None
    count = sheet.count
    if count is not None:
        yield "cash_box", "counted", count.counted, None, None, None
        yield "cash_box", "difference", count.difference, None, None, count.explanation
