"""The slip of a deposit, and what waits for the bank, for people and for programs (R56)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from cagette_tui.i18n import _, format_amount, format_date, format_number, ngettext
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.deposits import DepositedCheque, DepositView, WaitingView
from cagette_tui.model.rules.group import spaced_iban
from cagette_tui.model.rules.notes_and_coins import in_order
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Masthead,
    Paper,
    Paragraph,
    Row,
    Spaces,
    Table,
)
from cagette_tui.papers.tables import Value, csv_text

_COLUMNS = (
    "deposit",
    "day",
    "position",
    "cheque_number",
    "drawer",
    "bank",
    "amount",
    "returned_on",
)
_TO_FILL_IN = "." * 40


def deposit_paper(one: DepositView, now: datetime) -> Paper:
    """Return the slip of a deposit, with the account of the group's settings."""
    settings = read_settings()
    title = _("Deposit no. {number}").format(number=one.number)
    lines = (
        format_date(one.day, "long"),
        _("Account holder: {holder}").format(holder=settings.account_holder or _TO_FILL_IN),
        _("IBAN: {iban}").format(iban=spaced_iban(settings.iban or "") or _TO_FILL_IN),
        *((one.note,) if one.note else ()),
    )
    footer = f"{title} · {format_date(one.day)}"
    mark = _("CANCELLED") if one.cancelled_at else ""
    return Paper(footer, (Masthead(title, settings.name, lines), *_blocks(one)), mark=mark)


def _blocks(one: DepositView) -> Iterator[Block]:
    if one.cheques:
        yield _cheques(one)
    if one.cash:
        yield _cash(one)
    if not one.cheques and not one.cash:
        yield Paragraph(_("There is nothing in it any more."))
    if one.cheques and one.cash:
        total = _("Cheques and cash: {amount}").format(amount=format_amount(one.total))
        yield Paragraph(total)
    yield Spaces((_("Date"), _("Signature")))


def _cheques(one: DepositView) -> Table:
    columns = (
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Cheque no."), 12, wrapped=True),
        Column(_("Drawer"), wrapped=True),
        Column(_("Bank"), 16, wrapped=True),
        Column(_("Amount"), 13, ColumnKind.AMOUNT),
    )
    count = len(one.cheques)
    text = ngettext("{count} cheque", "{count} cheques", count).format(count=count)
    total = Row(("", "", text, "", format_amount(one.cheque_total)), strong=True)
    return Table(columns, (*map(_row, one.cheques), total))


def _row(one: DepositedCheque) -> Row:
    bank = one.cheque.bank or ""
    if one.returned_on is not None:
        back = _("sent back {day}").format(day=format_date(one.returned_on))
        bank = f"{bank} – {back}" if bank else back
    number, amount = one.cheque.number or "", format_number(one.amount)
    return Row((str(one.position), number, _drawer(one), bank, amount))


def _drawer(one: DepositedCheque) -> str:
    """Name who signed the cheque, or else those whom it paid for."""
    return one.cheque.drawer or ", ".join(one.members)


def _cash(one: DepositView) -> Table:
    columns = (
        Column(_("Cash"), 20),
        Column(_("Count"), 8, ColumnKind.NUMBER),
        Column(_("Amount"), 13, ColumnKind.AMOUNT),
    )
    pieces = in_order(one.pieces or {}).items()
    rows = [
        Row((format_amount(value), str(count), format_number(value * count)))
        for value, count in pieces
    ]
    total = Row((_("Total"), "", format_amount(one.cash)), strong=True)
    return Table(columns, (*rows, total))


def deposit_csv(one: DepositView) -> str:
    """Return one row per cheque, and one for the cash."""
    rows = [
        _csv_row(
            one,
            {
                "position": cheque.position,
                "cheque_number": cheque.cheque.number,
                "drawer": _drawer(cheque),
                "bank": cheque.cheque.bank,
                "amount": cheque.amount,
                "returned_on": None
                if cheque.returned_on is None
                else cheque.returned_on.isoformat(),
            },
        )
        for cheque in one.cheques
    ]
    if one.cash:
        rows.append(_csv_row(one, {"drawer": "cash", "amount": one.cash}))
    return csv_text(_COLUMNS, rows)


def _csv_row(one: DepositView, values: dict[str, Value]) -> dict[str, Value]:
    empty: dict[str, Value] = dict.fromkeys(_COLUMNS)
    return empty | {"deposit": one.number, "day": one.day.isoformat()} | values


def deposit_data(one: DepositView) -> dict[str, Any]:
    """Return a deposit as JSON has it: amounts as strings, days ISO 8601."""
    return {
        "number": one.number,
        "day": one.day.isoformat(),
        "cheques": [
            {
                "id": cheque.cheque.id,
                "position": cheque.position,
                "number": cheque.cheque.number,
                "bank": cheque.cheque.bank,
                "drawer": cheque.cheque.drawer,
                "members": list(cheque.members),
                "amount": str(cheque.amount),
                "returned_on": None
                if cheque.returned_on is None
                else cheque.returned_on.isoformat(),
            }
            for cheque in one.cheques
        ],
        "cheque_total": str(one.cheque_total),
        "cash": str(one.cash),
        "total": str(one.total),
        "note": one.note,
        "by": one.created_by,
        "final": one.final_at is not None,
        "seen_on": None if one.seen_on is None else one.seen_on.isoformat(),
        "cancelled": one.cancelled_at is not None,
    }


def waiting_data(
    waiting: WaitingView, cash: Decimal, deposits: Sequence[DepositView]
) -> dict[str, Any]:
    """Return what waits for the bank, and the deposits, the last one first."""
    return {
        "cheques": [
            {
                "id": one.id,
                "number": one.cheque.number,
                "bank": one.cheque.bank,
                "drawer": one.cheque.drawer,
                "members": list(one.members),
                "amount": str(one.amount),
                "day": one.day.isoformat(),
                "distribution": one.distribution_id,
            }
            for one in waiting.cheques
        ],
        "total": str(waiting.total),
        "cash": str(cash),
        "awaited": [
            {
                "member": one.member,
                "mode": one.mode,
                "amount": str(one.amount),
                "since": one.since.isoformat(),
            }
            for one in waiting.awaited
        ],
        "deposits": [deposit_data(one) for one in deposits],
    }
