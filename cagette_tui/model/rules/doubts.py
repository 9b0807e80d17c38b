"""What is asked about an amount before it is booked: a slip, or money that goes elsewhere (R15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cagette_tui.model.rules.refusals import Refused


class DoubtfulAmount(Refused):
    """More than twice what is to pay: asks once more (R15)."""

    amount: Decimal
    to_pay: Decimal


class Overpaid(Refused):
    """More than is to pay: `on_debt` euros of it go to an older debt, the rest stays as credit.

    `debt_left` is what remains of that debt. `number` is the basket's on which it falls, where
    several are paid together.
    """

    amount: Decimal
    to_pay: Decimal
    on_debt: Decimal
    debt_left: Decimal = Decimal(0)
    number: int | None = None

    def says(self, other: Overpaid) -> bool:
        """Whether another one says the same, to the cent."""
        return all(getattr(self, name) == getattr(other, name) for name in self.facts)

    @property
    def credit(self) -> Decimal:
        """What stays as a credit that nobody has asked for (R15, R17)."""
        return self.amount - self.to_pay - self.on_debt


class OwedElsewhere(Refused):
    """More than is to pay comes for a basket, and an earlier one of the member is open (R18).

    What looks like an older debt is to pay there: `amount` euros of basket `number` of `day`.
    """

    number: int
    day: date
    amount: Decimal


class FeeNotCovered(Refused):
    """No part of a payment is large enough for the membership that it should pay too (R15)."""

    fee: Decimal
