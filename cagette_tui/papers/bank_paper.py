"""The paper beside a statement: awaited and not there, there and unknown, the difference (R65)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cagette_tui.i18n import N_, _, format_amount, format_date, format_number, format_signed
from cagette_tui.model.reading.bank_view import StatementView
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.bank_open import Awaited, Reconciled, reconciled
from cagette_tui.papers.occasion_lines import as_of
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Masthead,
    Paper,
    Paragraph,
    Row,
    Table,
)
from cagette_tui.papers.tables import Value, csv_text
from cagette_tui.sentences.statement import proposal_text

_AWAITED = {
    Awaited.ANNOUNCED: N_("transfer announced"),
    Awaited.RECEIVED: N_("transfer that was said to be seen"),
    Awaited.CHEQUES: N_("cheque"),
    Awaited.CARDS: N_("payments by card"),
    Awaited.CASH: N_("cash taken out"),
}
_COLUMNS = ("section", "kind", "date", "member_ref", "member", "label", "amount")


def compared(view: StatementView) -> Reconciled:
    """Compare a statement with the books."""
    lines = [(one.line, one.known, one.proposals) for one in view.lines]
    return reconciled(view.statement, view.books, lines)


def bank_paper(view: StatementView, now: datetime) -> Paper:
    """Return what is not the same at the bank and in the books."""
    settings = read_settings()
    title = _("Bank statement")
    one = view.statement
    period = ""
    if one.begins and one.ends:
        period = _("{first} to {last}").format(
            first=format_date(one.begins), last=format_date(one.ends)
        )
    lines = tuple(filter(None, (period, as_of(now))))
    blocks = (Masthead(title, settings.name, lines), *_blocks(compared(view), view))
    return Paper(" · ".join(filter(None, (title, period))), blocks)


def _blocks(found: Reconciled, view: StatementView) -> Iterator[Block]:
    yield Facts(tuple(_balances(found)))
    yield Heading(_("Awaited for more than ten days, and not there"))
    if found.missing:
        yield _missing(found, view)
    else:
        yield Paragraph(_("Nothing: all that is older is on a statement."))
    yield Heading(_("There, and not accepted"))
    if found.unknown:
        yield _unknown(found, view)
    else:
        yield Paragraph(_("Nothing: every line is accepted."))


def _balances(found: Reconciled) -> Iterator[Fact]:
    if found.closing is None or found.accounted is None:
        yield Fact(_("the bank’s balance"), "–", _("the file does not say it"))
    else:
        yield Fact(_("the bank’s balance"), format_amount(found.closing))
        yield Fact(_("explained by what was accepted"), format_amount(found.accounted))
    yield Fact(_("difference"), format_signed(found.difference), strong=True)


def _missing(found: Reconciled, view: StatementView) -> Table:
    columns = (
        Column(_("Since"), 12),
        Column(_("What"), 24, wrapped=True),
        Column(_("Member"), wrapped=True),
        Column(_("Amount"), 11, ColumnKind.AMOUNT),
    )
    rows = (
        Row(
            (
                format_date(one.since),
                _(_AWAITED[one.kind]),
                view.names.get(one.member_id or 0, ""),
                format_number(one.amount),
            )
        )
        for one in found.missing
    )
    return Table(columns, tuple(rows))


def _unknown(found: Reconciled, view: StatementView) -> Table:
    columns = (
        Column(_("Date"), 12),
        Column(_("Amount"), 11, ColumnKind.AMOUNT),
        Column(_("Label"), wrapped=True),
        Column(_("Proposed"), 26, wrapped=True),
    )
    rows = (
        Row(
            (
                format_date(line.booked),
                format_number(line.amount),
                line.label,
                "" if proposal is None else proposal_text(proposal, view),
            )
        )
        for line, proposal in found.unknown
    )
    return Table(columns, tuple(rows))


def bank_csv(view: StatementView) -> str:
    """Return the same as a table: sections `missing`, `unknown` and `balance`."""
    rows = _csv_rows(compared(view), view)
    return csv_text(_COLUMNS, (dict(zip(_COLUMNS, row, strict=True)) for row in rows))


def _csv_rows(found: Reconciled, view: StatementView) -> Iterator[tuple[Value, ...]]:
    for one in found.missing:
        member = one.member_id or 0
        yield (
            "missing", str(one.kind), one.since.isoformat(), view.refs.get(member),
            view.names.get(member), None, one.amount,
        )  # fmt: skip
    for line, proposal in found.unknown:
        kind = None if proposal is None else str(proposal.kind)
        yield "unknown", kind, line.booked.isoformat(), None, None, line.label, line.amount
    for name, amount in (
        ("bank", found.closing),
        ("accepted", found.accounted),
        ("difference", found.difference),
    ):
        yield "balance", name, None, None, None, None, amount
