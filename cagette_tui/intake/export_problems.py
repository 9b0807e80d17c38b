"""What may be wrong with an export: facts, without words for people."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from cagette_tui.problems import KnownProblem

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
    WRONG_ENCODING = "wrong_encoding"  # value: UTF-16 or UTF-32
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
    NEGATIVE_QUANTITY = "negative_quantity"  # row, column, value
    NOT_TRUE_OR_FALSE = "not_true_or_false"  # row, column, value
    CONTRADICTION = "contradiction"  # row, column, value, other_row, other_value
    WRONG_AMOUNT = "wrong_amount"  # row, column (total or fees), stated, expected, fee_rate


@dataclass(eq=False)
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

    def __post_init__(self) -> None:
        """Bound what a message may have to show."""
        self.value = None if self.value is None else shortened(self.value)
        self.other_value = None if self.other_value is None else shortened(self.other_value)

    def __str__(self) -> str:
        return repr(self)


def shortened(value: str) -> str:
    """Shorten a value of a file to what a sentence can hold."""
    return value if len(value) <= 80 else value[:79] + "…"
