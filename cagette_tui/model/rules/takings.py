"""What came in, what the box should hold, who is paid what (R50, R52, R53).

Pure sums over a `SheetView`: no statement of its own. Amounts in euros.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from cagette_tui.model.rules.basket import (
    ZERO,
    BasketView,
    ChequeView,
    LineView,
    OperationView,
)
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.kinds import PRODUCER_IS_PAID, Mode, Reason
from cagette_tui.model.rules.line_amounts import line_amounts
from cagette_tui.money import net_of_vat
from cagette_tui.value import ValueObject


class Totals(ValueObject):
    """The baskets of a distribution, summed."""

    baskets: int
    validated: int
    ordered: Decimal
    paid: Decimal
    pending: Decimal

    @property
    def difference(self) -> Decimal:
        """Confirmed payments minus what the baskets cost."""
        return self.paid - self.ordered


class DifferenceParts(ValueObject):
    """Where `Totals.difference` comes from, in euros; the four add up to it (R17, R18)."""

    owed: Decimal = ZERO  # negative: debts of the baskets that stay on accounts
    by_credit: Decimal = ZERO  # negative: what older credits paid
    on_debts: Decimal = ZERO  # what was paid on older debts
    credit: Decimal = ZERO  # what was paid too much and stays as credit

    def with_basket(self, basket: BasketView) -> DifferenceParts:
        """Add what one basket's payments differ from its cost by."""
        return DifferenceParts(
            self.owed - basket.to_pay,
            self.by_credit - min(max(-basket.difference, ZERO), basket.older_credit),
            self.on_debts + basket.older_debt - basket.debt_beside,
            self.credit + basket.left_over,
        )


class Takings(ValueObject):
    """Confirmed payments by mode; refunds by mode are negative.

    `by_mode` is net of refunds, except cheques: those are cheques received (R52).
    """

    by_mode: dict[Mode, Decimal]
    refunds: dict[Mode, Decimal]
    cheque_count: int
    on_the_spot: Decimal
    membership: Decimal
    box_moves: Decimal
    expected_cash: Decimal
    # What open baskets still have to pay, those of absent members left out (R34).
    to_collect: Decimal

    @property
    def cheques(self) -> Decimal:
        """The sum of the cheques received (R52)."""
        return self.by_mode[Mode.CHEQUE]


class Received(Protocol):
    """A confirmed payment or refund, of an evening or of a day."""

    @property
    def mode(self) -> Mode | None: ...  # noqa: D102
    @property
    def amount(self) -> Decimal: ...  # noqa: D102
    @property
    def cheque(self) -> ChequeView | None: ...  # noqa: D102


class ByMode(ValueObject):
    """What came in by mode, as `Takings` has it: cheques as received, all else net (R52)."""

    by_mode: dict[Mode, Decimal]
    refunds: dict[Mode, Decimal]
    cheque_count: int

    @property
    def net(self) -> Decimal:
        """All of it, refunds by cheque taken off too."""
        return sum(self.by_mode.values(), self.refunds.get(Mode.CHEQUE, ZERO))


class VatRow(ValueObject):
    """One rate (percent): gross with fees, and net, rounded once (R53).

    `assumed`: of something in it nobody has said that this is the rate.
    """

    rate: Decimal
    net: Decimal
    gross: Decimal
    assumed: bool = False


class VendorRow(ValueObject):
    """What a producer is to be paid; without a known name it is called by its catalogues.

    `unsold` is the part of `gross` that no member pays: damaged here, given away, not collected.
    """

    vendor: str
    catalogues: tuple[str, ...]
    gross: Decimal
    unsold: Decimal = ZERO


class Unsettled(ValueObject):
    """Baskets whose confirmed payments are not what they cost (R53)."""

    unpaid: tuple[BasketView, ...]
    partly_paid: tuple[BasketView, ...]
    overpaid: tuple[BasketView, ...]


def totals(sheet: SheetView) -> Totals:
    """Sum the baskets."""
    baskets = sheet.baskets
    return Totals(
        len(baskets),
        sheet.validated,
        sum((basket.cost for basket in baskets), ZERO),
        sum((basket.paid for basket in baskets), ZERO),
        sum((basket.pending for basket in baskets), ZERO),
    )


def takings(sheet: SheetView) -> Takings:
    """Sum what came in with this distribution: baskets, and payments that joined it."""
    archived = sheet.is_certified
    # R46: what is seen after certification is money of its own day.
    payments = [one for one in _payments(sheet) if not one.pending and not (archived and one.late)]
    came_in = by_mode(payments)
    moves = sum((move.amount for move in sheet.cash_moves), ZERO)
    return Takings(
        by_mode=came_in.by_mode,
        refunds=came_in.refunds,
        cheque_count=came_in.cheque_count,
        on_the_spot=sum((one.pending_on_the_spot for one in sheet.baskets), ZERO),
        membership=sum((one.amount for one in payments if one.membership_id), ZERO),
        box_moves=moves,
        expected_cash=sheet.distribution.cash_float + came_in.by_mode[Mode.CASH] + moves,
        to_collect=sum((one.to_collect for one in sheet.baskets), ZERO),
    )


