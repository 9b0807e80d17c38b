"""Refusals: typed, carrying facts, without words for people.

A refused act has changed nothing. The screens and the command line turn these
into sentences; amounts are euros, times local.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cagette_tui.model.rules.kinds import Mode
from cagette_tui.money import MAXIMUM
from cagette_tui.problems import KnownProblem


class Refused(KnownProblem):
    """An act that the rules do not allow; nothing was changed."""


@dataclass(eq=False)
class NoSuchReport(Refused):
    """No closing report of the distribution has that number; those that there are."""

    number: int
    there: tuple[int, ...]


@dataclass(eq=False)
class NotFound(Refused):
    """There is no such thing: `what` is a table's name."""

    what: str
    number: int


@dataclass(eq=False)
class TooEarly(Refused):
    """Not before `opens_at` (R40); `zone`: the clock's, where this machine's is another (R64)."""

    opens_at: datetime
    now: datetime
    zone: str = ""


@dataclass(eq=False)
class ClockDoubted(Refused):
    """The clock shows `now`, before the journal's last entry or long after it: `last` (R64)."""

    now: datetime
    last: datetime
    zone: str = ""  # the clock's, where this machine's is another


@dataclass(eq=False)
class BalanceMoved(Refused):
    """The account moved since it was shown."""

    shown: Decimal
    now: Decimal
    last: Word | None


@dataclass(eq=False)
class BasketIsValidated(Refused):
    """A validated basket does not change (R33)."""

    number: int
    at: datetime
    by: str


@dataclass(eq=False)
class BasketNotValidated(Refused):
    """Only a validated basket can be reopened (R44)."""

    number: int


@dataclass(eq=False)
class BasketIsAbsent(Refused):
    """Nothing is received for a basket that nobody collected (R34)."""

    number: int


@dataclass(eq=False)
class MemberHasBasket(Refused):
    """The member has a basket in this distribution already."""

    number: int


@dataclass(eq=False)
class DistributionIsCertified(Refused):
    """A certified distribution is read-only (R43)."""

    at: datetime
    by: str


@dataclass(eq=False)
class DistributionIsThere(Refused):
    """Another distribution has this day and place, and is open then."""

    number: int


class SameOccasion(Refused):
    """A distribution has this day, these hours and this place already."""


@dataclass(eq=False)
class DistributionNotCertified(Refused):
    """Only a certified distribution can be reopened (R44)."""


@dataclass(eq=False)
class BasketsOpen(Refused):
    """A distribution is certified when all its baskets are validated (R43)."""

    numbers: tuple[int, ...]


@dataclass(eq=False)
class ModeNeeded(Refused):
    """A basket to be paid on the spot needs an exact mode first (R13)."""

    number: int
    modes: tuple[Mode, ...]
    member: str


@dataclass(eq=False)
class ModeNotAccepted(Refused):
    """The group does not accept this mode (R13); it accepts none at all if `mode` is None."""

    mode: Mode | None
    accepted: tuple[Mode, ...]


@dataclass(eq=False)
class NothingToPay(Refused):
    """Nothing is to pay for this basket."""

    number: int


@dataclass(eq=False)
class NothingToGiveBack(NothingToPay):
    """The member has no credit to give back."""


@dataclass(eq=False)
class NumberWithoutCheque(Refused):
    """A cheque's number was given where nothing is to pay, and not one cheque can be meant."""

    number: int  # the basket's
    cheques: int


@dataclass(eq=False)
class AnnouncedOtherwise(Refused):
    """A payment was announced in another mode: it is replaced only after a question.

    `numbers` are those of the baskets, one for each payment, where several are paid together.
    """

    payments: tuple[tuple[Mode, Decimal], ...]
    numbers: tuple[int, ...] = ()


@dataclass(eq=False)
class PaidOtherwise(Refused):
    """The basket was paid in another mode: it is changed only after a question."""

    operation: int
    mode: Mode
    amount: Decimal
    wanted: Mode


@dataclass(eq=False)
class DoubtfulAmount(Refused):
    """More than twice what is to pay: asks once more (R15)."""

    amount: Decimal
    to_pay: Decimal


@dataclass(eq=False)
class Overpaid(Refused):
    """More than is to pay: `on_debt` euros of it go to an older debt, the rest stays as credit."""

    amount: Decimal
    to_pay: Decimal
    on_debt: Decimal


