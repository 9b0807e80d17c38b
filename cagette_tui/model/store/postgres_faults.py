"""What can be wrong with a database on a server although the server runs: keys and numbers."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import PostgresqlDatabase

from cagette_tui.model.rules.findings import Fault, Problem
from cagette_tui.model.store.numbering import sequences

# Each foreign key: its table and column, and the table it points to, by `id`.
_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, attname, confrelid::regclass::text
    FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    JOIN pg_namespace ON pg_namespace.oid = connamespace
    WHERE contype = 'f' AND nspname = current_schema() ORDER BY conname
"""


def faults(opened: PostgresqlDatabase) -> Iterator[Fault]:
    """Tell rows without the row they point to, and numbers that would be given again."""
    orphans = [
        f"SELECT '{table}', child.id, '{parent}' FROM {table} AS child"
        f" LEFT JOIN {parent} AS parent ON parent.id = child.{column}"
        f" WHERE child.{column} IS NOT NULL AND parent.id IS NULL"
        for table, column, parent in opened.execute_sql(_FOREIGN_KEYS).fetchall()
    ]
    for table, row, parent in opened.execute_sql(" UNION ALL ".join(orphans)).fetchall():
        yield Fault(Problem.FOREIGN_KEY, f"{table} {row} → {parent}", table, row)
    behind = [
        f"SELECT '{table}' FROM {sequence} WHERE last_value + is_called::int"
        f' <= (SELECT max(id) FROM "{table}")'
        for table, sequence in sequences(opened)
    ]
    for (table,) in opened.execute_sql(" UNION ALL ".join(behind)).fetchall():
        yield Fault(Problem.SEQUENCE, str(table))
