"""What looks like an older debt, and is to pay at an open basket of an earlier evening (R18)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.doubts import OwedElsewhere
from cagette_tui.model.rules.steps import Book, Decision
from cagette_tui.value import ValueObject


class Elsewhere(ValueObject):
    """A basket that waits for its payment in another distribution, of that day."""

    basket: BasketView
    day: date


def paid_beyond(decisions: Iterable[Decision]) -> tuple[BasketView, ...]:
    """Return the baskets for which more comes in than is to pay: the rest goes to older debts."""
    return tuple(one.before for one in decisions if _received(one) > one.before.to_pay)


def must_not_be_owed_elsewhere(
    decisions: Sequence[Decision], elsewhere: Iterable[Elsewhere]
) -> None:
    """Ask before what is to pay at one of these earlier baskets is paid here: `OwedElsewhere`.

    It would be asked for there again. One that is paid by the same decisions is not elsewhere.
    """
    paid = {one.before.id for one in decisions}
    for one in elsewhere:
        if one.basket.id not in paid:
            raise OwedElsewhere(one.basket.number, one.day, one.basket.to_pay)


def _received(decision: Decision) -> Decimal:
    steps = (step for step in decision.steps if isinstance(step, Book))
    return sum((step.amount for step in steps if not step.pending), ZERO)
