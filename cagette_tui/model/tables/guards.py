"""What the database itself refuses, whoever asks (R20, R60)."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import Database, PostgresqlDatabase

_JOURNAL = "the journal is append-only"
_OPERATIONS = "operations are cancelled, not deleted"
_REPORTS = "closing reports stay as they are"  # R54: a number stands for what was certified then
_PROOFS = "what proves a certification stays as it is"  # R46
_COPIES = "copies of certified evenings stay as they are"  # R46: so do all their papers

# The table, what is refused there, and what is said about it.
_SQLITE = {
    "journal_no_update": ("journal", "BEFORE UPDATE ON journal", _JOURNAL),
    "journal_no_delete": ("journal", "BEFORE DELETE ON journal", _JOURNAL),
    # INSERT OR REPLACE deletes without firing a DELETE trigger.
    "journal_no_replace": (
        "journal",
        "BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)",
        _JOURNAL,
    ),
    "operation_no_delete": ("operation", "BEFORE DELETE ON operation", _OPERATIONS),
    # UPDATE OR REPLACE deletes what has the new number.
    "operation_no_renumber": (
        "operation",
        "BEFORE UPDATE OF id ON operation WHEN NEW.id <> OLD.id",
        _OPERATIONS,
    ),
    # So it does where it meets the one order that a basket may have.
    "operation_no_replace": (
        "operation",
        """BEFORE INSERT ON operation WHEN EXISTS (SELECT 1 FROM operation WHERE id = NEW.id)
        OR NEW.kind = 'order' AND NEW.cancelled_at IS NULL AND EXISTS (
            SELECT 1 FROM operation
            WHERE basket_id = NEW.basket_id AND kind = 'order' AND cancelled_at IS NULL)""",
        _OPERATIONS,
    ),
    "closing_report_no_update": ("closing_report", "BEFORE UPDATE ON closing_report", _REPORTS),
    "closing_report_no_delete": ("closing_report", "BEFORE DELETE ON closing_report", _REPORTS),
    "closing_report_no_replace": (
        "closing_report",
        """BEFORE INSERT ON closing_report WHEN EXISTS (
            SELECT 1 FROM closing_report WHERE id = NEW.id
            OR distribution_id = NEW.distribution_id AND number = NEW.number)""",
        _REPORTS,
    ),
    "proof_no_update": ("proof", "BEFORE UPDATE ON proof", _PROOFS),
    "proof_no_delete": ("proof", "BEFORE DELETE ON proof", _PROOFS),
    "proof_no_replace": (
        "proof",
        """BEFORE INSERT ON proof WHEN EXISTS (
            SELECT 1 FROM proof WHERE id = NEW.id
            OR distribution_id = NEW.distribution_id AND number = NEW.number)""",
        _PROOFS,
    ),
    "evening_copy_no_update": ("evening_copy", "BEFORE UPDATE ON evening_copy", _COPIES),
    "evening_copy_no_delete": ("evening_copy", "BEFORE DELETE ON evening_copy", _COPIES),
    "evening_copy_no_replace": (
        "evening_copy",
        """BEFORE INSERT ON evening_copy WHEN EXISTS (
            SELECT 1 FROM evening_copy WHERE id = NEW.id
            OR distribution_id = NEW.distribution_id AND number = NEW.number)""",
        _COPIES,
    ),
}
# On a server a replacement is an update, but all rows can be removed without firing DELETE.
_EACH, _ONCE = "FOR EACH ROW", "FOR EACH STATEMENT"
_POSTGRES = {
    "journal_no_update": ("journal", f"BEFORE UPDATE ON journal {_EACH}", _JOURNAL),
    "journal_no_delete": ("journal", f"BEFORE DELETE ON journal {_EACH}", _JOURNAL),
    "journal_no_truncate": ("journal", f"BEFORE TRUNCATE ON journal {_ONCE}", _JOURNAL),
    "operation_no_delete": ("operation", f"BEFORE DELETE ON operation {_EACH}", _OPERATIONS),
    "operation_no_renumber": (
        "operation",
        f"BEFORE UPDATE OF id ON operation {_EACH} WHEN (NEW.id <> OLD.id)",
        _OPERATIONS,
    ),
    "operation_no_truncate": ("operation", f"BEFORE TRUNCATE ON operation {_ONCE}", _OPERATIONS),
    "closing_report_no_update": (
        "closing_report",
        f"BEFORE UPDATE ON closing_report {_EACH}",
        _REPORTS,
    ),
    "closing_report_no_delete": (
        "closing_report",
        f"BEFORE DELETE ON closing_report {_EACH}",
        _REPORTS,
    ),
    "closing_report_no_truncate": (
        "closing_report",
        f"BEFORE TRUNCATE ON closing_report {_ONCE}",
        _REPORTS,
    ),
    "proof_no_update": ("proof", f"BEFORE UPDATE ON proof {_EACH}", _PROOFS),
    "proof_no_delete": ("proof", f"BEFORE DELETE ON proof {_EACH}", _PROOFS),
    "proof_no_truncate": ("proof", f"BEFORE TRUNCATE ON proof {_ONCE}", _PROOFS),
    "evening_copy_no_update": ("evening_copy", f"BEFORE UPDATE ON evening_copy {_EACH}", _COPIES),
    "evening_copy_no_delete": ("evening_copy", f"BEFORE DELETE ON evening_copy {_EACH}", _COPIES),
    "evening_copy_no_truncate": (
        "evening_copy",
        f"BEFORE TRUNCATE ON evening_copy {_ONCE}",
        _COPIES,
    ),
}
# A broken constraint, as SQLite has it.
_REFUSE = """
    CREATE OR REPLACE FUNCTION cagette_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
    END $$
