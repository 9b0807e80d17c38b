"""What certifying would close, shown before it is done; and the reports of what was closed.

R43, R54. Amounts in euros.
"""

from __future__ import annotations

import json
from dataclasses import replace

from cagette_tui.model.acts.proving import write_proof
from cagette_tui.model.acts.writing import Entry
from cagette_tui.model.reading.closing_reports import closing_reports, draft_report
from cagette_tui.model.reading.evenings import EveningView, as_certified, evening_now
from cagette_tui.model.rules.closing_report import ClosingReportView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.pile import PileView
from cagette_tui.model.store.as_json import to_plain
from cagette_tui.model.store.packed import digest_of, pack
from cagette_tui.model.tables.box import ClosingReport, EveningCopy


def write_report(entry: Entry, sheet: SheetView, pile: PileView) -> int:
    """Give the report of what is certified in this act the next number, and return that (R54).

    With it goes what proves later that nothing of the evening was touched (R46).
    """
    stored = closing_reports(sheet.distribution.id)
    evening = evening_now(sheet, pile)
    number = 1 + (stored[-1].number or 0 if stored else 0)
    report = replace(
        draft_report(sheet, pile, stored, evening.settings.name),
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
    _keep_copy(entry.act.number, report, evening)
    return number


def _keep_copy(act: int, report: ClosingReportView, evening: EveningView) -> None:
    """Keep all that the papers of the evening say, whatever is renamed or corrected later (R46)."""
    assert report.closed_at is not None
    assert report.closed_by is not None
    kept = as_certified(evening, report.closed_at, report.closed_by)
    data, at = pack(to_plain(kept)), report.closed_at.isoformat()
    EveningCopy.create(
        distribution=report.distribution_id,
        number=report.number,
        closed_at=report.closed_at,
        closed_by=report.closed_by,
        act=act,
        data=data,
        digest=digest_of(report.distribution_id, report.number, at, report.closed_by, act, data),
    )
