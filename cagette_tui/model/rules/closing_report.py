"""What was certified: the whole closing report, kept as it was then (R54). Amounts in euros.

Pure; `cagette_tui.model.acts.certifying` gathers and stores it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from cagette_tui.model.rules.basket import ZERO, BasketView, LineView, OperationView
from cagette_tui.model.rules.evening import CashMoveView, CountView, SheetView
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.next_float import said_to_stay
from cagette_tui.model.rules.pile import PileView
from cagette_tui.model.rules.takings import (
    Takings,
    Totals,
    VatRow,
    VendorRow,
    changed_lines,
    takings,
    totals,
    vat,
    vendors,
)
from cagette_tui.value import ValueObject

Path = tuple[str, ...]


class ReportPayment(ValueObject):
    """A payment or refund; without a basket it is on the member's account."""

    basket: int | None  # its number
    member: str
    mode: Mode
    amount: Decimal
    reason: str | None


class ReportBasket(ValueObject):
    """What became of a basket. `before` and `after` are the member's balance (R18).

    `before`, what was paid beyond the cost, and `adjusted` make `after`.
    """

    number: int
    member: str
    absent: bool
    ordered: Decimal
    paid: dict[Mode, Decimal]  # confirmed, net of refunds
    before: Decimal
    after: Decimal
    # What the account was adjusted by in between, beside the basket (R21).
    adjusted: Decimal = ZERO

    @property
    def difference(self) -> Decimal:
        """Confirmed payments minus what the basket costs."""
        return sum(self.paid.values(), ZERO) - self.ordered


class ReportLine(ValueObject):
    """A line that was not delivered as ordered, with why, who and when (R30)."""

    basket: int
    member: str
    product: str
    ordered: Decimal
    delivered: Decimal
    price: Decimal
    total: Decimal
    reason: Reason | None
    note: str | None
    by: str | None
    at: datetime | None
    as_stated: bool = False  # it costs what its file states, though nothing explains it (R4)


class ReportSheet(ValueObject):
    """A cheque on which pile and books do not agree; `members` is empty where nobody has it."""

    amount: Decimal
    members: tuple[str, ...]


class ReportData(ValueObject):
    """All that the report says."""

    group: str
    place: str
    starts_at: datetime
    ends_at: datetime
    totals: Totals
    takings: Takings
    memberships: tuple[ReportPayment, ...]
    refunds: tuple[ReportPayment, ...]
    other_payments: tuple[ReportPayment, ...]
    awaited: tuple[ReportPayment, ...]
    cash_float: Decimal
    moves: tuple[CashMoveView, ...]
    count: CountView | None
    pile_begun: bool
    cheques_missing: tuple[ReportSheet, ...]
    cheques_unexpected: tuple[ReportSheet, ...]
    vat: tuple[VatRow, ...]
    vendors: tuple[VendorRow, ...]
    baskets: tuple[ReportBasket, ...]
    changes: tuple[ReportLine, ...]
    left_in_box: Decimal | None = None  # of what was counted, where somebody said it (R55)

    @property
    def with_difference(self) -> tuple[ReportBasket, ...]:
        """Baskets that were not paid exactly."""
        return tuple(basket for basket in self.baskets if basket.difference)


class Change(ValueObject):
    """Something that a report says otherwise than the one it replaces.

    `path` says what, from the large to the small, such as ("basket", "12", "paid", "cash");
    None: it was not there before, or is not there any more.
    """

    path: Path
    before: str | None
    after: str | None


class ClosingReportView(ValueObject):
    """A closing report; a draft has no number. `changed` is against the one it replaces."""

    distribution_id: int
    number: int | None
    closed_at: datetime | None
    closed_by: str | None
    replaces: int | None
    changed: tuple[Change, ...]
    data: ReportData


def report_data(sheet: SheetView, pile: PileView, group: str) -> ReportData:
    """Gather all that the report says; the sheet has its lines."""
    payments = tuple((one[0], _payment(*one)) for one in sheet.payments)
    confirmed = [one for one in payments if not one[0].pending]
    others = [one for one in confirmed if one[1].basket is None and one[0].amount > 0]
    return ReportData(
        group=group,
        place=sheet.distribution.place,
        starts_at=sheet.distribution.starts_at,
        ends_at=sheet.distribution.ends_at,
        totals=totals(sheet),
        takings=takings(sheet),
        memberships=tuple(line for payment, line in others if payment.membership_id),
        refunds=tuple(line for payment, line in confirmed if payment.amount < 0),
        other_payments=tuple(line for payment, line in others if not payment.membership_id),
        awaited=tuple(line for payment, line in payments if payment.pending),
        cash_float=sheet.distribution.cash_float,
        moves=sheet.cash_moves,
        count=sheet.count,
        pile_begun=pile.begun,
        cheques_missing=tuple(
            ReportSheet(paper.amount, paper.members) for paper in pile.missing if pile.begun
        ),
        cheques_unexpected=tuple(
            ReportSheet(one.amount, one.paper.members if one.paper else ())
            for one in pile.unexpected
        ),
        vat=vat(sheet),
        vendors=vendors(sheet),
        baskets=tuple(_basket(one, sheet) for one in sheet.baskets),
        changes=tuple(_line(*one) for one in changed_lines(sheet)),
        left_in_box=said_to_stay(sheet.distribution.left_in_box, sheet.count),
    )


