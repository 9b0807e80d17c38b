"""Prove that a credit which paid a basket was not paid out, or spent, once more (R16).

Followed through the journal in whole cents, apart from the code that refuses it: what covered a
basket when it was validated, and what is left of that now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from cagette_tui.model.checking.places import Places
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.stored import Stored
from cagette_tui.money import from_cents

_Start = tuple[str, int]


class Credits:
    """The balances as the journal tells them so far, and what credit has covered."""

    def __init__(self, places: Places) -> None:
        """Begin before the first act."""
        self._places = places
        self._balances: dict[int, int] = defaultdict(int)
        self._baskets: dict[int, int] = defaultdict(int)  # payments minus cost
        self._of_member: dict[int, set[int]] = defaultdict(set)
        self._validated: list[int] = []
        self._covered: dict[int, int] = {}
        query = "SELECT id, starts_at FROM distribution"
        self._starts: dict[int, _Start] = {
            number: (str(start), number) for number, start in database.execute_sql(query).fetchall()
        }

    def operation(self, before: Stored, after: Stored) -> None:
        """Follow a change of an operation, given all that it was and is."""
        for row, sign in ((before, -1), (after, 1)):
            amount, member = row.get("amount"), row.get("member")
            if not isinstance(amount, int) or not isinstance(member, int):
                continue  # there is none, or the rows tell what is wrong with it
            if row.get("pending") or "cancelled_at" in row:
                continue
            self._balances[member] += sign * amount
            basket: Any = row.get("basket")
            if basket is not None:
                self._baskets[basket] += sign * amount
                self._of_member[member].add(basket)

    def validated(self, basket: int) -> None:
        """Note that a basket was validated in the act under way."""
        self._validated.append(basket)

    def end_of_act(self) -> None:
        """Say what credit covers of the baskets that the act has validated."""
        for basket in self._validated:
            lacking = -self._baskets[basket]
            covered = min(lacking, self._older(basket)) if lacking > 0 else 0
            self._covered[basket] = max(covered, 0)
        self._validated.clear()

    def findings(self) -> Iterator[Finding]:
        """Name the validated baskets whose credit has gone since, with what is missing."""
        for number, covered in self._covered.items():
            basket = self._places.baskets.get(number)
            if not covered or basket is None or not basket.validated or basket.cancelled:
                continue
            still = min(covered, -self._baskets[number]) - max(self._older(number), 0)
            gone = min(still, -self._balances[basket.member])
            if gone > 0:
                yield self._places.at(Problem.CREDIT_GONE, number, str(from_cents(gone)))

    def _older(self, number: int) -> int:
        """Return the balance without this basket and those of later distributions (R18)."""
        basket = self._places.baskets.get(number)
        if basket is None:
            return 0
        since = self._starts.get(basket.distribution, ("", 0))
        later = sum(
            self._baskets[other]
            for other in self._of_member[basket.member]
            if self._start(other) >= since
        )
        return self._balances[basket.member] - later

    def _start(self, number: int) -> _Start:
        basket = self._places.baskets.get(number)
        return ("", 0) if basket is None else self._starts.get(basket.distribution, ("", 0))