"""


def install_guards(opened: Database) -> None:
    """Create the triggers, again if they are there already."""
    drop_guards(opened)
    for statement in _statements(opened):
        opened.execute_sql(statement)


def drop_guards(opened: Database) -> None:
    """Remove the triggers, for a migration that rebuilds tables."""
    for name, (table, _event, _message) in _guards(opened).items():
        place = f" ON {table}" if _is_server(opened) else ""
        opened.execute_sql(f"DROP TRIGGER IF EXISTS {name}{place}")


def wrong_guards(opened: Database) -> list[str]:
    """Name the triggers that are not there, not in force, or do not do what they should.

    Their text is compared: one that is to become another needs a migration.
    """
    there = _there(opened)
    if _is_server(opened):
        return _wrong_on_server(opened, there)
    ours = dict(zip(_guards(opened), map(_plain, _statements(opened)), strict=True))
    return sorted(name for name, text in ours.items() if there.get(name) != text)


def _wrong_on_server(opened: Database, there: dict[str, str]) -> list[str]:
    # The server writes their text its own way: what they call, and when, is looked for in it.
    wrong = [
        name
        for name, (_table, event, message) in _POSTGRES.items()
        if f"cagette_refuse('{message}')" not in there.get(name, "")
        or (" WHEN " in there[name]) != (" WHEN " in event)
    ]
    query = """
        SELECT prosrc FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE nspname = current_schema() AND proname = 'cagette_refuse'"""
    bodies = [_plain(body) for (body,) in opened.execute_sql(query).fetchall()]
    if bodies != [_plain(_REFUSE.split("$$")[1])]:
        wrong.append("cagette_refuse")
    return sorted(wrong)


def strange_triggers(opened: Database) -> list[str]:
    """Name the triggers that are not ours."""
    return sorted(set(_there(opened)) - set(_guards(opened)))


def acting_strangers(opened: Database) -> list[str]:
    """Name what would act on writing and is not ours to the letter; reading this runs nothing."""
    if _is_server(opened):
        # A server writes them its own way: `check` looks into those that bear the names of ours.
        return strange_triggers(opened)
    ours = set(map(_plain, _statements(opened)))
    return sorted(name for name, text in _there(opened).items() if text not in ours)


def _there(opened: Database) -> dict[str, str]:
    """Return the triggers in force, and what they do."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    if _is_server(opened):
        query = """
            SELECT tgname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger
            JOIN pg_class ON pg_class.oid = tgrelid
            JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = current_schema() AND tgenabled IN ('O', 'A') AND NOT tgisinternal"""
    return {name: _plain(text) for name, text in opened.execute_sql(query).fetchall()}


def _plain(statement: str) -> str:
    return " ".join(statement.split())


def _is_server(opened: Database) -> bool:
    return isinstance(opened, PostgresqlDatabase)


def _guards(opened: Database) -> dict[str, tuple[str, str, str]]:
    return _POSTGRES if _is_server(opened) else _SQLITE


def _statements(opened: Database) -> Iterator[str]:
    server = _is_server(opened)
    if server:
        yield _REFUSE
    for name, (_table, event, message) in _guards(opened).items():
        if server:
            yield f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION cagette_refuse('{message}')"
        else:
            yield f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, '{message}'); END"
