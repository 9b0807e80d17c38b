"""What a key or a line would pass over: a payment typed and not recorded, one on the account.

R22, R63. Both are asked before anything is booked, wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.value import ValueObject


class TypedPayment(ValueObject):
    """A payment of some baskets (ids) that somebody typed and has not recorded (R63)."""

    baskets: tuple[int, ...]
    parts: tuple[Part, ...]
    has_fees: bool = False  # a membership is paid with it

    @property
    def amounts(self) -> tuple[tuple[Mode, Decimal], ...]:
        """Its parts: mode and euros."""
        return tuple((part.mode, part.amount or ZERO) for part in self.parts)


class TypedBefore(Refused):
    """A payment of a basket was typed and not recorded: it would be passed over (R63).

    `to_pay` is what is to pay by what was typed now, in euros; `may_record`: the answer may be to
    record what was typed, or to drop it; else it has to be looked at first.
    """

    number: int
    payments: tuple[tuple[Mode, Decimal], ...]
    to_pay: Decimal
    may_record: bool


class AnnouncedOnAccount(Refused):
    """A transfer of the same amount waits on the member's account: is it the same (R22)?"""

    number: int  # the basket's
    amount: Decimal


def must_not_be_typed(
    baskets: Sequence[BasketView], typed: Iterable[TypedPayment], *, may_record: bool = True
) -> None:
    """Refuse to pass over a payment that was typed for one of these baskets: `TypedBefore`."""
    ids = tuple(one.id for one in baskets)
    for payment in typed:
        for basket in baskets:
            if basket.id in payment.baskets and not basket.validated:
                same = may_record and payment.baskets == ids and not payment.has_fees
                raise TypedBefore(basket.number, payment.amounts, basket.to_pay, same)


def twin_of(
    basket: BasketView, mode: Mode, amount: Decimal, elsewhere: Iterable[OperationView]
) -> OperationView | None:
    """Return the transfer on the account that one for a basket seems to be (R22).

    `elsewhere` are payments announced on accounts alone.
    """
    if mode is not Mode.TRANSFER or amount <= 0:
        return None
    same = (one for one in elsewhere if one.member_id == basket.member_id and one.mode is mode)
    return next((one for one in same if one.amount == amount), None)


def lacking(baskets: Iterable[BasketView]) -> BasketView | None:
    """Return the one of a member's open baskets that lacks money nobody has announced, if any.

    Money put on the account meanwhile may be meant for it (R21).
    """
    for basket in baskets:
        announced = sum((one.amount for one in basket.announced), ZERO)
        if basket.to_collect > announced:
            return basket
    return None
