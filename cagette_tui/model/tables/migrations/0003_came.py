"""What had come of a line that was then spoiled or not collected (R53).

Frozen: it describes what was added then. The column is added where the table stands, since
rebuilding it would drop its triggers.
"""

from __future__ import annotations

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    """Add the column."""
    db.execute_sql("ALTER TABLE line ADD COLUMN came BIGINT")
