"""A period's VAT, producers and fees (R53, R57)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cagette_tui.i18n import _, format_number
from cagette_tui.model.reading.periods import read_goods
from cagette_tui.model.rules.periods import EveningGoods, total_vat, total_vendors
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Heading,
    Paragraph,
    Row,
    Table,
)
from cagette_tui.papers.period_table import (
    Period,
    PeriodTable,
    evening_cells,
    summed,
)
from cagette_tui.papers.tables import evening_values
from cagette_tui.papers.takings_blocks import vat_block, vendors_block

_PLACE = ("evening", "day", "place")


def vat_of_period(period: Period) -> PeriodTable:
    """Tell the VAT by rate, and what the members paid evening by evening."""
    goods = read_goods(period.first, period.last)
    rates = total_vat(goods)
    gross, net = summed([one.gross for one in rates]), summed([one.net for one in rates])
    note = _("The net amounts are the sums of the evenings, each rounded once per rate.")
    return PeriodTable(
        _("VAT of a period"),
        (
            *vat_block(rates),
            Paragraph(note),
            Heading(_("By evening")),
            _by_evening(goods, net, gross),
        ),
        (*_PLACE, "rate", "net", "gross", "assumed"),
        tuple(
            {
                **evening_values(one.evening),
                "rate": rate.rate,
                "net": rate.net,
                "gross": rate.gross,
                "assumed": rate.assumed,
            }
            for one in goods
            for rate in one.vat
        ),
        {"net": net, "gross": gross},
    )


def _by_evening(goods: Sequence[EveningGoods], net: Decimal, gross: Decimal) -> Table:
    columns = (
        Column(_("Day"), 12),
        Column(_("Place"), wrapped=True),
        Column(_("Net"), 12, ColumnKind.AMOUNT),
        Column(_("Gross, with fees"), 18, ColumnKind.AMOUNT),
    )
    shown = [
        Row(
            (
                *evening_cells(one.evening),
                format_number(summed([rate.net for rate in one.vat])),
                format_number(one.gross),
            )
        )
        for one in goods
    ]
    total = Row((_("Total"), "", format_number(net), format_number(gross)), strong=True)
    return _table(columns, shown, total)


def producers_of(period: Period) -> PeriodTable:
    """Tell what each producer is to be paid, in all and evening by evening."""
    goods = read_goods(period.first, period.last)
    vendors = total_vendors(goods)
    total = summed([one.gross for one in vendors])
    fees = summed([one.fees for one in goods])
    return PeriodTable(
        _("Producers of a period"),
        (*vendors_block(vendors, fees), *_each_producer(goods)),
        (*_PLACE, "producer", "catalogues", "amount", "unsold"),
        tuple(
            {
                **evening_values(one.evening),
                "producer": row.vendor,
                "catalogues": ", ".join(row.catalogues),
                "amount": row.gross,
                "unsold": row.unsold,
            }
            for one in goods
            for row in one.vendors
        ),
        {"amount": total, "unsold": summed([one.unsold for one in vendors]), "fees": fees},
    )


def _each_producer(goods: Sequence[EveningGoods]) -> tuple[Block, ...]:
    """List the amounts of each producer by evening, to be held against delivery notes."""
    columns = (
        Column(_("Producer"), wrapped=True),
        Column(_("Day"), 12),
        Column(_("Place"), 24, wrapped=True),
        Column(_("Amount"), 12, ColumnKind.AMOUNT),
    )
    rows = sorted(
        ((row.vendor, number, one.evening, row.gross) for number, one in enumerate(goods)
         for row in one.vendors),
        key=lambda row: row[:2],
    )  # fmt: skip
    shown = tuple(
        Row((vendor, *evening_cells(evening), format_number(amount)))
        for vendor, _number, evening, amount in rows
    )
    return (Heading(_("By producer and evening")), Table(columns, shown)) if shown else ()


def fees_of_period(period: Period) -> PeriodTable:
    """Tell the group's fees, evening by evening, between what members and producers get."""
    goods = read_goods(period.first, period.last)
    sums = [
        summed([getattr(one, name) for one in goods])
        for name in ("gross", "producers", "unsold", "fees")
    ]
    columns = (
        Column(_("Day"), 12),
        Column(_("Place"), wrapped=True),
        Column(_("Goods, with fees"), 16, ColumnKind.AMOUNT),
        Column(_("To producers"), 12, ColumnKind.AMOUNT),
        Column(_("Unsold"), 9, ColumnKind.AMOUNT),
        Column(_("Fees"), 9, ColumnKind.AMOUNT),
    )
    shown = [Row((*evening_cells(one.evening), *map(format_number, _fees(one)))) for one in goods]
    total = Row((_("Total"), "", *map(format_number, sums)), strong=True)
    note = _(
        "Fees = what the members pay − what the producers are paid + what came and is paid by no "
        "member (unsold)."
    )
    return PeriodTable(
        _("Fees of a period"),
        (_table(columns, shown, total), Paragraph(note)),
        (*_PLACE, "gross", "producers", "unsold", "fees"),
        tuple(
            evening_values(one.evening)
            | dict(zip(("gross", "producers", "unsold", "fees"), _fees(one), strict=True))
            for one in goods
        ),
        dict(zip(("gross", "producers", "unsold", "fees"), sums, strict=True)),
    )


def _fees(one: EveningGoods) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return one.gross, one.producers, one.unsold, one.fees


def _table(columns: tuple[Column, ...], rows: list[Row], total: Row) -> Table:
    return Table(columns, (*rows, total))
