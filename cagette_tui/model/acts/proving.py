"""Write down what proves a certification: digests of the evening as it is stored (R46)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cagette_tui.model.acts.writing import Entry
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.base import Table, tuples
from cagette_tui.model.tables.box import ClosingReport
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.proof import Proof, certified_digest, digest_of, evening_digest
from cagette_tui.model.tables.stored import Stored, stored

# Whose rows are an evening's because of where they belong, not because one of them points there.
OF_AN_EVENING: tuple[type[Table], ...] = (Distribution, Basket, Operation)
# What the proof itself is about, and stands beside the rows.
_APART: tuple[type[Table], ...] = (Proof,)


def write_proof(entry: Entry, distribution_id: int, number: int) -> None:
    """Prove what is certified in this act as a report of that number.

    In a constant number of statements, whatever the evening holds.
    """
    rows = evening_digest(_rows(distribution_id))
    ((data,),) = tuples(
        ClosingReport.select(ClosingReport.data).where(
            ClosingReport.distribution == distribution_id, ClosingReport.number == number
        )
    )
    previous = next(
        (digest for (digest,) in tuples(Proof.select(Proof.digest).order_by(-Proof.id).limit(1))),
        None,
    )
    report, seal = digest_of(data), entry.act.seal
    entry.insert(
        Proof(
            distribution=distribution_id,
            number=number,
            previous=previous,
            seal=seal,
            rows=rows,
            report=report,
            digest=certified_digest(distribution_id, number, previous, seal, rows, report),
        )
    )


def _rows(distribution_id: int) -> Iterator[tuple[str, int, Stored]]:
    """Give all rows of an evening, and those that they point to, once each."""
    baskets = Basket.select(Basket.id).where(Basket.distribution == distribution_id)
    waiting: list[tuple[type[Table], Any]] = []
    for model in TABLES.values():
        fields = model._meta.fields
        if model in _APART:
            continue
        if model is Distribution:
            waiting.append((model, model.id == distribution_id))
        elif "distribution" in fields:
            waiting.append((model, fields["distribution"] == distribution_id))
        elif "basket" in fields:
            waiting.append((model, fields["basket"].in_(baskets)))
    seen: dict[type[Table], set[int]] = {}
    while waiting:
        model, condition = waiting.pop(0)
        rows = [stored(row) for row in model.select().where(condition).order_by(model.id)]
        known = seen.setdefault(model, set())
        new = [row for row in rows if row["id"] not in known]
        known.update(row["id"] for row in new)
        yield from ((model._meta.table_name, row["id"], row) for row in new)
        waiting += _pointed_to(model, new, seen)


def _pointed_to(
    model: type[Table], rows: Iterable[Stored], seen: dict[type[Table], set[int]]
) -> Iterator[tuple[type[Table], Any]]:
    for field in model._meta.refs:
        target = field.rel_model
        if target in OF_AN_EVENING or target in _APART:
            continue
        numbers = {row[field.name] for row in rows} - {None} - seen.get(target, set())
        if numbers:
            yield target, target.id.in_(sorted(numbers))
