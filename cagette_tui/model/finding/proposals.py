"""What the finder proposes: a cause, the places where it may be, and what would mend it.

Amounts are euros (`Decimal`). A mend is data: which act of the model to call, and with what.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.value import ValueObject


class Cause(StrEnum):
    """What went wrong. Where all else is equal, proposals come in this order."""

    WRITTEN_AS_CASH = "written_as_cash"
    WAS_CASH = "was_cash"
    UNPAID = "unpaid"
    NOT_ENTERED = "not_entered"
    REFUND_NOT_ENTERED = "refund_not_entered"
    REFUND_NOT_GIVEN = "refund_not_given"
    WRONG_SIGN = "wrong_sign"
    NOT_RECEIVED = "not_received"
    MEMBERSHIP = "membership"
    SWAPPED_DIGITS = "swapped_digits"
    # These two are proposed only where the pile of cheques speaks for them.
    SPLIT_OTHERWISE = "split_otherwise"
    REFUND_AS_CHEQUE = "refund_as_cheque"
    MOVE_WRONG_SIGN = "move_wrong_sign"
    MOVE_NOT_MADE = "move_not_made"
    FLOAT = "float"
    PIECE = "piece"
    TWO_TOGETHER = "two_together"
    # Explains any difference, so it hardly ever comes first.
    MOVE_NOT_ENTERED = "move_not_entered"


class ChangeMode(ValueObject):
    """A payment or refund was made in another mode; `or_else`: what it may have been instead.

    `one_cheque`: all payments of the candidate that say so were made by one cheque (R15).
    """

    operation_id: int
    mode: Mode
    or_else: tuple[Mode, ...] = ()
    one_cheque: bool = False


class ReplaceAmount(ValueObject):
    """A payment or refund was of another amount; negative is a refund."""

    operation_id: int
    amount: Decimal


class Cancel(ValueObject):
    """A payment or refund did not take place; `pending`: it was only announced."""

    operation_id: int
    pending: bool = False


class Confirm(ValueObject):
    """An announced payment in cash was made."""

    operation_id: int


class EnterPayment(ValueObject):
    """A payment of a basket is missing; on the member's account where there is no basket."""

    member_id: int
    basket_id: int | None
    mode: Mode
    amount: Decimal


class EnterRefund(ValueObject):
    """A refund is missing; `amount` is positive; without basket it is the account's."""

    member_id: int
    basket_id: int | None
    mode: Mode
    amount: Decimal


class EnterMembership(ValueObject):
    """A membership fee is missing."""

    member_id: int
    mode: Mode
    amount: Decimal


class SetFloat(ValueObject):
    """The float was another one."""

    amount: Decimal


class EnterMove(ValueObject):
    """Money was put into (positive) or taken out of the box; the reason is to be asked."""

    amount: Decimal


class ReplaceMove(ValueObject):
    """Another amount was put into (positive) or taken out of the box."""

    move_id: int
    amount: Decimal


class CancelMove(ValueObject):
    """Nothing was put in or taken out."""

    move_id: int


class Recount(ValueObject):
    """There are `change` more (or fewer) pieces of `value` cents than were counted."""

    value: int
    change: int


class RecountTotal(ValueObject):
    """The box holds another amount than was typed."""

    amount: Decimal


Mend = (
    ChangeMode
    | ReplaceAmount
    | Cancel
    | Confirm
    | EnterPayment
    | EnterRefund
    | EnterMembership
    | SetFloat
    | EnterMove
    | ReplaceMove
    | CancelMove
    | Recount
    | RecountTotal
)


class Place(ValueObject):
    """Where in the books: a basket, a member's account, a move of the box; or the box itself.

    `written` and `mode` are what the books have there now; `note` is a move's reason.
    """

    member_id: int | None = None
    member: str | None = None
    basket_id: int | None = None
    number: int | None = None
    version: int | None = None
    validated: bool = False
    written: Decimal | None = None
    mode: Mode | None = None
    note: str | None = None


class Step(ValueObject):
    """One mend and where it mends."""

    mend: Mend
    place: Place

    @property
    def reopens(self) -> bool:
        """Whether a validated basket must be reopened for it (R33)."""
        if not self.place.validated:
            return False
        if isinstance(self.mend, Cancel):
            return not self.mend.pending
        if isinstance(self.mend, EnterPayment | EnterRefund):
            return self.mend.basket_id is not None
        return isinstance(self.mend, ChangeMode | ReplaceAmount)


class Candidate(ValueObject):
    """One explanation: all its steps together make up the whole difference.

    `evidence`: the pile of cheques says so too.
    """

    steps: tuple[Step, ...]
    evidence: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its steps mend, in their order."""
        return tuple(step.place for step in self.steps)

    @property
    def reopens(self) -> tuple[Place, ...]:
        """Validated baskets that its steps reopen, each once."""
        found = {step.place.basket_id: step.place for step in self.steps if step.reopens}
        return tuple(found.values())


class Proposal(ValueObject):
    """All explanations of one kind, the likeliest first.

    `difference` is counted minus expected, `amount` what each candidate is about (positive).
    `candidates` are as many as were asked for, of `count` in all. `chances` compares
    proposals of one search; it is not a probability.
    """

    cause: Cause
    difference: Decimal
    amount: Decimal
    candidates: tuple[Candidate, ...]
    count: int
    evidence: bool
    chances: int


class Pile(ValueObject):
    """What the pile of cheques shows.

    `missing` are the numbers (ids) of cheques expected and not found; where they are many,
    the pile is taken for half typed and they prove nothing. `unexpected` are the amounts
    found that nobody expected.
    """

    missing: tuple[int, ...] = ()
    unexpected: tuple[Decimal, ...] = ()


class Guess(ValueObject):
    """A mistake that may have been made, whatever it explains.

    `effect` is what it does to counted minus expected. `chances` is how often such a
    mistake is made where it can be made, in millionths. `entered` orders equals: the
    last operation entered first.
    """

    cause: Cause
    effect: Decimal
    steps: tuple[Step, ...]
    chances: int
    evidence: bool = False
    entered: int = 0


NOWHERE = Place()


def about(cause: Cause, difference: Decimal) -> Decimal:
    """Return the amount that a cause is about: a wrong sign counts it twice."""
    if cause in (Cause.WRONG_SIGN, Cause.MOVE_WRONG_SIGN):
        return abs(difference) / 2
    return abs(difference) if difference else ZERO
