"""A basket as a row of the list, and in words."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number, format_signed, ngettext
from cagette_tui.model.blocking import Blocker, Remaining, blocker
from cagette_tui.model.views import BasketView, SheetView
from cagette_tui.sentences import mode_short
from cagette_tui.sentences.questions import weights_missing
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, Row, Style


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
    cells: tuple[Cell, ...] = (
        str(basket.number),
        basket.member,
        format_number(basket.cost),
        _amount(basket.paid),
        _styled(_amount(basket.to_pay), "strong", basket.to_pay > 0),
        _styled(modes(basket), "warn", basket.needs_mode or bool(basket.announced)),
        _styled(_older(basket), "bad", basket.older < 0),
        (who, "strong")
        if who and not basket.validated
        else _styled(state(basket), "warn", not basket.validated and not basket.absent),
        format_signed(basket.difference) if basket.difference else "",
        format_signed(basket.balance) if basket.balance else "",
        "" if blocker(basket) is None else why_it_blocks(basket),
    )
    # Amounts are found as they are written, and with a point.
    amounts = {format_number(amount, grouped=False) for amount in (basket.cost, basket.to_pay)}
    search = f"{basket.number} {basket.member} {' '.join(sorted(amounts))} {basket.cost}"
    return Row(basket.id, cells, style, f"{search} {modes(basket)}")


def modes(basket: BasketView) -> str:
    """Say how a basket is paid: its modes, what is announced with a question mark."""
    if not basket.payments:
        if basket.on_the_spot:
            return _("on spot")
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


def why_it_blocks(basket: BasketView) -> str:
    """Say what keeps a basket from being validated with one key."""
    to_pay = format_amount(basket.to_pay)
    match blocker(basket):
        case Blocker.WEIGHTS:
            return _("{weights}: w weighs").format(weights=weights_missing(basket.unweighed))
        case Blocker.MODE:
            return _("{amount} to pay on the spot: how?").format(amount=to_pay)
        case Blocker.UNSEEN:
            return _("a payment was announced: did it come?")
        case Blocker.WITHOUT_PAYMENT:
            return _("{amount} to pay, no payment announced").format(amount=to_pay)
        case Blocker.LACKING:
            return _("{amount} lacking").format(amount=to_pay)
        case Blocker.TOO_MUCH:
            return _("{amount} paid too much").format(amount=format_amount(basket.difference))
        case None:
            return ""


def above(sheet: SheetView, left: Remaining) -> list[Run]:
    """Say what remains: "50 to go: 38 modes to give, 3 lack money, 9 ready"."""
    if not left.open:
        done = _("All baskets are validated. V certifies the distribution.")
        if sheet.distribution.certified_at is not None:
            done = _("Certified and archived: read-only. R reopens.")
        return [(f" {done}", "good")]
    counts = left.blockers
    lacking = counts.get(Blocker.LACKING, 0) + counts.get(Blocker.WITHOUT_PAYMENT, 0)
    parts = [
        (left.weights, weights_missing),
        (counts.get(Blocker.MODE, 0), _modes_to_give),
        (counts.get(Blocker.UNSEEN, 0), _unseen),
        (lacking, _lacking),
        (counts.get(Blocker.TOO_MUCH, 0), _too_much),
        (left.ready, _ready),
    ]
    texts = [say(count) for count, say in parts if count]
    text = _("{count} to go: {what}").format(count=left.open, what=", ".join(texts))
    return [(f" {text}", "strong")]


def below(left: Remaining) -> str:
    """Say what the box should hold, how many cheques came, what is still to collect."""
    cheques = ngettext("{count} cheque", "{count} cheques", left.cheque_count).format(
        count=left.cheque_count
    )
    return " " + _("Cash box: {cash} · {cheques} ({sum}) · still to collect: {rest}").format(
        cash=format_amount(left.expected_cash),
        cheques=cheques,
        sum=format_amount(left.cheques),
        rest=format_amount(left.to_collect),
    )


def _modes_to_give(count: int) -> str:
    return ngettext("{count} mode to give", "{count} modes to give", count).format(count=count)


def _unseen(count: int) -> str:
    return ngettext("{count} announced", "{count} announced", count).format(count=count)


def _lacking(count: int) -> str:
    return ngettext("{count} lacks money", "{count} lack money", count).format(count=count)


def _too_much(count: int) -> str:
    return ngettext("{count} overpaid", "{count} overpaid", count).format(count=count)


def _ready(count: int) -> str:
    return ngettext("{count} ready", "{count} ready", count).format(count=count)


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
