"""The numbers that rows of each table were given: none is given twice."""

from __future__ import annotations

from collections.abc import Mapping

from peewee import Database, PostgresqlDatabase

# Each table of ours with the sequence that numbers its rows.
_SEQUENCES = """
    SELECT relname, pg_get_serial_sequence(quote_ident(relname), 'id')
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = current_schema() AND relkind = 'r' ORDER BY relname
"""
# The tables in a file that keep the last number, although nothing was ever added to them.
_KEPT = """
    INSERT INTO sqlite_sequence SELECT name, 0 FROM sqlite_master
    WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'
    AND name NOT IN (SELECT name FROM sqlite_sequence)
"""


def sequences(opened: PostgresqlDatabase) -> list[tuple[str, str]]:
    """Return each table on a server, and the sequence that numbers its rows."""
    rows: list[tuple[str, str]] = opened.execute_sql(_SEQUENCES).fetchall()
    return rows


def last_numbers(opened: Database) -> dict[str, int]:
    """Return the last number that was given, by table; in a file, where it is kept."""
    if not isinstance(opened, PostgresqlDatabase):
        return dict(opened.execute_sql("SELECT name, seq FROM sqlite_sequence").fetchall())
    queries = [
        f"SELECT '{table}', last_value - 1 + is_called::int FROM {sequence}"
        for table, sequence in sequences(opened)
    ]
    return dict(opened.execute_sql(" UNION ALL ".join(queries)).fetchall())


def continue_after(opened: Database, numbers: Mapping[str, int]) -> None:
    """Give no number again that a row has, or that was given by then; inside a transaction."""
    if isinstance(opened, PostgresqlDatabase):
        for table, sequence in sequences(opened):
            opened.execute_sql(
                f"SELECT setval('{sequence}', highest) FROM {sequence}, (SELECT"
                f' greatest(max(id), %s) AS highest FROM "{table}") AS rows'
                " WHERE highest >= last_value + is_called::int",
                (numbers.get(table, 0),),
            )
        return
    opened.execute_sql(_KEPT)
    for table in last_numbers(opened):
        opened.execute_sql(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
            (numbers.get(table, 0), table),
        )
