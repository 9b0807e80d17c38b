"""The payments of a distribution: of its baskets, and those that joined its takings.

Confirmed and pending ones, refunds negative. Cancelled ones are left to the journal: whoever
adds up a column must not count them. "On the spot" is no payment yet (R14).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from cagette_tui.i18n import _, format_date, format_number, format_time
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import Block, Column, ColumnKind, Paper, Paragraph, Row, Table
from cagette_tui.papers.tables import Value, csv_text, digits
from cagette_tui.sentences import mode_short

_COLUMNS = (
    "number", "member", "member_ref", "mode", "amount", "state",
    "cheque_number", "bank", "drawer", "cheque", "membership", "by", "at", "reason",
)  # fmt: skip


def payments_csv(distribution_id: int, now: datetime) -> str:
    """Return one row per payment. Raises `NotFound`.

    Payments with the same number under `cheque` are one sheet of paper (R15).
    """
    evening = read_evening(distribution_id)
    sheet, refs = evening.sheet, evening.member_refs
    return csv_text(
        _COLUMNS,
        (
            _csv_row(number, member, refs[one.member_id], one)
            for number, member, one in _payments(sheet)
        ),
    )


def _csv_row(
    number: int | None, member: str, ref: str | None, one: OperationView
) -> dict[str, Value]:
    cheque = one.cheque
    return {
        "number": number,
        "member": member,
        "member_ref": ref,
        "mode": one.mode,
        "amount": one.amount,
        "state": "pending" if one.pending else "confirmed",
        "cheque_number": None if cheque is None else digits(cheque.number),
        "bank": None if cheque is None else cheque.bank,
        "drawer": None if cheque is None else cheque.drawer,
        "cheque": None if cheque is None else cheque.id,
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
    rows = tuple(_row(*payment, day) for payment in _payments(sheet))
    if not rows:
        yield Paragraph(_("No payment yet."))
        return
    columns = (
        Column(_("No"), 4, ColumnKind.NUMBER),
        Column(_("Member")),
        Column(_("Mode"), 9),
        Column(_("Amount"), 10, ColumnKind.AMOUNT),
        Column(_("When"), 10),
        Column(_("Note"), 18, wrapped=True),
    )
    yield Table(columns, rows)


def _payments(sheet: SheetView) -> Iterator[tuple[int | None, str, OperationView]]:
    for basket in sheet.baskets:
        for one in basket.payments:
            yield basket.number, basket.member, one
    for one in sheet.other_payments:
        yield None, sheet.members[one.member_id], one


def _row(number: int | None, member: str, one: OperationView, day: date) -> Row:
    same_day = one.created_at.date() == day
    cheque = one.cheque
    notes = (
        _("awaited") if one.pending else "",
        _("membership") if one.membership_id is not None else "",
        *((cheque.number, cheque.bank, cheque.drawer) if cheque is not None else ()),
        one.reason,
    )
    return Row(
        (
            "–" if number is None else str(number),
            member,
            mode_short(one.mode) if one.mode is not None else "",
            format_number(one.amount),
            format_time(one.created_at) if same_day else format_date(one.created_at),
            ", ".join(filter(None, notes)),
        ),
        quiet=one.pending,
    )
