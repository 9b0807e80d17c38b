"""The entries of a period for accounting: to be read, and as other programs import them.

Paheko's grouped import, the FEC of the French tax code (18 columns; Paheko, Dolibarr and Odoo read
it), and a plain table with Dolibarr's columns.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from cagette_tui.i18n import _, format_date, format_number, ngettext
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.ledger import read_ledger
from cagette_tui.model.rules.accounting import EntryLine, LedgerEntry, Piece, ledger_entries
from cagette_tui.model.rules.accounts import Account, accounts_of
from cagette_tui.papers.paper import Block, Column, ColumnKind, Heading, Paragraph, Row, Table
from cagette_tui.papers.period_table import Period, PeriodTable, summed
from cagette_tui.papers.tables import Value, cell
from cagette_tui.sentences.accounting import account_name, entry_name, journal_name
from cagette_tui.text import visible

_COLUMNS = (
    "entry", "day", "reference", "journal", "account", "account_name", "label", "debit", "credit",
)  # fmt: skip
_PAHEKO = (
    "Numéro d'écriture", "Type", "Statut", "Libellé", "Date", "Remarques",
    "Numéro pièce comptable", "Numéro compte", "Libellé compte", "Débit", "Crédit",
    "Référence ligne", "Libellé ligne", "Rapprochement", "Lettrage", "Projet analytique",
    "Membres associés",
)  # fmt: skip
_FEC = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
_DOLIBARR = (
    "piece_num", "doc_date", "doc_ref", "code_journal", "journal_label", "numero_compte",
    "label_compte", "subledger_account", "subledger_label", "label_operation", "debit", "credit",
    "sens",
)  # fmt: skip
_JOURNALS = {Piece.EVENING: "DI", Piece.DAY: "DI", Piece.DEPOSIT: "BQ", Piece.SEEN: "BQ"}
_NO_SIREN = "0" * 9


class _Books:
    """The entries of a period, numbered from 1, with the group's numbers of accounts."""

    def __init__(self, period: Period) -> None:
        facts = read_ledger(period.first, period.end)
        self.entries = ledger_entries(facts)
        self.open_evenings = facts.open_evenings
        self.accounts = accounts_of(read_settings().accounts or "")

    def lines(self) -> Iterator[tuple[int, LedgerEntry, EntryLine]]:
        """Give each line with its entry and the entry's number."""
        for number, entry in enumerate(self.entries, start=1):
            for line in entry.lines:
                yield number, entry, line


def ledger_of(period: Period) -> PeriodTable:
    """List the entries, and what each account moved by."""
    books = _Books(period)
    rows = tuple(_row(books, *line) for line in books.lines())
    debits = summed([line.amount for one in books.entries for line in one.lines if line.amount > 0])
    return PeriodTable(
        _("Entries for accounting"),
        tuple(_blocks(books, debits)),
        _COLUMNS,
        rows,
        {"entries": len(books.entries), "debit": debits, "credit": debits},
    )


def _row(books: _Books, number: int, entry: LedgerEntry, line: EntryLine) -> dict[str, Value]:
    return {
        "entry": number,
        "day": entry.day.isoformat(),
        "reference": entry.reference,
        "journal": _journal(entry),
        "account": books.accounts[line.account],
        "account_name": account_name(line.account),
        "label": entry_name(entry),
        "debit": max(line.amount, Decimal("0.00")),
        "credit": max(-line.amount, Decimal("0.00")),
    }


def _journal(entry: LedgerEntry) -> str:
    return _JOURNALS.get(entry.piece, "BQ")


def _blocks(books: _Books, debits: Decimal) -> Iterator[Block]:
    if books.open_evenings:
        text = ngettext(
            "{count} distribution of the period is not certified, and not in it.",
            "{count} distributions of the period are not certified, and not in it.",
            books.open_evenings,
        )
        yield Paragraph(text.format(count=books.open_evenings), warning=True)
    if not books.entries:
        yield Paragraph(_("Nothing happened."))
        return
    yield Heading(_("By account"))
    yield _by_account(books, debits)
    yield Heading(_("Entries"))
    yield _entries(books.entries, books.accounts)


