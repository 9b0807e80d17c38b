"""The group's money on one page: what waits, who owes, what the boxes lacked (R56, R57).

Pure. Amounts in euros.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.deposits import DepositView, WaitingView
from cagette_tui.model.rules.evening import DistributionRow
from cagette_tui.model.rules.periods import AccountAt, EveningBox, Span
from cagette_tui.value import ValueObject


class CashAtHand(ValueObject):
    """What the box should hold by now: what stayed in it after the last evening, and since.

    `moved` is what was put in, taken out, received or given back since, less what was deposited
    of what stayed; `set_aside` waits for the bank beside the box, where somebody said what stays.
    """

    last: EveningBox
    in_box: Decimal
    moved: Decimal
    wished: Decimal  # what is to stay in the box: as it was said that evening, or the group's wish
    set_aside: Decimal = ZERO

    @property
    def now(self) -> Decimal:
        """What is there now."""
        return self.in_box + self.moved

    @property
    def to_deposit(self) -> Decimal:
        """What waits beside the box, and what is more in it than the next float."""
        return self.set_aside + max(self.now - self.wished, ZERO)


class PeriodSum(ValueObject):
    """What came in in a period."""

    span: Span
    amount: Decimal


class GroupMoney(ValueObject):
    """All that a treasurer looks for first."""

    waiting: WaitingView
    cash: CashAtHand | None
    deposits: tuple[DepositView, ...]  # those that were not seen on the statement yet
    periods: tuple[PeriodSum, ...]
    boxes: tuple[EveningBox, ...]  # those that were not as expected, the last one first
    accounts: tuple[AccountAt, ...]  # without the baskets that are not validated yet
    evenings: tuple[DistributionRow, ...]  # those that are to be validated

    @property
    def debts(self) -> tuple[AccountAt, ...]:
        """Those who owe something, the oldest debt first."""
        return _oldest(one for one in self.accounts if one.balance < 0)

    @property
    def credits(self) -> tuple[AccountAt, ...]:
        """Those to whom the group owes something, the oldest first."""
        return _oldest(one for one in self.accounts if one.balance > 0)

    @property
    def owed(self) -> Decimal:
        """What the members owe, as a positive amount."""
        return -sum((one.balance for one in self.debts), ZERO)

    @property
    def held(self) -> Decimal:
        """What the group owes its members."""
        return sum((one.balance for one in self.credits), ZERO)

    @property
    def awaited(self) -> Decimal:
        """What was announced and not seen."""
        return sum((one.amount for one in self.waiting.awaited), ZERO)


def _oldest(accounts: Iterable[AccountAt]) -> tuple[AccountAt, ...]:
    return tuple(sorted(accounts, key=lambda one: (one.since, one.member, one.member_id)))


def cash_at_hand(
    boxes: Sequence[EveningBox],
    moved: Iterable[tuple[date, Decimal]],
    deposits: Iterable[DepositView],
    wished: Decimal,
) -> CashAtHand | None:
    """Say what the box should hold, from the last evening whose box was counted or certified.

    `moved` are the days and amounts of cash that came or went between evenings. None where there
    was no such evening.
    """
    closed = [one for one in boxes if one.count is not None or one.evening.is_certified]
    if not closed:
        return None
    last = max(closed, key=lambda one: (one.evening.starts_at, one.evening.id))
    day = last.evening.date
    since = sum((amount for on, amount in moved if on >= day), ZERO)
    gone = sum((one.cash for one in deposits if one.day >= day), ZERO)
    there = last.expected if last.difference is None else last.expected + last.difference
    if last.stays is None:
        return CashAtHand(last, there, since - gone, wished)
    apart = there - last.stays
    # What goes to the bank is taken from what was set aside for it first.
    return CashAtHand(
        last, last.stays, since - max(gone - apart, ZERO), last.stays, max(apart - gone, ZERO)
    )


class FloatView(ValueObject):
    """The float of an evening, in euros (R55).

    `said` is what somebody said it was, 0 too; None while nobody did.
    """

    said: Decimal | None
    left: CashAtHand | None

    @property
    def proposed(self) -> Decimal:
        """What was said, else what the last evening left, never less than nothing."""
        if self.said is not None:
            return self.said
        return ZERO if self.left is None else max(self.left.now, ZERO)
