"""Seals on the journal, and what proves each certification (R46, R60).

Frozen: it describes what was added then, and how the entries that were there are sealed. The
column is added where the table stands, since rebuilding it would drop its triggers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from peewee import (
    Check,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)

_GUARD = "journal_no_update"
_ENTRIES = """
    SELECT id, act, at, who, kind, basket, member, distribution, reason, undoes, rows
    FROM journal ORDER BY id
"""
_BATCH = 1000


def up(migrator: Any, db: Database) -> None:
    """Add the seals, seal what is there, and add the table of proofs."""
    db.execute_sql("ALTER TABLE journal ADD COLUMN seal TEXT")
    _seal(db)

    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Distribution(Table):
        pass

    class Proof(Table):
        distribution = ForeignKeyField(Distribution, index=False)
        number = IntegerField()
        previous = TextField(null=True)
        seal = TextField(null=True)
        rows = TextField()
        report = TextField()
        digest = TextField()

        class Meta:
            constraints = (Check("number > 0"),)
            indexes = ((("distribution", "number"), True),)

    db.create_tables([Proof])


def _seal(db: Database) -> None:
    server = isinstance(db, PostgresqlDatabase)
    # It is there where the table is not new, and is installed again after all migrations.
    db.execute_sql(f"DROP TRIGGER IF EXISTS {_GUARD}" + (" ON journal" if server else ""))
    sql = f"UPDATE journal SET seal = {db.param} WHERE id = {db.param}"
    waiting: list[tuple[str, int]] = []
    for seal in _seals(db.execute_sql(_ENTRIES).fetchall()):
        waiting.append(seal)
        if len(waiting) == _BATCH:
            db.connection().cursor().executemany(sql, waiting)
            waiting.clear()
    if waiting:
        db.connection().cursor().executemany(sql, waiting)


def _seals(entries: list[tuple[Any, ...]]) -> Iterator[tuple[str, int]]:
    seal: str | None = None
    for number, act, at, *rest in entries:
        moment = at if isinstance(at, str) else at.isoformat()
        values = [seal, number, act, moment.replace(" ", "T"), *rest]
        seal = sha256(json.dumps(values).encode("ascii")).hexdigest()
        yield seal, number
