"""The closing report on paper: numbered, or a draft that says so (R54)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from cagette_tui.i18n import (
    _,
    format_amount,
    format_moment,
    format_number,
    format_quantity,
    format_signed,
)
from cagette_tui.model.reading.closing_reports import report_and_evening
from cagette_tui.model.reading.pile import Slip, slip_of
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.closing_report import (
    Change,
    ClosingReportView,
    ReportBasket,
    ReportData,
    ReportLine,
    ReportPayment,
    ReportSheet,
)
from cagette_tui.model.rules.next_float import left_and_deposited, must_be_said, next_float
from cagette_tui.model.rules.notes_and_coins import in_order
from cagette_tui.model.rules.takings import fees_of
from cagette_tui.papers import takings_blocks as blocks
from cagette_tui.papers.occasion_lines import as_of, certified_by, footer_of, when_and_where
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Masthead,
    Paper,
    Paragraph,
    Remark,
    Row,
    Spaces,
    Table,
)
from cagette_tui.sentences import as_stated_label, mode_short, why_label
from cagette_tui.sentences.closing import change_words
from cagette_tui.sentences.labels import adjustment_text


def closing_paper(distribution_id: int, now: datetime, number: int | None = None) -> Paper:
    """Return the report of what is certified, or before that a draft; one of a number as it was.

    Raises `NotFound`, `NoSuchReport`.
    """
    report, kept = report_and_evening(distribution_id, number)
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
            *_counted(data, kept.settings.wished_float),
            *_cheques(data, slip_of(kept.pile, kept.settings)),
            *_payments(data),
            *blocks.vat_block(data.vat),
            *blocks.vendors_block(data.vendors, fees_of(data.vat, data.vendors)),
            *_baskets(data.with_difference),
            *_older(data.baskets),
            *_not_as_ordered(data.changes),
            Spaces((_("Date"), _("Signature"), _("Second signature"))),
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


def _counted(data: ReportData, wished: Decimal) -> Iterator[Block]:
    """Tell the count by note and coin, and what of it stays in the box (R54, R55)."""
    if data.count is None:
        return
    pieces = data.count.pieces
    if must_be_said(data.left_in_box, data.count):
        yield Paragraph(_("Nobody said what stays in the box: what follows is proposed."))
    elif data.left_in_box is not None:
        wished = data.left_in_box
    if not pieces:
        split = left_and_deposited(data.count.counted, wished)
        yield _left(*split)
        return
    yield Heading(_("Counted by note and coin"))
    one = next_float(pieces, wished).proposed
    columns = (
        Column(_("Value"), 12),
        Column(_("Count"), 8, ColumnKind.NUMBER),
        Column(_("Amount"), 12, ColumnKind.AMOUNT),
        Column(_("stays in the box"), 18, ColumnKind.NUMBER),
        Column(_("to the bank"), 14, ColumnKind.NUMBER),
    )
    rows = [
        Row(
            (
                format_amount(value),
                str(count),
                format_number(value * count),
                str(one.leave.get(value, 0) or "–"),
                str(one.deposit.get(value, 0) or "–"),
            )
        )
        for value, count in in_order(pieces).items()
    ]
    sums = map(format_number, (data.count.counted, one.left, one.deposited))
    yield Table(columns, (*rows, Row((_("Total"), "", *sums), strong=True)))


def _left(left: Decimal, deposited: Decimal) -> Facts:
    return Facts(
        (
            Fact(_("stays in the box"), format_amount(left)),
            Fact(_("to the bank"), format_amount(deposited)),
        )
    )


def _cheques(data: ReportData, slip: Slip) -> Iterator[Block]:
    """Tell the slip beside the books, and name the cheques on which the pile does not agree."""
    if data.takings.cheque_count or slip.count:
        yield Paragraph(
            _("Cheques: {count} in the books, {amount}; {slip} on the slip, {slip_amount}.").format(
                count=data.takings.cheque_count,
                amount=format_amount(data.takings.cheques),
                slip=slip.count,
                slip_amount=format_amount(slip.total),
            )
            + _of_it_elsewhere(slip),
            warning=slip.here != data.takings.cheques,
        )
    for title, sheets in (
        (_("Cheques that are not on the pile"), data.cheques_missing),
        (_("Cheques on the pile that nobody expected"), data.cheques_unexpected),
    ):
        if sheets:
            yield Heading(title)
            amount = Column(_("Amount"), 12, ColumnKind.AMOUNT)
            columns = (Column(_("Member"), wrapped=True), amount)
            yield _summed(columns, map(_sheet, sheets), [one.amount for one in sheets])


def _of_it_elsewhere(slip: Slip) -> str:
    """Say what cheques of the slip pay for other distributions, or for none (R15)."""
    if not slip.elsewhere:
        return ""
    text = _(" {amount} of it pay something else than this distribution.")
    return text.format(amount=format_amount(slip.elsewhere))


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
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Member")),
        Column(_("Mode"), 9),
        Column(_("Amount"), 10, ColumnKind.AMOUNT),
        Column(_("Note"), 18, wrapped=True),
    )
    return _summed(columns, map(_payment, payments), [one.amount for one in payments], 3)


def _summed(
    columns: tuple[Column, ...],
    rows: Iterable[Row | Remark],
    amounts: Sequence[Decimal],
    at: int = 1,
    write: Callable[[Decimal], str] = format_number,
) -> Table:
    """Put a sum under a list, in one of its columns."""
    cells = [""] * len(columns)
    cells[at - 1 if at < 2 else 1] = _("Total")
    cells[at] = write(sum(amounts, ZERO))
    return Table(columns, (*rows, Row(tuple(cells), strong=True)))


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
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Member")),
        Column(_("Cost"), 9, ColumnKind.AMOUNT),
        Column(_("Difference"), 10, ColumnKind.AMOUNT),
        Column(_("Before"), 9, ColumnKind.AMOUNT),
        Column(_("After"), 9, ColumnKind.AMOUNT),
    )
    differences = [one.difference for one in baskets]
    rows = (row for one in baskets for row in _with_adjustment(one))
    yield _summed(columns, rows, differences, 3, format_signed)


def _with_adjustment(one: ReportBasket) -> Iterator[Row | Remark]:
    """Tell a basket, and below it what the account was adjusted by beside it (R21)."""
    yield _basket(one)
    if one.adjusted:
        yield Remark(adjustment_text(one.adjusted))


def _older(baskets: Sequence[ReportBasket]) -> Iterator[Block]:
    """List who came with a debt or a credit from before, and what became of it (R18, R54)."""
    for title, older in (
        (_("Older debts"), [one for one in baskets if one.before < 0]),
        (_("Older credits"), [one for one in baskets if one.before > 0]),
    ):
        if older:
            yield Heading(title)
            columns = (
                Column(_("No."), 4, ColumnKind.NUMBER),
                Column(_("Member"), wrapped=True),
                Column(_("Before"), 11, ColumnKind.AMOUNT),
                Column(_("After"), 11, ColumnKind.AMOUNT),
            )
            rows = (
                Row(
                    (
                        str(one.number),
                        one.member,
                        format_signed(one.before),
                        format_signed(one.after),
                    )
                )
                for one in older
            )
            yield _summed(columns, rows, [one.before for one in older], 2, format_signed)


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
    """List the lines that are not as ordered, or were entered here, with why and who (R30)."""
    if not lines:
        return
    yield Heading(_("Lines changed or added here"))
    columns = (
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Product")),
        Column(_("Quantity"), 17, ColumnKind.QUANTITY),
        Column(_("Price"), 8, ColumnKind.AMOUNT),
        Column(_("Total"), 9, ColumnKind.AMOUNT),
    )
    yield Table(columns, tuple(row for line in lines for row in _line(line)))


def _quantity(line: ReportLine) -> str:
    """Say what was ordered and what came of it: `3 → 2`."""
    if line.ordered == line.delivered:
        return format_quantity(line.ordered)
    return f"{format_quantity(line.ordered)} → {format_quantity(line.delivered)}"


def _line(line: ReportLine) -> Iterator[Row | Remark]:
    yield Row(
        (
            str(line.basket),
            line.product,
            _quantity(line),
            format_number(line.price),
            format_number(line.total),
        )
    )
    who = line.by or ""
    if line.at is not None:
        who = f"{who} {format_moment(line.at)}".strip()
    reason = why_label(line.reason, line.delivered)
    mark = as_stated_label() if line.as_stated else ""
    remark = " · ".join(filter(None, (mark, reason, line.note, line.member, who)))
    yield Remark(remark)
