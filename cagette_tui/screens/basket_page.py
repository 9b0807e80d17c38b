"""What the screen of a basket shows: its lines, its payments, its sums."""

from __future__ import annotations

from datetime import date

from cagette_tui.i18n import (
    _,
    format_amount,
    format_date,
    format_moment,
    format_number,
    format_quantity,
    format_signed,
)
from cagette_tui.model.reading.memberships import MembershipView
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.sentences import as_stated_word, mode_label, on_the_spot_label, why_label
from cagette_tui.sentences.labels import standing
from cagette_tui.sentences.questions import weights_missing
from cagette_tui.text import clip, fold, visible
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, Row, Style

ON_THE_SPOT = "on_the_spot"


def columns() -> tuple[Column, ...]:
    """Return the columns of lines and payments."""
    return (
        Column("product", _("Product")),
        Column("ordered", _("Ordered"), 8, "right"),
        Column("delivered", _("Deliv."), 8, "right"),
        Column("price", _("Price"), 8, "right"),
        Column("fee", _("Fee"), 7, "right"),
        Column("total", _("Total"), 9, "right"),
        Column("reason", _("Reason"), 24, min_screen_width=110),
    )


def line_rows(basket: BasketView) -> list[Row]:
    """Return a row for each line, with its reason."""
    rows = []
    for line in basket.lines:
        why = _why(line)
        changed = line.delivered != line.ordered or bool(why)
        style: Style | None = "warn" if changed else None
        # Narrow terminals have no column for the reason: it stands behind the product.
        product = f"{line.product} ({why})" if why else line.product
        if line.as_stated_only:
            product = f"≠ {product}"
        cells: dict[str, Cell] = {
            "product": product,
            "ordered": format_quantity(line.ordered),
            "delivered": (f"{format_quantity(line.delivered)} ?", "warn")
            if line.unweighed
            else format_quantity(line.delivered),
            "price": format_number(line.price),
            "fee": format_number(line.fee) if line.fee else "",
            "total": format_number(line.total),
            "reason": why,
        }
        rows.append(Row(("line", line.id), cells, style, fold(line.product)))
    return rows


def _why(line: LineView) -> str:
    """Say why it is not as ordered (R30), or costs what nothing explains (R4)."""
    reason = why_label(line.reason, line.delivered)
    if line.as_stated_only:
        reason = " · ".join(filter(None, (as_stated_word(), reason)))
    note = line.note or ""
    # Where a line went to, or came from, follows its reason like an arrow.
    between = " " if note.startswith(("→", "←")) else " – "
    return between.join(filter(None, (reason, note)))


def detail(line: LineView | None) -> str:
    """Say all about the highlighted line that has no room in its row: who changed it, and when."""
    if line is not None and line.as_stated_only and line.changed_by is None:
        return f" {visible(line.product)} · ≠ {visible(_why(line))}"
    if line is None or line.changed_by is None or line.changed_at is None:
        return ""
    who = f"{clip(visible(line.changed_by), 20)}, {format_moment(line.changed_at)}"
    return " " + " · ".join(filter(None, (visible(line.product), visible(_why(line)), who)))


def payment_rows(basket: BasketView) -> list[Row]:
    """Return a row for each payment, under a heading."""
    rows = [Row.heading(_("Payments"))]
    for one in basket.payments:
        if one.mode is None:
            continue
        text = mode_label(one.mode)
        if one.amount < 0:
            text = _("refund {mode}").format(mode=text)
        details = (
            () if one.cheque is None else (one.cheque.number, one.cheque.bank, one.cheque.drawer)
        )
        text = "  ".join([text, *filter(None, (*details, one.reason))])
        if one.pending:
            text += " – " + _("announced, not seen")
        cells = {"product": text, "total": format_number(one.amount)}
        style: Style | None = "warn" if one.pending else None
        rows.append(Row(("payment", one.id), cells, style))
    if basket.on_the_spot:
        text = on_the_spot_label() + " – " + _("no mode yet")
        cells = {"product": text, "total": format_number(basket.to_pay)}
        rows.append(Row(ON_THE_SPOT, cells))
    if len(rows) == 1:
        rows = [Row.heading(_("No payment"))]
    return rows


def sums(basket: BasketView, fee: MembershipView, today: date) -> list[list[Run]]:
    """Say what it costs and what remains, and the balance before and after."""
    cost, paid = format_amount(basket.cost), format_amount(basket.paid)
    first: list[Run] = [
        (" " + _("Cost {cost} · paid {paid} · ").format(cost=cost, paid=paid), ""),
        (_("to pay {amount}").format(amount=format_amount(basket.to_pay)), "strong"),
    ]
    if basket.debt_beside:
        debt = format_amount(basket.debt_beside)
        first.append((" " + _("(+ debt {amount})").format(amount=debt), "warn"))
    if basket.difference > 0:
        text = _("difference {amount}").format(amount=format_signed(basket.difference))
        first.append((f" · {text}", "warn"))
    second = " " + _("Before: {before} · after: {after}").format(
        before=standing(basket.older), after=standing(basket.standing)
    )
    lines: list[list[Run]] = [first, [(second, "")]]
    if basket.by_coordinator:
        lines.append([(" " + _("Entered by a coordinator: no payment was announced."), "warn")])
    third = _membership(fee, today)
    if basket.unweighed and not basket.validated:
        third.insert(0, (weights_missing(basket.unweighed), "warn"))
    if third:
        between: Run = (" · ", "")
        lines.append([(" ", ""), *(run for part in third for run in (part, between))][:-1])
    if basket.validated_at is not None:
        text = _("Validated by {who}, {when}. R reopens it.").format(
            who=clip(visible(basket.validated_by or ""), 30),
            when=format_moment(basket.validated_at),
        )
        lines.append([(f" {text}", "good")])
    return lines


def _membership(fee: MembershipView, today: date) -> list[Run]:
    """Say whether the member's fee is paid; nothing where the group has none and nobody paid."""
    if fee.until is None:
        return [(_("membership to pay: M"), "warn")] if fee.fee else []
    until = format_date(fee.until)
    if fee.up_to_date(today):
        return [(_("membership until {date}").format(date=until), "")]
    return [(_("membership ended on {date}: M").format(date=until), "warn")]
