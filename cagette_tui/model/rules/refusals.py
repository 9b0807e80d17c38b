"""Refusals: typed, carrying facts, without words for people.

A refused act has changed nothing. The screens and the command line turn these
into sentences; amounts are euros, times local.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from cagette_tui.model.rules.kinds import Mode
from cagette_tui.money import MAXIMUM
from cagette_tui.problems import KnownProblem
from cagette_tui.value import ValueObject


class Refused(KnownProblem):
    """An act that the rules do not allow; nothing was changed."""


class NoSuchReport(Refused):
    """No closing report of the distribution has that number; those that there are."""

    number: int
    there: tuple[int, ...]


class NotFound(Refused):
    """There is no such thing: `what` is a table's name."""

    what: str
    number: int


class TooEarly(Refused):
    """Not before `opens_at` (R40); `zone`: the clock's, where this machine's is another (R64)."""

    opens_at: datetime
    now: datetime
    zone: str = ""


class ClockDoubted(Refused):
    """The clock shows `now`, before the journal's last entry or long after it: `last` (R64)."""

    now: datetime
    last: datetime
    zone: str = ""  # the clock's, where this machine's is another


class BalanceMoved(Refused):
    """The account moved since it was shown."""

    shown: Decimal
    now: Decimal
    last: Word | None


class BasketIsValidated(Refused):
    """A validated basket does not change (R33)."""

    number: int
    at: datetime
    by: str


class BasketNotValidated(Refused):
    """Only a validated basket can be reopened (R44)."""

    number: int


class BasketIsAbsent(Refused):
    """Nothing is received for a basket that nobody collected (R34)."""

    number: int


class MemberHasBasket(Refused):
    """The member has a basket in this distribution already."""

    number: int


class DistributionIsCertified(Refused):
    """A certified distribution is read-only (R43)."""

    at: datetime
    by: str


class DistributionIsThere(Refused):
    """Another distribution has this day and place, and is open then."""

    number: int


class SameOccasion(Refused):
    """A distribution has this day, these hours and this place already."""


class DistributionNotCertified(Refused):
    """Only a certified distribution can be reopened (R44)."""


class BasketsOpen(Refused):
    """A distribution is certified when all its baskets are validated (R43)."""

    numbers: tuple[int, ...]


class ModeNeeded(Refused):
    """A basket to be paid on the spot needs an exact mode first (R13)."""

    number: int
    modes: tuple[Mode, ...]
    member: str


class ModeNotAccepted(Refused):
    """The group does not accept this mode (R13); it accepts none at all if `mode` is None."""

    mode: Mode | None
    accepted: tuple[Mode, ...]


class NothingToPay(Refused):
    """Nothing is to pay for this basket."""

    number: int


class NothingToGiveBack(NothingToPay):
    """The member has no credit to give back."""


class NumberWithoutCheque(Refused):
    """A cheque's number was given where nothing is to pay, and not one cheque can be meant."""

    number: int  # the basket's
    cheques: int


class AnnouncedOtherwise(Refused):
    """A payment was announced in another mode: it is replaced only after a question.

    `numbers` are those of the baskets, one for each payment, where several are paid together.
    """

    payments: tuple[tuple[Mode, Decimal], ...]
    numbers: tuple[int, ...] = ()


class PaidOtherwise(Refused):
    """The basket was paid in another mode: it is changed only after a question."""

    operation: int
    mode: Mode
    amount: Decimal
    wanted: Mode


class BadAmount(Refused):
    """An amount that makes no sense here: zero, negative, more than `most`, or no rest left."""

    amount: Decimal
    most: Decimal = MAXIMUM


class BadPieces(Refused):
    """So many of a note or coin make no sense, or there is none of that value."""

    value: Decimal
    count: int


class ExpectedMoved(Refused):
    """What the cash box should hold moved since it was shown (R51)."""

    shown: Decimal
    now: Decimal
    last: Word | None


class ExplanationNeeded(Refused):
    """What was counted is not what it should be: a word is needed (R51, R58)."""

    difference: Decimal  # of the box
    card: Decimal = Decimal(0)
    cheques: int = 0


class ChequeOnPile(Refused):
    """The cheque is on the pile already; without a position, on that of another distribution."""

    position: int | None


class ChequeAmount(Refused):
    """The books have another amount for that cheque."""

    amount: Decimal
    expected: Decimal


class PileChanged(Refused):
    """Somebody changed the pile since it was shown; `now` is None where it is shorter."""

    position: int
    shown: Decimal
    now: Decimal | None
    last: Word | None


class BadQuantity(Refused):
    """A quantity that makes no sense: negative or more than 10 000."""

    quantity: Decimal


class NoWeight(Refused):
    """Nothing on the scales is no weight: what did not come is undelivered (R30, R32)."""


class WeightTooLarge(Refused):
    """A weight that no basket can have, even if insisted on (R32); `limit` is the largest."""

    weight: Decimal
    limit: Decimal


class RefundTooLarge(Refused):
    """A refund is at most the member's credit, unless one insists with a reason (R16)."""

    amount: Decimal
    credit: Decimal


class MembershipPaid(Refused):
    """The member has paid the fee until then already."""

    until: date


class NotCoordinator(Refused):
    """Only coordinators may do that: those are named (R44)."""

    who: str
    coordinators: tuple[str, ...]


class ReasonNeeded(Refused):
    """This act needs a reason."""


class NotByWeight(Refused):
    """A fraction for a product that is not sold by weight: asks once (R7)."""

    product: str
    quantity: Decimal


class FarPrice(Refused):
    """A unit price 5 times higher or lower than the one `before`, in euros: asks once (R7)."""

    product: str
    price: Decimal
    before: Decimal


class FarWeight(Refused):
    """A quantity far from what was ordered (R7, R32); `likely` is what may have been meant."""

    product: str
    weight: Decimal
    ordered: Decimal
    likely: Decimal | None


class LineUnchanged(Refused):
    """The line is like that already, or cannot be changed that way."""


class NotPending(Refused):
    """The payment was confirmed already."""

    operation: int
    last: Word | None


class OperationIsCancelled(Refused):
    """The operation was cancelled already."""

    at: datetime
    by: str


class NotAPayment(Refused):
    """Only payments and adjustments are confirmed, changed or cancelled by hand."""


class NothingToDo(Refused):
    """Every basket is validated already."""


class NothingToUndo(Refused):
    """There is no act of one's own left to take back."""


class CannotUndo(Refused):
    """Somebody built on it since: on this basket or member, or the act cannot be taken back."""

    kind: str
    baskets: tuple[int, ...] = ()
    who: str | None = None


class Word(ValueObject):
    """Somebody's last act on something (local time)."""

    who: str
    at: datetime


class LineIsKnown(Refused):
    """A line of the bank's statement was accepted already; `number` is its place in the file."""

    number: int


class NoSuchProposal(Refused):
    """A line of the statement has fewer proposals than that; `line` is its place in the file."""

    line: int
    count: int
