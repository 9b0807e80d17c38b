"""Beside the list, where a terminal is wide: what is in the highlighted basket, and its payments.

Amounts come first and texts last: what differs from basket to basket is then sent in one piece.
"""

from __future__ import annotations

from collections.abc import Iterator

from cagette_tui.i18n import _, format_number, format_quantity
from cagette_tui.model.rules.basket import BasketView, LineView, OperationView
from cagette_tui.model.rules.blocking import Blocker, blocker
from cagette_tui.sentences import mode_label, why_label
from cagette_tui.sentences.blocking import why_it_blocks
from cagette_tui.text import cells, clip, pad, visible, wrap
from cagette_tui.widgets.painted import Run, Runs

# There is one where the list keeps as much as a terminal of 80 has.
_LIST, _ROOM = 80, 40
# Names come first: the pane gets what the list leaves, so many cells at least and at most.
_LEAST, _MOST = 32, 50
_LEAST_HEIGHT = 30
_AMOUNT = 8
_BAR = "│ "


def pane_width(width: int, height: int, list_needs: int = _LIST) -> int:
    """Say how many cells the pane has on a terminal of that size; 0 where there is no room.

    `list_needs`: with how many cells the list cuts no name.
    """
    if height < _LEAST_HEIGHT or width < _LIST + _ROOM:
        return 0
    return min(max(width - max(list_needs, _LIST), _LEAST), _MOST)


def pane_lines(basket: BasketView | None, width: int, height: int) -> list[Runs]:
    """Tell a basket with its lines in so much room; what finds none is counted."""
    room = width - len(_BAR)
    # In a narrow pane second lines would cost more bytes at each move than they tell.
    wrapped = width >= _MOST
    told = [] if basket is None else list(_told(basket, room, wrapped=wrapped))
    if basket is not None and wrapped and len(told) > height:
        told = list(_told(basket, room, wrapped=False))
    if len(told) > height:
        left = len(told) - height + 1
        told = [*told[: height - 1], (_("… {count} more: Enter").format(count=left), "")]
    told += [("", "")] * (height - len(told))
    return [[(_BAR, "dim"), (clip(text, room), style)] for text, style in told]


def _told(basket: BasketView, room: int, *, wrapped: bool) -> Iterator[Run]:
    """What is alike from basket to basket has its place on top: it is not sent again.

    `wrapped`: what finds no room in one line has more.
    """
    name = wrap(basket.member, room)
    yield from ((text, "") for text in [*name, ""][:2])
    yield _sum(format_number(basket.cost), _("cost")), ""
    label = _("debt") if basket.validated else _("to pay")
    yield _sum(format_number(basket.to_pay), label), ""
    if basket.debt_beside:
        yield _sum(format_number(basket.debt_beside), _("older debt")), "warn"
    why = blocker(basket)
    if why is not None and why is not Blocker.MODE:
        yield from ((text, "") for text in wrap(why_it_blocks(basket), room))
    for one in basket.payments:
        yield from _put(_payment(one), room, wrapped=wrapped)
    yield "", ""
    for line in basket.lines:
        yield from _put(_line(line), room, wrapped=wrapped)


def _put(run: Run, room: int, *, wrapped: bool) -> Iterator[Run]:
    text, style = run
    if not wrapped or cells(text) <= room:
        yield run
        return
    indent = " " * (_AMOUNT + 1)
    first, *more = wrap(text[len(indent) :], room - len(indent))
    yield text[: len(indent)] + first, style
    yield from ((indent + one, style) for one in more)


def _line(line: LineView) -> Run:
    """Say the quantity where it is not one, as it was ordered."""
    quantity = format_quantity(line.delivered)
    if line.unweighed:
        quantity += "?"
    elif line.delivered != line.ordered:
        quantity = f"{quantity}/{format_quantity(line.ordered)}"
    reason = why_label(line.reason, line.delivered)
    why = f" ({reason})" if reason else ""
    times = "" if quantity == "1" else f"{quantity} "
    changed = line.unweighed or line.delivered != line.ordered
    text = f"{times}{visible(line.product)}{why}"
    return _sum(format_number(line.total), text), "warn" if changed else ""


def _payment(one: OperationView) -> Run:
    label = "" if one.mode is None else mode_label(one.mode)
    number = "" if one.cheque is None else one.cheque.number or ""
    said = _("announced, not seen") if one.pending else ""
    text = " ".join(filter(None, (label, visible(number), said)))
    return _sum(format_number(one.amount), text), "warn" if one.pending else ""


def _sum(amount: str, label: str) -> str:
    return f"{pad(amount, _AMOUNT, right=True)} {label}"
