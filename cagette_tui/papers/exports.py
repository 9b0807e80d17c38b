"""What can be exported, and how: one table for the command and for the screens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cagette_tui.i18n import N_, _
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.papers.attendance import attendance
from cagette_tui.papers.balances import balances_csv
from cagette_tui.papers.closing_paper import closing_paper
from cagette_tui.papers.journal_paper import journal_csv, journal_paper
from cagette_tui.papers.orders import orders_csv, orders_like_cagette
from cagette_tui.papers.paper import Paper
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import WIDTH, paper_text
from cagette_tui.papers.payments import payments_csv, payments_paper
from cagette_tui.papers.preparation import preparation, preparation_csv
from cagette_tui.papers.proof_paper import proof_paper
from cagette_tui.papers.receipts import receipts
from cagette_tui.papers.slip import slip_csv, slip_paper
from cagette_tui.papers.takings_paper import takings_csv, takings_paper
from cagette_tui.papers.way_back_paper import way_back_paper
from cagette_tui.papers.way_back_table import way_back_csv
from cagette_tui.problems import NoSuchFormat, OnlyFor
from cagette_tui.text import fold
from cagette_tui.value import ValueObject


class ExportKind(StrEnum):
    """What can be exported of a distribution."""

    CLOSING = "closing"
    SLIP = "slip"
    ATTENDANCE = "attendance"
    RECEIPTS = "receipts"
    TAKINGS = "takings"
    PAYMENTS = "payments"
    BALANCES = "balances"  # of all members, as they are now
    ORDERS = "orders"
    JOURNAL = "journal"
    PROOF = "proof"
    CAGETTE = "cagette"  # what is to be entered there
    PREPARATION = "preparation"


class Format(StrEnum):
    """How it is written."""

    TEXT = "text"
    HTML = "html"
    CSV = "csv"


class Export(ValueObject):
    """What is wanted: `member` (a reference or a basket's number) for receipts alone.

    `like_cagette` writes orders in Cagette's own columns and formats.
    """

    distribution_id: int
    kind: ExportKind
    format: Format
    member: str | None = None
    like_cagette: bool = False
    number: int | None = None  # of the closing report, as it was
    by_number: bool = False  # the attendance sheet in the order of numbers
    imports: bool = False  # the journal with every row that a file brought in
    width: int = WIDTH  # of a text, in cells


_PAPERS: dict[ExportKind, Callable[[int, datetime], Paper]] = {
    ExportKind.CLOSING: closing_paper,
    ExportKind.SLIP: slip_paper,
    ExportKind.ATTENDANCE: attendance,
    ExportKind.RECEIPTS: receipts,
    ExportKind.TAKINGS: takings_paper,
    ExportKind.PAYMENTS: payments_paper,
    ExportKind.JOURNAL: journal_paper,
    ExportKind.PROOF: proof_paper,
    ExportKind.CAGETTE: way_back_paper,
    ExportKind.PREPARATION: preparation,
}
_TABLES: dict[ExportKind, Callable[[int, datetime], str]] = {
    ExportKind.SLIP: slip_csv,
    ExportKind.TAKINGS: takings_csv,
    ExportKind.PAYMENTS: payments_csv,
    ExportKind.BALANCES: lambda _distribution, _now: balances_csv(),
    ExportKind.ORDERS: orders_csv,
    ExportKind.JOURNAL: journal_csv,
    ExportKind.CAGETTE: way_back_csv,
    ExportKind.PREPARATION: preparation_csv,
}
_TITLES = {
    ExportKind.CLOSING: N_("Closing report"),
    ExportKind.SLIP: N_("Deposit slip"),
    ExportKind.ATTENDANCE: N_("Attendance sheet"),
    ExportKind.RECEIPTS: N_("Receipts"),
    ExportKind.TAKINGS: N_("Takings"),
    ExportKind.PAYMENTS: N_("List of payments"),
    ExportKind.BALANCES: N_("Balances"),
    ExportKind.ORDERS: N_("Orders"),
    ExportKind.JOURNAL: N_("Journal"),
    ExportKind.PROOF: N_("Proof"),
    ExportKind.CAGETTE: N_("To enter in Cagette"),
    ExportKind.PREPARATION: N_("Preparation"),
}
# One word each, for the names of files.
_WORDS = {
    ExportKind.CLOSING: N_("closing"),
    ExportKind.SLIP: N_("slip"),
    ExportKind.ATTENDANCE: N_("attendance"),
    ExportKind.RECEIPTS: N_("receipts"),
    ExportKind.TAKINGS: N_("takings"),
    ExportKind.PAYMENTS: N_("payments"),
    ExportKind.BALANCES: N_("balances"),
    ExportKind.ORDERS: N_("orders"),
    ExportKind.JOURNAL: N_("journal"),
    ExportKind.PROOF: N_("proof"),
    ExportKind.CAGETTE: N_("to-enter"),
    ExportKind.PREPARATION: N_("preparation"),
}
_ENDINGS = {Format.TEXT: "txt", Format.HTML: "html", Format.CSV: "csv"}
_LONGEST_PLACE = 40


def export_title(kind: ExportKind) -> str:
    """Name a kind."""
    return _(_TITLES[kind])


def formats(kind: ExportKind) -> tuple[Format, ...]:
    """Return the formats of a kind, the usual one first."""
    papers = (Format.TEXT, Format.HTML) if kind in _PAPERS else ()
    return (*papers, Format.CSV) if kind in _TABLES else papers


def format_for(kind: ExportKind, file_name: str) -> Format:
    """Return the format that a file's ending asks for, else the usual one."""
    ending = Path(file_name).suffix[1:].lower()
    asked = [one for one in formats(kind) if ending in (_ENDINGS[one], _ENDINGS[one][:3])]
    return asked[0] if asked else formats(kind)[0]


def export_text(wanted: Export, now: datetime) -> str:
    """Return what is wanted, in the language in use, as of `now`.

    Raises `NoSuchFormat`, `OnlyFor`, `NoSuchBasket`, `NoSuchReport`, `NotFound` and storage
    problems.
    """
    _must_make_sense(wanted)
    read_distribution(wanted.distribution_id)
    if wanted.like_cagette:
        return orders_like_cagette(wanted.distribution_id, now)
    if wanted.format is Format.CSV:
        return _TABLES[wanted.kind](wanted.distribution_id, now)
    if wanted.number is not None:
        paper = closing_paper(wanted.distribution_id, now, wanted.number)
    elif wanted.by_number:
        paper = attendance(wanted.distribution_id, now, by_number=True)
    elif wanted.imports:
        paper = journal_paper(wanted.distribution_id, now, imports=True)
    elif wanted.member is not None:
        paper = receipts(wanted.distribution_id, now, wanted.member)
    else:
        paper = _PAPERS[wanted.kind](wanted.distribution_id, now)
    return paper_html(paper) if wanted.format is Format.HTML else paper_text(paper, wanted.width)


def export_name(wanted: Export) -> str:
    """Suggest a name for the file: `2026-11-20-salle-jeanne-d-arc-emargement.html`."""
    one = read_distribution(wanted.distribution_id)
    parts = [one.date.isoformat(), file_slug(one.place)[:_LONGEST_PLACE].rstrip("-")]
    parts.append(file_slug(_(_WORDS[wanted.kind])))
    parts.append("" if wanted.number is None else str(wanted.number))
    parts.append("cagette" if wanted.like_cagette else file_slug(wanted.member or "")[:20])
    return "-".join(filter(None, parts)) + f".{_ENDINGS[wanted.format]}"


def _must_make_sense(wanted: Export) -> None:
    kind = wanted.kind
    if wanted.format not in formats(kind):
        raise NoSuchFormat(str(kind), str(wanted.format), tuple(map(str, formats(kind))))
    if wanted.member is not None and kind is not ExportKind.RECEIPTS:
        raise OnlyFor("--member", str(ExportKind.RECEIPTS))
    if wanted.number is not None and kind is not ExportKind.CLOSING:
        raise OnlyFor("--number", str(ExportKind.CLOSING))
    if wanted.by_number and kind is not ExportKind.ATTENDANCE:
        raise OnlyFor("--order", str(ExportKind.ATTENDANCE))
    if wanted.imports and kind is not ExportKind.JOURNAL:
        raise OnlyFor("--imports", str(ExportKind.JOURNAL))
    if wanted.like_cagette and kind is not ExportKind.ORDERS:
        raise OnlyFor("--like-cagette", str(ExportKind.ORDERS))


def file_slug(text: str) -> str:
    """Make a word of a file's name: small letters, figures and hyphens."""
    return re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")
