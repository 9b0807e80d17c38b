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


# What acts on rows of tables beside triggers, or hides them.
_RULES = """
    SELECT rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
    UNION ALL
    SELECT 'row security: ' || relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relrowsecurity
    UNION ALL
    SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhparent
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
    ORDER BY 1
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


def acting_rules(opened: PostgresqlDatabase) -> list[str]:
    """Name rules, row security and heirs on our tables: rows would be swallowed or hidden."""
    rows = opened.execute_sql(_RULES).fetchall()
    return [name for (name,) in rows]


def sleeping_guards(opened: PostgresqlDatabase) -> list[str]:
    """Say whether triggers are switched off for this role, this database or this connection."""
    ((role,),) = opened.execute_sql("SELECT current_setting('session_replication_role')").fetchall()
    return [] if role == "origin" else [f"session_replication_role = {role}"]
