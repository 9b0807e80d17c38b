"""The group's numbers of accounts, and its number, for what is handed to accounting.

Frozen: it describes what was added then. The columns are added where the table stands.
"""

from __future__ import annotations

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    """Add the columns; nothing is set."""
    for column in ("accounts", "siren"):
        db.execute_sql(f"ALTER TABLE buying_group ADD COLUMN {column} TEXT")
