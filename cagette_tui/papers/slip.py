"""The deposit slip: the cheques that go to the bank, in the order of the pile (R52)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cagette_tui.i18n import _, format_amount, format_number, ngettext
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.reading.pile import Slip, SlipRow, slip_of
from cagette_tui.model.rules.group import spaced_iban
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import Block, Column, ColumnKind, Paper, Paragraph, Row, Spaces, Table
from cagette_tui.papers.tables import evening_csv

_COLUMNS = ("position", "cheque_number", "drawer", "bank", "amount", "of_it_here")
_TO_FILL_IN = "." * 40


def slip_paper(distribution_id: int, now: datetime) -> Paper:
    """Return the slip, with the account of the group's settings. Raises `NotFound`."""
    evening = read_evening(distribution_id)
    distribution, settings = evening.sheet.distribution, evening.settings
    cheques = slip_of(evening.pile, settings)
    title = _("Deposit slip")
    holder = _("Account holder: {holder}").format(holder=cheques.account_holder or _TO_FILL_IN)
    iban = _("IBAN: {iban}").format(iban=spaced_iban(cheques.iban or "") or _TO_FILL_IN)
    return Paper(
        footer(title, distribution),
        (masthead(title, settings, distribution, now, holder, iban), *_blocks(cheques)),
    )


def _blocks(cheques: Slip) -> Iterator[Block]:
    if not cheques.rows:
        yield Paragraph(_("There is no cheque."))
        return
    if not cheques.in_pile_order:
        yield Paragraph(_("In the order of the baskets: nobody has gone through the pile yet."))
    columns = (
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Cheque no."), 12, wrapped=True),
        Column(_("Drawer"), wrapped=True),
        Column(_("Bank"), 16, wrapped=True),
        Column(_("Amount"), 13, ColumnKind.AMOUNT),
    )
    count = ngettext("{count} cheque", "{count} cheques", cheques.count).format(count=cheques.count)
    total = Row(("", "", count, "", format_amount(cheques.total)), strong=True)
    yield Table(columns, (*map(_row, cheques.rows), total))
    if cheques.elsewhere:
        yield Paragraph(
            _(
                "Of these {total}, {here} are for this distribution. A cheque that pays more is "
                "one cheque, whole, on each slip; it goes to the bank once."
            ).format(total=format_amount(cheques.total), here=format_amount(cheques.here))
        )
    yield Spaces((_("Date"), _("Signature")))


def _row(one: SlipRow) -> Row:
    amount = format_number(one.amount)
    drawer = _drawer(one)
    if one.elsewhere:
        text = _("{drawer} ({here} for this distribution)")
        here = format_amount(one.amount - one.elsewhere)
        drawer = text.format(drawer=drawer, here=here)
    return Row((str(one.position), one.number or "", drawer, one.bank or "", amount))


def _drawer(one: SlipRow) -> str:
    """Name who signed the cheque, or else those whom it paid for."""
    return one.drawer or ", ".join(one.members)


def slip_csv(distribution_id: int, now: datetime) -> str:
    """Return one row per cheque. Raises `NotFound`."""
    evening = read_evening(distribution_id)
    rows = slip_of(evening.pile, evening.settings).rows
    return evening_csv(
        evening.sheet.distribution,
        _COLUMNS,
        (
            {
                "position": one.position,
                "cheque_number": one.number,
                "drawer": _drawer(one),
                "bank": one.bank,
                "amount": one.amount,
                "of_it_here": one.amount - one.elsewhere,
            }
            for one in rows
        ),
    )
