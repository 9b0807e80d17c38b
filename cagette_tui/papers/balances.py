"""Balances of all members, for a spreadsheet."""

from __future__ import annotations

from peewee import JOIN

from cagette_tui.intake.balances import COLUMNS
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.papers.tables import csv_text
from cagette_tui.text import fold


def balances_csv() -> str:
    """Return every member's balance as a table, by name; `import_balances` reads it."""
    query = (
        Member.select(Member.ref, Member.name, sum_of(Operation.amount))
        .join(Operation, JOIN.LEFT_OUTER, on=(Operation.member == Member.id) & COUNTS)
        .group_by(Member.id, Member.ref, Member.name)
    )
    with reading():
        found = [(fold(name), ref or "", name, total or ZERO) for ref, name, total in tuples(query)]
    return csv_text(
        COLUMNS,
        (
            {"member_ref": ref, "name": name, "amount": total}
            for _folded, ref, name, total in sorted(found)
        ),
        own_names=True,
    )