@dataclass(eq=False)
class BadAmount(Refused):
    """An amount that makes no sense here: zero, negative, more than `most`, or no rest left."""

    amount: Decimal
    most: Decimal = MAXIMUM


@dataclass(eq=False)
class BadPieces(Refused):
    """So many of a note or coin make no sense, or there is none of that value."""

    value: Decimal
    count: int


@dataclass(eq=False)
class ExpectedMoved(Refused):
    """What the cash box should hold moved since it was shown (R51)."""

    shown: Decimal
    now: Decimal
    last: Word | None


@dataclass(eq=False)
class ExplanationNeeded(Refused):
    """What was counted is not what it should be: a word is needed (R51, R58)."""

    difference: Decimal  # of the box
    card: Decimal = Decimal(0)
    cheques: int = 0


@dataclass(eq=False)
class ChequeOnPile(Refused):
    """The cheque is on the pile already."""

    position: int


@dataclass(eq=False)
class ChequeAmount(Refused):
    """The books have another amount for that cheque."""

    amount: Decimal
    expected: Decimal


@dataclass(eq=False)
class PileChanged(Refused):
    """Somebody changed the pile since it was shown; `now` is None where it is shorter."""

    position: int
    shown: Decimal
    now: Decimal | None
    last: Word | None


@dataclass(eq=False)
class BadQuantity(Refused):
    """A quantity that makes no sense: negative or more than 10 000."""

    quantity: Decimal


@dataclass(eq=False)
class NoWeight(Refused):
    """Nothing on the scales is no weight: what did not come is undelivered (R30, R32)."""


@dataclass(eq=False)
class WeightTooLarge(Refused):
    """A weight that no basket can have, even if insisted on (R32); `limit` is the largest."""

    weight: Decimal
    limit: Decimal


@dataclass(eq=False)
class RefundTooLarge(Refused):
    """A refund is at most the member's credit, unless one insists with a reason (R16)."""

    amount: Decimal
    credit: Decimal


@dataclass(eq=False)
class MembershipPaid(Refused):
    """The member has paid the fee until then already."""

    until: date


@dataclass(eq=False)
class NotCoordinator(Refused):
    """Only coordinators may do that: those are named (R44)."""

    who: str
    coordinators: tuple[str, ...]


@dataclass(eq=False)
class ReasonNeeded(Refused):
    """This act needs a reason."""


@dataclass(eq=False)
class NotByWeight(Refused):
    """A fraction for a product that is not sold by weight: asks once (R7)."""

    product: str
    quantity: Decimal


@dataclass(eq=False)
class FarPrice(Refused):
    """A unit price 5 times higher or lower than the one `before`, in euros: asks once (R7)."""

    product: str
    price: Decimal
    before: Decimal


@dataclass(eq=False)
class FarWeight(Refused):
    """A quantity far from what was ordered (R7, R32); `likely` is what may have been meant."""

    product: str
    weight: Decimal
    ordered: Decimal
    likely: Decimal | None


@dataclass(eq=False)
class LineUnchanged(Refused):
    """The line is like that already, or cannot be changed that way."""


@dataclass(eq=False)
class NotPending(Refused):
    """The payment was confirmed already."""

    operation: int
    last: Word | None


@dataclass(eq=False)
class OperationIsCancelled(Refused):
    """The operation was cancelled already."""

    at: datetime
    by: str


@dataclass(eq=False)
class NotAPayment(Refused):
    """Only payments and adjustments are confirmed, changed or cancelled by hand."""


@dataclass(eq=False)
class NothingToDo(Refused):
    """Every basket is validated already."""


@dataclass(eq=False)
class NothingToUndo(Refused):
    """There is no act of one's own left to take back."""


@dataclass(eq=False)
class CannotUndo(Refused):
    """Somebody built on it since: on this basket or member, or the act cannot be taken back."""

    kind: str
    baskets: tuple[int, ...] = ()
    who: str | None = None


@dataclass(frozen=True)
class Word:
    """Somebody's last act on something (local time)."""

    who: str
    at: datetime


@dataclass(eq=False)
class LineIsKnown(Refused):
    """A line of the bank's statement was accepted already; `number` is its place in the file."""

    number: int


@dataclass(eq=False)
class NoSuchProposal(Refused):
    """A line of the statement has fewer proposals than that; `line` is its place in the file."""

    line: int
    count: int
