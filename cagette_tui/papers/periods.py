"""What can be exported of a period, and how: one table for the command and for the screens."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from cagette_tui.i18n import N_, _
from cagette_tui.papers.exports import file_slug
from cagette_tui.papers.paper_html import paper_html
from cagette_tui.papers.paper_text import WIDTH, paper_text
from cagette_tui.papers.period_accounts import debts_of, deposits_of, statement_of
from cagette_tui.papers.period_glance import glance_of
from cagette_tui.papers.period_goods import fees_of_period, producers_of, vat_of_period
from cagette_tui.papers.period_ledger import (
    dolibarr_csv,
    fec_name,
    fec_text,
    ledger_of,
    paheko_csv,
)
from cagette_tui.papers.period_money import box_of, memberships_of, payments_of, takings_of
from cagette_tui.papers.period_preparation import preparation_of
from cagette_tui.papers.period_table import (
    Period,
    PeriodTable,
    period_csv,
    period_json,
    period_paper,
)
from cagette_tui.problems import BadPeriod, NoSuchFormat, OnlyFor, OptionNeeded
from cagette_tui.value import ValueObject


class PeriodKind(StrEnum):
    """What can be exported of a period."""

    PAYMENTS = "payments"
    TAKINGS = "takings"
    VAT = "vat"
    PRODUCERS = "producers"
    FEES = "fees"
    DEBTS = "debts"
    MEMBERSHIPS = "memberships"
    DEPOSITS = "deposits"
    BOX = "box"
    STATEMENT = "statement"  # of one member
    PREPARATION = "preparation"
    LEDGER = "ledger"  # entries for accounting
    GLANCE = "glance"  # charts


class PeriodFormat(StrEnum):
    """How it is written."""

    TEXT = "text"
    HTML = "html"
    CSV = "csv"
    JSON = "json"
    # Of the ledger alone, as other programs import it.
    PAHEKO = "paheko"
    FEC = "fec"
    DOLIBARR = "dolibarr"


class PeriodExport(ValueObject):
    """What is wanted; `member` is a reference, for a statement alone."""

    period: Period
    kind: PeriodKind
    format: PeriodFormat = PeriodFormat.TEXT
    member: str | None = None
    width: int = WIDTH  # of a text, in cells


_MAKERS: dict[PeriodKind, Callable[[Period], PeriodTable]] = {
    PeriodKind.PAYMENTS: payments_of,
    PeriodKind.TAKINGS: takings_of,
    PeriodKind.VAT: vat_of_period,
    PeriodKind.PRODUCERS: producers_of,
    PeriodKind.FEES: fees_of_period,
    PeriodKind.DEBTS: debts_of,
    PeriodKind.MEMBERSHIPS: memberships_of,
    PeriodKind.DEPOSITS: deposits_of,
    PeriodKind.BOX: box_of,
    PeriodKind.LEDGER: ledger_of,
    PeriodKind.GLANCE: glance_of,
    PeriodKind.PREPARATION: preparation_of,
}
# One word each, for the names of files.
_WORDS = {
    PeriodKind.PAYMENTS: N_("payments"),
    PeriodKind.TAKINGS: N_("takings"),
    PeriodKind.VAT: N_("vat"),
    PeriodKind.PRODUCERS: N_("producers"),
    PeriodKind.FEES: N_("fees"),
    PeriodKind.DEBTS: N_("debts"),
    PeriodKind.MEMBERSHIPS: N_("memberships"),
    PeriodKind.DEPOSITS: N_("deposits"),
    PeriodKind.BOX: N_("box"),
    PeriodKind.STATEMENT: N_("statement"),
    PeriodKind.LEDGER: N_("ledger"),
    PeriodKind.GLANCE: N_("glance"),
    PeriodKind.PREPARATION: N_("preparation"),
}
# What is made for other programs, by its format.
_FOR_PROGRAMS: dict[PeriodFormat, Callable[[Period], str]] = {
    PeriodFormat.PAHEKO: paheko_csv,
    PeriodFormat.FEC: fec_text,
    PeriodFormat.DOLIBARR: dolibarr_csv,
}
_ENDINGS = {
    PeriodFormat.TEXT: "txt",
    PeriodFormat.HTML: "html",
    PeriodFormat.CSV: "csv",
    PeriodFormat.JSON: "json",
}


def period_table(wanted: PeriodExport) -> PeriodTable:
    """Return what is wanted, before it is written.

    Raises `BadPeriod`, `OptionNeeded`, `OnlyFor`, `NoSuchMember`, `Damaged` and storage problems.
    """
    period, statement = wanted.period, wanted.kind is PeriodKind.STATEMENT
    if period.last < period.first:
        raise BadPeriod(period.first, period.last)
    if statement and wanted.member is None:
        raise OptionNeeded("--member", str(PeriodKind.STATEMENT))
    if wanted.member is not None and not statement:
        raise OnlyFor("--member", str(PeriodKind.STATEMENT))
    if wanted.member is not None:
        return statement_of(period, wanted.member)
    return _MAKERS[wanted.kind](period)


def period_text(wanted: PeriodExport) -> str:
    """Return what is wanted, in its format, in the language in use.

    Raises what `period_table` raises.
    """
    _must_be_written_so(wanted)
    table = period_table(wanted)
    if wanted.format in _FOR_PROGRAMS:
        return _FOR_PROGRAMS[wanted.format](wanted.period)
    match wanted.format:
        case PeriodFormat.CSV:
            return period_csv(table)
        case PeriodFormat.JSON:
            return period_json(str(wanted.kind), table, wanted.period)
    paper = period_paper(table, wanted.period)
    return (
        paper_html(paper) if wanted.format is PeriodFormat.HTML else paper_text(paper, wanted.width)
    )


def _must_be_written_so(wanted: PeriodExport) -> None:
    if wanted.format in _FOR_PROGRAMS and wanted.kind is not PeriodKind.LEDGER:
        usual = tuple(str(one) for one in PeriodFormat if one not in _FOR_PROGRAMS)
        raise NoSuchFormat(str(wanted.kind), str(wanted.format), usual)


def period_format_for(file_name: str) -> PeriodFormat:
    """Return the format that a file's ending asks for, else text."""
    ending = file_name.rpartition(".")[2].lower()
    asked = [one for one, usual in _ENDINGS.items() if ending in (usual, usual[:3])]
    return asked[0] if asked else PeriodFormat.TEXT


def period_file_name(wanted: PeriodExport) -> str:
    """Suggest a name for the file: `2026-11-encaissements.html` for a whole month."""
    if wanted.format is PeriodFormat.FEC:
        return fec_name(wanted.period.last)
    parts = [_days(wanted.period.first, wanted.period.last), file_slug(_(_WORDS[wanted.kind]))]
    parts.append(file_slug(wanted.member or "")[:20])
    if wanted.format in _FOR_PROGRAMS:
        parts.append(str(wanted.format))
    return "-".join(filter(None, parts)) + f".{_ENDINGS.get(wanted.format, 'csv')}"


def _days(first: date, last: date) -> str:
    whole = first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1])
    return f"{first:%Y-%m}" if whole else f"{first.isoformat()}-{last.isoformat()}"
