"""What `check` can find, and how it says where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.tables.base import database


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
        basket, member, distribution = (
            # What a damaged journal tells may be anything.
            number if isinstance(number, int) else 0
            for number in map(row.get, ("basket", "member", "distribution"))
        )
        if basket in self.baskets:
            return self.at(problem, basket, detail)
        return Finding(
            problem,
            detail,
            member=self.members.get(member),
            distribution=self.distributions.get(distribution),
        )


_BASKETS = """
    SELECT id, number, member_id, distribution_id, validated_at IS NOT NULL,
        cancelled_at IS NOT NULL, on_the_spot
    FROM basket
"""


def _rows(query: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = database.execute_sql(query).fetchall()
    return rows
