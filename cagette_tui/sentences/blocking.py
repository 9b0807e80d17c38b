"""What still has to be done before a distribution can be certified, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from cagette_tui.i18n import _, format_amount, format_number, ngettext
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.blocking import Blocker, Remaining, blocker
from cagette_tui.sentences.questions import weights_missing
from cagette_tui.text import cells


def why_it_blocks(basket: BasketView, *, key: bool = True) -> str:
    """Say what keeps a basket from being validated with one key; `key`: and which one helps."""
    to_pay = format_amount(basket.to_pay)
    match blocker(basket):
        case Blocker.WEIGHTS:
            weights = weights_missing(basket.unweighed)
            return _("{weights}: w weighs").format(weights=weights) if key else weights
        case Blocker.MODE:
            return _("{amount} to pay on the spot: how?").format(amount=to_pay)
        case Blocker.UNSEEN:
            return _("a payment was announced: did it come?")
        case Blocker.WITHOUT_PAYMENT:
            return _("{amount} to pay, no payment announced").format(amount=to_pay)
        case Blocker.LACKING:
            return _("{amount} lacking").format(amount=to_pay)
        case Blocker.TOO_MUCH:
            return _("overpaid by {amount}").format(amount=format_amount(basket.difference))
        case None:
            return ""


def beside_the_state(basket: BasketView) -> str:
    """Say it in a row that has its state and what is to pay: what these do not say already."""
    match blocker(basket):
        case Blocker.UNSEEN:
            return _("did it come?")
        case Blocker.WITHOUT_PAYMENT:
            return _("no payment announced")
        case Blocker.WEIGHTS:
            return why_it_blocks(basket)
    return ""


def what_remains(left: Remaining, width: int | None = None) -> str:
    """Say what the open baskets need: "50 to go: 9 ready to validate, 38 without mode".

    Shorter where that does not fit into `width` cells.
    """

    def told(ready: Callable[[int], str]) -> str:
        what = what_is_open(left, ready)
        return _("{count} to go: {what}").format(count=left.open, what=what)

    text = told(_ready_to_validate)
    return text if width is None or cells(text) <= width else told(_ready)


def what_is_open(left: Remaining, ready: Callable[[int], str] | None = None) -> str:
    """Say it alone: "9 ready, 38 without mode"; `ready` says how many are."""
    counts = left.blockers
    lacking = counts.get(Blocker.LACKING, 0) + counts.get(Blocker.WITHOUT_PAYMENT, 0)
    parts = [
        (left.ready, ready or _ready),
        (counts.get(Blocker.MODE, 0), _without_mode),
        (left.weights, _to_weigh),
        (counts.get(Blocker.UNSEEN, 0), _unseen),
        (lacking, _lacking),
        (counts.get(Blocker.TOO_MUCH, 0), _too_much),
    ]
    return ", ".join(say(count) for count, say in parts if count)


def what_came(left: Remaining, width: int | None = None) -> str:
    """Say what the box should hold, how many cheques came, what is still to collect, or owed.

    What is awaited for validated baskets stands beside it: it is not here. Shorter where that
    does not fit into `width` cells.
    """
    cheques = ngettext("{count} cheque", "{count} cheques", left.cheque_count).format(
        count=left.cheque_count
    )
    box = _("Expected in the box: {cash} · {cheques} ({sum})")
    told = " · ".join([_filled(box, left, cheques, format_amount), *_rest(left, format_amount)])
    if width is None or cells(told) <= width:
        return told
    for box in (_("Box: {cash} · {cheques}: {sum}"), _("Box {cash} · cheques {sum}")):
        told = " · ".join([_filled(box, left, cheques, format_number), *_rest(left, format_number)])
        if cells(told) <= width:
            break
    return told


def _filled(text: str, left: Remaining, cheques: str, written: Callable[[Decimal], str]) -> str:
    return text.format(cash=written(left.expected_cash), cheques=cheques, sum=written(left.cheques))


def _rest(left: Remaining, written: Callable[[Decimal], str]) -> Iterator[str]:
    """Say what is not here: what is to collect or is owed, and what is awaited."""
    if left.to_collect or not (left.left_as_debt or left.awaited):
        yield _("to collect: {amount}").format(amount=written(left.to_collect))
    elif left.left_as_debt:
        yield _("left as debt: {amount}").format(amount=written(left.left_as_debt))
    if left.awaited:
        yield _("awaited: {amount}").format(amount=written(left.awaited))


def _without_mode(count: int) -> str:
    return ngettext("{count} without mode", "{count} without mode", count).format(count=count)


def _to_weigh(count: int) -> str:
    return ngettext("{count} to weigh", "{count} to weigh", count).format(count=count)


def _unseen(count: int) -> str:
    return ngettext("{count} announced", "{count} announced", count).format(count=count)


def _lacking(count: int) -> str:
    return ngettext("{count} short", "{count} short", count).format(count=count)


def _too_much(count: int) -> str:
    return ngettext("{count} credit", "{count} credits", count).format(count=count)


def _ready(count: int) -> str:
    return ngettext("{count} ready", "{count} ready", count).format(count=count)


def _ready_to_validate(count: int) -> str:
    text = ngettext("{count} ready to validate", "{count} ready to validate", count)
    return text.format(count=count)
