"""The state of one distribution for people, at 80 columns, in their language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from cagette_tui.i18n import (
    _,
    format_amount,
    format_date,
    format_moment,
    format_number,
    format_quantity,
    format_rate,
    format_signed,
    format_time,
    ngettext,
)
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.evening import CountView, SheetView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import changed_lines, takings, totals, unsettled, vat, vendors
from cagette_tui.papers.takings_blocks import box_differences
from cagette_tui.sentences import (
    as_stated_label,
    mode_label,
    mode_short,
    on_the_spot_label,
    state_label,
    why_label,
)
from cagette_tui.sentences.products import assumed_text
from cagette_tui.text import clip, pad, visible, wrap

WIDTH = 80


def report_text(distribution_id: int, now: datetime) -> str:
    """Return the report as text. Raises `NotFound`."""
    sheet = read_sheet(distribution_id)
    parts = (
        _heading(sheet, now),
        _baskets(sheet),
        _other_payments(sheet),
        _takings(sheet),
        _unsettled(sheet),
        _changed_lines(sheet),
        _vat(sheet),
        _vendors(sheet),
    )
    blocks = ("\n".join(clip(line, WIDTH) for line in part) for part in parts)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _heading(sheet: SheetView, now: datetime) -> Iterator[str]:
    one = sheet.distribution
    yield _("Distribution {number}: {date}, {start}-{end}").format(
        number=one.id,
        date=format_date(one.date, "long"),
        start=format_time(one.starts_at),
        end=format_time(one.ends_at),
    )
    yield visible(one.place)
    state = state_label(sheet.state(now))
    if one.certified_at is not None:
        state += " – {} ({})".format(
            format_moment(one.certified_at), visible(one.certified_by or "")
        )
    yield state
    sums = totals(sheet)
    yield _("{validated} of {baskets} baskets validated; ordered {ordered}, paid {paid}").format(
        validated=sums.validated,
        baskets=sums.baskets,
        ordered=format_amount(sums.ordered),
        paid=format_amount(sums.paid),
    )


def _baskets(sheet: SheetView) -> Iterator[str]:
    yield _row(_("No."), _("Member"), _("Cost"), _("Paid"), _("To pay"), _("Mode"), "")
    for basket in sheet.baskets:
        yield _row(
            str(basket.number),
            visible(basket.member),
            format_number(basket.cost),
            format_number(basket.paid),
            format_number(basket.to_pay),
            _modes(basket),
            _state(basket),
        )


def _row(number: str, member: str, cost: str, paid: str, to_pay: str, mode: str, state: str) -> str:
    # 80 cells: "Espèces+Chèque", and a basket that is both validated and absent, fit whole.
    amounts = " ".join(pad(amount, 9, right=True) for amount in (cost, paid, to_pay))
    who = f"{pad(number, 4, right=True)} {pad(member, 22)}"
    return f"{who} {amounts}  {pad(mode, 14)}  {state}".rstrip()


def _modes(basket: BasketView) -> str:
    names = [mode_short(one.mode) for one in basket.payments if one.mode is not None]
    if basket.pending_on_the_spot:
        names.append(on_the_spot_label())
    return "+".join(dict.fromkeys(names))


def _state(basket: BasketView) -> str:
    # One narrow sign: validated, absent.
    return ("✓" if basket.validated else "") + (_("abs.") if basket.absent else "")


def _other_payments(sheet: SheetView) -> Iterator[str]:
    if sheet.other_payments:
        yield _("Other payments")
    for one in sheet.other_payments:
        if one.mode is not None:
            awaited = " (" + _("awaited") + ")" if one.pending else ""
            name = pad(visible(sheet.members[one.member_id]), 23)
            reason = f"  {visible(one.reason)}" if one.reason else ""
            yield (
                _entry(f"{name} {mode_label(one.mode)}", format_amount(one.amount))
                + awaited
                + reason
            )


def _takings(sheet: SheetView) -> Iterator[str]:
    came_in = takings(sheet)
    yield _("Takings")
    for mode in Mode:
        text = mode_label(mode)
        if mode is Mode.CHEQUE:
            count = came_in.cheque_count
            text = ngettext("{count} cheque", "{count} cheques", count).format(count=count)
        yield _entry(text, format_amount(came_in.by_mode[mode]))
    yield _entry(_("on the spot, not received yet"), format_amount(came_in.on_the_spot))
    for mode, amount in came_in.refunds.items():
        yield _entry(_("refunds, {mode}").format(mode=mode_label(mode)), format_amount(amount))
    if came_in.membership:
        yield _entry(_("of which memberships"), format_amount(came_in.membership))
    yield _entry(_("cash float"), format_amount(sheet.distribution.cash_float))
    if came_in.box_moves:
        yield _entry(_("put in or taken out"), format_amount(came_in.box_moves))
    yield _entry(_("the cash box should hold"), format_amount(came_in.expected_cash))
    if sheet.count is not None:
        yield from _count(sheet.count, came_in.expected_cash)


def _count(count: CountView, expected_now: Decimal) -> Iterator[str]:
    when = f"{format_moment(count.created_at)} ({visible(count.created_by)})"
    yield _entry(_("counted"), format_amount(count.counted)) + "  " + when
    for label, amount in box_differences(count, expected_now):
        yield _entry(label, format_signed(amount))
    if count.card_counted is not None:
        yield _entry(_("card terminal"), format_amount(count.card_counted))
    if count.card_difference:
        yield _entry(_("difference of the terminal"), format_signed(count.card_difference))
    if count.cheques_counted is not None:
        yield _entry(_("cheques counted"), str(count.cheques_counted))
    if count.cheques_difference:
        yield _entry(_("difference of the cheques"), f"{count.cheques_difference:+}")
    if count.explanation:
        yield f"    {visible(count.explanation)}"
    if count.outdated_by(expected_now):
        yield "  ! " + _("Out of date: {amount} was expected when it was counted.").format(
            amount=format_amount(count.expected)
        )


def _unsettled(sheet: SheetView) -> Iterator[str]:
    lists = unsettled(sheet)
    for title, baskets in (
        (_("Unpaid"), lists.unpaid),
        (_("Partly paid"), lists.partly_paid),
        (_("Overpaid"), lists.overpaid),
    ):
        if baskets:
            yield title
        for basket in baskets:
            note = _("balance {amount}").format(amount=format_amount(basket.balance))
            if basket.difference < 0 and not basket.to_pay:
                note += ", " + _("covered by credit")
            # Narrow enough that "covered by credit" is never cut.
            amount = pad(format_amount(abs(basket.difference)), 11, right=True)
            yield f"{basket.number:>4}  {pad(visible(basket.member), 20)} {amount}  {note}"


def _changed_lines(sheet: SheetView) -> Iterator[str]:
    changed = changed_lines(sheet)
    if changed:
        yield _("Changed lines (ordered, delivered, why)")
    for basket, line in changed:
        why = why_label(line.reason, line.delivered)
        if line.as_stated_only:
            why = " · ".join(filter(None, (as_stated_label(), why)))
        note = f" – {visible(line.note)}" if line.note else ""
        quantities = f"{format_quantity(line.ordered)} → {format_quantity(line.delivered)}"
        product = pad(clip(visible(line.product), 34), 34)
        yield f"{basket.number:>4}  {product}  {pad(quantities, 14)}  {why}{note}"
        if line.changed_by is not None and line.changed_at is not None:
            yield f"      {clip(visible(line.changed_by), 40)}, {format_moment(line.changed_at)}"


def _vat(sheet: SheetView) -> Iterable[str]:
    rows = vat(sheet)
    if not rows:
        return []
    return [
        _("VAT"),
        *(
            _entry(format_rate(row.rate), format_amount(row.gross))
            + "  "
            + _("net {amount}").format(amount=format_amount(row.net))
            for row in rows
        ),
        *(f"  {line}" for line in wrap(assumed_text(rows), WIDTH - 2) if line),
    ]


def _vendors(sheet: SheetView) -> Iterable[str]:
    rows = vendors(sheet)
    if not rows:
        return []
    return [
        _("To pay to the producers"),
        *(_entry(clip(visible(row.vendor), 38), format_amount(row.gross)) for row in rows),
    ]


def _entry(text: str, amount: str) -> str:
    return f"  {pad(clip(text, 38), 38)} {pad(amount, 13, right=True)}"
