"""The time zone of a group (R64).

Frozen: it describes what was added then. The column is added where the table stands.
"""

from __future__ import annotations

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    """Add the column; nothing is set."""
    db.execute_sql("ALTER TABLE buying_group ADD COLUMN time_zone TEXT")
