"""The tables on a server, taken apart: as they are, and as the migrations make them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from contextlib import suppress

from peewee import DatabaseError

from cagette_tui.model.store.migrating import MIGRATIONS
from cagette_tui.model.store.postgres import ServerDatabase
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.box import Draft
from cagette_tui.model.tables.journal import JournalEntry

_OURS = sorted((*TABLES, JournalEntry._meta.table_name, Draft._meta.table_name))
_NAMES = ", ".join(f"'{name}'" for name in _OURS)
# What a table is made of, in words that do not say in which schema it lies.
_COLUMNS = f"""
    SELECT relname, concat_ws(' ', attname, format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(adbin, adrelid),
        CASE WHEN attcollation <> 0 THEN 'COLLATE ' || collname END)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    LEFT JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE relnamespace = {{place}} AND relkind = 'r' AND relname IN ({_NAMES})
        AND attnum > 0 AND NOT attisdropped
"""
_CONSTRAINTS = f"""
    SELECT relname, pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE relnamespace = {{place}} AND relname IN ({_NAMES})
        AND contype IN ('c', 'f', 'u', 'p', 'x')
"""
_INDEXES = f"""
    SELECT tables.relname, pg_get_indexdef(indexrelid)
        || CASE WHEN indisvalid THEN '' ELSE ' (not valid)' END
    FROM pg_index JOIN pg_class AS tables ON tables.oid = indrelid
    WHERE tables.relnamespace = {{place}} AND tables.relname IN ({_NAMES})
"""


def parts_there(opened: ServerDatabase) -> dict[str, Counter[str]]:
    """Take the tables apart that are there."""
    return _parts(opened, "current_schema()::regnamespace")


def parts_made(opened: ServerDatabase) -> dict[str, Counter[str]]:
    """Make the tables for a moment, empty and for nobody else, and take them apart.

    Gives nothing where that is not allowed.
    """
    from importlib import import_module

    names = sorted(file.stem for file in MIGRATIONS.glob("[0-9]*.py"))
    if opened.in_transaction():
        return {}
    with opened.snapshot():
        pass  # on another connection, if the last one was lost meanwhile
    with opened.manual_commit():
        try:
            opened.execute_sql("BEGIN; SET LOCAL search_path = pg_temp")
            for name in names:
                import_module(f"cagette_tui.model.tables.migrations.{name}").up(None, opened)
            return _parts(opened, "pg_my_temp_schema()")
        except DatabaseError:
            return {}
        finally:
            with suppress(DatabaseError):
                opened.execute_sql("ROLLBACK")


def _parts(opened: ServerDatabase, place: str) -> dict[str, Counter[str]]:
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for query in (_COLUMNS, _CONSTRAINTS, _INDEXES):
        for table, text in opened.execute_sql(query.format(place=place)).fetchall():
            parts[table][re.sub(r"\b(?:pg_temp(?:_\d+)?|public)\.", "", text)] += 1
    return dict(parts)
