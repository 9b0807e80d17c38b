"""What `check` can find, and how it says where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from cagette_tui.model.base import database


class Problem(StrEnum):
    """What can be broken; the comment says what `detail` holds."""

    FILE = "file"  # SQLite's own words
    TABLE = "table"  # the table or column that is missing
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
    JOURNAL = "journal"  # a row is not what the journal says: table, row, columns
    JOURNAL_ORDER = "journal_order"  # an entry whose act, or what it undoes, does not follow
    JOURNAL_CHAIN = "journal_chain"  # an entry that did not find what those before it left
    UNREADABLE_ENTRY = "unreadable_entry"  # the journal entry's number


class Fault(NamedTuple):
    """What a database finds wrong with itself, and the row, where it is about one."""

    problem: Problem
    detail: str
    table: str | None = None
    row: int | None = None


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, and where."""

    problem: Problem
    detail: str
    basket: int | None = None  # its number
    member: str | None = None
    distribution: str | None = None  # date and place


class BasketPlace(NamedTuple):
    """What the rules, and people, need to know of a basket."""

    number: int
    member: int
    distribution: int
    validated: bool
    cancelled: bool
    on_the_spot: bool


class Places:
    """Names for baskets and members, to say where something is broken.

    Read as they are stored: what is in a damaged database may be of any type.
    """

    def __init__(self) -> None:
        """Read them, in three statements."""
        self.members = {number: str(name) for number, name in _rows("SELECT id, name FROM member")}
        self.distributions = {
            number: f"{day} {place}"
            for number, day, place in _rows("SELECT id, date, place FROM distribution")
        }
        self.baskets = {number: BasketPlace(*row) for number, *row in _rows(_BASKETS)}

    def at(self, problem: Problem, basket_id: int | None, detail: str) -> Finding:
        """Say what is broken at a basket."""
        basket = None if basket_id is None else self.baskets.get(basket_id)
        if basket is None:
            return Finding(problem, detail)
        return Finding(
            problem,
            detail,
            basket.number,
            self.members.get(basket.member),
            self.distributions.get(basket.distribution),
        )

    def of(self, problem: Problem, distribution_id: int | None, detail: str) -> Finding:
        """Say what is broken at a distribution."""
        return self.by(problem, {"distribution": distribution_id}, detail)

    def by(self, problem: Problem, row: Mapping[Any, Any], detail: str) -> Finding:
        """Say what is broken at the basket that a row names, or the member or distribution."""
        if row.get("basket") in self.baskets:
            return self.at(problem, row["basket"], detail)
        member = self.members.get(row.get("member", 0))
        distribution = self.distributions.get(row.get("distribution", 0))
        return Finding(problem, detail, member=member, distribution=distribution)


_BASKETS = """
    SELECT id, number, member_id, distribution_id, validated_at IS NOT NULL,
        cancelled_at IS NOT NULL, on_the_spot
    FROM basket
"""


def _rows(query: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = database.execute_sql(query).fetchall()
    return rows