def by_mode(payments: Iterable[Received]) -> ByMode:
    """Sum confirmed payments and refunds by mode (R52)."""
    received: dict[Mode, Decimal] = defaultdict(lambda: ZERO)
    refunds: dict[Mode, Decimal] = defaultdict(lambda: ZERO)
    cheques = set()
    for payment in payments:
        assert payment.mode is not None
        (received if payment.amount > 0 else refunds)[payment.mode] += payment.amount
        if payment.cheque is not None:
            cheques.add(payment.cheque.id)
    return ByMode(
        {
            mode: received[mode] + (ZERO if mode is Mode.CHEQUE else refunds.get(mode, ZERO))
            for mode in Mode
        },
        dict(refunds),
        len(cheques),
    )


def vat(sheet: SheetView) -> tuple[VatRow, ...]:
    """Sum lines by VAT rate, lowest first."""
    return vat_of(_lines(sheet))


def vat_of(lines: Iterable[LineView]) -> tuple[VatRow, ...]:
    """Sum some lines by VAT rate, lowest first."""
    gross: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    assumed = set()
    for line in lines:
        gross[line.vat_rate] += line.total
        if not line.vat_said:
            assumed.add(line.vat_rate)
    return tuple(
        VatRow(rate, net_of_vat(gross[rate], rate), gross[rate], rate in assumed)
        for rate in sorted(gross)
    )


def vendors(sheet: SheetView) -> tuple[VendorRow, ...]:
    """Sum what each producer is to be paid, by name."""
    return vendors_of(_lines(sheet))


def vendors_of(lines: Iterable[LineView]) -> tuple[VendorRow, ...]:
    """Sum what each producer is to be paid for some lines, by name."""
    amounts: dict[int, Decimal] = defaultdict(lambda: ZERO)
    unsold: dict[int, Decimal] = defaultdict(lambda: ZERO)
    names: dict[int, str | None] = {}
    catalogues: dict[int, dict[str, None]] = defaultdict(dict)
    for line in lines:
        share = producer_share(line)
        amounts[line.vendor_id] += share
        unsold[line.vendor_id] += share - (line.total - line.fee)
        names[line.vendor_id] = line.vendor
        catalogues[line.vendor_id][line.catalogue] = None
    rows = (
        VendorRow(
            names[one] or ", ".join(catalogues[one]), tuple(catalogues[one]), amount, unsold[one]
        )
        for one, amount in amounts.items()
    )
    return tuple(sorted(rows, key=lambda row: row.vendor))


def fees_of(rates: Iterable[VatRow], producers: Iterable[VendorRow]) -> Decimal:
    """Return the group's fees: what members pay for goods, less what producers get of it (R53).

    What came and no member pays is not taken off: it is a cost of the group, not less of a fee.
    """
    paid = sum((one.gross for one in rates), ZERO)
    return paid - sum((one.gross - one.unsold for one in producers), ZERO)


def producer_share(line: LineView) -> Decimal:
    """Return what the producer gets for a line: without the fee; in full for what we spoiled."""
    came = line.ordered if line.came is None else line.came
    if line.reason in PRODUCER_IS_PAID and line.delivered < came:
        fee, whole = line_amounts(replace(line, delivered=came))
        return whole - fee
    return line.total - line.fee


def changed_lines(sheet: SheetView) -> tuple[tuple[BasketView, LineView], ...]:
    """Return the lines that are not as ordered (R30).

    Delivered otherwise, at another price, added here (there is no stated price then), with a
    reason noted, or at a total that nothing explains (R4). What was cancelled before the
    distribution was no order any more.
    """
    return tuple(
        (basket, line)
        for basket in sheet.baskets
        for line in basket.lines
        if line.reason is not Reason.CANCELLED
        and (
            line.delivered != line.ordered
            or line.reason is not None
            or (line.changed_by is not None and line.price != line.stated_price)
            or line.as_stated_only
        )
    )


def unsettled(sheet: SheetView) -> Unsettled:
    """Sort out the baskets that are not exactly paid, by confirmed payments (R53)."""
    lacking = [basket for basket in sheet.baskets if basket.difference < 0]
    return Unsettled(
        unpaid=tuple(basket for basket in lacking if basket.paid <= 0),
        partly_paid=tuple(basket for basket in lacking if basket.paid > 0),
        overpaid=tuple(basket for basket in sheet.baskets if basket.difference > 0),
    )


def _payments(sheet: SheetView) -> Iterable[OperationView]:
    for basket in sheet.baskets:
        yield from basket.payments
    yield from sheet.other_payments


def _lines(sheet: SheetView) -> Iterable[LineView]:
    for basket in sheet.baskets:
        yield from basket.lines
