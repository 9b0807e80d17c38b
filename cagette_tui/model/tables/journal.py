"""The journal: every act, who and when, and the rows it touched, before and after (R60)."""

from __future__ import annotations

from typing import Any

from peewee import DateTimeField, IntegerField, TextField, fn

from cagette_tui.model.tables.base import Table


class JournalEntry(Table):
    """One act on one subject. The database refuses to change or delete it.

    `rows` is JSON: a list of `[table, id, before, after]` in stored values (cents,
    thousandths, ISO times): of a row that was added or removed all that is not
    null, the other side being null; of a row that was changed the columns that
    changed. `undoes` is the number of the act that this one took back. `seal` is a
    digest of all the other columns and of the seal before (`proof.sealed`).
    """

    act = IntegerField(index=True)
    at = DateTimeField()
    who = TextField()
    kind = TextField()
    # Plain numbers rather than foreign keys: the journal outlives what it tells of.
    basket = IntegerField(null=True, index=True)
    member = IntegerField(null=True, index=True)
    distribution = IntegerField(null=True, index=True)
    reason = TextField(null=True)
    undoes = IntegerField(null=True)
    rows = TextField()
    seal = TextField(null=True)

    class Meta:
        """Peewee's settings."""

        table_name = "journal"


def still_holds() -> Any:
    """Return the condition that an entry's act was not taken back (R61).

    Only acts after it are looked at: what was taken back in ten years is not gone through.
    """
    later = JournalEntry.alias()
    undone = later.select(later.id).where(
        later.act > JournalEntry.act, later.undoes == JournalEntry.act
    )
    return ~fn.EXISTS(undone)