def _payment(payment: OperationView, member: str, number: int | None) -> ReportPayment:
    assert payment.mode is not None
    return ReportPayment(number, member, payment.mode, payment.amount, payment.reason)


def _basket(basket: BasketView, sheet: SheetView) -> ReportBasket:
    adjusted = sheet.adjusted.get(basket.member_id, ZERO)
    paid: dict[Mode, Decimal] = defaultdict(lambda: ZERO)
    for payment in basket.confirmed:
        assert payment.mode is not None
        paid[payment.mode] += payment.amount
    return ReportBasket(
        basket.number,
        basket.member,
        basket.absent,
        basket.cost,
        dict(paid),
        basket.older - adjusted,
        basket.standing,
        adjusted,
    )


def _line(basket: BasketView, line: LineView) -> ReportLine:
    return ReportLine(
        basket.number,
        basket.member,
        line.product,
        line.ordered,
        line.delivered,
        line.price,
        line.total,
        line.reason,
        line.note,
        line.changed_by,
        line.changed_at,
        line.as_stated_only,
    )


def changes_between(before: ReportData, after: ReportData) -> tuple[Change, ...]:
    """Compare two reports fact by fact, in the order in which they are told."""
    old, new = dict(_facts(before)), dict(_facts(after))
    return tuple(
        Change(path, old.get(path), new.get(path))
        for path in dict.fromkeys((*old, *new))
        if old.get(path) != new.get(path)
    )


def _facts(data: ReportData) -> Iterator[tuple[Path, str]]:
    """Tell a report in single facts, each once."""
    yield from _sums(data)
    yield from _box(data)
    for row in data.vat:
        yield ("vat", str(row.rate)), str(row.gross)
    for vendor in data.vendors:
        yield ("vendor", vendor.vendor), str(vendor.gross)
    for basket in data.baskets:
        here = ("basket", str(basket.number))
        yield (*here, "ordered"), str(basket.ordered)
        for mode, amount in basket.paid.items():
            if amount:
                yield (*here, "paid", mode), str(amount)
        if basket.absent:
            yield (*here, "absent"), "true"
    yield from _lines(data)
    yield from _by_member(data)


def _sums(data: ReportData) -> Iterator[tuple[Path, str]]:
    yield ("totals", "baskets"), str(data.totals.baskets)
    yield ("totals", "ordered"), str(data.totals.ordered)
    yield ("totals", "paid"), str(data.totals.paid)
    for mode, amount in data.takings.by_mode.items():
        yield ("takings", mode), str(amount)
    yield ("takings", "cheque_count"), str(data.takings.cheque_count)
    yield ("takings", "membership"), str(data.takings.membership)
    for mode, amount in data.takings.refunds.items():
        yield ("refunds", mode), str(amount)


def _box(data: ReportData) -> Iterator[tuple[Path, str]]:
    yield ("cash_box", "float"), str(data.cash_float)
    yield ("cash_box", "moves"), str(data.takings.box_moves)
    yield ("cash_box", "expected"), str(data.takings.expected_cash)
    if data.count is not None:
        yield ("cash_box", "counted"), str(data.count.counted)
        yield ("cash_box", "difference"), str(data.count.difference)
        yield ("cash_box", "explanation"), data.count.explanation or ""
        if data.count.card_counted is not None:
            yield ("cash_box", "card_terminal"), str(data.count.card_counted)
        if data.count.cheques_counted is not None:
            yield ("cash_box", "cheques"), str(data.count.cheques_counted)
    if data.left_in_box is not None:
        yield ("cash_box", "left_in_box"), str(data.left_in_box)


def _lines(data: ReportData) -> Iterator[tuple[Path, str]]:
    seen: dict[Path, int] = defaultdict(int)
    for line in data.changes:
        here = ("basket", str(line.basket), "line", line.product)
        seen[here] += 1
        if seen[here] > 1:  # weighed piece by piece
            here = (*here[:3], f"{line.product} ({seen[here]})")
        yield (*here, "delivered"), f"{line.delivered.normalize():f}" if line.delivered else "0"
        if line.reason is not None:
            yield (*here, "reason"), line.reason
        if line.note:
            yield (*here, "note"), line.note


def _by_member(data: ReportData) -> Iterator[tuple[Path, str]]:
    """Tell what hangs on the members' accounts, and what is awaited, summed by mode."""
    sums: dict[Path, Decimal] = defaultdict(lambda: ZERO)
    on_accounts = tuple(one for one in data.refunds if one.basket is None)
    for name, payments in (
        ("membership", data.memberships),
        ("payment", data.other_payments),
        ("refund", on_accounts),
        ("awaited", data.awaited),
    ):
        for one in payments:
            sums[("member", one.member, name, one.mode)] += one.amount
    for path, amount in sums.items():
        yield path, str(amount)
