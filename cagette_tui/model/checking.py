"""Prove the rules on the whole database, and the rows against the journal.

Never judges times: a clock may have jumped. The journal is ordered by its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cagette_tui.model.base import database
from cagette_tui.model.checking_box import counts, piles, reports
from cagette_tui.model.checking_journal import journal
from cagette_tui.model.checking_rules import baskets, lines, operations
from cagette_tui.model.checking_tables import (
    ALL_TABLES,
    missing_indexes,
    missing_parts,
    strangers,
    subjects,
)
from cagette_tui.model.checking_values import values
from cagette_tui.model.database import reading
from cagette_tui.model.databases import OpenDatabase
from cagette_tui.model.findings import Fault, Finding, Places, Problem
from cagette_tui.model.storage import Damaged

__all__ = ["Finding", "Problem", "check"]

_RULES = (lines, operations, baskets, counts, piles, reports)


def check() -> list[Finding]:
    """Return all that is broken; an empty list is the proof. Raises storage problems.

    Where what follows can no longer be read, the list ends with that.
    """
    findings: list[Finding] = []
    try:
        with reading():
            for finding in _all_findings():
                findings.append(finding)
    except Damaged as damage:
        findings.append(Finding(Problem.FILE, damage.detail))
    return findings


def _all_findings() -> Iterator[Finding]:
    """Prove one thing after the other, each on the ground of those before it."""
    opened: OpenDatabase = database.obj
    faults = list(opened.faults())
    yield from (Finding(fault.problem, fault.detail) for fault in faults if fault.table is None)
    yield from strangers(database.obj)
    missing = list(missing_parts(database.obj))
    yield from missing
    if missing:
        return
    yield from missing_indexes(database.obj)
    places = Places()
    yield from (_of_row(places, fault) for fault in faults if fault.table is not None)
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
