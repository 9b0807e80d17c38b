"""Debts and credits at a period's end, a member's statement, the period's deposits (R56, R57)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_date, format_number, format_signed, ngettext
from cagette_tui.model.reading.accounts_at import read_accounts_at, read_statement
from cagette_tui.model.reading.deposits import read_deposits
from cagette_tui.model.reading.lookups import member_by_ref
from cagette_tui.model.rules.deposits import DepositView
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.rules.periods import AccountAt, StatementRow
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Row,
    Table,
)
from cagette_tui.papers.period_table import Period, PeriodTable, day_text, summed
from cagette_tui.papers.tables import Value
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.labels import kind_label, standing


def debts_of(period: Period) -> PeriodTable:
    """List the debts and credits at the end of the period, with their age and last payment."""
    accounts = read_accounts_at(period.end)
    debts = [one for one in accounts if one.balance < 0]
    credits = [one for one in accounts if one.balance > 0]
    owed, held = summed([one.balance for one in debts]), summed([one.balance for one in credits])
    blocks: list[Block] = []
    if debts:
        blocks += [Heading(_("Debts")), _accounts(debts, period.end)]
    if credits:
        blocks += [Heading(_("Credits")), _accounts(credits, period.end)]
    if not accounts:
        blocks.append(Paragraph(_("All accounts are even.")))
    day = format_date(period.end)
    note = _("As the accounts stood at the end of {day}. Orders of later days are no debt yet.")
    return PeriodTable(
        _("Debts and credits"),
        (*blocks, Paragraph(note.format(day=day))),
        ("member", "member_ref", "balance", "since", "days", "last_payment"),
        tuple(
            {
                "member": one.member,
                "member_ref": one.member_ref,
                "balance": one.balance,
                "since": one.since.isoformat(),
                "days": (period.end - one.since).days,
                "last_payment": day_text(one.last_payment),
            }
            for one in accounts
        ),
        {"debts": owed, "credits": held, "day": period.end.isoformat()},
    )


def _accounts(rows: Sequence[AccountAt], day: date) -> Table:
    columns = (
        Column(_("Member"), wrapped=True),
        Column(_("Balance"), 13, ColumnKind.AMOUNT),
        Column(_("Since"), 12),
        Column(_("Days"), 5, ColumnKind.NUMBER),
        Column(_("Last payment"), 14),
    )
    shown = [
        Row(
            (
                one.member,
                format_signed(one.balance),
                format_date(one.since),
                str((day - one.since).days),
                "–" if one.last_payment is None else format_date(one.last_payment),
            )
        )
        for one in sorted(rows, key=lambda one: (one.since, one.member))
    ]
    total = format_signed(summed([one.balance for one in rows]))
    return Table(columns, (*shown, Row((_("Total"), total, "", "", ""), strong=True)))


def statement_of(period: Period, ref: str) -> PeriodTable:
    """Tell one member's account over the period. Raises `NoSuchMember`."""
    one = read_statement(member_by_ref(ref), period.first, period.last)
    columns = (
        Column(_("Day"), 12),
        Column(_("What"), wrapped=True),
        Column(_("Amount"), 13, ColumnKind.AMOUNT),
        Column(_("Balance"), 13, ColumnKind.AMOUNT),
    )
    before = _("Balance before")
    rows = (
        Row(("", before, "", format_signed(one.opening)), quiet=True),
        *(
            Row(
                (
                    format_date(row.day),
                    _what(row),
                    format_signed(row.amount),
                    format_signed(row.balance),
                )
            )
            for row in one.rows
        ),
        Row(("", _("Balance after"), "", format_signed(one.closing)), strong=True),
    )
    return PeriodTable(
        _("Statement of account"),
        (Table(columns, rows), Paragraph(standing(one.closing))),
        ("day", "kind", "mode", "place", "number", "reason", "amount", "balance"),
        tuple(_statement(row) for row in one.rows),
        {
            "member": one.member,
            "member_ref": one.member_ref,
            "opening": one.opening,
            "closing": one.closing,
        },
        whose=one.member if one.member_ref is None else f"{one.member} ({one.member_ref})",
    )


def _what(row: StatementRow) -> str:
    word = kind_label(row.kind) if row.mode is None else mode_label(row.mode)
    if row.kind is Kind.PAYMENT and row.amount < 0 and not row.returned:
        word = _("refund, {mode}").format(mode=word)
    parts = (
        word,
        _("sent back") if row.returned else "",
        _("membership") if row.membership else "",
        "" if row.basket is None else _("basket {number}").format(number=row.basket),
        row.place,
        row.reason,
    )
    return ", ".join(filter(None, parts))


def _statement(row: StatementRow) -> dict[str, Value]:
    return {
        "day": row.day.isoformat(),
        "kind": str(row.kind),
        "mode": None if row.mode is None else str(row.mode),
        "place": row.place,
        "number": row.basket,
        "reason": row.reason,
        "amount": row.amount,
        "balance": row.balance,
    }


def deposits_of(period: Period) -> PeriodTable:
    """List the deposits that were made in the period."""
    made = [one for one in read_deposits() if period.first <= one.day <= period.last]
    made.sort(key=lambda one: one.number)
    cheques, cash = summed([one.cheque_total for one in made]), summed([one.cash for one in made])
    return PeriodTable(
        _("Deposits of a period"),
        tuple(_deposit_blocks(made)),
        (
            "deposit", "day", "cheque_count", "cheques", "cash", "total", "returned", "final",
            "seen_on", "note",
        ),
        tuple(map(_deposit, made)),
        {"cheques": cheques, "cash": cash, "total": cheques + cash, "count": len(made)},
    )  # fmt: skip


def _deposit_blocks(made: Sequence[DepositView]) -> Iterator[Block]:
    if not made:
        yield Paragraph(_("Nothing was taken to the bank."))
        return
    columns = (
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Day"), 11),
        Column(_("Cheques"), 11, wrapped=True),
        Column(_("Cheques, sum"), 12, ColumnKind.AMOUNT),
        Column(_("Cash"), 9, ColumnKind.AMOUNT),
        Column(_("Total"), 10, ColumnKind.AMOUNT),
        Column(_("Statement")),
    )
    rows = []
    for one in made:
        count = len(one.cheques)
        text = ngettext("{count} cheque", "{count} cheques", count).format(count=count)
        amounts = (one.cheque_total, one.cash, one.total)
        seen = _("not seen") if one.seen_on is None else format_date(one.seen_on)
        rows.append(
            Row((str(one.number), format_date(one.day), text, *map(format_number, amounts), seen))
        )
    sums = [
        summed([getattr(one, name) for one in made]) for name in ("cheque_total", "cash", "total")
    ]
    yield Table(
        columns, (*rows, Row(("", _("Total"), "", *map(format_number, sums), ""), strong=True))
    )
    back = summed([_returned(one) for one in made])
    if back:
        yield Facts((Fact(_("of which the bank sent back"), format_amount(back)),))


def _returned(one: DepositView) -> Decimal:
    return summed([cheque.amount for cheque in one.cheques if cheque.returned_on is not None])


def _deposit(one: DepositView) -> dict[str, Value]:
    return {
        "deposit": one.number,
        "day": one.day.isoformat(),
        "cheque_count": len(one.cheques),
        "cheques": one.cheque_total,
        "cash": one.cash,
        "total": one.total,
        "returned": _returned(one),
        "final": one.final_at is not None,
        "seen_on": day_text(one.seen_on),
        "note": one.note,
    }
