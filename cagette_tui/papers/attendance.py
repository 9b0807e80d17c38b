"""The attendance sheet: each member with what to pay, to tick, to weigh and to sign (R13, R18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number, format_quantity, ngettext
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.rules.basket import ZERO, BasketView, LineView, OperationView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.group import GroupSettings
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode, Reason
from cagette_tui.model.rules.takings import takings
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import (
    Block,
    Card,
    Column,
    ColumnKind,
    Paper,
    Paragraph,
    Row,
    Space,
    Tick,
)
from cagette_tui.papers.paper import Table as PaperTable
from cagette_tui.sentences import as_stated_label, mode_label, mode_short, why_label
from cagette_tui.text import fold


def attendance(distribution_id: int, now: datetime, *, by_number: bool = False) -> Paper:
    """Return the sheet, in the order of names as Cagette's, or of numbers. Raises `NotFound`."""
    evening = read_evening(distribution_id)
    sheet, settings = evening.sheet, evening.settings
    day = sheet.distribution.date
    due = {
        member
        for member, last in evening.memberships.items()
        if settings.membership_fee and (last is None or last < day)
    }
    title = _("Attendance sheet")
    baskets = sheet.baskets
    if not by_number:
        baskets = tuple(sorted(baskets, key=lambda one: (fold(one.member), one.number)))
    return Paper(
        footer(title, sheet.distribution),
        (
            masthead(title, settings, sheet.distribution, now, _summary(sheet)),
            *_instructions(settings),
            *(_card(basket, settings, basket.member_id in due) for basket in baskets),
        ),
    )


def _summary(sheet: SheetView) -> str:
    count = len(sheet.baskets)
    baskets = ngettext("{count} basket", "{count} baskets", count).format(count=count)
    to_collect = _("to collect: {amount}").format(amount=format_amount(takings(sheet).to_collect))
    return f"{baskets} · {to_collect}"


def _instructions(settings: GroupSettings) -> Iterator[Block]:
    if settings.cheque_payee:
        yield Paragraph(_("Cheques payable to {payee}.").format(payee=settings.cheque_payee))


def _card(basket: BasketView, settings: GroupSettings, membership_due: bool) -> Card:
    label, amount = _due(basket)
    owes = basket.to_pay > 0 or basket.older_debt > 0
    modes = [mode for mode in settings.accepted_modes if mode in SPOT_MODES]
    notes = [*_notes(basket)]
    if membership_due:
        fee = format_amount(settings.membership_fee)
        notes.append(_("+ membership {amount}").format(amount=fee))
    more = basket.older_debt + (settings.membership_fee if membership_due else ZERO)
    return Card(
        number=str(basket.number),
        name=basket.member,
        label=label,
        amount=amount,
        in_all=_in_all(basket.to_pay, more),
        notes=tuple(notes),
        table=_lines(basket.lines),
        summary=_summed_up(basket.lines),
        boxes=tuple(map(_box, modes)) if owes and not basket.validated else (),
        sign=_("Signature"),
        quiet=basket.absent,
    )


def _in_all(to_pay: Decimal, more: Decimal) -> str:
    """Say what it comes to with older debt and membership, where both are to pay."""
    if not (more and to_pay > 0):
        return ""
    return _("in all {amount}").format(amount=format_amount(to_pay + more))


def _box(mode: Mode) -> Tick:
    """Name what to tick; a cheque has its number written behind it."""
    if mode is Mode.CHEQUE:
        return Tick(_("Cheque, no."), long=True)
    return Tick(mode_short(mode))


def _summed_up(lines: Sequence[LineView]) -> str:
    """Say in few words what is in the basket, what to weigh, what nothing explains."""
    goods = ", ".join(
        f"{format_quantity(line.delivered)} {line.product}"
        for line in lines
        if line.delivered and not line.unweighed
    )
    return " · ".join(filter(None, (goods, _to_weigh(lines), _as_stated(lines))))


def _due(basket: BasketView) -> tuple[str, str]:
    """Say what to pay, or what stays as credit, or that nothing is left to pay."""
    if basket.to_pay > 0:
        return _("to pay"), format_amount(basket.to_pay)
    if basket.refundable > 0:
        return _("credit"), format_amount(basket.refundable)
    return _("nothing left to pay"), ""  # an amount would read as one that was paid


def _notes(basket: BasketView) -> Iterator[str]:
    if basket.absent:
        yield _("absent")
    if basket.validated:
        yield _("validated")
    if basket.older_debt:
        yield _("+ debt {amount}").format(amount=format_amount(basket.older_debt))
    if basket.older_credit:
        yield _("older credit {amount}").format(amount=format_amount(basket.older_credit))
    for one in basket.payments:
        if one.mode is not None:
            yield _payment(one, mode_label(one.mode))


def _payment(one: OperationView, mode: str) -> str:
    if one.pending:
        text = _("announced: {mode} {amount}")
    elif one.amount < 0:
        text = _("given back: {mode} {amount}")
    else:
        text = _("paid: {mode} {amount}")
    return text.format(mode=mode, amount=format_amount(abs(one.amount)))


def _to_weigh(lines: Sequence[LineView]) -> str:
    names = ", ".join(line.product for line in lines if line.unweighed)
    return _("to weigh: {products}").format(products=names) if names else ""


def _as_stated(lines: Sequence[LineView]) -> str:
    names = ", ".join(line.product for line in lines if line.as_stated_only)
    return f"{as_stated_label()} ({names})" if names else ""


def _lines(lines: Sequence[LineView]) -> PaperTable | None:
    if not lines:
        return None
    columns = (
        Column(_("Qty"), 6, ColumnKind.QUANTITY),
        Column(_("Product")),
        Column(_("Total"), 9, ColumnKind.AMOUNT),
    )
    return PaperTable(columns, tuple(map(_line, lines)))


def _line(line: LineView) -> Row:
    """One product; a box for the weight where nobody has weighed it yet (R32)."""
    product = line.product
    if line.unweighed:
        product = _("{product} (× {quantity}, to weigh, at {price})").format(
            product=product,
            quantity=format_quantity(line.ordered),
            price=format_number(line.price),
        )
    elif line.delivered != line.ordered or line.reason is not None:
        why = _why(line)
        product = f"{product} – {why}" if why else product
    if line.as_stated_only:
        product = f"{product} – {as_stated_label()}"
    return Row(
        (
            Space.BOX if line.unweighed else format_quantity(line.delivered),
            product,
            "" if line.unweighed else format_number(line.total),
        ),
        quiet=not line.delivered,
    )


def _why(line: LineView) -> str:
    if line.reason is Reason.CANCELLED:
        return _("cancelled")
    quantity = format_quantity(line.ordered)
    if line.reason is None:
        return _("{quantity} ordered").format(quantity=quantity)
    return f"{why_label(line.reason, line.delivered)} ({quantity})"
