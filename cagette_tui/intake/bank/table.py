"""A table of cells, from a CSV file or a workbook, read by a profile into a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.profiles import (
    PROFILES,
    Profile,
    fits,
    guessed,
    missing,
    places,
    squeezed,
)
from cagette_tui.intake.bank.proving import ends_of, prove_running
from cagette_tui.intake.bank.text import single
from cagette_tui.intake.bank.values import amount_of, day_of, first_amount, is_amount, is_day
from cagette_tui.model.rules.statement import Statement, StatementLine
from cagette_tui.text import fold
from cagette_tui.value import ValueObject

# The table begins within so many rows.
_ABOVE = 60
_BOOKED = {
    "execute", "executed", "executee", "regle", "settled", "completed", "termine", "terminee",
    "effectue",
}  # fmt: skip
_NOT_BOOKED = {
    "enattente", "pending", "refuse", "refusee", "declined", "reverted", "annule", "annulee",
    "canceled", "cancelled", "failed", "echoue", "encours", "retourne",
}  # fmt: skip
_NUMBER = re.compile(r"(?:[A-Z]{2}\d{2}[ ]?)?[\d*][\d* ]{3,40}[\d][A-Z]?")


class Record(NamedTuple):
    """One row of cells, and its place in the file (the first is 1)."""

    row: int
    cells: Sequence[str]


class Said(ValueObject):
    """What stands above the table."""

    account: str | None = None
    currency: str | None = None
    closing: Decimal | None = None
    first: date | None = None
    last: date | None = None
    count: int | None = None


def statements_of(
    records: Sequence[Record], columns: Mapping[str, str] | None = None
) -> list[Statement]:
    """Read a table; several statements where it has several accounts.

    `columns` names the parts of a table that nobody knows (`Profile`'s day, label, amount, debit,
    credit, value). Raises `StatementError`.
    """
    place, profile = _found(records, columns)
    header, body = records[place], records[place + 1 :]
    said = _said([record.cells for record in records[:place]])
    reader = _Reader(profile, places(header.cells), len(header.cells))
    rows = list(reader.rows(body))
    by_account: dict[str | None, list[StatementLine]] = {}
    currencies = {currency for _line, _account, currency in rows if currency}
    for line, account, _currency in rows:
        by_account.setdefault(account, []).append(line)
    if len(currencies) > 1:
        raise StatementError(StatementProblem.OTHER_CURRENCY, value=", ".join(sorted(currencies)))
    currency = currencies.pop() if currencies else said.currency
    return [
        _statement(profile, reader, lines, said, account or said.account, currency)
        for account, lines in (by_account or {None: []}).items()
    ]


def _statement(
    profile: Profile,
    reader: _Reader,
    lines: Sequence[StatementLine],
    said: Said,
    account: str | None,
    currency: str | None,
) -> Statement:
    opening, closing = reader.opening, said.closing
    if profile.running and lines:
        prove_running(lines)
        ends = ends_of(lines)
        if ends is not None and ends[0].balance is not None:
            opening, closing = ends[0].balance - ends[0].amount, ends[1].balance
    return Statement(
        profile.kind,
        tuple(lines),
        account,
        currency,
        opening,
        closing,
        said.first,
        said.last,
        said.count,
    )


def _found(records: Sequence[Record], columns: Mapping[str, str] | None) -> tuple[int, Profile]:
    """Find the row with the names of the columns, and what they mean."""
    above = records[:_ABOVE]
    if columns:
        return _named(above, columns)
    for place, record in enumerate(above):
        there = places(record.cells)
        for profile in PROFILES:
            if fits(profile, there):
                return place, profile
    for place, record in enumerate(above):
        guess = guessed(record.cells)
        if guess is not None:
            return place, guess
    for record in above:
        lacking = missing(record.cells)
        if lacking:
            raise StatementError(StatementProblem.MISSING_COLUMN, row=record.row, columns=lacking)
    names = max((record.cells for record in above), key=_words, default=())
    columns_there = tuple(single(name) for name in names if name.strip())
    raise StatementError(StatementProblem.UNKNOWN_COLUMNS, columns=columns_there)


def _words(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) and not re.search(r"\d", cell) for cell in cells)


def _named(records: Sequence[Record], columns: Mapping[str, str]) -> tuple[int, Profile]:
    wanted = {squeezed(name) for name in columns.values()}
    for place, record in enumerate(records):
        if wanted <= places(record.cells).keys():
            return place, Profile(
                "table",
                day=columns["day"],
                value=columns.get("value"),
                labels=tuple(columns[part] for part in ("label", "label2") if part in columns),
                amount=columns.get("amount"),
                debit=columns.get("debit"),
                credit=columns.get("credit"),
            )
    there = {name for record in records for name in places(record.cells)}
    lacking = tuple(name for name in columns.values() if squeezed(name) not in there)
    raise StatementError(StatementProblem.WRONG_COLUMNS, columns=lacking or tuple(columns.values()))


class _Reader:
    """Reads the rows below the names of the columns."""

    def __init__(self, profile: Profile, where: Mapping[str, int], width: int) -> None:
        self._profile = profile
        self._where = where
        self._width = width
        self.opening: Decimal | None = None
        needed = [where[squeezed(name)] for name in profile.needed if squeezed(name) in where]
        self._least = max(needed) + 1

    def rows(
        self, records: Sequence[Record]
    ) -> Iterator[tuple[StatementLine, str | None, str | None]]:
        """Give each booked line, its account and its currency where the row says them."""
        for place, (row, cells) in enumerate(records):
            if not any(cell.strip() for cell in cells):
                if self._profile.kind == "credit-mutuel-workbook":
                    return  # below it stands the sum
                continue
            if fold(cells[0]).startswith("solde"):
                self.opening = first_amount(reversed(cells))
                continue
            if len(cells) < self._least:
                self._refuse_short(records, place)
            if self._is_booked(cells, row):
                yield (
                    self._line(row, cells),
                    self._cell(cells, self._profile.account) or None,
                    self._cell(cells, self._profile.currency).upper() or None,
                )

    def _refuse_short(self, records: Sequence[Record], place: int) -> None:
        row, cells = records[place]
        rest = records[place + 1 :]
        if not any(cell.strip() for record in rest for cell in record.cells):
            raise StatementError(StatementProblem.CUT, row=row)
        raise StatementError(
            StatementProblem.FIELD_COUNT, row=row, found=len(cells), limit=self._width
        )

    def _cell(self, cells: Sequence[str], name: str | None) -> str:
        place = None if name is None else self._where.get(squeezed(name))
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def _is_booked(self, cells: Sequence[str], row: int) -> bool:
        if self._profile.state is None:
            return True
        state = squeezed(self._cell(cells, self._profile.state))
        if state in _BOOKED:
            return True
        if state in _NOT_BOOKED:
            return False
        raise StatementError(
            StatementProblem.UNKNOWN_STATE, row=row, value=self._cell(cells, self._profile.state)
        )

    def _line(self, row: int, cells: Sequence[str]) -> StatementLine:
        one = self._profile
        value = self._cell(cells, one.value)
        balance = self._cell(cells, one.balance)
        texts = [single(self._cell(cells, name)).rstrip("-").rstrip() for name in one.labels]
        label = " ".join(text for text in texts if text)
        payer = single(self._cell(cells, one.payer)) or None
        return StatementLine(
            row,
            day_of(self._cell(cells, one.day), row),
            self._amount(row, cells),
            label,
            day_of(value, row) if value else None,
            payer,
            texts[-1] or None if payer and len(texts) > 1 else None,
            re.sub(r"\s", "", self._cell(cells, one.iban)).upper() or None,
            self._cell(cells, one.reference) or None,
            amount_of(balance, row) if balance else None,
            tuple(text for text in texts if text),
        )

    def _amount(self, row: int, cells: Sequence[str]) -> Decimal:
        one = self._profile
        if one.amount is not None:
            amount = amount_of(self._cell(cells, one.amount), row)
            fee = self._cell(cells, one.fee)
            return amount - amount_of(fee, row) if fee else amount
        debit, credit = self._cell(cells, one.debit), self._cell(cells, one.credit)
        taken = abs(amount_of(debit, row)) if debit else None
        given = amount_of(credit, row) if credit else None
        if taken and given:
            raise StatementError(StatementProblem.TWO_AMOUNTS, row=row)
        if taken is None and given is None:
            raise StatementError(StatementProblem.NOT_AN_AMOUNT, row=row, value="")
        return given if given else -(taken or Decimal(0)) if taken else Decimal("0.00")


def _said(rows: Sequence[Sequence[str]]) -> Said:
    """Look above the table for the account, the currency, the balance and the period."""
    cells = [single(cell) for row in rows for cell in row if cell.strip()]
    text = " | ".join(cells)
    plain = fold(text)
    days = [day_of(one, 0) for one in re.findall(r"\d{2}/\d{2}/\d{4}", text) if is_day(one)]
    account = _account_in(cells, plain)
    closing = _balance_in(rows)
    first = last = None
    between = re.search(r"entre le (\S+) et le (\d{2}/\d{2}/\d{4})", plain)
    if between and is_day(between[1]) and is_day(between[2]):
        first, last = day_of(between[1], 0), day_of(between[2], 0)
    count = None
    if rows and rows[0] and rows[0][0].startswith('="') and len(rows[0]) >= 6:
        # Société Générale: account; from; to; number of lines; date; balance
        first, last = (days[0], days[1]) if len(days) >= 2 else (None, None)
        count = int(rows[0][3]) if rows[0][3].strip().isdigit() else None
        closing = first_amount([re.sub(r"[A-Z]{3}$", "", rows[0][5].strip())])
    return Said(account, _currency_in(plain), closing, first, last, count)


def _account_in(cells: Sequence[str], plain: str) -> str | None:
    for place, cell in enumerate(cells):
        formula = re.fullmatch(r'="?(\d{11,})"?', cell)
        if formula:
            return formula[1]
        if re.fullmatch(r"\*{2,}\d{3,}", cell):
            return cell
        if re.search(r"compte|r\.?i\.?b|iban", fold(cell)):
            later = cells[place + 1] if place + 1 < len(cells) else ""
            for text in (cell, later):
                number = _NUMBER.search(text.replace("\u00a0", " "))
                if number and len(re.sub(r"\D", "", number[0])) >= 5:
                    return number[0].strip()
    return None


def _currency_in(plain: str) -> str | None:
    code = re.search(r"\b(eur|usd|gbp|chf|cad|xof|xpf|jpy|dkk|sek|nok|pln)\b", plain)
    if code:
        return code[1].upper()
    return "EUR" if re.search("euros?|€", plain) else None


def _balance_in(rows: Sequence[Sequence[str]]) -> Decimal | None:
    for row in rows:
        text = single(" ".join(row)).replace("\u00a0", " ")
        plain = fold(text)
        if plain.startswith("solde"):
            bare = re.sub(r"\d{2}/\d{2}/\d{4}|\(.*?\)", "", text)
            number = re.search(r"[+-]?\d[\d  .,]*\d", bare)
            if number and is_amount(number[0]):
                return amount_of(number[0], 0)
        # BNP: kind; name; account; day; nothing; balance
        if len(row) >= 6 and plain.startswith("compte") and is_amount(row[5]) and is_day(row[3]):
            return amount_of(row[5], 0)
    return None
