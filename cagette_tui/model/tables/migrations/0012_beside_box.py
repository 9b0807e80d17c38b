"""What is counted beside the box, whether a float was said, the group's address on its papers.

Frozen: it describes what was added then. The columns are added where the tables stand.
"""

from __future__ import annotations

from typing import Any

from peewee import Database, PostgresqlDatabase

_COLUMNS = (
    "cash_count ADD COLUMN card_expected {cents}",
    "cash_count ADD COLUMN card_counted {cents}",
    "cash_count ADD COLUMN cheques_expected INTEGER",
    "cash_count ADD COLUMN cheques_counted INTEGER",
    "distribution ADD COLUMN float_said {boolean}",
    "buying_group ADD COLUMN address TEXT",
)


def up(migrator: Any, db: Database) -> None:
    """Add the columns; nothing is set."""
    on_server = isinstance(db, PostgresqlDatabase)
    boolean, cents = ("BOOLEAN", "BIGINT") if on_server else ("INTEGER", "INTEGER")
    for column in _COLUMNS:
        db.execute_sql(f"ALTER TABLE {column.format(boolean=boolean, cents=cents)}")
