"""What may be wrong with an export: facts, without words for people."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

from cagette_tui.problems import KnownProblem
from cagette_tui.value import ValueObject

COLUMNS: Final = (
    "userId",
    "userName",
    "productName",
    "ref",
    "catalogName",
    "catalogId",
    "vendorId",
    "price",
    "quantity",
    "fees",
    "total",
    "paid",
)


MAXIMUM_SIZE: Final = 20_000_000


class ExportProblem(StrEnum):
    """Why a file is refused, and which facts of `ExportError` say more."""

    MISSING_FILE = "missing_file"
    FOLDER = "folder"
    UNREADABLE = "unreadable"  # errno
    TOO_LARGE = "too_large"  # limit, in bytes
    EMPTY_FILE = "empty_file"
    NOT_CSV = "not_csv"
    NO_SPREADSHEETS = "no_spreadsheets"  # what reads them is not installed
    WRONG_ENCODING = "wrong_encoding"  # value: UTF-16 or UTF-32
    UNKNOWN_ENCODING = "unknown_encoding"  # letters of an old code page, which cannot be told
    BAD_BYTE = "bad_byte"  # row, value: such as 0x81
    COLUMNS = "columns"  # missing, unexpected (which has doubled ones too)
    NO_LINES = "no_lines"
    CUT = "cut"  # row: the file ends in the middle of it
    FIELD_COUNT = "field_count"  # row, found, limit: how many there should be
    QUOTING = "quoting"  # row
    EMPTY_VALUE = "empty_value"  # row, column
    NOT_A_NUMBER = "not_a_number"  # row, column, value
    TOO_MANY_DECIMALS = "too_many_decimals"  # row, column, value, limit: how many may be
    NUMBER_TOO_LARGE = "number_too_large"  # row, column, value, limit
    NOT_TRUE_OR_FALSE = "not_true_or_false"  # row, column, value
    CONTRADICTION = "contradiction"  # row, column, value, other_row, other_value
    WRONG_AMOUNT = "wrong_amount"  # wrong: each; and of the first row, column, stated …


class WrongAmount(ValueObject):
    """A line whose amounts no price and no fee rate give (R4); euros, and percent.

    `column` is total or fees; texts are as the file has them.
    """

    row: int
    member: str
    product: str
    column: str
    stated: Decimal
    expected: Decimal
    fee_rate: Decimal


class ExportError(KnownProblem):
    """A file that cannot be imported: facts for a message, the rest is None or empty.

    `value` is what the file has, cut to 80 characters and otherwise as it is: it may hold
    control characters. `stated` and `expected` are euros, `fee_rate` is percent.
    """

    problem: ExportProblem
    row: int | None = None
    column: str | None = None
    value: str | None = None
    limit: int | None = None
    found: int | None = None
    errno: int | None = None
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    other_row: int | None = None
    other_value: str | None = None
    stated: Decimal | None = None
    expected: Decimal | None = None
    fee_rate: Decimal | None = None
    wrong: tuple[WrongAmount, ...] = ()

    @classmethod
    def of_amounts(cls, wrong: tuple[WrongAmount, ...]) -> ExportError:
        """Name all lines that nothing explains; the first one is in the other facts too."""
        first = wrong[0]
        return cls(
            ExportProblem.WRONG_AMOUNT,
            row=first.row,
            column=first.column,
            value=str(first.stated),
            stated=first.stated,
            expected=first.expected,
            fee_rate=first.fee_rate,
            wrong=wrong,
        )

    def __post_init__(self) -> None:
        """Bound what a message may have to show."""
        self.value = None if self.value is None else shortened(self.value)
        self.other_value = None if self.other_value is None else shortened(self.other_value)

    def __str__(self) -> str:
        return repr(self)


class UnknownCatalogue(KnownProblem):
    """A catalogue to be left out that the file does not have."""

    ref: str


class NothingLeft(KnownProblem):
    """All catalogues of the file are left out."""


def shortened(value: str) -> str:
    """Shorten a value of a file to what a sentence can hold."""
    return value if len(value) <= 80 else value[:79] + "…"
