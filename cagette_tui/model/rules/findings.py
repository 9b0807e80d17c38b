"""What `check` can find."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from cagette_tui.value import ValueObject


class Problem(StrEnum):
    """What can be broken; the comment says what `detail` holds."""

    FILE = "file"  # SQLite's own words
    TABLE = "table"  # the table or column that is missing
    SCHEMA = "schema"  # the table, and what its columns or constraints lack, or have too much
    INDEX = "index"  # the index that is missing, or lets pass what it should not
    STRANGER = "stranger"  # a trigger or view of somebody else's, and its table
    FOREIGN_KEY = "foreign_key"  # table and row
    SEQUENCE = "sequence"  # the table whose numbers would be given again
    GUARD = "guard"  # the trigger that is missing, or does not do what it should
    GROUP = "group"  # how many rows it has
    VALUE = "value"  # table, row, column: no value that can be there
    ORDER = "order"  # R12: the operation's amount and the lines' sum
    LINE_TOTAL = "line_total"  # R3, R4: the product
    ON_THE_SPOT = "on_the_spot"  # R13: validated without a mode
    CERTIFIED_OPEN = "certified_open"  # R43: how many baskets
    MISPLACED = "misplaced"  # an operation on another member's or distribution's basket
    CANCELLED_BASKET = "cancelled_basket"  # taken back, with lines or operations that count
    BALANCE = "balance"  # R11: by the rows, by the journal
    VALIDATED_CHANGED = "validated_changed"  # R33: table and row
    COUNT = "count"  # R51: the sum of the pieces and what was counted
    PILE_ORDER = "pile_order"  # the positions that there are
    PILE_AMOUNT = "pile_amount"  # a position, its amount and the cheque's
    REPORT_NUMBERS = "report_numbers"  # R54: the numbers that there are
    REPORT_MISSING = "report_missing"  # R54: when it was certified, and by whom
    CREDIT_GONE = "credit_gone"  # R16: what is missing of the credit that paid a basket
    EVENING_COPY = "evening_copy"  # R46: of a certified evening, missing or changed
    CERTIFIED_CHANGED = "certified_changed"  # R46: table, row, columns
    DEPOSIT = "deposit"  # R56: its number, the cheque or the positions, what does not fit
    RETURN = "return"  # R24: the operation's number
    DAY = "day"  # R23, R26: the operation's number
    JOURNAL = "journal"  # a row is not what the journal says: table, row, columns
    JOURNAL_ORDER = "journal_order"  # an entry whose act, or what it undoes, does not follow
    JOURNAL_CHAIN = "journal_chain"  # an entry that did not find what those before it left
    JOURNAL_SEAL = "journal_seal"  # the number of an entry that is not as it was written
    PROOF = "proof"  # R46: distribution/number of a certification, and what of it differs
    UNREADABLE_ENTRY = "unreadable_entry"  # the journal entry's number


class Fault(NamedTuple):
    """What a database finds wrong with itself, and the row, where it is about one."""

    problem: Problem
    detail: str
    table: str | None = None
    row: int | None = None


class Finding(ValueObject):
    """Something that is not as it should be, and where."""

    problem: Problem
    detail: str
    basket: int | None = None  # its number
    member: str | None = None
    distribution: str | None = None  # date and place
