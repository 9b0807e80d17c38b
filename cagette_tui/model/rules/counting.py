"""What was counted beside what should be there: the box, the card terminal, the cheques.

Pure (R51, R58). A screen, a command and the act ask here. Amounts in euros.
"""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.evening import BesideBox
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.refusals import ExplanationNeeded, Refused
from cagette_tui.model.rules.takings import Takings
from cagette_tui.value import ValueObject

NOTHING_BESIDE = BesideBox()
"""Neither the terminal's total nor the number of cheques was said."""


class Differences(ValueObject):
    """What was there beyond ours, negative: what lacked; 0 of what was not said."""

    cash: Decimal
    card: Decimal
    cheques: int

    @property
    def any(self) -> bool:
        """Whether something is not as it should be."""
        return bool(self.cash or self.card or self.cheques)


def differences(cash: Decimal, beside: BesideBox, came_in: Takings) -> Differences:
    """Compare what was counted with what came in; cheques are those received (R52)."""
    return Differences(
        cash - came_in.expected_cash,
        ZERO if beside.card is None else beside.card - came_in.by_mode[Mode.CARD],
        0 if beside.cheques is None else beside.cheques - came_in.cheque_count,
    )


class BadCheques(Refused):
    """A number of cheques that makes no sense."""

    count: int


def must_be_explained(found: Differences) -> None:
    """Refuse a count that differs where no word was said about it. Raises `ExplanationNeeded`."""
    if found.any:
        raise ExplanationNeeded(found.cash, found.card, found.cheques)
