"""Prove that the tables are as the migrations make them: whatever they refuse or fill in.

A dropped CHECK, another default, a foreign key or a collation that is gone lets in what no rule
expects. The tables are made once more, empty and apart, and compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from peewee import Database, PostgresqlDatabase, SqliteDatabase

from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.store.migrating import migrate
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.box import Draft
from cagette_tui.model.tables.journal import JournalEntry

_OURS = (*TABLES, JournalEntry._meta.table_name, Draft._meta.table_name)

Parts = dict[str, Counter[str]]  # of each table or index, what it is made of


def schema(opened: Database) -> Iterator[Finding]:
    """Name what tables lack, and what they have too much; missing tables are found elsewhere."""
    if isinstance(opened, PostgresqlDatabase):
        # Its driver is there only where it is used.
        from cagette_tui.model.checking.schema_on_server import parts_made, parts_there
        from cagette_tui.model.store.postgres import ServerDatabase

        assert isinstance(opened, ServerDatabase)
        made, there = parts_made(opened), parts_there(opened)
    else:
        made, there = _made(), _parts(opened)
    for name, parts in made.items():
        if name in there:
            yield from _differences(name, parts, there[name])
    for name in sorted(there.keys() - made.keys() if made else ()):
        if any("UNIQUE" in part for part in there[name]):  # it refuses what no rule refuses
            yield Finding(Problem.SCHEMA, f"+ {name}")


def _differences(name: str, made: Counter[str], there: Counter[str]) -> Iterator[Finding]:
    missing, strange = made - there, there - made
    changed = {part.split()[0] for part in missing}
    for part in sorted(missing):
        yield Finding(Problem.SCHEMA, f"{name}: {part}")
    for part in sorted(strange):
        if part.split()[0] not in changed:
            yield Finding(Problem.SCHEMA, f"{name}: + {part}")


@cache
def _made() -> Parts:
    """Make the tables in memory, and describe them: the same as long as the program runs."""
    with closing(SqliteDatabase(":memory:")) as apart:
        migrate(apart)
        return _parts(apart)


def _parts(opened: Database) -> Parts:
    query = """
        SELECT name, tbl_name, sql FROM sqlite_master
        WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite%'
    """
    found = opened.execute_sql(query).fetchall()
    return {name: _taken_apart(str(sql)) for name, table, sql in found if table in _OURS}


@cache
def _taken_apart(statement: str) -> Counter[str]:
    """Give the columns and constraints of a statement that creates something, one by one."""
    text = " ".join(statement.replace('"', "").replace("`", "").split())
    head, _, rest = text.partition("(")
    body, _, tail = rest.rpartition(")")
    parts = [part.strip() for part in _listed(body)]
    return Counter(filter(None, (head.strip(), *parts, tail.strip())))


def _listed(body: str) -> Iterator[str]:
    """Part a list at its own commas, not at those within brackets or quotes."""
    depth, quoted, start = 0, False, 0
    for place, character in enumerate(body):
        if character == "'":
            quoted = not quoted
        elif not quoted:
            depth += (character == "(") - (character == ")")
            if character == "," and not depth:
                yield body[start:place]
                start = place + 1
    yield body[start:]
