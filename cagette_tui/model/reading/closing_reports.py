"""What certifying would close, and the reports of what was closed (R43, R54)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.evenings import EveningView, read_evening
from cagette_tui.model.reading.pile import pile_of
from cagette_tui.model.rules.closing_report import ClosingReportView, changes_between, report_data
from cagette_tui.model.rules.dry_run import DryRun, dry_run_of
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.pile import PileView
from cagette_tui.model.rules.refusals import NoSuchReport
from cagette_tui.model.store.as_json import from_plain
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import ClosingReport


def dry_run(distribution_id: int) -> DryRun:
    """Say what certifying would close. Raises `NotFound`."""
    with reading():
        sheet = read_sheet(distribution_id)
        return dry_run_of(sheet, pile_of(sheet))


def report_and_evening(
    distribution_id: int, number: int | None = None
) -> tuple[ClosingReportView, EveningView]:
    """Return the report of what is certified, and the evening as it was for it (R54).

    Before that, a draft without a number. What was certified before there were reports has none
    of its own: it is gathered from its copy, without a number, with who certified it and when.
    With a `number` the report of that number as it was. Raises `NotFound`, `NoSuchReport`.
    """
    with reading():
        stored = closing_reports(distribution_id)
        if number is not None:
            report = numbered_report(stored, number)
            return report, read_evening(distribution_id, number)
        evening = read_evening(distribution_id)
        one = evening.sheet.distribution
        for report in reversed(stored):
            # Undo may have brought back an earlier certification than the last one.
            if (report.closed_at, report.closed_by) == (one.certified_at, one.certified_by):
                return report, evening
        draft = draft_report(evening.sheet, evening.pile, stored, evening.settings.name)
        return draft, evening


def numbered_report(stored: Sequence[ClosingReportView], number: int) -> ClosingReportView:
    """Return the report of a number. Raises `NoSuchReport`."""
    for report in stored:
        if report.number == number:
            return report
    raise NoSuchReport(number, tuple(one.number for one in stored if one.number is not None))


def closing_reports(distribution_id: int) -> tuple[ClosingReportView, ...]:
    """Return all reports that were given a number, the first one first."""
    query = (
        ClosingReport.select(ClosingReport.data)
        .where(ClosingReport.distribution == distribution_id)
        .order_by(ClosingReport.number)
    )
    with reading():
        return tuple(from_plain(ClosingReportView, json.loads(data)) for (data,) in tuples(query))


def draft_report(
    sheet: SheetView, pile: PileView, stored: Sequence[ClosingReportView], group: str
) -> ClosingReportView:
    """Draft the next report of an evening from what is there now (R54)."""
    data = report_data(sheet, pile, group)
    last = stored[-1] if stored else None
    return ClosingReportView(
        distribution_id=sheet.distribution.id,
        number=None,
        closed_at=sheet.distribution.certified_at,
        closed_by=sheet.distribution.certified_by,
        replaces=None if last is None else last.number,
        changed=() if last is None else changes_between(last.data, data),
        data=data,
    )
