"""What certifying would close, shown before it is done; and the reports of what was closed.

R43, R54. Amounts in euros.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cagette_tui.model.base import tuples
from cagette_tui.model.box import ClosingReport
from cagette_tui.model.closing_report import ClosingReportView, changes_between, report_data
from cagette_tui.model.database import reading
from cagette_tui.model.kinds import Mode
from cagette_tui.model.pile import PaperView, PileEntry, PileView
from cagette_tui.model.piling import pile_of
from cagette_tui.model.plain import from_plain, to_plain
from cagette_tui.model.reading import read_sheet
from cagette_tui.model.settings import read_settings
from cagette_tui.model.takings import Takings, Totals, takings, totals
from cagette_tui.model.views import ZERO, BasketView, CountView, OperationView, SheetView
from cagette_tui.model.writing import Entry


@dataclass(frozen=True)
class UnseenPayment:
    """A payment that was announced and seen by nobody; `basket` is a number, None on an account.

    `awaited`: its basket was validated without it (R41), or it has none.
    """

    operation: int
    basket: int | None
    member: str
    mode: Mode
    amount: Decimal
    awaited: bool


@dataclass(frozen=True)
class Standing:
    """A member whom this distribution leaves with a debt or a credit (R17, R18)."""

    basket: int  # its number
    member: str
    before: Decimal
    after: Decimal

    @property
    def further(self) -> bool:
        """Whether it is this distribution that left a debt or a credit, or made it larger."""
        return abs(self.after) > abs(self.before) or self.after * self.before < 0


@dataclass(frozen=True)
class DryRun:
    """What would be certified, and what of it is not as on an ordinary evening."""

    distribution_id: int
    totals: Totals
    takings: Takings
    open: tuple[int, ...]  # numbers of baskets
    unseen: tuple[UnseenPayment, ...]
    unweighed: tuple[tuple[int, int], ...]  # number of a basket, how many weights it lacks
    count: CountView | None
    pile: PileView
    left: tuple[Standing, ...]

    @property
    def count_missing(self) -> bool:
        """Whether nobody counted a box that should hold something."""
        return self.count is None and self.takings.expected_cash != ZERO

    @property
    def difference(self) -> Decimal:
        """What the count had beyond what was expected; 0 without a count."""
        return ZERO if self.count is None else self.count.difference

    @property
    def outdated_by(self) -> Decimal:
        """How far what is expected has moved since the count; 0 without a count."""
        return ZERO if self.count is None else self.count.outdated_by(self.takings.expected_cash)

    @property
    def cheques_missing(self) -> tuple[PaperView, ...]:
        """Cheques expected and not on the pile, once that was begun."""
        return self.pile.missing if self.pile.begun else ()

    @property
    def cheques_unexpected(self) -> tuple[PileEntry, ...]:
        """Cheques on the pile that nobody expected."""
        return self.pile.unexpected

    @property
    def abnormal(self) -> bool:
        """Whether anything is not as it should be: then it takes more than one key."""
        return bool(
            self.open
            or self.unseen
            or self.unweighed
            or self.count_missing
            or self.difference
            or self.outdated_by
            or self.cheques_missing
            or self.cheques_unexpected
            or any(one.further for one in self.left)
        )


def dry_run(distribution_id: int) -> DryRun:
    """Say what certifying would close. Raises `NotFound`."""
    with reading():
        sheet = read_sheet(distribution_id)
        return dry_run_of(sheet, pile_of(sheet))


def dry_run_of(sheet: SheetView, pile: PileView) -> DryRun:
    """Do so for what was read already; the sheet has its lines."""
    standings = (Standing(one.number, one.member, one.older, one.standing) for one in sheet.baskets)
    unweighed = ((one.number, one.unweighed) for one in sheet.baskets)
    return DryRun(
        distribution_id=sheet.distribution.id,
        totals=totals(sheet),
        takings=takings(sheet),
        open=tuple(basket.number for basket in sheet.open_baskets),
        unseen=_unseen(sheet),
        unweighed=tuple((number, lines) for number, lines in unweighed if lines),
        count=sheet.count,
        pile=pile,
        left=tuple(one for one in standings if one.after),
    )


def _unseen(sheet: SheetView) -> tuple[UnseenPayment, ...]:
    of_baskets = [
        _unseen_payment(payment, basket.member, basket)
        for basket in sheet.baskets
        for payment in basket.announced
    ]
    on_accounts = [
        _unseen_payment(payment, sheet.members[payment.member_id], None)
        for payment in sheet.other_payments
        if payment.pending
    ]
    return (*of_baskets, *on_accounts)


def _unseen_payment(
    payment: OperationView, member: str, basket: BasketView | None
) -> UnseenPayment:
    assert payment.mode is not None
    number = None if basket is None else basket.number
    awaited = basket is None or basket.validated
    return UnseenPayment(payment.id, number, member, payment.mode, payment.amount, awaited)


def closing_report(distribution_id: int) -> ClosingReportView:
    """Return the report of what is certified, or before that a draft without a number (R54).

    What was certified before there were reports has none of its own: it is gathered
    now, without a number, with who certified it and when. Raises `NotFound`.
    """
    with reading():
        sheet = read_sheet(distribution_id)
        stored = closing_reports(distribution_id)
        one = sheet.distribution
        for report in reversed(stored):
            # Undo may have brought back an earlier certification than the last one.
            if (report.closed_at, report.closed_by) == (one.certified_at, one.certified_by):
                return report
        return _draft(sheet, pile_of(sheet), stored)


def closing_reports(distribution_id: int) -> tuple[ClosingReportView, ...]:
    """Return all reports that were given a number, the first one first."""
    query = (
        ClosingReport.select(ClosingReport.data)
        .where(ClosingReport.distribution == distribution_id)
        .order_by(ClosingReport.number)
    )
    with reading():
        return tuple(from_plain(ClosingReportView, json.loads(data)) for (data,) in tuples(query))


def write_report(entry: Entry, sheet: SheetView, pile: PileView) -> int:
    """Give the report of what is certified in this act the next number, and return that (R54)."""
    stored = closing_reports(sheet.distribution.id)
    number = 1 + (stored[-1].number or 0 if stored else 0)
    report = replace(
        _draft(sheet, pile, stored),
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
    return number


def _draft(
    sheet: SheetView, pile: PileView, stored: Sequence[ClosingReportView]
) -> ClosingReportView:
    data = report_data(sheet, pile, read_settings().name)
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
