"""The rows of a member's account: what was owed and paid, and what it came to (R11)."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_date, format_number, format_signed
from cagette_tui.model.rules.basket import OperationView
from cagette_tui.model.rules.evening import AccountView
from cagette_tui.sentences import cancel_label, kind_label, mode_label
from cagette_tui.sentences.labels import standing
from cagette_tui.sentences.questions import called
from cagette_tui.text import fold
from cagette_tui.widgets.rows import Cell, Column, Row, Style


def standing_of(account: AccountView) -> str:
    """Say the balance (R11), before it what it is without orders that are still to come."""
    text = standing(account.balance)
    if not account.to_come:
        return text
    return _("{due} to date, {balance} with later orders").format(
        due=standing(account.due), balance=text
    )


def parts_of(account: AccountView) -> str:
    """Say what of a balance is this evening's basket and what is older (R18), and where that goes.

    Empty where the account is not looked at from a distribution.
    """
    evening = None if account.here is None else account.evenings.get(account.here)
    if evening is None:
        return ""
    text = _("Basket of {date}: {basket}. From before: {older}.")
    return text.format(
        date=format_date(evening.date, "day"),
        basket=standing(account.of_this_evening),
        older=standing(account.older) if account.older else _("nothing"),
    )


def columns() -> tuple[Column, ...]:
    """Give the columns of an account."""
    return (
        Column("date", _("Date"), 14),
        Column("what", _("What")),
        Column("amount", _("Amount"), 11, "right"),
        Column("balance", _("Balance"), 11, "right"),
        Column("state", _("State"), 10),
        Column("who", _("Who"), 14, min_screen_width=100),
    )


def row_of(account: AccountView, one: OperationView, balance: Decimal) -> Row:
    """Show an operation, and the balance after it."""
    what, evening = kind_label(one.kind), account.evening_of(one)
    if one.mode is not None:
        what = (
            mode_label(one.mode)
            if one.amount > 0
            else (_("refund {mode}") if one.returns is None else _("sent back: {mode}")).format(
                mode=mode_label(one.mode)
            )
        )
    place = "" if evening is None else called(evening.place)
    notes = [place, one.cheque.number if one.cheque and one.cheque.number else "", one.reason or ""]
    if one.cancel_reason:
        notes.append(cancel_label(one.cancel_reason))
    text = " – ".join([what, *filter(None, notes)])
    style: Style | None = "dim" if one.cancelled_at else None
    state = _state(one, account.is_to_come(one))
    cells: dict[str, Cell] = {
        "date": format_date(account.day_of(one), "day"),
        "what": text,
        "amount": format_signed(one.amount),
        "balance": format_amount(balance),
        "state": (state, "warn") if one.pending and not one.cancelled_at else state,
        "who": one.created_by,
    }
    return Row(one.id, cells, style, fold(f"{text} {format_number(abs(one.amount))} {state}"))


def _state(one: OperationView, is_to_come: bool) -> str:
    if one.cancelled_at:
        return _("cancelled")
    if one.pending:
        return _("awaited")
    return _("later") if is_to_come else ""
