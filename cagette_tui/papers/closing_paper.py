"""The closing report on paper: numbered, or a draft that says so (R54)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cagette_tui.i18n import (
    _,
    format_moment,
    format_number,
    format_quantity,
    format_signed,
)
from cagette_tui.model.reading.closing_reports import closing_report
from cagette_tui.model.rules.closing_report import (
    Change,
    ClosingReportView,
    ReportBasket,
    ReportData,
    ReportLine,
    ReportPayment,
    ReportSheet,
)
from cagette_tui.papers import takings_blocks as blocks
from cagette_tui.papers.occasion_lines import as_of, certified_by, footer_of, when_and_where
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Heading,
    Masthead,
    Paper,
    Paragraph,
    Remark,
    Row,
    Spaces,
    Table,
)
from cagette_tui.sentences import as_stated_label, mode_short, reason_label
from cagette_tui.sentences.closing import change_words


def closing_paper(distribution_id: int, now: datetime) -> Paper:
    """Return the report of what is certified, or before that a draft. Raises `NotFound`."""
    report = closing_report(distribution_id)
    title = _("Closing report")
    if report.number is not None:
        title = _("Closing report no. {number}").format(number=report.number)
    data = report.data
    return Paper(
        footer_of(title, data.starts_at, data.place),
        (
            Masthead(title, data.group, tuple(_lines(report, now))),
            *_changed(report),
            *_sums(data),
            *_cheques(data),
            *_payments(data),
            *blocks.vat_block(data.vat),
            *blocks.vendors_block(data.vendors),
            *_baskets(data.with_difference),
            *_not_as_ordered(data.changes),
            Spaces((_("Date"), _("Signature"))),
        ),
        mark="" if report.closed_at else _("DRAFT – not certified, without a number"),
    )


def _lines(report: ClosingReportView, now: datetime) -> Iterator[str]:
    data = report.data
    yield when_and_where(data.starts_at, data.ends_at, data.place)
    if report.closed_at is None:
        yield as_of(now)
        return
    yield certified_by(report.closed_at, report.closed_by or "")
    if report.replaces is not None:
        yield _("Replaces report no. {number}").format(number=report.replaces)


def _changed(report: ClosingReportView) -> Iterator[Block]:
    """Tell what this report says otherwise than the one that it replaces."""
    if report.replaces is None:
        return
    yield Heading(_("Changed since report no. {number}").format(number=report.replaces))
    if not report.changed:
        yield Paragraph(_("Nothing changed."))
        return
    columns = (
        Column(_("What"), wrapped=True),
        Column(_("Before"), 16, wrapped=True),
        Column(_("After"), 16, wrapped=True),
    )
    yield Table(columns, tuple(map(_change, report.changed)))


def _change(change: Change) -> Row:
    return Row(tuple(change_words(change)))


def _sums(data: ReportData) -> Iterator[Block]:
    yield blocks.totals_block(data.totals)
    yield from blocks.modes_block(data.takings)
    yield from blocks.box_block(data.cash_float, data.takings, data.moves, data.count)


def _cheques(data: ReportData) -> Iterator[Block]:
    """Name the cheques on which the pile and the books do not agree."""
    for title, sheets in (
        (_("Cheques that are not on the pile"), data.cheques_missing),
        (_("Cheques on the pile that nobody expected"), data.cheques_unexpected),
    ):
        if sheets:
            yield Heading(title)
            amount = Column(_("Amount"), 12, ColumnKind.AMOUNT)
            columns = (Column(_("Member"), wrapped=True), amount)
            yield Table(columns, tuple(map(_sheet, sheets)))


def _sheet(sheet: ReportSheet) -> Row:
    return Row((", ".join(sheet.members) or "–", format_number(sheet.amount)))


def _payments(data: ReportData) -> Iterator[Block]:
    for title, payments in (
        (_("Memberships"), data.memberships),
        (_("Refunds"), data.refunds),
        (_("Other payments"), data.other_payments),
        (_("Announced, not seen yet"), data.awaited),
    ):
        if payments:
            yield Heading(title)
            yield _payment_table(payments)


def _payment_table(payments: Sequence[ReportPayment]) -> Table:
    columns = (
        Column(_("No"), 4, ColumnKind.NUMBER),
        Column(_("Member")),
        Column(_("Mode"), 9),
        Column(_("Amount"), 10, ColumnKind.AMOUNT),
        Column(_("Note"), 18, wrapped=True),
    )
    return Table(columns, tuple(map(_payment, payments)))


def _payment(one: ReportPayment) -> Row:
    number = "–" if one.basket is None else str(one.basket)
    amount = format_number(one.amount)
    return Row((number, one.member, mode_short(one.mode), amount, one.reason or ""))


def _baskets(baskets: Sequence[ReportBasket]) -> Iterator[Block]:
    """List the baskets that were not paid exactly, with the balance before and after (R53)."""
    if not baskets:
        return
    yield Heading(_("Baskets with a difference"))
    columns = (
        Column(_("No"), 4, ColumnKind.NUMBER),
        Column(_("Member")),
        Column(_("Cost"), 9, ColumnKind.AMOUNT),
        Column(_("Difference"), 10, ColumnKind.AMOUNT),
        Column(_("Before"), 9, ColumnKind.AMOUNT),
        Column(_("After"), 9, ColumnKind.AMOUNT),
    )
    yield Table(columns, tuple(map(_basket, baskets)))


def _basket(one: ReportBasket) -> Row:
    return Row(
        (
            str(one.number),
            one.member,
            format_number(one.ordered),
            format_signed(one.difference),
            format_signed(one.before),
            format_signed(one.after),
        )
    )


def _not_as_ordered(lines: Sequence[ReportLine]) -> Iterator[Block]:
    """List the lines that were not delivered as ordered, with why, who and when (R30)."""
    if not lines:
        return
    yield Heading(_("Lines not delivered as ordered"))
    columns = (
        Column(_("No"), 4, ColumnKind.NUMBER),
        Column(_("Product")),
        Column(_("Ordered"), 8, ColumnKind.QUANTITY),
        Column(_("Delivered"), 8, ColumnKind.QUANTITY),
        Column(_("Price"), 8, ColumnKind.AMOUNT),
        Column(_("Total"), 9, ColumnKind.AMOUNT),
    )
    yield Table(columns, tuple(row for line in lines for row in _line(line)))


def _line(line: ReportLine) -> Iterator[Row | Remark]:
    yield Row(
        (
            str(line.basket),
            line.product,
            format_quantity(line.ordered),
            format_quantity(line.delivered),
            format_number(line.price),
            format_number(line.total),
        )
    )
    who = line.by or ""
    if line.at is not None:
        who = f"{who} {format_moment(line.at)}".strip()
    reason = "" if line.reason is None else reason_label(line.reason)
    mark = as_stated_label() if line.as_stated else ""
    remark = " · ".join(filter(None, (mark, reason, line.note, line.member, who)))
    yield Remark(remark)
