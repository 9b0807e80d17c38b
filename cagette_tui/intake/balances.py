"""Balances of all members, out for a spreadsheet and in as opening balances.

One format for both: `member_ref;name;amount`, in euros; a positive balance is what the
group owes the member, a negative one what the member owes the group.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cagette_tui.intake.export_problems import ExportError, ExportProblem
from cagette_tui.intake.formulas import unprotected
from cagette_tui.intake.text_of_file import decoded
from cagette_tui.model.acts.writing import Act, Desk, Entry, insert_rows, writing
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import ActKind, Kind
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.money import AmountError, parse_amount
from cagette_tui.problems import KnownProblem
from cagette_tui.text import nfc
from cagette_tui.value import ValueObject

COLUMNS = ("member_ref", "name", "amount")


class BalancesProblem(StrEnum):
    """Why a file of balances is refused."""

    NO_LINES = "no_lines"
    NOT_A_TABLE = "not_a_table"
    AMOUNT = "amount"  # typed
    NO_MEMBER = "no_member"  # neither reference nor name
    UNKNOWN_NAME = "unknown_name"  # no reference, and nobody of that name
    AMBIGUOUS = "ambiguous"  # no reference, and several of that name
    NAME_MISSING = "name_missing"  # an unknown reference without a name
    OTHER_REF = "other_ref"  # somebody of that name is known by another reference
    TWICE = "twice"  # other_row has the same member
    ALREADY = "already"  # the member has an opening balance


class BalancesError(KnownProblem):
    """A file of balances that cannot be brought in; `row` counts from the header, which is 1."""

    problem: BalancesProblem
    row: int | None = None
    name: str = ""
    ref: str = ""
    other_row: int | None = None
    typed: AmountError | None = None


class BalanceRow(ValueObject):
    """One line of the file; `amount` in euros."""

    row: int
    ref: str
    name: str
    amount: Decimal


@dataclass
class BalancesReport:
    """What was brought in: how many balances that are not zero, their sum, and new members."""

    balances: int = 0
    total: Decimal = ZERO
    created: list[str] = field(default_factory=list)
    # What the database calls somebody whom the file calls otherwise.
    other_names: list[tuple[str, str]] = field(default_factory=list)


def parse_balances(data: bytes) -> tuple[BalanceRow, ...]:
    """Read the bytes of a file: UTF-8, with a mark or not, or Windows-1252.

    Raises `BalancesError`, and `ExportError` for columns, bytes and quotes that are wrong.
    """
    try:
        text = decoded(data)
    except ExportError as error:
        if error.problem is ExportProblem.NOT_CSV:
            raise BalancesError(BalancesProblem.NOT_A_TABLE) from error
        raise
    rows = tuple(_row(row, values) for row, values in _records(text))
    if not rows:
        raise BalancesError(BalancesProblem.NO_LINES)
    return rows


def import_balances(desk: Desk, rows: Sequence[BalanceRow], reason: str) -> BalancesReport:
    """Enter the balances from before this database, in one act, all or nothing (R21).

    Members are found by reference, without one by their exact name; a reference that nobody
    has makes a new member. Raises `BalancesError` with the line, and storage problems.
    """
    with writing(desk) as act:
        book = _Book()
        report = BalancesReport()
        found = list(zip(rows, _members(act, rows, book, report), strict=True))
        _must_be_first(found, book)
        wanted = [(row, member) for row, member in found if row.amount]
        _enter(act, wanted, reason)
        report.balances = len(wanted)
        report.total = sum((row.amount for row, _member in wanted), ZERO)
    return report


class _Book:
    """The members there are, by reference and by name, and who has an opening balance."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.by_ref: dict[str, int] = {}
        self.refs_of: dict[str, list[str | None]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        query = Member.select(Member.id, Member.ref, Member.name).order_by(Member.id)
        for number, ref, stored in tuples(query):
            name = self.names[number] = nfc(stored)
            self.by_name[name].append(number)
            self.refs_of[name].append(ref)
            if ref:
                self.by_ref[ref] = number
        opened = Operation.select(Operation.member).where(
            Operation.kind == Kind.OPENING, Operation.cancelled_at.is_null()
        )
        self.opened = {number for (number,) in tuples(opened)}


def _members(
    act: Act, rows: Sequence[BalanceRow], book: _Book, report: BalancesReport
) -> Iterator[int]:
    """Give the member of each line; those who are new are added first."""
    refs = {row.ref for row in rows}
    new = [row for row in rows if row.ref and row.ref not in book.by_ref]
    for row in new:
        if not row.name:
            raise BalancesError(BalancesProblem.NAME_MISSING, row.row, ref=row.ref)
        # Somebody of the same name whom the file has as well is another person.
        for ref in book.refs_of.get(row.name, ()):
            if ref not in refs:
                raise BalancesError(BalancesProblem.OTHER_REF, row.row, row.name, ref or "–")
    added = {row.ref: row.name for row in new}
    values: list[dict[str, Any]] = [{"ref": ref, "name": added[ref]} for ref in added]
    entry = act.entry(ActKind.OPENING)
    for value in insert_rows(Member, values):
        entry.inserted(Member, value)
        book.by_ref[value["ref"]] = value["id"]
        report.created.append(value["name"])
    for row in rows:
        number = book.by_ref[row.ref] if row.ref else _by_name(row, book)
        known = book.names.get(number, row.name)
        if row.name and known != row.name:
            report.other_names.append((known, row.name))
        yield number


def _by_name(row: BalanceRow, book: _Book) -> int:
    numbers = book.by_name.get(row.name, [])
    if len(numbers) == 1:
        return numbers[0]
    problem = BalancesProblem.AMBIGUOUS if numbers else BalancesProblem.UNKNOWN_NAME
    raise BalancesError(problem, row.row, row.name)


def _must_be_first(found: Iterable[tuple[BalanceRow, int]], book: _Book) -> None:
    """Refuse a member who is there twice, or has an opening balance already."""
    seen: dict[int, int] = {}
    for row, member in found:
        name = row.name or book.names.get(member, row.ref)
        if member in seen:
            raise BalancesError(BalancesProblem.TWICE, row.row, name, other_row=seen[member])
        if member in book.opened:
            raise BalancesError(BalancesProblem.ALREADY, row.row, name)
        seen[member] = row.row


def _enter(act: Act, wanted: Sequence[tuple[BalanceRow, int]], reason: str) -> None:
    entries: dict[int, Entry] = {
        member: act.entry(ActKind.OPENING, member=member, reason=reason) for _row, member in wanted
    }
    values: list[dict[str, Any]] = [
        {
            "act": act.number,
            "member": member,
            "kind": str(Kind.OPENING),
            "amount": row.amount,
            "pending": False,
            "reason": reason,
            "created_at": act.at,
            "created_by": act.who,
        }
        for row, member in wanted
    ]
    for value in insert_rows(Operation, values):
        entries[value["member"]].inserted(Operation, value)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the lines below the header, their values in the order of COLUMNS."""
    header = text.partition("\n")[0]
    delimiter = max((";", ",", "\t"), key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 1
    try:
        order = _order([name.strip() for name in next(reader)])
        for cells in reader:
            row += 1
            if any(cell.strip() for cell in cells):
                if len(cells) != len(COLUMNS):
                    found, limit = len(cells), len(COLUMNS)
                    raise ExportError(ExportProblem.FIELD_COUNT, row=row, found=found, limit=limit)
                yield row, [unprotected(nfc(cells[at]).strip()) for at in order]
            row = reader.line_num
    except csv.Error as error:
        raise ExportError(ExportProblem.QUOTING, row=row + 1) from error


def _order(names: Sequence[str]) -> list[int]:
    """Give where each of COLUMNS is in the file."""
    if sorted(names) == sorted(COLUMNS):
        return [names.index(name) for name in COLUMNS]
    raise ExportError(
        ExportProblem.COLUMNS,
        missing=tuple(name for name in COLUMNS if name not in names),
        unexpected=tuple(name for name in names if name not in COLUMNS or names.count(name) > 1),
    )


def _row(row: int, values: Sequence[str]) -> BalanceRow:
    ref, name, amount = values
    if not ref and not name:
        raise BalancesError(BalancesProblem.NO_MEMBER, row)
    try:
        euros = parse_amount(amount, zero=True, negative=True)
    except AmountError as error:
        raise BalancesError(BalancesProblem.AMOUNT, row, name, typed=error) from error
    return BalanceRow(row, ref, name, euros)
