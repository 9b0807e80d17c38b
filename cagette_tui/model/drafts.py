"""What is half typed, kept in the database: a line that is cut loses nothing.

A draft is no act: it has no journal entry, and undo does not know it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cagette_tui.model.box import Draft
from cagette_tui.model.database import reading
from cagette_tui.model.writing import Desk, writing


@dataclass(frozen=True)
class DraftView:
    """What was typed, and when; `data` is what JSON can hold."""

    at: datetime
    data: Any


def save_draft(desk: Desk, subject: str, data: object) -> None:
    """Keep what somebody has typed about a subject, instead of what they had typed before."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    with writing(desk) as act:
        row = Draft.get_or_none(Draft.subject == subject, Draft.who == desk.who)
        if row is None:
            Draft.create(subject=subject, who=desk.who, at=act.at, data=text)
        else:
            row.at, row.data = act.at, text
            row.save()


def read_draft(desk: Desk, subject: str) -> DraftView | None:
    """Return what they had typed about it, if anything."""
    with reading():
        row = Draft.get_or_none(Draft.subject == subject, Draft.who == desk.who)
    if row is None:
        return None
    try:
        return DraftView(row.at, json.loads(row.data))
    except ValueError:
        return None


def drop_draft(desk: Desk, subject: str) -> None:
    """Forget it: it was recorded, or nobody wants it any more."""
    with writing(desk):
        Draft.delete().where(Draft.subject == subject, Draft.who == desk.who).execute()
