"""What the letter of transfers means in an evening: seen on the account, or announced only (R22).

`announces` is what was answered for that evening: True where its transfers are only announced,
False where they were seen, None where nobody has said so yet. Every place that takes the letter
asks here: the list, a basket, marks, "how was it paid?", payment entry, a line of the sheet and
a membership.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cagette_tui.model.rules.basket import BasketView, OperationView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.refusals import Refused


class SeenBefore(Refused):
    """A transfer of `amount` euros is noted as seen; is it only announced (R22)?"""

    amount: Decimal


class AnnouncedAlready(Refused):
    """A transfer is announced already: a letter that announces never says it was seen (R22)."""

    number: int


class FeeByTransfer(Refused):
    """A transfer pays a membership: was it seen on the account (R22)?"""


class FeeAwaited(Refused):
    """The transfer of a membership is only announced: what is to come pays no fee (R22)."""


def only_announced(mode: Mode, announces: bool | None) -> bool:
    """Whether a payment by a mode's letter is noted as announced in such an evening."""
    return mode is Mode.TRANSFER and bool(announces)


def must_be_said(baskets: Iterable[BasketView], announces: bool | None) -> bool:
    """Whether it is to be asked what the letter means, before it books anything for these."""
    return announces is None and any(lacks(one, Mode.TRANSFER) for one in baskets)


def must_be_seen(mode: Mode, announces: bool | None) -> None:
    """Refuse a membership by a transfer that is only announced, or of which nothing is said (R22).

    Raises `FeeAwaited`, and `FeeByTransfer` where it is to be asked.
    """
    if only_announced(mode, announces):
        raise FeeAwaited()
    if mode is Mode.TRANSFER and announces is None:
        raise FeeByTransfer()


def seen_before(basket: BasketView) -> OperationView | None:
    """Return the transfer noted as seen that settled a basket, if that alone did (R22).

    Said to be announced after all, it waits again.
    """
    confirmed = basket.confirmed
    if basket.to_pay or len(confirmed) != 1 or confirmed[0].amount <= 0:
        return None
    return confirmed[0] if confirmed[0].mode is Mode.TRANSFER else None


def lacks(basket: BasketView, mode: Mode) -> bool:
    """Whether something is to pay that nobody has announced in this mode yet."""
    if basket.validated or basket.absent or not basket.to_pay:
        return False
    return not any(one.mode is mode for one in basket.announced)
