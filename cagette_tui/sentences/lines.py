"""What became of a line, in a few words, with its product's name (R30)."""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount, format_quantity
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.sentences.labels import why_label
from cagette_tui.sentences.questions import called


def became_of(before: LineView, after: BasketView | None) -> str:
    """Say what became of a line; nothing where it is no longer there."""
    lines = () if after is None else after.lines
    line = next((one for one in lines if one.id == before.id), None)
    return "" if line is None else _named(line, _change(before, line))


def added_to(before: BasketView, after: BasketView | None) -> str:
    """Say what was added to a basket."""
    new = None if after is None else after.line_since(before)
    if new is None:
        return ""
    return _named(new, _("{quantity} added").format(quantity=format_quantity(new.delivered)))


def _change(before: LineView, line: LineView) -> str:
    if line.price != before.price:
        return _("at {price}").format(price=format_amount(line.price))
    if line.delivered != before.delivered and line.delivered:
        if line.delivered == line.ordered:
            return _("delivered as ordered")
        return _("{quantity} delivered, {ordered} ordered").format(
            quantity=format_quantity(line.delivered), ordered=format_quantity(line.ordered)
        )
    return why_label(line.reason, line.delivered)


def _named(line: LineView, what: str) -> str:
    name = called(line.product)
    return _("{product}: {what}").format(product=name, what=what) if what else name
