"""A basket as a row of the list, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number, ngettext
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.basket_state import (
    BLOCKING,
    BasketState,
    amount_of,
    is_paid_in_part,
    state_of,
)
from cagette_tui.model.rules.blocking import Remaining
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.evening_steps import EveningStep, StepKind
from cagette_tui.model.rules.kinds import SPOT_MODES, letters
from cagette_tui.sentences import mode_short
from cagette_tui.sentences.blocking import (
    beside_the_state,
    what_came,
    what_is_open,
    what_remains,
)
from cagette_tui.sentences.questions import called
from cagette_tui.sentences.states import basket_state, states_width
from cagette_tui.text import cells, clip
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import Cell, Column, Row, Style
from cagette_tui.widgets.searching import Search

# No name needs more cells.
_MOST = 45
# From so many cells on there is room for what was paid, whatever it tells.
_WIDE = 100
# Room for “✓ dette 12,00” is kept free: the first debt of an evening moves nothing.
_USUAL_DEBT = 13

# Red is for what blocks; what is ordinary, and whose turn it is, is plain.
_STATE_STYLES: dict[BasketState, Style] = {
    **dict.fromkeys(BLOCKING, "bad"),
    BasketState.ANNOUNCED: "warn",
    BasketState.TOO_MUCH: "warn",
    BasketState.READY: "good",
    BasketState.LEFT_DEBT: "warn",
}


def columns(baskets: Sequence[BasketView]) -> tuple[Column, ...]:
    """Return the columns of the list, as wide as these baskets need, titles in the language.

    At 80 cells what was paid gives way to the names as long as cost and what is to pay tell it.
    """
    in_part = any(map(is_paid_in_part, baskets))
    older = [basket.older for basket in baskets]
    longest = max((len(basket.member) for basket in baskets), default=0)
    number = max((basket.number for basket in baskets), default=0)
    return (
        Column("number", _("No."), _width(_("No."), str(number)), "right"),
        Column("member", _("Member"), most=min(longest, _MOST)),
        _amounts("cost", _("Cost"), [basket.cost for basket in baskets]),
        replace(
            _amounts("paid", _("Paid"), [basket.paid for basket in baskets]),
            min_screen_width=0 if in_part else _WIDE,
        ),
        _amounts("to_pay", _("To pay"), [basket.to_pay for basket in baskets]),
        Column("mode", _("Mode"), _mode_width(baskets)),
        _amounts("older", _("Older"), older, _signed),
        Column("state", _("State"), _state_width(baskets)),
        replace(
            _amounts("balance", _("Balance"), [basket.balance for basket in baskets], _signed),
            min_screen_width=140,
        ),
        Column("why", _("What remains"), min_screen_width=118),
    )


def _mode_width(baskets: Iterable[BasketView]) -> int:
    """Room for every mode, and for the sign of those that are announced."""
    return max(9, *(cells(modes(basket)) for basket in baskets if basket.announced), 0)


def _amounts(
    key: str,
    title: str,
    amounts: Sequence[Decimal],
    written: Callable[[Decimal], str] = format_number,
) -> Column:
    texts = map(written, (max(amounts), min(amounts))) if amounts else ()
    return Column(key, title, _width(title, *texts), "right")


def _width(*texts: str) -> int:
    return max(map(cells, texts))


def _state_width(baskets: Iterable[BasketView]) -> int:
    """Room for every state, and for the debt or credit that one of them has."""
    states = ((basket, state_of(basket)) for basket in baskets)
    with_amount = (
        cells(basket_state(basket, state)) for basket, state in states if amount_of(basket, state)
    )
    return max(states_width(), *with_amount, _USUAL_DEBT)


def basket_row(basket: BasketView, state: BasketState, who: str = "") -> Row:
    """Return a basket's row; `who` else is in it just now, if anybody."""
    style: Style | None = "dim" if basket.validated else None
    text = basket_state(basket, state)
    cell: Cell = text if state not in _STATE_STYLES else (text, _STATE_STYLES[state])
    to_pay = ZERO if basket.validated else basket.to_pay  # then it is a debt, and the state says it
    row: dict[str, Cell] = {
        "number": str(basket.number),
        "member": basket.member,
        "cost": format_number(basket.cost),
        "paid": _amount(basket.paid),
        "to_pay": _styled(_amount(to_pay), "strong", to_pay > 0),
        "mode": _styled(modes(basket), "warn", bool(basket.announced)),
        "older": _styled(_signed(basket.older), "warn", basket.older < 0),
        "state": (who, "strong") if who and not basket.validated else cell,
        "balance": _signed(basket.balance),
        "why": beside_the_state(basket),
    }
    amounts = {format_number(amount, grouped=False) for amount in (basket.cost, basket.to_pay)}
    beside = " ".join((modes(basket), *_mode_names(basket), text))
    search = Search(basket.member, str(basket.number), beside, tuple(sorted(amounts)))
    return Row(basket.id, row, style, search)


