"""What `check` can find, and how it says where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cagette_tui.model.base import tuples
from cagette_tui.model.distribution import Basket, Distribution
from cagette_tui.model.people import Member


class Problem(StrEnum):
    """What can be broken; the comment says what `detail` holds."""

    FILE = "file"  # SQLite's own words
    FOREIGN_KEY = "foreign_key"  # table and row
    SEQUENCE = "sequence"  # the table whose numbers would be given again
    GUARD = "guard"  # the trigger that is missing
    ORDER = "order"  # R12: the operation's amount and the lines' sum
    LINE_TOTAL = "line_total"  # R3, R4: the product
    ON_THE_SPOT = "on_the_spot"  # R13: validated without a mode
    CERTIFIED_OPEN = "certified_open"  # R43: how many baskets
    MISPLACED = "misplaced"  # an operation on another member's or distribution's basket
    CANCELLED_BASKET = "cancelled_basket"  # taken back, with lines or operations that count
    VALIDATED_CHANGED = "validated_changed"  # R33: table and row
    COUNT = "count"  # R51: the sum of the pieces and what was counted
    PILE_ORDER = "pile_order"  # the positions that there are
    PILE_AMOUNT = "pile_amount"  # a position, its amount and the cheque's
    REPORT_NUMBERS = "report_numbers"  # R54: the numbers that there are
    REPORT_MISSING = "report_missing"  # R54: when it was certified, and by whom
    JOURNAL = "journal"  # a row is not what the journal says: table, row, columns
    UNREADABLE_ENTRY = "unreadable_entry"  # the journal entry's number


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, and where."""

    problem: Problem
    detail: str
    basket: int | None = None  # its number
    member: str | None = None
    distribution: str | None = None  # date and place


class Places:
    """Names for baskets and members, to say where something is broken."""

    def __init__(self) -> None:
        """Read them, in three statements."""
        self.members: dict[int, str] = dict(tuples(Member.select(Member.id, Member.name)))
        self.distributions = {
            number: f"{day} {place}"
            for number, day, place in tuples(
                Distribution.select(Distribution.id, Distribution.date, Distribution.place)
            )
        }
        self.baskets = {row.id: row for row in Basket.select()}

    def at(self, problem: Problem, basket_id: int | None, detail: str) -> Finding:
        """Say what is broken at a basket."""
        basket = None if basket_id is None else self.baskets.get(basket_id)
        if basket is None:
            return Finding(problem, detail)
        return Finding(
            problem,
            detail,
            basket.number,
            self.members.get(basket.member_id),
            self.distributions.get(basket.distribution_id),
        )

    def of(self, problem: Problem, distribution_id: int, detail: str) -> Finding:
        """Say what is broken at a distribution."""
        return Finding(problem, detail, distribution=self.distributions.get(distribution_id))
