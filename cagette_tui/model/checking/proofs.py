"""Prove what was certified: the evening as the journal tells it up to that act, summed up anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.box import ClosingReport
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.proof import Proof, certified_digest, digest_of, evening_digest
from cagette_tui.model.tables.stored import Stored

PROOF = Proof._meta.table_name
_DISTRIBUTION, _BASKET = Distribution._meta.table_name, Basket._meta.table_name
_REPORT = ClosingReport._meta.table_name
# Rows that point to one of these are not taken for it with what they point to.
_ENDS = frozenset((_DISTRIBUTION, _BASKET, Operation._meta.table_name, PROOF))


def _key(model: type[Table]) -> str | None:
    names = model._meta.fields
    return next((name for name in ("distribution", "basket") if name in names), None)


# By what the rows of each table belong to an evening, and what they point to beside it.
_KEYS = {name: _key(model) for name, model in TABLES.items() if name != PROOF}
_POINTERS = {
    name: [
        (field.name, field.rel_model._meta.table_name)
        for field in model._meta.refs
        if field.rel_model._meta.table_name not in _ENDS
    ]
    for name, model in TABLES.items()
}


class Certifications:
    """Follows the journal, and proves each certification where it was written."""

    def __init__(self, rows: Mapping[str, Mapping[int, Stored]]) -> None:
        """Take the rows as the journal tells them so far; they change while one follows."""
        self._rows = rows
        self._belonging: dict[str, dict[object, list[int]]] = {
            table: defaultdict(list) for table, key in _KEYS.items() if key is not None
        }
        self._last: str | None = None  # the digest of the certification before
        self.seal: str | None = None  # of the last entry before the act under way

    def note(self, table: str, row_id: int, after: Stored) -> None:
        """Note to which evening or basket a row belongs from now on."""
        key = _KEYS.get(table)
        if key in after:
            self._belonging[table][after[key]].append(row_id)

    def prove(self, row_id: int, proof: Stored) -> Iterator[Finding]:
        """Compare a proof that was written with what it is of."""
        distribution, number = proof.get("distribution", 0), proof.get("number", 0)
        rows = evening_digest(self._evening(distribution))
        report = digest_of(self._report(distribution, number))
        expected = {
            "previous": self._last,
            "seal": self.seal,
            "rows": rows,
            "report": report,
            "digest": certified_digest(distribution, number, self._last, self.seal, rows, report),
        }
        self._last = proof.get("digest")
        wrong = [name for name, value in expected.items() if proof.get(name) != value]
        if wrong:
            yield Finding(Problem.PROOF, f"{distribution}/{number}: {', '.join(wrong)}")

    def _report(self, distribution: int, number: int) -> object:
        for row_id in self._belonging[_REPORT][distribution]:
            row = self._rows[_REPORT].get(row_id, {})
            if row.get("number") == number:
                return row.get("data")
        return None

    def _evening(self, distribution: int) -> Iterator[tuple[str, int, Stored]]:
        """Give the rows of an evening, then what they point to, once each."""
        given: set[tuple[str, int]] = set()
        waiting = [(_DISTRIBUTION, distribution)]
        baskets = list(self._of(_BASKET, distribution))
        for table, key in _KEYS.items():
            owners = [distribution] if key == "distribution" else baskets
            if key is not None:
                waiting += [(table, row) for owner in owners for row in self._of(table, owner)]
        while waiting:
            place = waiting.pop()
            table, row_id = place
            row = self._rows[table].get(row_id)
            if row is None or place in given:
                continue
            given.add(place)
            yield table, row_id, {"id": row_id, **row}
            for name, target in _POINTERS[table]:
                if row.get(name) is not None:
                    waiting.append((target, row[name]))

    def _of(self, table: str, owner: int) -> Iterator[int]:
        """Give the rows of a table that belong to an evening or a basket now."""
        key = _KEYS[table]
        for row_id in self._belonging[table][owner]:
            if self._rows[table].get(row_id, {}).get(key or "") == owner:
                yield row_id
