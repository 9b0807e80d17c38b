"""Tables that do not name their columns: LCL's, and BNP Paribas's where it leaves them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.table import Record
from cagette_tui.intake.bank.text import single
from cagette_tui.intake.bank.values import amount_of, day_of, is_amount, is_day
from cagette_tui.model.rules.statement import Statement, StatementLine

_ACCOUNT = re.compile(r"\d{5} [0-9A-Z]{5,12}")


def statements_without_header(records: Sequence[Record]) -> Statement | None:
    """Read one of those tables; None if it is neither."""
    filled = [record for record in records if any(cell.strip() for cell in record.cells)]
    if filled and (_is_balance(filled[0].cells) or _is_balance(filled[-1].cells)):
        return _lcl(filled)
    if len(filled) > 1 and all(_is_bnp(record.cells) for record in filled[:3]):
        return _bnp(filled)
    return None


def _is_balance(cells: Sequence[str]) -> bool:
    return (
        len(cells) == 4
        and is_day(cells[0])
        and is_amount(cells[1])
        and not cells[2].strip()
        and _ACCOUNT.fullmatch(single(cells[3])) is not None
    )


def _lcl(records: Sequence[Record]) -> Statement:
    """Day; amount; kind; cheque; label of a debit; or of a transfer; ; category."""
    balances = [record for record in records if _is_balance(record.cells)]
    first, last = balances[0], balances[-1]
    lines = []
    for row, cells in records:
        if _is_balance(cells):
            continue
        if len(cells) < 5:
            kind = StatementProblem.FIELD_COUNT if row != records[-1].row else StatementProblem.CUT
            raise StatementError(kind, row=row, found=len(cells), limit=8)
        label = " ".join(filter(None, (single(cell) for cell in cells[4:6])))
        lines.append(StatementLine(row, day_of(cells[0], row), amount_of(cells[1], row), label))
    opening = _amount(first) if first.row == records[0].row else None
    closing = _amount(last) if last.row == records[-1].row and last.row != first.row else None
    if last.row == records[-1].row and len(balances) == 1:
        closing = _amount(last)
    if opening is not None and closing is None and balances[0].row == records[0].row:
        # With one balance alone, nothing says that the file is whole.
        _must_end_whole(records[-1])
    return Statement(
        "lcl", tuple(lines), single(first.cells[3]), "EUR", opening, closing,
        day_of(balances[0].cells[0], first.row), day_of(last.cells[0], last.row),
    )  # fmt: skip


def _must_end_whole(record: Record) -> None:
    if len(record.cells) < 7:
        raise StatementError(StatementProblem.CUT, row=record.row)


def _amount(record: Record) -> Decimal:
    return amount_of(record.cells[1], record.row)


def _is_bnp(cells: Sequence[str]) -> bool:
    return len(cells) == 5 and is_day(cells[0]) and is_amount(cells[4]) and not is_amount(cells[3])


def _bnp(records: Sequence[Record]) -> Statement:
    """Day; short label; kind; label; amount."""
    lines = []
    for row, cells in records:
        if len(cells) < 5:
            kind = StatementProblem.FIELD_COUNT if row != records[-1].row else StatementProblem.CUT
            raise StatementError(kind, row=row, found=len(cells), limit=5)
        lines.append(
            StatementLine(row, day_of(cells[0], row), amount_of(cells[4], row), single(cells[3]))
        )
    return Statement("bnp", tuple(lines), None, "EUR")
