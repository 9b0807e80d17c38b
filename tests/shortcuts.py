"""What tests do in one call and the program does in several: nothing of it is a rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Unpack

from cagette_tui.intake.cagette import Export, ProductKey, export_bytes, parse_export
from cagette_tui.model.acts.counting import expected_takings
from cagette_tui.model.acts.paying import settle
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.closing_reports import report_and_evening
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.pile import Slip, read_pile, slip_of
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.closing_report import ClosingReportView
from cagette_tui.model.rules.payments import Part
from cagette_tui.model.rules.pile import PaperView
from cagette_tui.model.rules.receiving import Pay, Validate, WillPay
from cagette_tui.model.rules.steps import Answers


def set_on_the_spot(desk: Desk, basket_id: int, version: int, intends: bool) -> BasketView:
    """Say that the member will pay at the table, or take that back (R14)."""
    return settle(desk, [(basket_id, version)], WillPay(intends))[0]


def pay_and_validate(
    desk: Desk, basket_id: int, version: int, parts: Sequence[Part], **said: Unpack[Answers]
) -> BasketView:
    """Receive given amounts and validate, in one act (R15, R41)."""
    return settle(desk, [(basket_id, version)], Validate(Pay(tuple(parts))), **said)[0]


def closing_report(distribution_id: int, number: int | None = None) -> ClosingReportView:
    """Return a closing report without its evening (R54)."""
    return report_and_evening(distribution_id, number)[0]


def expected_cash(distribution_id: int) -> Decimal:
    """Return what the box should hold now, in euros (R50)."""
    return expected_takings(distribution_id).expected_cash


def candidates(distribution_id: int, amount: Decimal) -> tuple[PaperView, ...]:
    """Return the cheques of that amount that are not on the pile yet."""
    return read_pile(distribution_id).candidates(amount)


def slip(distribution_id: int) -> Slip:
    """Return what the deposit slip says by now."""
    return slip_of(read_pile(distribution_id), read_settings())


def read_export(
    path: Path,
    known_rates: Mapping[str, Decimal] | None = None,
    known_weighed: Collection[ProductKey] = (),
) -> Export:
    """Read the export at `path`."""
    return parse_export(export_bytes(path), known_rates or {}, known_weighed)
