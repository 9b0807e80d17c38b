"""Who did not come, and who came after all (R34)."""

from __future__ import annotations

import json
from typing import Any

from cagette_tui.model.acts.basket_work import open_basket
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.delivering import (
    collected_after_all,
    must_change_presence,
    not_collected,
)
from cagette_tui.model.rules.kinds import ActKind, Reason
from cagette_tui.model.tables.distribution import Line
from cagette_tui.model.tables.journal import JournalEntry, still_holds
from cagette_tui.model.tables.stored import from_stored


def mark_absent(desk: Desk, basket_id: int, version: int, *, release: bool) -> BasketView:
    """Nobody collected the basket: its debt is kept, or its lines are released (R34)."""
    with writing(desk) as act:
        work = open_basket(act, ActKind.ABSENT, basket_id, version)
        must_change_presence(work.view, absent=True)
        return work.delivered(*(not_collected(work.view) if release else ()), absent=True)


def mark_present(desk: Desk, basket_id: int, version: int) -> BasketView:
    """They came after all: released lines are as they were before, unless changed since."""
    with writing(desk) as act:
        work = open_basket(act, ActKind.PRESENT, basket_id, version)
        must_change_presence(work.view, absent=False)
        return work.delivered(*collected_after_all(work.view, _released(basket_id)), absent=False)


def _released(basket_id: int) -> dict[int, dict[str, Any]]:
    """Return what lines were before they were released: the journal knows how much had come."""
    query = JournalEntry.select(JournalEntry.rows).where(
        JournalEntry.basket == basket_id,
        JournalEntry.kind == ActKind.ABSENT,
        still_holds(),
    )
    rows = query.order_by(JournalEntry.id.desc()).limit(1).scalar()
    told = ("delivered", "reason")
    values = {
        row_id: from_stored(Line, {name: before[name] for name in told})
        for table, row_id, before, _after in json.loads(rows or "[]")
        if table == Line._meta.table_name
    }
    return {
        row_id: {**one, "reason": one["reason"] and Reason(one["reason"])}
        for row_id, one in values.items()
    }
