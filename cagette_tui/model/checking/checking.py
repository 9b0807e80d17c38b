"""Prove the rules on the whole database, and the rows against the journal.

Never judges times: a clock may have jumped. The journal is ordered by its numbers.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cagette_tui.model.checking.bank import deposits, returns
from cagette_tui.model.checking.box import counts, piles, reports
from cagette_tui.model.checking.journal import journal
from cagette_tui.model.checking.places import Places
from cagette_tui.model.checking.rules import baskets, lines, operations
from cagette_tui.model.checking.schema import schema
from cagette_tui.model.checking.tables import missing_indexes, missing_parts, strangers, subjects
from cagette_tui.model.checking.values import values
from cagette_tui.model.rules.findings import Fault, Finding, Problem
from cagette_tui.model.store.database import reading
from cagette_tui.model.store.kinds_of_database import OpenDatabase
from cagette_tui.model.store.problems import Damaged, storage_errors
from cagette_tui.model.tables.all_tables import ALL_TABLES
from cagette_tui.model.tables.base import database

__all__ = ["Finding", "Problem", "check"]

_RULES = (lines, operations, baskets, counts, piles, reports, deposits, returns)


def check() -> list[Finding]:
    """Return all that is broken; an empty list is the proof. Raises storage problems.

    Where what follows can no longer be read, the list ends with that.
    """
    opened: OpenDatabase = database.obj
    findings: list[Finding] = []
    with opened.looking() as faults, _nothing_thrown_away():
        try:
            with storage_errors():
                shape = list(schema(database.obj))
            with reading():
                for finding in _all_findings(faults, shape):
                    findings.append(finding)
        except Damaged as damage:
            findings.append(Finding(Problem.FILE, damage.detail))
    # What the file itself suffers from comes first: the rest may follow from it.
    return sorted(dict.fromkeys(findings), key=lambda one: one.problem is not Problem.FILE)


def count_baskets() -> int:
    """Count the baskets that were looked at, whatever is in them. Raises storage problems."""
    with reading():
        query = "SELECT count(*) FROM basket WHERE cancelled_at IS NULL"
        ((count,),) = database.execute_sql(query).fetchall()
    return int(count)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Do without looks for garbage: hundreds of thousands of rows are kept, and none is any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _all_findings(faults: Callable[[], list[Fault]], shape: Sequence[Finding]) -> Iterator[Finding]:
    """Prove one thing after the other, each on the ground of those before it.

    `shape` is what was found to be otherwise in tables that are all there.
    """
    yield from strangers(database.obj)
    missing = list(missing_parts(database.obj))
    yield from missing or shape
    places = None if missing else Places()
    if places is not None:
        yield from _findings_in_rows(places)
    for fault in faults():
        if fault.table is None:
            yield Finding(fault.problem, fault.detail)
        elif places is not None:
            yield _of_row(places, fault)


def _findings_in_rows(places: Places) -> Iterator[Finding]:
    yield from missing_indexes(database.obj)
    wrong = list(values(places))
    yield from wrong
    if not wrong:
        for rule in _RULES:
            yield from rule(places)
    yield from journal(places)


def _of_row(places: Places, fault: Fault) -> Finding:
    """Say whose row it is that points to nothing."""
    row: dict[str | None, Any] = {fault.table: fault.row}
    for model in ALL_TABLES:
        if model._meta.table_name == fault.table:
            query = model.select(*subjects(model).values()).where(model.id == fault.row)
            row.update(*query.dicts())
    return places.by(fault.problem, row, fault.detail)
