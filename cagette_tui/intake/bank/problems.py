"""Why a statement is refused: facts for a message."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from cagette_tui.problems import KnownProblem


class StatementProblem(StrEnum):
    """Why a file is refused, and which facts of `StatementError` say more."""

    MISSING_FILE = "missing_file"
    FOLDER = "folder"
    UNREADABLE = "unreadable"  # errno
    TOO_LARGE = "too_large"  # limit, in bytes
    EMPTY = "empty"
    PDF = "pdf"
    WEB_PAGE = "web_page"
    NOT_TEXT = "not_text"
    OTHER_XML = "other_xml"  # value: what it says that it is
    ENTITIES = "entities"  # XML that defines entities of its own
    BAD_XML = "bad_xml"  # row
    NO_EXCEL = "no_excel"  # the reader of workbooks is not installed
    BAD_WORKBOOK = "bad_workbook"
    UNKNOWN_COLUMNS = "unknown_columns"  # columns: those of the file, as far as one can tell
    WRONG_COLUMNS = "wrong_columns"  # columns named by the user that are not there
    MISSING_COLUMN = "missing_column"  # columns
    CUT = "cut"  # row: the file ends in the middle of it
    FIELD_COUNT = "field_count"  # row, found, limit: how many there should be
    NOT_A_DATE = "not_a_date"  # row, value
    NOT_AN_AMOUNT = "not_an_amount"  # row, value
    TWO_AMOUNTS = "two_amounts"  # row: both a debit and a credit, or neither
    UNKNOWN_STATE = "unknown_state"  # row, value
    OTHER_ACCOUNT = "other_account"  # value: the file's, expected: the group's
    SEVERAL_ACCOUNTS = "several_accounts"  # columns: their numbers
    OTHER_CURRENCY = "other_currency"  # value
    LINES_MISSING = "lines_missing"  # found, limit: how many there should be
    BALANCES = "balances"  # stated, computed: the opening and the lines are not the closing
    BALANCE_OF_ROW = "balance_of_row"  # row, stated, computed


class StatementError(KnownProblem):
    """A statement that is not read: what is wrong, the rest is None or empty.

    `value` is what the file has, cut to 80 characters and otherwise as it is: it may hold
    control characters. Amounts are euros.
    """

    problem: StatementProblem
    row: int | None = None
    value: str | None = None
    expected: str | None = None
    found: int | None = None
    limit: int | None = None
    errno: int | None = None
    columns: tuple[str, ...] = ()
    stated: Decimal | None = None
    computed: Decimal | None = None

    def __post_init__(self) -> None:
        """Bound what a message may have to show."""
        self.value = None if self.value is None else self.value[:80]
        self.columns = tuple(name[:40] for name in self.columns[:20])

    def __str__(self) -> str:
        return repr(self)
