"""What can be wrong with a line of the sheet, or must be asked: typed, with facts, no words.

Amounts are euros, quantities units or kg. What the model's rules refuse is said by its own
`Refused` errors.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.kinds import Mode
from cagette_tui.money import TypedNumberError
from cagette_tui.problems import KnownProblem
from cagette_tui.value import ValueObject


class SheetProblem(KnownProblem):
    """A line that cannot be done as it is; nothing was changed.

    `unfinished`: going on typing may put it right.
    """

    unfinished = False


class Trouble(StrEnum):
    """Why a line cannot be read; `Unreadable.text` is the part of it that is meant."""

    TOO_LONG = "too_long"
    CONTROL = "control"  # a character that cannot be shown
    BYTES = "bytes"  # neither UTF-8 nor Windows-1252
    NO_TARGET = "no_target"  # neither a number nor a name and a colon
    NO_ACTS = "no_acts"
    BACKWARDS = "backwards"  # 25-18
    MIXED_TARGET = "mixed_target"  # a range and a sum
    LISTED_TARGET = "listed_target"  # 54,55; `text` is the sum that may be meant
    TWICE = "twice"  # the same basket in a sum
    OPEN_QUOTE = "open_quote"
    NO_PRODUCT = "no_product"  # a minus without a product
    NO_QUANTITY = "no_quantity"
    DIGITS = "digits"  # product words with digits go between quotes
    NUMBER_AFTER_MINUS = "number_after_minus"  # and no product is called so
    NAME_OR_QUANTITY = "name_or_quantity"  # a number after a minus that may be either
    STRAY_NUMBER = "stray_number"
    LEADING_ZERO = "leading_zero"  # 0012345 where an amount stands
    NUMBER_SIGN = "number_sign"  # #0012345
    NUMBER = "number"  # `typed` says what is wrong with it
    NO_MODE = "no_mode"  # r without a letter
    FEE_AMOUNT = "fee_amount"  # behind M and a letter
    TWO_FEES = "two_fees"
    TWO_RESTS = "two_rests"
    CHEQUE_NUMBER = "cheque_number"  # n without a cheque before it
    NOT_LAST = "not_last"  # a ! that does not end the line
    RANGE_AMOUNT = "range_amount"  # amounts are for one basket or a sum
    RANGE_NUMBER = "range_number"  # one cheque pays a sum; `text` is the line as it should be
    WORD_ALONE = "word_alone"  # seen or awaited: one of them, beside v and no payment
    ONE_PAYMENT = "one_payment"  # several baskets take one payment together
    ONE_BASKET = "one_basket"  # weights are of one basket; a refund too, unless in a range


class Unreadable(SheetProblem):
    """A line that is no line of the sheet."""

    trouble: Trouble
    text: str = ""
    unfinished: bool = False
    typed: TypedNumberError | None = None


class NoSuchBasket(SheetProblem):
    """No basket of the distribution has that number."""

    number: int
    unfinished: bool = False


class NoSuchMember(SheetProblem):
    """No member with a basket is called so."""

    name: str


class AmbiguousMember(SheetProblem):
    """Several members may be meant: `candidates` are (basket number, member)."""

    name: str
    candidates: tuple[tuple[int, str], ...]
    unfinished: bool = False


class NoSuchProduct(SheetProblem):
    """The basket has no such product."""

    number: int
    product: str


class AmbiguousProduct(SheetProblem):
    """Several products of the basket may be meant: `candidates` are (product, catalogue)."""

    number: int
    product: str
    candidates: tuple[tuple[str, str], ...]
    unfinished: bool = False


class ProductTwice(SheetProblem):
    """The line says twice what became of a product; pieces go one behind the other."""

    product: str


class WrongPieces(SheetProblem):
    """The basket has another number of pieces of that product than quantities were given."""

    number: int
    product: str
    pieces: int
    given: int
    unfinished: bool = False


class NothingLeft(SheetProblem):
    """Of what is to pay, the amounts leave no rest for the payment without one."""

    given: Decimal
    to_pay: Decimal


class NoFee(SheetProblem):
    """The group has no membership fee: nothing says what M comes to."""


class FeeNotSaid(SheetProblem):
    """A membership without a mode is paid by the credit, which is not enough (R15)."""

    number: int
    fee: Decimal
    credit: Decimal
    unfinished: bool = True


class RemarkNeeded(SheetProblem):
    """A refund beyond the credit needs its reason, as a remark behind the line (R16)."""

    amount: Decimal
    credit: Decimal
    unfinished: bool = True


class NothingAwaited(SheetProblem):
    """The line says that a payment is seen or awaited, and none was announced."""

    number: int


# What is asked, beside the model's own questions


class SeenOrAwaited(SheetProblem):
    """Payments were announced: were they seen (R41)? Only a word of the line answers, no `!`.

    `alone`: the line does nothing else, hence the number, `v` and the word are the whole answer.
    """

    number: int
    payments: tuple[tuple[Mode, Decimal], ...]
    alone: bool = True


class AbsentOwes(SheetProblem):
    """What becomes of the basket of somebody absent: yes keeps what it costs as a debt (R34)."""

    amount: Decimal


class Question(ValueObject):
    """What is asked about a basket, as the refusal that it would be without an answer."""

    number: int
    problem: Exception

    @property
    def needs_word(self) -> bool:
        """Whether a `!` is no answer: that money came must be said, not let pass."""
        return isinstance(self.problem, SeenOrAwaited)


class Asks(SheetProblem):
    """A line that changes `among` baskets asks something that its end does not answer."""

    questions: tuple[Question, ...]
    among: int = 1
