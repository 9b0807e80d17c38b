"""A bank's statement as every kind of file gives it: lines, and what the file says of itself.

Amounts are euros (`Decimal`, two decimals, negative: money that left), days are the bank's.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cagette_tui.value import ValueObject

ZERO = Decimal("0.00")


class StatementLine(ValueObject):
    """One line; what the kind of file does not say is None."""

    row: int  # where it stands in its file, for messages
    booked: date
    amount: Decimal
    label: str  # as the bank writes it, blanks made single
    value: date | None = None
    payer: str | None = None  # who pays, or is paid, where the file has it apart
    motif: str | None = None  # what they wrote, where the file has it apart
    iban: str | None = None  # of the other account
    reference: str | None = None  # the bank's own; it may repeat, so nothing is known by it
    balance: Decimal | None = None  # after the line
    # The texts that make the label, where the file has several: a bank may complete each of them.
    parts: tuple[str, ...] = ()


class Statement(ValueObject):
    """What one file says of one account, in the file's order."""

    kind: str  # of the file, such as "ofx" or "bpce"
    lines: tuple[StatementLine, ...]
    account: str | None = None  # as it is written there
    currency: str | None = None  # three letters
    opening: Decimal | None = None
    closing: Decimal | None = None
    first: date | None = None
    last: date | None = None
    count: int | None = None  # how many lines the file says that it has
    damaged: bool = False  # its accents were broken on the way

    @property
    def total(self) -> Decimal:
        """What the lines come to."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def begins(self) -> date | None:
        """The first day that it tells of."""
        days = [line.booked for line in self.lines]
        return min([*days, *([self.first] if self.first else [])], default=None)

    @property
    def ends(self) -> date | None:
        """The last day that it tells of."""
        days = [line.booked for line in self.lines]
        return max([*days, *([self.last] if self.last else [])], default=None)
