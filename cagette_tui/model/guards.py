"""What the database itself refuses, whoever asks (R20, R60)."""

from __future__ import annotations

from peewee import Database

_GUARDS = {
    "journal_no_update": """
        BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    "journal_no_delete": """
        BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    # INSERT OR REPLACE deletes without firing a DELETE trigger.
    "journal_no_replace": """
        BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    "operation_no_delete": """
        BEFORE DELETE ON operation
        BEGIN SELECT RAISE(ABORT, 'operations are cancelled, not deleted'); END""",
    # UPDATE OR REPLACE deletes what has the new number.
    "operation_no_renumber": """
        BEFORE UPDATE OF id ON operation WHEN NEW.id <> OLD.id
        BEGIN SELECT RAISE(ABORT, 'operations are cancelled, not deleted'); END""",
    # So it does where it meets the one order that a basket may have.
    "operation_no_replace": """
        BEFORE INSERT ON operation WHEN EXISTS (SELECT 1 FROM operation WHERE id = NEW.id)
        OR NEW.kind = 'order' AND NEW.cancelled_at IS NULL AND EXISTS (
            SELECT 1 FROM operation
            WHERE basket_id = NEW.basket_id AND kind = 'order' AND cancelled_at IS NULL)
        BEGIN SELECT RAISE(ABORT, 'operations are cancelled, not deleted'); END""",
    # R54: a number that was given stands for what was certified then.
    "closing_report_no_update": """
        BEFORE UPDATE ON closing_report
        BEGIN SELECT RAISE(ABORT, 'closing reports stay as they are'); END""",
    "closing_report_no_delete": """
        BEFORE DELETE ON closing_report
        BEGIN SELECT RAISE(ABORT, 'closing reports stay as they are'); END""",
    "closing_report_no_replace": """
        BEFORE INSERT ON closing_report WHEN EXISTS (
            SELECT 1 FROM closing_report WHERE id = NEW.id
            OR distribution_id = NEW.distribution_id AND number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'closing reports stay as they are'); END""",
}


def install_guards(opened: Database) -> None:
    """Create the triggers, again if they are there already."""
    drop_guards(opened)
    for name, body in _GUARDS.items():
        opened.execute_sql(f"CREATE TRIGGER {name} {body}")


def drop_guards(opened: Database) -> None:
    """Remove the triggers, for a migration that rebuilds tables."""
    for name in _GUARDS:
        opened.execute_sql(f"DROP TRIGGER IF EXISTS {name}")


def missing_guards(opened: Database) -> list[str]:
    """Name the triggers that are not there."""
    rows = opened.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    return sorted(set(_GUARDS) - {name for (name,) in rows})
