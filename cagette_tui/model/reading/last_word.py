"""Who did something last, and when: a refusal says it."""

from __future__ import annotations

from typing import Any

from cagette_tui.model.rules.refusals import Word
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Operation


def last_word(about: Any) -> Word | None:
    """Return the last word of the journal under a condition."""
    last = (
        JournalEntry.select(JournalEntry.who, JournalEntry.at)
        .where(about)
        .order_by(JournalEntry.id.desc())
        .first()
    )
    return None if last is None else Word(last.who, last.at)


def word_on_operation(row: Operation) -> Word | None:
    """Return the last word on an operation."""
    its_member = JournalEntry.member == row.member_id  # the index spares reading ten years
    return last_word(its_member & JournalEntry.rows.contains(f'["operation",{row.id},'))
