"""The parts of a paper that tell what came in: shared by the takings and the closing report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from cagette_tui.i18n import (
    _,
    format_amount,
    format_moment,
    format_number,
    format_rate,
    format_signed,
    ngettext,
)
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.counting import differences
from cagette_tui.model.rules.evening import CashMoveView, CountView, SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import Takings, Totals, VatRow, VendorRow, unsettled
from cagette_tui.papers.paper import (
    Block,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Row,
    Table,
)
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.labels import adjustment_text
from cagette_tui.sentences.products import assumed_text


def totals_block(sums: Totals) -> Facts:
    """Tell the baskets, and what was paid of what they cost."""
    return Facts(
        (
            Fact(_("baskets validated"), f"{sums.validated} / {sums.baskets}"),
            Fact(_("cost of the baskets"), format_amount(sums.ordered)),
            Fact(_("paid for the baskets"), format_amount(sums.paid)),
            Fact(_("paid minus cost"), format_signed(sums.difference), strong=True),
        )
    )


def modes_block(came_in: Takings) -> Iterator[Block]:
    """Tell what came in by mode; cheques are those received (R52)."""
    yield Heading(_("Takings by mode"))
    facts = []
    for mode in Mode:
        note = ""
        if mode is Mode.CHEQUE:
            count = came_in.cheque_count
            note = ngettext("{count} cheque", "{count} cheques", count).format(count=count)
        facts.append(Fact(mode_label(mode), format_amount(came_in.by_mode.get(mode, ZERO)), note))
    for mode, amount in came_in.refunds.items():
        label = _("refunds, {mode}").format(mode=mode_label(mode))
        # A refund by cheque is no cheque: it is the only one that is not in the sum above.
        note = "" if mode is Mode.CHEQUE else _("taken into account above")
        facts.append(Fact(label, format_amount(amount), note))
    if came_in.membership:
        note = _("taken into account above")
        facts.append(Fact(_("of which memberships"), format_amount(came_in.membership), note))
    if came_in.on_the_spot:
        facts.append(Fact(_("on the spot, not received yet"), format_amount(came_in.on_the_spot)))
    yield Facts(tuple(facts))


def box_block(
    cash_float: Decimal,
    came_in: Takings,
    moves: Sequence[CashMoveView],
    count: CountView | None,
) -> Iterator[Block]:
    """Tell what the box should hold, and what was counted (R50, R51)."""
    yield Heading(_("Cash box"))
    facts = [
        Fact(_("cash float"), format_amount(cash_float)),
        Fact(mode_label(Mode.CASH), format_amount(came_in.by_mode[Mode.CASH])),
        *(Fact(move.reason, format_signed(move.amount)) for move in moves),
        Fact(_("the cash box should hold"), format_amount(came_in.expected_cash), strong=True),
    ]
    if count is not None:
        who = f"{count.created_by}, {format_moment(count.created_at)}"
        facts.append(Fact(_("counted"), format_amount(count.counted), who))
        for label, amount in box_differences(count, came_in.expected_cash):
            facts.append(Fact(label, format_signed(amount), strong=True))
        facts.extend(_beside_box(count, came_in))
    yield Facts(tuple(facts))
    if count is not None and count.explanation:
        yield Paragraph(_("Explanation: {text}").format(text=count.explanation))
    if count is not None and count.outdated_by(came_in.expected_cash):
        yield Paragraph(
            _("What is expected has moved by {amount} since the count.").format(
                amount=format_signed(count.outdated_by(came_in.expected_cash))
            ),
            warning=True,
        )


def _beside_box(count: CountView, came_in: Takings) -> Iterator[Fact]:
    """Tell the card terminal's total and the number of cheques beside ours (R58)."""
    now = differences(came_in.expected_cash, count.beside, came_in)
    if count.card_counted is not None:
        ours = _("{amount} in the books").format(amount=format_amount(came_in.by_mode[Mode.CARD]))
        yield Fact(_("card terminal"), format_amount(count.card_counted), ours)
        yield from _as_then(
            _("difference of the terminal"),
            format_signed(now.card),
            now.card,
            count.card_difference,
        )
    if count.cheques_counted is not None:
        ours = _("{amount} in the books").format(amount=came_in.cheque_count)
        yield Fact(_("cheques counted"), str(count.cheques_counted), ours)
        yield from _as_then(
            _("difference of the cheques"),
            f"{now.cheques:+}",
            now.cheques,
            count.cheques_difference,
        )


