"""What waits for the bank, what was taken there, and what comes back (R24, R56).

Pure. Amounts in euros, times local.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, ChequeView
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.notes_and_coins import Pieces
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.value import ValueObject


class WaitingCheque(ValueObject):
    """A cheque that was received and is in no deposit; the day it came, and for what.

    `place` is of the distribution whose takings it joined, None on an account alone.
    """

    cheque: ChequeView
    amount: Decimal
    members: tuple[str, ...]
    day: date
    place: str | None
    distribution_id: int | None

    @property
    def id(self) -> int:
        """The cheque's number in the database."""
        return self.cheque.id


class AwaitedPayment(ValueObject):
    """A payment that was announced and that nobody has seen; since when."""

    operation_id: int
    member_id: int
    member: str
    mode: str
    amount: Decimal
    since: date


class WaitingView(ValueObject):
    """What waits for the bank: cheques to take there, payments to look for on the statement."""

    cheques: tuple[WaitingCheque, ...]
    awaited: tuple[AwaitedPayment, ...]

    @property
    def total(self) -> Decimal:
        """What the cheques come to."""
        return total_of_cheques(self.cheques)


def total_of_cheques(cheques: Iterable[WaitingCheque]) -> Decimal:
    """Say what some cheques come to."""
    return sum((one.amount for one in cheques), ZERO)


class DepositedCheque(ValueObject):
    """A cheque of a deposit; `returned_on` is the day on which the bank sent it back (R24)."""

    position: int
    cheque: ChequeView
    amount: Decimal
    members: tuple[str, ...]
    returned_on: date | None


class DepositView(ValueObject):
    """A deposit, as it was taken to the bank: what comes back later does not change it (R24)."""

    id: int
    number: int
    day: date
    cheques: tuple[DepositedCheque, ...]
    cash: Decimal
    pieces: Pieces | None
    note: str | None
    created_at: datetime
    created_by: str
    final_at: datetime | None
    final_by: str | None
    seen_on: date | None
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None

    @property
    def cheque_total(self) -> Decimal:
        """What its cheques come to."""
        return sum((one.amount for one in self.cheques), ZERO)

    @property
    def total(self) -> Decimal:
        """What is credited: cheques and cash."""
        return self.cheque_total + self.cash


SENT_BACK = (Mode.CHEQUE, Mode.TRANSFER, Mode.ONLINE)
"""The modes whose payments a bank can send back (R24)."""


def can_come_back(mode: Mode | str | None, amount: Decimal, *, pending: bool) -> bool:
    """Whether a payment of so much, in euros, was received in a way that a bank can undo (R24)."""
    return mode in SENT_BACK and amount > 0 and not pending


class ReturnableView(ValueObject):
    """A cheque, transfer or online payment that was received and may come back (R24).

    `operation_id` is one of its payments: the act takes all that the same cheque paid.
    """

    operation_id: int
    mode: Mode
    number: str | None
    amount: Decimal
    day: date
    member_ids: tuple[int, ...]
    members: tuple[str, ...]


class MemberOwes(ValueObject):
    """A member after a payment came back: what came back of it, and the balance by now."""

    member_id: int
    member: str
    amount: Decimal
    balance: Decimal


class NothingToDeposit(Refused):
    """Neither a cheque nor cash."""


class NoSuchDeposit(Refused):
    """There is no deposit of that number."""

    number: int


class NoSuchMember(Refused):
    """Nobody has that reference."""

    ref: str


class NotWaiting(Refused):
    """The cheque is in another deposit already, or is no cheque that came in."""

    cheque: int
    deposit: int | None  # its number


class ChequeDeposited(Refused):
    """What a cheque pays does not change while it is in a deposit (R56)."""

    deposit: int  # its number
    number: str | None  # the cheque's


class DepositIsFinal(Refused):
    """A deposit that was handed in is corrected with a reason only."""

    deposit: int
    at: datetime
    by: str


class DepositCancelled(Refused):
    """The deposit was taken back already."""

    deposit: int
    at: datetime
    by: str


class DepositUnchanged(Refused):
    """The deposit is like that already."""

    deposit: int


class AlreadyReturned(Refused):
    """The payment came back already."""

    on: date


class NotReturnable(Refused):
    """Only a cheque, transfer or online payment that was received can come back."""


class SameCheque(Refused):
    """There is a cheque of that number and drawer already: is it another one, or that one (R15)?

    `together` is what both would come to as one, in euros; `cheque` the id of the one there.
    """

    cheque: int
    together: Decimal
    number: str
    drawer: str | None
    members: tuple[str, ...]
    day: date


class CreditTooSmall(Refused):
    """The account does not hold what is to be paid from it."""

    amount: Decimal
    credit: Decimal
