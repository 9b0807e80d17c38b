"""The state of one distribution for scripts and spreadsheets, as the command `report` gives it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.basket import ZERO, BasketView, LineView, OperationView
from cagette_tui.model.rules.evening import DistributionView, SheetView
from cagette_tui.model.rules.kinds import Mode, State
from cagette_tui.model.rules.next_float import said_to_stay
from cagette_tui.model.rules.takings import takings, totals, unsettled, vat, vendors
from cagette_tui.papers.tables import Value, evening_csv
from cagette_tui.text import json_text

ON_THE_SPOT = "on_the_spot"
_COLUMNS = (
    "number", "member", "member_ref", "state", "absent",
    "ordered", "paid", "pending", "difference", "to_pay", "balance",
    *Mode,
)  # fmt: skip


def report_json(distribution_id: int, now: datetime) -> str:
    """Return the report as JSON. Raises `NotFound`."""
    return json_text(report_facts(distribution_id, now))


def report_facts(distribution_id: int, now: datetime) -> dict[str, Any]:
    """Return the report: amounts and quantities as strings, times ISO 8601 local."""
    sheet = read_sheet(distribution_id)
    lists = unsettled(sheet)
    return {
        "distribution": distribution_data(sheet.distribution, sheet.state(now)),
        "totals": _totals(sheet),
        "baskets": [basket_data(basket) for basket in sheet.baskets],
        "other_payments": [_other(sheet, payment) for payment in sheet.other_payments],
        "takings": _takings(sheet),
        "cash_box": cash_box_data(sheet),
        "unpaid": [_unsettled(basket) for basket in lists.unpaid],
        "partly_paid": [_unsettled(basket) for basket in lists.partly_paid],
        "overpaid": [_unsettled(basket) for basket in lists.overpaid],
        "vat": [
            {
                "rate": str(row.rate),
                "net": str(row.net),
                "gross": str(row.gross),
                "assumed_vat": row.assumed,
            }
            for row in vat(sheet)
        ],
        "vendors": [
            {"vendor": row.vendor, "catalogues": list(row.catalogues), "gross": str(row.gross)}
            for row in vendors(sheet)
        ],
    }


def report_csv(distribution_id: int, now: datetime) -> str:
    """Return one row per basket, as a French spreadsheet opens it right. Raises `NotFound`."""
    sheet = read_sheet(distribution_id, lines=False)
    return evening_csv(sheet.distribution, _COLUMNS, map(_csv_row, sheet.baskets))


def _csv_row(basket: BasketView) -> dict[str, Value]:
    return {
        "number": basket.number,
        "member": basket.member,
        "member_ref": basket.member_ref,
        "state": _state(basket),
        "absent": basket.absent,
        "ordered": basket.cost,
        "paid": basket.paid,
        "pending": basket.pending,
        "difference": basket.difference,
        "to_pay": basket.to_pay,
        "balance": basket.balance,
        **{mode: _paid_in(basket, mode) for mode in Mode},
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def distribution_data(one: DistributionView, state: State) -> dict[str, Any]:
    """Return a distribution without its baskets."""
    return {
        "id": one.id,
        "start": _iso(one.starts_at),
        "end": _iso(one.ends_at),
        "place": one.place,
        "state": str(state),
        "certified_at": None if one.certified_at is None else _iso(one.certified_at),
        "certified_by": one.certified_by,
    }


def _totals(sheet: SheetView) -> dict[str, Any]:
    sums = totals(sheet)
    return {
        "baskets": sums.baskets,
        "validated": sums.validated,
        "ordered": str(sums.ordered),
        "paid": str(sums.paid),
        "pending": str(sums.pending),
        "difference": str(sums.difference),
    }


def basket_data(basket: BasketView) -> dict[str, Any]:
    """Return one basket of the report."""
    payments = [_payment(payment) for payment in basket.payments]
    spot = basket.pending_on_the_spot
    if spot:
        payments.append(
            {
                "mode": ON_THE_SPOT,
                "amount": str(spot),
                "pending": True,
                "reference": None,
            }
        )
    return {
        "number": basket.number,
        "member": basket.member,
        "member_ref": basket.member_ref,
        "state": _state(basket),
        "absent": basket.absent,
        "ordered": str(basket.cost),
        "paid": str(basket.paid),
        "pending": str(basket.pending),
        "difference": str(basket.difference),
        "to_pay": str(basket.to_pay),
        "balance": str(basket.balance),
        "lines": [_line(line) for line in basket.lines],
        "payments": payments,
    }


def _state(basket: BasketView) -> str:
    return "validated" if basket.validated else "to_validate"


def _payment(payment: OperationView) -> dict[str, Any]:
    return {
        "mode": str(payment.mode),
        "amount": str(payment.amount),
        "pending": payment.pending,
        "reference": None if payment.cheque is None else payment.cheque.number,
    }


def _line(line: LineView) -> dict[str, Any]:
    return {
        "product": line.product,
        "catalogue": line.catalogue,
        "ordered": _quantity(line.ordered_exactly),
        "delivered": _quantity(line.delivered_exactly),
        "price": str(line.price),
        "fee": str(line.fee),
        "total": str(line.total),
        "reason": None if line.reason is None else str(line.reason),
        "note": line.note,
        # Said where it is so only: scripts compare the other lines whole.
        **({"as_stated": True} if line.as_stated_only else {}),
    }


def _quantity(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}" if quantity else "0"


def _other(sheet: SheetView, payment: OperationView) -> dict[str, Any]:
    return {
        "member": sheet.members[payment.member_id],
        "mode": str(payment.mode),
        "amount": str(payment.amount),
        "pending": payment.pending,
        "reason": payment.reason,
    }


def _takings(sheet: SheetView) -> dict[str, Any]:
    came_in = takings(sheet)
    by_mode = {str(mode): str(amount) for mode, amount in came_in.by_mode.items()}
    return by_mode | {
        "cheque_count": came_in.cheque_count,
        "on_the_spot": str(came_in.on_the_spot),
        "refunds": {str(mode): str(amount) for mode, amount in came_in.refunds.items()},
        "membership": str(came_in.membership),
        "box_moves": str(came_in.box_moves),
    }


def cash_box_data(sheet: SheetView) -> dict[str, Any]:
    """Return what the box should hold, and what was counted in it."""
    count, expected = sheet.count, takings(sheet).expected_cash
    return {
        "float": str(sheet.distribution.cash_float),
        "expected": str(expected),
        "counted": None if count is None else str(count.counted),
        "difference": None if count is None else str(count.difference_from(expected)),
        # As it was when the count was closed: a later payment does not alter it (R51).
        "difference_when_counted": None if count is None else str(count.difference),
        "explanation": None if count is None else count.explanation,
        "left": _told(said_to_stay(sheet.distribution.left_in_box, count)),
        # R58: None where nobody said it.
        "card_counted": None if count is None else _told(count.card_counted),
        "card_difference": None if count is None else _told(count.card_difference),
        "cheques_counted": None if count is None else count.cheques_counted,
        "cheques_difference": None if count is None else count.cheques_difference,
    }


def _told(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _unsettled(basket: BasketView) -> dict[str, Any]:
    return {
        "number": basket.number,
        "member": basket.member,
        "amount": str(abs(basket.difference)),
        "balance": str(basket.balance),
    }


def _paid_in(basket: BasketView, mode: Mode) -> Decimal:
    return sum((one.amount for one in basket.confirmed if one.mode is mode), ZERO)
