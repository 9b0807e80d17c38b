"""What somebody said stays in the box after the count.

Frozen: it describes what was added then. The column is added where the table stands.
"""

from __future__ import annotations

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    """Add the column; nothing is set."""
    cents = "BIGINT" if isinstance(db, PostgresqlDatabase) else "INTEGER"
    db.execute_sql(f"ALTER TABLE distribution ADD COLUMN left_in_box {cents}")
