"""What is counted beside the box, and the group's address on its papers.

Frozen: it describes what was added then. The columns are added where the tables stand.
"""

from __future__ import annotations

from typing import Any

from peewee import Database

_COLUMNS = (
    "cash_count ADD COLUMN card_expected INTEGER",
    "cash_count ADD COLUMN card_counted INTEGER",
    "cash_count ADD COLUMN cheques_expected INTEGER",
    "cash_count ADD COLUMN cheques_counted INTEGER",
    "buying_group ADD COLUMN address TEXT",
)


def up(migrator: Any, db: Database) -> None:
    """Add the columns; nothing is set."""
    for column in _COLUMNS:
        db.execute_sql(f"ALTER TABLE {column}")
