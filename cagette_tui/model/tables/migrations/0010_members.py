"""Members who are one, names that were corrected here, and VAT rates that somebody said.

Frozen: it describes what was added then. Columns are added where the tables stand, since
rebuilding one would drop what points to it.
"""

from __future__ import annotations

from typing import Any

from peewee import Database, PostgresqlDatabase

_COLUMNS = (
    "member ADD COLUMN merged_into_id INTEGER REFERENCES member (id)",
    "member ADD COLUMN named_here {boolean}",
    "product ADD COLUMN vat_said {boolean}",
)


def up(migrator: Any, db: Database) -> None:
    """Add the columns."""
    boolean = "BOOLEAN" if isinstance(db, PostgresqlDatabase) else "INTEGER"
    for column in _COLUMNS:
        db.execute_sql(f"ALTER TABLE {column.format(boolean=boolean)}")
    db.execute_sql('CREATE INDEX "member_merged_into_id" ON "member" ("merged_into_id")')
