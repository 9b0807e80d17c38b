"""What a line of the sheet says, read but not yet understood."""

from __future__ import annotations

from decimal import Decimal

from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen
from cagette_tui.sheet.problems import Unreadable
from cagette_tui.value import ValueObject


class Numbers(ValueObject):
    """Baskets by number; several are paid together."""

    numbers: tuple[int, ...]


class Range(ValueObject):
    """All baskets from one number to another, each by itself."""

    first: int
    last: int


class Name(ValueObject):
    """A member's basket; `finished`: the colon is there."""

    text: str
    finished: bool


Target = Numbers | Range | Name


class ProductWords(ValueObject):
    """Words that name a product of the basket; `open`: nothing stands behind them yet.

    `figures`: numbers are among them, without quotes: what else might they have been?
    """

    text: str
    words: tuple[str, ...]
    open: bool = False
    figures: bool = False


class NotDelivered(ValueObject):
    """`-PRODUCT`, which may have numbers in its name: `-oeufs 6`."""

    product: ProductWords


class Quantities(ValueObject):
    """`PRODUCT q [q …]`: what was delivered of each piece, in units or kg; none while typing."""

    product: ProductWords
    quantities: tuple[Decimal, ...]


class Payment(ValueObject):
    """A payment in euros; without an amount the rest of what is to pay."""

    mode: Mode
    amount: Decimal | None = None
    number: str | None = None  # the cheque's
    announced: bool | None = False  # `t?`: it will come (R22); None where nothing says so


class Refund(ValueObject):
    """`r`: euros given back; without an amount the whole credit."""

    mode: Mode
    amount: Decimal | None = None


class Absent(ValueObject):
    """`A`."""


class Debt(ValueObject):
    """`d`: the older debt is paid with the rest of what is to pay (R18)."""


class Membership(ValueObject):
    """`M`: the fee, by a mode of its own, else with a payment before it, else by a credit (R15).

    `among`: how many payments stand before it.
    """

    mode: Mode | None = None
    number: str | None = None  # the cheque's
    among: int = 0

    @property
    def with_basket(self) -> bool:
        """Whether a payment is for the basket and the fee together."""
        return self.mode is None and self.among > 0


WrittenAct = NotDelivered | Quantities | Payment | Refund | Absent | Debt | Membership


class WrittenLine(ValueObject):
    """A line as it is written; `problem` ends it where it cannot be read.

    `validating` is the last act wherever the letter stands: a validated basket does not change.
    """

    target: Target | None = None
    acts: tuple[WrittenAct, ...] = ()
    validating: bool = False
    unseen: Unseen | None = None  # what became of that which was announced (R41)
    sure: bool = False
    remark: str = ""
    problem: Unreadable | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do: no text, or a remark alone."""
        return self.target is None and self.problem is None


def target_numbers(target: Target) -> tuple[int, ...]:
    """Return the numbers that are written in a target."""
    match target:
        case Numbers(numbers):
            return numbers
        case Range(first, last):
            return (first, last)
    return ()