def _by_account(books: _Books, debits: Decimal) -> Table:
    debit: dict[Account, Decimal] = defaultdict(lambda: Decimal("0.00"))
    credit: dict[Account, Decimal] = defaultdict(lambda: Decimal("0.00"))
    for _number, _entry, line in books.lines():
        (debit if line.amount > 0 else credit)[line.account] += abs(line.amount)
    columns = (
        Column(_("Account"), 10),
        Column(_("Name")),
        Column(_("Debit"), 12, ColumnKind.AMOUNT),
        Column(_("Credit"), 12, ColumnKind.AMOUNT),
        Column(_("Moved by"), 12, ColumnKind.AMOUNT),
    )
    used = sorted({*debit, *credit}, key=lambda one: (books.accounts[one], one))
    rows = [
        Row(
            (
                books.accounts[one],
                account_name(one),
                *map(format_number, (debit[one], credit[one], debit[one] - credit[one])),
            )
        )
        for one in used
    ]
    sums = (format_number(debits), format_number(debits), "")
    return Table(columns, (*rows, Row((_("Total"), "", *sums), strong=True)))


def _entries(entries: Sequence[LedgerEntry], accounts: dict[Account, str]) -> Table:
    columns = (
        Column(_("Day"), 12),
        Column(_("Piece"), 13),
        Column(_("What"), wrapped=True),
        Column(_("Debit"), 12, ColumnKind.AMOUNT),
        Column(_("Credit"), 12, ColumnKind.AMOUNT),
    )
    rows = []
    for one in entries:
        rows.append(
            Row((format_date(one.day), one.reference, entry_name(one), "", ""), strong=True)
        )
        for line in one.lines:
            what = f"{accounts[line.account]} {account_name(line.account)}"
            amount = format_number(abs(line.amount))
            sides = (amount, "") if line.amount > 0 else ("", amount)
            rows.append(Row(("", "", what, *sides)))
    return Table(columns, tuple(rows))


def paheko_csv(period: Period) -> str:
    """Write Paheko's grouped import: what belongs to an entry stands in its first row."""
    books = _Books(period)
    text = io.StringIO()
    write = csv.writer(text, delimiter=";", lineterminator="\n").writerow
    write(_PAHEKO)
    before = 0
    for number, entry, line in books.lines():
        head = ["", "", "", "", "", "", ""]
        if number != before:
            name = cell(entry_name(entry))
            head = ["", "Avancé", "", name, f"{entry.day:%d/%m/%Y}", "", entry.reference]
            before = number
        account = [books.accounts[line.account], cell(account_name(line.account))]
        write([*head, *account, *_sides(line, ","), "", "", "", "", "", ""])
    return text.getvalue()


def fec_text(period: Period) -> str:
    """Write the FEC: 18 columns, tabs between them."""
    books = _Books(period)
    lines = ["\t".join(_FEC)]
    for number, entry, line in books.lines():
        journal = _journal(entry)
        values = (
            journal,
            journal_name(journal),
            str(number),
            f"{entry.day:%Y%m%d}",
            books.accounts[line.account],
            account_name(line.account),
            "",
            "",
            entry.reference,
            f"{entry.day:%Y%m%d}",
            entry_name(entry),
            *_sides(line, ","),
            "",
            "",
            f"{period.end:%Y%m%d}",
            "",
            "",
        )
        lines.append("\t".join(visible(value).replace("\t", " ") for value in values))
    return "".join(f"{line}\r\n" for line in lines)


def dolibarr_csv(period: Period) -> str:
    """Write a plain table with Dolibarr's columns, decimal points in it."""
    books = _Books(period)
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    write(_DOLIBARR)
    for number, entry, line in books.lines():
        journal = _journal(entry)
        write(
            [
                number,
                entry.day.isoformat(),
                entry.reference,
                journal,
                journal_name(journal),
                books.accounts[line.account],
                cell(account_name(line.account)),
                "",
                "",
                cell(entry_name(entry)),
                *_sides(line, "."),
                "D" if line.amount > 0 else "C",
            ]
        )
    return text.getvalue()


def _sides(line: EntryLine, point: str) -> tuple[str, str]:
    amount, none = f"{abs(line.amount):.2f}".replace(".", point), f"0{point}00"
    return (amount, none) if line.amount > 0 else (none, amount)


def fec_name(last: date) -> str:
    """Name the FEC as the law has it; a period that is no whole year is a working file."""
    return f"{read_settings().siren or _NO_SIREN}FEC{last:%Y%m%d}.txt"