def modes(basket: BasketView) -> str:
    """Say how a basket is paid: its modes, what is announced with a question mark."""
    if not basket.payments:
        if basket.on_the_spot:
            return _("at table")
        return _("none") if basket.without_payment else ""
    names = _mode_names(basket)
    # Several modes do not fit into the column: the basket itself shows them.
    return names[0] if len(names) == 1 else _("split")


def _mode_names(basket: BasketView) -> list[str]:
    """Name every mode in which something was paid or announced."""
    paid = dict.fromkeys(one.mode for one in basket.confirmed if one.mode)
    names = [mode_short(mode) for mode in paid]
    asked = _("{mode}?")
    names += [asked.format(mode=mode_short(one.mode)) for one in basket.announced if one.mode]
    return names


def above(
    sheet: SheetView, left: Remaining, following: EveningStep | None, width: int
) -> list[Run]:
    """Say what remains: "50 to go: 9 ready to validate, 38 without mode, 3 short"."""
    if left.open:
        return [(f" {what_remains(left, width - 1)}", "strong")]
    if sheet.is_certified:
        return [(" " + _("Certified and archived. R reopens it."), "good")]
    return [(f" {all_validated(following)}", "good")]


def all_validated(following: EveningStep | None) -> str:
    """Say what comes next once every basket is validated."""
    match None if following is None else following.kind:
        case StepKind.BOX:
            return _("All baskets are validated. K counts the cash box; V certifies.")
        case StepKind.CHEQUES:
            return _("All baskets are validated. K, then p, checks the cheques; V certifies.")
    return _("All baskets are validated. V certifies the distribution.")


def about_filter(text: str, left: Remaining, shown: int, total: int, width: int) -> list[Run]:
    """Name the filter that is kept, say what it shows and how to leave it."""
    named = _("Filter “{text}”: {shown} of {total}").format(
        text=called(text.strip()), shown=shown, total=total
    )
    leaving = _("Esc shows all")
    room = width - 1 - cells(named) - cells(leaving) - 6
    counts = what_is_open(left) if left.open else ""
    told = f" {named}" + (f" – {clip(counts, room)}" if counts and room > 3 else "")
    return [(f"{told} · {leaving}", "strong")]


def about_marks(count: int, hidden: int = 0) -> list[Run]:
    """Say what marked baskets are for, and how they are not marked any longer.

    `hidden` of them the filter does not show.
    """
    if hidden:
        text = ngettext(
            "{count} marked, hidden by the filter: keys act on it; Esc shows it",
            "{count} marked, {hidden} hidden by the filter: keys act on them; Esc shows all",
            count,
        )
        return [(f" {text.format(count=count, hidden=hidden)}", "bad")]
    text = ngettext(
        "{count} marked: {letters} v p m act on it; Space takes the mark away",
        "{count} marked: {letters} v p m act on them; Space takes a mark away, Esc all",
        count,
    )
    small = letters(SPOT_MODES)
    return [(f" {text.format(count=count, letters=f'{small} {small.upper()}')}", "strong")]


def about_older_debt(basket: BasketView) -> str:
    """Say how an older debt is paid with the basket; nothing where there is none (R18)."""
    if basket.validated or basket.absent or not basket.debt_beside:
        return ""
    text = _("Older debt {amount}: p, then d, receives it too.")
    return text.format(amount=format_amount(basket.debt_beside))


def below(left: Remaining, width: int) -> str:
    """Say what the box should hold, how many cheques came, what is still to collect."""
    return " " + what_came(left, width - 1)


def _amount(amount: Decimal) -> str:
    return format_number(amount) if amount else ""


def _styled(text: str, style: Style, condition: bool) -> Cell:
    return (text, style) if condition else text


def _signed(amount: Decimal) -> str:
    """The sign says what it is, not the colour: a debt is negative."""
    if not amount:
        return ""
    return ("+" if amount > 0 else "") + format_number(amount)
