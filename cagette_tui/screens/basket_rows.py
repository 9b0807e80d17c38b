"""A basket as a row of the list, and in words."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number, format_signed, ngettext
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.blocking import Remaining, blocker
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import SPOT_MODES, letters
from cagette_tui.sentences import mode_short
from cagette_tui.sentences.blocking import what_came, what_remains, why_it_blocks
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, Row, Style
from cagette_tui.widgets.searching import Search


def columns() -> tuple[Column, ...]:
    """Return the columns of the list, titles in the current language."""
    return (
        Column("number", _("No"), 4, "right"),
        Column("member", _("Member")),
        Column("cost", _("Cost"), 8, "right"),
        Column("paid", _("Paid"), 8, "right"),
        Column("to_pay", _("To pay"), 8, "right"),
        Column("mode", _("Mode"), 9),
        Column("older", _("Older"), 8, "right"),
        Column("state", _("State"), 6),
        Column("difference", _("Difference"), 10, "right", min_screen_width=110),
        Column("balance", _("Balance"), 10, "right", min_screen_width=110),
        Column("why", _("What remains"), 40, min_screen_width=150),
    )


def basket_row(basket: BasketView, who: str = "") -> Row:
    """Return a basket's row; `who` else is in it just now, if anybody."""
    style: Style | None = "dim" if basket.validated else None
    cells: dict[str, Cell] = {
        "number": str(basket.number),
        "member": basket.member,
        "cost": format_number(basket.cost),
        "paid": _amount(basket.paid),
        "to_pay": _styled(_amount(basket.to_pay), "strong", basket.to_pay > 0),
        "mode": _styled(modes(basket), "warn", basket.needs_mode or bool(basket.announced)),
        "older": _styled(_older(basket), "bad", basket.older < 0),
        "state": (who, "strong")
        if who and not basket.validated
        else _styled(state(basket), "warn", not basket.validated and not basket.absent),
        "difference": format_signed(basket.difference) if basket.difference else "",
        "balance": format_signed(basket.balance) if basket.balance else "",
        "why": "" if blocker(basket) is None else why_it_blocks(basket),
    }
    amounts = {format_number(amount, grouped=False) for amount in (basket.cost, basket.to_pay)}
    search = Search(basket.member, str(basket.number), modes(basket), tuple(sorted(amounts)))
    return Row(basket.id, cells, style, search)


def modes(basket: BasketView) -> str:
    """Say how a basket is paid: its modes, what is announced with a question mark."""
    if not basket.payments:
        if basket.on_the_spot:
            return _("at table")
        return _("none") if basket.without_payment else ""
    paid = dict.fromkeys(one.mode for one in basket.confirmed if one.mode)
    names = [mode_short(mode) for mode in paid]
    names += [mode_short(one.mode) + "?" for one in basket.announced if one.mode]
    # Several modes do not fit into the column: the basket itself shows them.
    return names[0] if len(names) == 1 else _("split")


def state(basket: BasketView) -> str:
    """Say whether a basket is validated, or has to be weighed, in one narrow word."""
    if basket.absent:
        return _("absent")
    if basket.validated:
        return _("done")
    return _("weigh") if basket.unweighed else ""


def above(sheet: SheetView, left: Remaining, width: int) -> list[Run]:
    """Say what remains: "50 to go: 9 ready to validate, 38 without mode, 3 short"."""
    if left.open:
        return [(f" {what_remains(left, width - 1)}", "strong")]
    done = _("All baskets are validated. V certifies the distribution.")
    if sheet.distribution.certified_at is not None:
        done = _("Certified and archived: read-only. R reopens.")
    return [(f" {done}", "good")]


def about_marks(count: int) -> list[Run]:
    """Say what marked baskets are for, and how they are not marked any longer."""
    text = ngettext(
        "{count} marked: {letters} v p act on it; Space takes the mark away",
        "{count} marked: {letters} v p act on them; Space takes a mark away, Esc all",
        count,
    )
    return [(f" {text.format(count=count, letters=letters(SPOT_MODES))}", "strong")]


def about_older_debt(basket: BasketView) -> str:
    """Say how an older debt is paid with the basket; nothing where there is none (R18)."""
    if basket.validated or basket.absent or not basket.debt_beside:
        return ""
    text = _("Older debt {amount}: p, then d, receives it too.")
    return text.format(amount=format_amount(basket.debt_beside))


def below(left: Remaining) -> str:
    """Say what the box should hold, how many cheques came, what is still to collect."""
    return " " + what_came(left)


def _amount(amount: Decimal) -> str:
    return format_number(amount) if amount else ""


def _styled(text: str, style: Style, condition: bool) -> Cell:
    return (text, style) if condition else text


def _older(basket: BasketView) -> str:
    """The sign says what it is, not the colour: a debt is negative."""
    if not basket.older:
        return ""
    sign = "+" if basket.older > 0 else ""
    return sign + format_number(basket.older)
