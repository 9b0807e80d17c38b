"""What was entered in Cagette of a distribution, member by member.

Frozen: it describes what was added then. A new table touches none of those that are guarded.
"""

from __future__ import annotations

from typing import Any

from peewee import Check, Database, DateTimeField, ForeignKeyField, Model, TextField


def up(migrator: Any, db: Database) -> None:
    """Add the table."""

    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Distribution(Table):
        pass

    class Member(Table):
        pass

    class Entered(Table):
        distribution = ForeignKeyField(Distribution, index=False)
        member = ForeignKeyField(Member)
        at = DateTimeField(null=True)
        by = TextField(null=True)
        data = TextField(null=True)

        class Meta:
            constraints = (Check("(at IS NULL) = (by IS NULL) AND (at IS NULL) = (data IS NULL)"),)
            indexes = ((("distribution", "member"), True),)

    db.create_tables([Entered])
