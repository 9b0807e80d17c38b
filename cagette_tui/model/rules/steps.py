"""What is decided about money: steps to be written, and what has to be answered before.

Amounts are euros.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from cagette_tui.model.rules.basket import BasketView, OperationView
from cagette_tui.model.rules.doubts import Overpaid
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Outcome, Unseen
from cagette_tui.model.rules.payments import ChequeDetails, comes_with_cheque
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.value import ValueObject


class Answers(TypedDict, total=False):
    """What was answered to what is asked; what is not there was not answered yet."""

    replace: bool | None  # payments that were announced (R15): replaced, or kept beside
    change: bool  # the mode of the one payment of a settled basket
    sure: bool  # an amount, whatever was doubtful about it
    foreseen: Overpaid  # where goes what is paid too much, where a screen says it already (R15)
    insist: str | None  # why more is given back than the credit (R16)
    unseen: Unseen | None  # announced payments at validation (R41)
    accept: Outcome | None  # what remains after validation (R41)
    announces: bool | None  # whether transfers of this evening are only announced (R22)
    mode: Mode | None  # how it was paid on the spot (R13)
    cheque: ChequeDetails | None  # what is written on the cheque
    by_weight: bool  # a product that was sold by the piece so far (R7)
    again: bool  # a membership that is paid already
    same_transfer: bool  # the one that was announced on the account, or another (R22)
    record_typed: bool  # what was typed before and not recorded: recorded now, or dropped (R63)
    another_cheque: bool  # one with a number that is there already (R15)
    same_cheque: bool  # … or that very one: both are one cheque


class Terms(ValueObject):
    """Under which it is decided: the group's modes (R13), the time, and who acts (local times)."""

    accepted: tuple[Mode, ...]
    now: datetime
    opens_at: datetime
    who: str = ""
    zone: str = ""  # the clock's, where this machine's is another one (R64)
    elsewhere: tuple[OperationView, ...] = ()  # announced on accounts alone (R22)


@dataclass(frozen=True, eq=False)
class Paper:
    """A cheque that comes in: payments that name the same one are made by it together (R15)."""

    details: ChequeDetails


def paper_of(mode: Mode, amount: Decimal, cheque: ChequeDetails | None = None) -> Paper | None:
    """Return the cheque that comes in with so many euros by that mode, if one does."""
    return Paper(cheque or ChequeDetails()) if comes_with_cheque(mode, amount) else None


class Book(ValueObject):
    """A payment comes in, or goes out where `amount` is negative."""

    amount: Decimal
    mode: Mode
    paper: Paper | None = None
    pending: bool = False
    reason: str | None = None
    day: date | None = None  # on which it came, where that is not today (R26)


class See(ValueObject):
    """An announced payment is confirmed (R10); `details` were read from its cheque."""

    payment: OperationView
    details: ChequeDetails | None = None


class Drop(ValueObject):
    """A payment is cancelled (R20)."""

    payment: OperationView
    why: str


class ChangeMode(ValueObject):
    """A payment is cancelled and entered again in another mode (R20)."""

    payment: OperationView
    mode: Mode
    paper: Paper | None = None


class Note(ValueObject):
    """Something is written on the cheque of a payment that is there."""

    payment: OperationView
    details: ChequeDetails


class Intend(ValueObject):
    """Whether the member will pay at the table (R14)."""

    on_the_spot: bool


class Lock(ValueObject):
    """The basket is validated, with what that leaves behind (R41)."""

    outcome: Outcome


Step = Book | See | Drop | ChangeMode | Note | Intend | Lock


class Decision(ValueObject):
    """What becomes of one basket: the steps, what they leave, and what must be asked before.

    `after` goes on as if each question were answered yes. What is not written yet has the
    number 0 there.
    """

    before: BasketView
    after: BasketView
    steps: tuple[Step, ...]
    questions: tuple[Refused, ...]

    @property
    def outcome(self) -> Outcome | None:
        """What validating leaves behind, where the basket is validated."""
        return next((step.outcome for step in self.steps if isinstance(step, Lock)), None)


def modes_of(payments: Iterable[OperationView]) -> tuple[tuple[Mode, Decimal], ...]:
    """Return the mode and the amount of each payment."""
    return tuple((one.mode, one.amount) for one in payments if one.mode)
