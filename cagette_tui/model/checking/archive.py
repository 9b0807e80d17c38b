"""Prove that a certified distribution is what it was when it was certified (R46).

By the journal: what was changed since and not taken back is named. And by the copy that its
papers are written from: it is there, and nobody has changed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cagette_tui.model.checking.places import Places
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.store.packed import digest_of
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.stored import Stored

_COPIES = """
    SELECT distribution.id, evening_copy.number, closed_at, closed_by, evening_copy.act,
        evening_copy.data, evening_copy.digest
    FROM distribution LEFT JOIN evening_copy ON evening_copy.distribution_id = distribution.id
        AND evening_copy.closed_at = certified_at AND evening_copy.closed_by = certified_by
    WHERE certified_at IS NOT NULL ORDER BY distribution.id, evening_copy.id
"""
_OF_BASKET = frozenset(("line",))
_OF_DISTRIBUTION = frozenset(("basket", "operation", "cash_move", "cash_count", "pile_cheque"))
# R41, R23: what is seen over an archive moves these; a basket's version counts changes only.
_OF_THE_SEEN = frozenset(("pending", "late", "day"))
_NOTHING: Stored = {}


class Archive:
    """The rows of certified distributions as they were kept, found as the journal goes by."""

    def __init__(self, places: Places) -> None:
        """Read after which act each certified distribution was kept."""
        self._places = places
        self._kept: dict[int, int] = {}
        self._unsound: list[tuple[int, str]] = []
        rows = {number: row for number, *row in database.execute_sql(_COPIES).fetchall()}
        for number, (report, at, by, act, data, digest) in rows.items():
            if act is None:
                self._unsound.append((number, "–"))
            else:
                self._kept[number] = act
                moment = str(at).replace(" ", "T")
                if digest_of(number, report, moment, by, act, data) != digest:
                    self._unsound.append((number, "digest"))
        self._before: dict[tuple[int, str, int], Stored | None] = {}

    def change(self, act: int, table: str, row_id: int, now: Stored | None, row: Stored) -> None:
        """Note what a row was before it is changed for the first time since."""
        distribution = None
        if table in _OF_DISTRIBUTION:
            distribution = row.get("distribution")
        elif table in _OF_BASKET:
            basket = self._places.baskets.get(row.get("basket", 0))
            distribution = None if basket is None else basket.distribution
        if distribution is not None and act > self._kept.get(distribution, act):
            self._before.setdefault((distribution, table, row_id), now)

    def findings(self, rows: Mapping[str, Mapping[int, Stored]]) -> Iterator[Finding]:
        """Name what is otherwise by now, in the rows as the journal leaves them."""
        for number, detail in self._unsound:
            yield self._places.of(Problem.EVENING_COPY, number, detail)
        for (distribution, table, row_id), before in self._before.items():
            now = rows[table].get(row_id)
            wrong = _differences(table, before, now)
            if wrong:
                detail = f"{table} {row_id}: {', '.join(wrong)}"
                subject = {**(now or before or {}), "distribution": distribution}
                subject |= {"basket": row_id} if table == "basket" else {}
                yield self._places.by(Problem.CERTIFIED_CHANGED, subject, detail)


def _differences(table: str, before: Stored | None, now: Stored | None) -> list[str]:
    if before is None:  # added since: nothing of it may count
        gone = now is None or "cancelled_at" in now
        return [] if gone else ["id"]
    after = now or _NOTHING
    changed = {name for name in (*before, *after) if before.get(name) != after.get(name)}
    if table == "basket":
        changed.discard("version")
    if table == "operation" and before.get("pending"):
        changed -= _OF_THE_SEEN
        if "cancelled_at" in after:  # it never came
            changed.clear()
    return sorted(changed)
