"""What certifying would close, shown before it is done; and the reports of what was closed.

R43, R54. Amounts in euros.
"""

from __future__ import annotations

import json
from dataclasses import replace

from cagette_tui.model.acts.proving import write_proof
from cagette_tui.model.acts.writing import Entry
from cagette_tui.model.reading.closing_reports import closing_reports, draft_report
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.pile import PileView
from cagette_tui.model.store.as_json import to_plain
from cagette_tui.model.tables.box import ClosingReport


def write_report(entry: Entry, sheet: SheetView, pile: PileView) -> int:
    """Give the report of what is certified in this act the next number, and return that (R54).

    With it goes what proves later that nothing of the evening was touched (R46).
    """
    stored = closing_reports(sheet.distribution.id)
    number = 1 + (stored[-1].number or 0 if stored else 0)
    report = replace(
        draft_report(sheet, pile, stored),
        number=number,
        closed_at=entry.act.at,
        closed_by=entry.act.who,
    )
    entry.insert(
        ClosingReport(
            distribution=sheet.distribution.id,
            number=number,
            closed_at=report.closed_at,
            closed_by=report.closed_by,
            data=json.dumps(to_plain(report), ensure_ascii=False, separators=(",", ":")),
        )
    )
    write_proof(entry, sheet.distribution.id, number)
    return number
