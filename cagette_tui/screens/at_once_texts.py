"""What is said before and after many baskets are received at once."""

from __future__ import annotations

from cagette_tui.i18n import _, format_amount, ngettext
from cagette_tui.model.at_once import AtOnce
from cagette_tui.model.kinds import Mode
from cagette_tui.sentences import mode_label


def at_once_question(plan: AtOnce) -> str:
    """Say what would be received and validated, and what the box will hold."""
    text = _what(plan)
    if plan.mode is Mode.CASH:
        text += " " + _("The box will hold {cash}.").format(cash=format_amount(plan.expected_cash))
    if plan.left:
        text += " " + _left(plan)
    return text


def at_once_done(plan: AtOnce) -> str:
    """Say what was done, and what was left."""
    text = _what(plan)
    return f"{text} {_left(plan)}" if plan.left else text


def _what(plan: AtOnce) -> str:
    count = len(plan.baskets)
    baskets = ngettext("{count} basket", "{count} baskets", count).format(count=count)
    if plan.mode is None:
        return _("{baskets} validated.").format(baskets=baskets)
    text = _("{baskets}, {amount} in {mode}, validated.")
    if not plan.validating:
        text = _("{baskets}, {amount} in {mode}.")
    return text.format(
        baskets=baskets, amount=format_amount(plan.total), mode=mode_label(plan.mode)
    )


def _left(plan: AtOnce) -> str:
    numbers = [str(basket.number) for basket in plan.left]
    shown = ", ".join(numbers[:10]) + (" …" if len(numbers) > 10 else "")
    return _("Left for a look: {numbers}.").format(numbers=shown)
