"""The payments of a distribution: of its baskets, and those that joined its takings.

Confirmed and pending ones, refunds negative. Cancelled ones are left to the journal: whoever
adds up a column must not count them. "On the spot" is no payment yet (R14).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_date, format_number, format_time
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.rules.basket import ZERO, OperationView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Remark,
    Row,
    Table,
)
from cagette_tui.papers.tables import Value, cheque_values, evening_csv
from cagette_tui.sentences import mode_label, mode_short

_COLUMNS = (
    "number", "member", "member_ref", "mode", "amount", "state",
    "cheque_number", "bank", "drawer", "cheque_id", "membership", "by", "at", "reason",
)  # fmt: skip


def payments_csv(distribution_id: int, now: datetime) -> str:
    """Return one row per payment. Raises `NotFound`.

    Payments with the same number under `cheque_id` are one sheet of paper (R15).
    """
    evening = read_evening(distribution_id)
    sheet, refs = evening.sheet, evening.member_refs
    return evening_csv(
        sheet.distribution,
        _COLUMNS,
        (
            _csv_row(number, member, refs[one.member_id], one)
            for one, member, number in sheet.payments
        ),
    )


def _csv_row(
    number: int | None, member: str, ref: str | None, one: OperationView
) -> dict[str, Value]:
    return {
        "number": number,
        "member": member,
        "member_ref": ref,
        "mode": one.mode,
        "amount": one.amount,
        "state": "pending" if one.pending else "confirmed",
        **cheque_values(one.cheque),
        "membership": one.membership_id is not None,
        "by": one.created_by,
        "at": one.created_at,
        "reason": one.reason,
    }


def payments_paper(distribution_id: int, now: datetime) -> Paper:
    """Return the list to be read. Raises `NotFound`."""
    evening = read_evening(distribution_id)
    sheet, settings = evening.sheet, evening.settings
    title = _("List of payments")
    return Paper(
        footer(title, sheet.distribution),
        (masthead(title, settings, sheet.distribution, now), *_blocks(sheet)),
    )


def _blocks(sheet: SheetView) -> Iterator[Block]:
    day = sheet.distribution.date
    rows = tuple(row for payment in sheet.payments for row in _row(*payment, day))
    if not rows:
        yield Paragraph(_("No payment yet."))
        return
    columns = (
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Member"), wrapped=True),
        Column(_("Mode"), 9),
        Column(_("Amount"), 10, ColumnKind.AMOUNT),
        Column(_("Cheque no."), 10, wrapped=True),
        Column(_("When"), 12),
    )
    yield Table(columns, rows)
    yield Heading(_("Total per mode"))
    yield Facts(tuple(_totals(sheet)))


def _totals(sheet: SheetView) -> Iterator[Fact]:
    """Sum up what the list has, by mode; what is awaited apart."""
    sums: dict[Mode, Decimal] = defaultdict(lambda: ZERO)
    awaited = ZERO
    for one, _member, _number in sheet.payments:
        if one.pending:
            awaited += one.amount
        elif one.mode is not None:
            sums[one.mode] += one.amount
    for mode in Mode:
        if mode in sums:
            yield Fact(mode_label(mode), format_amount(sums[mode]))
    yield Fact(_("all together"), format_amount(sum(sums.values(), ZERO)), strong=True)
    if awaited:
        yield Fact(_("awaited"), format_amount(awaited))


def _row(one: OperationView, member: str, number: int | None, day: date) -> Iterator[Row | Remark]:
    same_day = one.created_at.date() == day
    cheque = one.cheque
    notes = (
        _("awaited") if one.pending else "",
        _("membership") if one.membership_id is not None else "",
        *((cheque.bank, cheque.drawer) if cheque is not None else ()),
        one.reason,
    )
    yield Row(
        (
            "–" if number is None else str(number),
            member,
            mode_short(one.mode) if one.mode is not None else "",
            format_number(one.amount),
            (cheque.number or "") if cheque is not None else "",
            format_time(one.created_at) if same_day else format_date(one.created_at),
        ),
        quiet=one.pending,
    )
    if any(notes):
        yield Remark(", ".join(filter(None, notes)))