def _as_then(
    label: str, text: str, now: Decimal | int, then: Decimal | int | None
) -> Iterator[Fact]:
    """Tell a difference; that it was another one when it was counted."""
    if now or then:
        note = ""
        if now != then:
            note = _("{difference} when it was counted").format(
                difference=f"{then:+}" if isinstance(then, int) else format_signed(then or ZERO)
            )
        yield Fact(label, text, note, strong=True)


def box_differences(count: CountView, expected_now: Decimal) -> Iterator[tuple[str, Decimal]]:
    """Tell the difference of the box in euros; if more is expected since, what it was and is."""
    now = count.difference_from(expected_now)
    if count.outdated_by(expected_now):
        yield _("difference when it was counted"), count.difference
        yield _("cash box difference now"), now
    else:
        yield _("cash box difference"), now


def unsettled_blocks(sheet: SheetView) -> Iterator[Block]:
    """List the baskets that are not exactly paid, with the member's balance (R53)."""
    lists = unsettled(sheet)
    # What is certified is told as it was then (R46).
    standing = _("That day") if sheet.is_certified else _("To date")
    for title, baskets in (
        (_("Unpaid"), lists.unpaid),
        (_("Partly paid"), lists.partly_paid),
        (_("Overpaid"), lists.overpaid),
    ):
        if baskets:
            yield Heading(title)
            yield _unsettled(baskets, sheet.adjusted, standing)


def _unsettled(
    baskets: Sequence[BasketView], adjusted: Mapping[int, Decimal], standing: str
) -> Table:
    columns = (
        Column(_("No."), 4, ColumnKind.NUMBER),
        Column(_("Member")),
        Column(_("Difference"), 10, ColumnKind.AMOUNT),
        # Without later orders, which would hide what is covered here (R18).
        Column(standing, 10, ColumnKind.AMOUNT),
        Column("", 19),
    )
    return Table(
        columns,
        tuple(
            Row(
                (
                    str(one.number),
                    one.member,
                    format_signed(one.difference),
                    format_signed(one.standing),
                    _covered(one, adjusted.get(one.member_id, Decimal(0))),
                )
            )
            for one in baskets
        ),
    )


def _covered(basket: BasketView, adjusted: Decimal) -> str:
    """Say what stands for what was not paid: an adjustment of tonight, or older credit."""
    if adjusted:
        return adjustment_text(adjusted)
    return _("covered by credit") if basket.difference < 0 and not basket.to_pay else ""


def vat_block(rates: Sequence[VatRow]) -> Iterator[Block]:
    """Tell the VAT by rate: net, the tax itself, and gross with fees (R53)."""
    if not rates:
        return
    yield Heading(_("VAT"))
    columns = (
        Column(_("Rate"), 10),
        Column(_("Net"), 12, ColumnKind.AMOUNT),
        Column(_("VAT"), 10, ColumnKind.AMOUNT),
        Column(_("Gross, with fees"), 18, ColumnKind.AMOUNT),
    )
    rows = (
        Row(
            (
                format_rate(one.rate),
                *map(format_number, (one.net, one.gross - one.net, one.gross)),
            )
        )
        for one in rates
    )
    yield Table(columns, tuple(rows))
    assumed = assumed_text(rates)
    if assumed:
        yield Paragraph(assumed)


def vendors_block(vendors: Sequence[VendorRow], fees: Decimal | None = None) -> Iterator[Block]:
    """Tell what each producer is to be paid, with its sum, and the group's fees beside (R53)."""
    if not vendors:
        return
    yield Heading(_("To pay to the producers"))
    columns = (
        Column(_("Producer"), 30, wrapped=True),
        Column(_("Catalogues"), wrapped=True),
        Column(_("Amount"), 12, ColumnKind.AMOUNT),
    )
    rows = (
        Row((one.vendor, ", ".join(one.catalogues), format_number(one.gross))) for one in vendors
    )
    total = format_number(sum((one.gross for one in vendors), Decimal(0)))
    yield Table(columns, (*rows, Row((_("Total"), "", total), strong=True)))
    if fees is not None:
        yield Facts((Fact(_("the group’s fees, beside it"), format_amount(fees)),))
    unsold = sum((one.unsold for one in vendors), Decimal(0))
    if unsold:
        yield Paragraph(
            _(
                "Of that, {amount} came and is paid by no member: damaged here, given away or "
                "not collected. (Returned or undelivered goods are not in the sums.)"
            ).format(amount=format_amount(unsold))
        )
