"""What payment entry shows and says of payments."""

from __future__ import annotations

from collections.abc import Sequence

from cagette_tui.i18n import _, format_amount
from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode, letters
from cagette_tui.model.rules.payments import Part
from cagette_tui.sentences import mode_label
from cagette_tui.text import visible
from cagette_tui.widgets.painted import Run


def recorded(parts: Sequence[Part]) -> str:
    """Say what came in, and what is only announced."""
    sums = {
        _("{amount} received."): [one.amount or ZERO for one in parts if not one.announced],
        _("{amount} announced."): [one.amount or ZERO for one in parts if one.announced],
    }
    return " ".join(
        text.format(amount=format_amount(sum(amounts, ZERO)))
        for text, amounts in sums.items()
        if amounts
    )


def mode_of(part: Part) -> str:
    """Name the mode of a part; of a transfer also whether it was seen (R22)."""
    if part.announced:
        return _("{mode}, announced").format(mode=mode_label(part.mode))
    if part.mode is Mode.TRANSFER:
        return _("{mode}, seen").format(mode=mode_label(part.mode))
    return mode_label(part.mode)


def there_already(basket: BasketView) -> list[list[Run]]:
    """Say what is noted for a basket already, and how another mode is given to what is paid."""
    noted = [
        _("{payment} announced").format(payment=_paid(one)) if one.pending else _paid(one)
        for one in basket.payments
        if one.mode is not None
    ]
    if not noted:
        return []
    text = _("already: {payments}").format(payments=", ".join(noted))
    lines: list[list[Run]] = [[(f"       {text}", "dim")]]
    if not basket.to_pay and len(basket.confirmed) == 1:
        text = _("Another mode: Esc, then its letter {letters}.")
        lines.append([(f"       {text.format(letters=letters(SPOT_MODES))}", "dim")])
    return lines


def _paid(one: OperationView) -> str:
    assert one.mode is not None
    number = f" n{one.cheque.number}" if one.cheque and one.cheque.number else ""
    return f"{mode_label(one.mode)} {format_amount(one.amount)}{visible(number)}"
