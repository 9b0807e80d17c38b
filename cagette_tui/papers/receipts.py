"""Receipts: what a member got, how it was paid, and the balance before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cagette_tui.i18n import (
    _,
    format_amount,
    format_date,
    format_moment,
    format_number,
    format_quantity,
    format_signed,
)
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.rules.basket import ZERO, BasketView, LineView, OperationView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.group import GroupSettings
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.papers.occasion_lines import footer, masthead
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Masthead,
    PageBreak,
    Paper,
    Paragraph,
    Remark,
    Row,
    Table,
)
from cagette_tui.problems import NoSuchBasket
from cagette_tui.sentences import as_stated_label, mode_label, why_label


def receipts(distribution_id: int, now: datetime, member: str | None = None) -> Paper:
    """Return the receipts of all members who paid, or of one: each on a page of its own.

    `member` is a member's reference or, where nobody has it, a basket's number.
    Raises `NotFound`, `NoSuchBasket`.
    """
    evening = read_evening(distribution_id)
    sheet, settings = evening.sheet, evening.settings
    baskets = _who_paid(sheet) if member is None else (basket_of(sheet, member),)
    title = _("Receipt") if member is not None else _("Receipts")
    head = masthead(_("Receipt"), settings, sheet.distribution, now, *_number(settings))
    return Paper(footer(title, sheet.distribution), tuple(_all(sheet, baskets, head)))


def receipt(distribution_id: int, now: datetime, number: int) -> Paper:
    """Return the receipt of one basket, by its number. Raises `NotFound`, `NoSuchBasket`."""
    evening = read_evening(distribution_id)
    sheet, settings = evening.sheet, evening.settings
    title = _("Receipt")
    head = masthead(title, settings, sheet.distribution, now, *_number(settings))
    blocks = _all(sheet, (numbered(sheet, number),), head)
    return Paper(footer(title, sheet.distribution), tuple(blocks))


def _who_paid(sheet: SheetView) -> tuple[BasketView, ...]:
    """Leave out who paid nothing: that is told on the closing report."""
    others = {one.member_id for one in sheet.other_payments if not one.pending}
    return tuple(one for one in sheet.baskets if one.confirmed or one.member_id in others)


def _number(settings: GroupSettings) -> Iterator[str]:
    """Say where the group is, and its number."""
    if settings.address:
        yield settings.address
    if settings.siren:
        yield _("SIREN {number}").format(number=settings.siren)


def numbered(sheet: SheetView, number: int) -> BasketView:
    """Find a basket by its number. Raises `NoSuchBasket`."""
    for basket in sheet.baskets:
        if basket.number == number:
            return basket
    raise NoSuchBasket(str(number))


def basket_of(sheet: SheetView, wanted: str) -> BasketView:
    """Find a basket by its member's reference, else by its number. Raises `NoSuchBasket`."""
    for basket in sheet.baskets:
        if basket.member_ref == wanted:
            return basket
    for basket in sheet.baskets:
        if str(basket.number) == wanted:
            return basket
    raise NoSuchBasket(wanted)


def _all(sheet: SheetView, baskets: Sequence[BasketView], head: Masthead) -> Iterator[Block]:
    if not baskets:
        yield head
        yield Paragraph(_("Nobody has paid yet."))
    for basket in baskets:
        if basket is not baskets[0]:
            yield PageBreak()
        yield head
        yield from _receipt(sheet, basket)


def _receipt(sheet: SheetView, basket: BasketView) -> Iterator[Block]:
    yield Heading(
        _("Basket {number} · {member}").format(number=basket.number, member=basket.member)
    )
    yield _state(basket)
    if basket.lines:
        yield _lines(basket)
    yield Facts(tuple(_payments(sheet, basket)))
    yield Facts(
        (
            Fact(_("balance before"), format_signed(basket.older)),
            Fact(_("balance after"), format_signed(basket.standing), _meaning(basket), strong=True),
        )
    )
    yield Paragraph(_sold_by(basket))


def _sold_by(basket: BasketView) -> str:
    """Say that it is no invoice, and whose goods they are."""
    names = sorted({line.vendor or line.catalogue for line in basket.lines if line.delivered})
    text = _("This is not an invoice.")
    return f"{text} " + _("Sold by: {names}.").format(names=", ".join(names)) if names else text


def _state(basket: BasketView) -> Paragraph:
    if basket.validated_at is not None:
        return Paragraph(
            _("Validated on {moment} by {who}.").format(
                moment=format_moment(basket.validated_at), who=basket.validated_by
            )
        )
    return Paragraph(_("Not validated yet: the amounts may still change."), warning=True)


def _lines(basket: BasketView) -> Table:
    columns = (
        Column(_("Product")),
        Column(_("Ordered"), 8, ColumnKind.QUANTITY),
        Column(_("Delivered"), 8, ColumnKind.QUANTITY),
        Column(_("Price"), 8, ColumnKind.AMOUNT),
        Column(_("Fee"), 7, ColumnKind.AMOUNT),
        Column(_("Total"), 10, ColumnKind.AMOUNT),
    )
    rows = [row for line in basket.lines for row in _line(line)]
    total = Row((_("Total"), "", "", "", "", format_amount(basket.cost)), strong=True)
    return Table(columns, (*rows, total))


def _line(line: LineView) -> Iterator[Row | Remark]:
    yield Row(
        (
            line.product,
            "" if line.reason is Reason.CANCELLED else format_quantity(line.ordered),
            format_quantity(line.delivered),
            format_number(line.price),
            format_number(line.fee) if line.fee else "",
            format_number(line.total),
        ),
        quiet=not line.delivered,
    )
    reason = why_label(line.reason, line.delivered)
    mark = as_stated_label() if line.as_stated_only else ""
    remark = " · ".join(filter(None, (mark, reason, line.note)))
    if remark:
        yield Remark(remark)


def _payments(sheet: SheetView, basket: BasketView) -> Iterator[Fact]:
    for one in basket.payments:
        yield _payment(one, _shared(sheet, one))
    if basket.to_pay:
        yield Fact(_("to pay"), format_amount(basket.to_pay))
    if not basket.payments and not basket.to_pay:
        yield Fact(_("nothing was to pay"), format_amount(basket.to_pay))
    for one in sheet.other_payments:
        if one.member_id == basket.member_id:
            label = _("membership") if one.membership_id is not None else one.reason
            label = label or _("on the account")
            yield _payment(one, ", ".join(filter(None, (label, _shared(sheet, one)))))


def _shared(sheet: SheetView, one: OperationView) -> str:
    """Say what a cheque comes to that pays something else too (R15)."""
    if one.cheque is None:
        return ""
    payments = (each for each, _member, _number in sheet.payments)
    parts = [each.amount for each in payments if each.cheque and each.cheque.id == one.cheque.id]
    if len(parts) < 2:
        return ""
    return _("of a cheque of {amount}").format(amount=format_amount(sum(parts, ZERO)))


def _payment(one: OperationView, what: str = "") -> Fact:
    mode = mode_label(one.mode) if one.mode is not None else ""
    label = _("given back, {mode}") if one.amount < 0 else _("paid, {mode}")
    if one.pending:
        label = _("announced, {mode}")
    notes = (
        what,
        _("awaited") if one.pending else format_date(one.created_at),
        one.cheque.number if one.cheque is not None else None,
    )
    return Fact(
        label.format(mode=mode), format_amount(abs(one.amount)), ", ".join(filter(None, notes))
    )


def _meaning(basket: BasketView) -> str:
    if basket.standing > 0:
        return _("credit")
    return _("debt") if basket.standing < 0 else ""
