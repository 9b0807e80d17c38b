"""What a period comes to: its evenings, and what lies between them (R23, R57).

Pure. Amounts in euros. Money of an evening belongs to the evening's day, all else to its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.evening import CountView, DistributionView
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.next_float import said_to_stay
from cagette_tui.model.rules.takings import ByMode, VatRow, VendorRow, fees_of
from cagette_tui.value import ValueObject


class EveningGoods(ValueObject):
    """What was sold in an evening: by VAT rate, and what each producer is to be paid (R53)."""

    evening: DistributionView
    vat: tuple[VatRow, ...]
    vendors: tuple[VendorRow, ...]

    @property
    def gross(self) -> Decimal:
        """What the members pay for it, fees included."""
        return sum((one.gross for one in self.vat), ZERO)

    @property
    def producers(self) -> Decimal:
        """What the producers are to be paid."""
        return sum((one.gross for one in self.vendors), ZERO)

    @property
    def unsold(self) -> Decimal:
        """What of that no member pays."""
        return sum((one.unsold for one in self.vendors), ZERO)

    @property
    def fees(self) -> Decimal:
        """The group's fees."""
        return fees_of(self.vat, self.vendors)


class EveningTakings(ValueObject):
    """What came in with an evening, or, where there is none, between them."""

    evening: DistributionView | None
    came_in: ByMode
    membership: Decimal


class EveningBox(ValueObject):
    """The box of an evening: what it should hold by now, and what was counted (R50, R51)."""

    evening: DistributionView
    cash: Decimal
    moves: Decimal
    count: CountView | None

    @property
    def expected(self) -> Decimal:
        """What it should hold."""
        return self.evening.cash_float + self.cash + self.moves

    @property
    def stays(self) -> Decimal | None:
        """What was said to stay in it (R55); None where nobody said it."""
        return said_to_stay(self.evening.left_in_box, self.count)

    @property
    def difference(self) -> Decimal | None:
        """What was there beyond that; None where nobody counted."""
        return None if self.count is None else self.count.difference_from(self.expected)


class AccountAt(ValueObject):
    """How an account stood at the end of a day.

    `since` is the day from which on it was a debt, or a credit, without a break; `last_payment`
    the day on which money last came.
    """

    member_id: int
    member: str
    member_ref: str | None
    balance: Decimal
    since: date
    last_payment: date | None


class MembershipRow(ValueObject):
    """A membership fee that was paid, or, without a mode, left on the account.

    `evening` is the distribution in whose papers it is.
    """

    day: date
    member: str
    member_ref: str | None
    amount: Decimal
    evening: int | None
    mode: Mode | None


class StatementRow(ValueObject):
    """An entry of a member's account with the balance after it."""

    id: int
    day: date
    kind: Kind
    mode: Mode | None
    amount: Decimal
    balance: Decimal
    place: str | None
    basket: int | None  # its number
    membership: bool
    returned: bool
    reason: str | None


class MemberStatement(ValueObject):
    """A member's account over a period."""

    member: str
    member_ref: str | None
    opening: Decimal
    rows: tuple[StatementRow, ...]

    @property
    def closing(self) -> Decimal:
        """The balance at the end."""
        return self.rows[-1].balance if self.rows else self.opening


class Unit(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


class Span(ValueObject):
    """A month, a quarter or a year of the calendar."""

    unit: Unit
    first: date

    @classmethod
    def around(cls, day: date, unit: Unit) -> Span:
        """Give the one in which a day is."""
        months = _MONTHS[unit]
        return cls(unit, date(day.year, (day.month - 1) // months * months + 1, 1))

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.moved(1).first - timedelta(days=1)

    def moved(self, by: int) -> Span:
        """Give the one so many later (negative: earlier), within the years that dates have."""
        place = self.first.year * 12 + self.first.month - 1 + by * _MONTHS[self.unit]
        year, month = divmod(min(max(place, 2000 * 12), 2100 * 12), 12)
        return Span(self.unit, date(year, month + 1, 1))

    def turned(self, unit: Unit, today: date) -> Span:
        """Give another unit: the one that holds today where this one does, else its end's."""
        inside = self.first <= today <= self.last
        return Span.around(today if inside else self.last, unit)


def total_vat(goods: Iterable[EveningGoods]) -> tuple[VatRow, ...]:
    """Add the evenings up by rate; each of them is rounded on its own paper already."""
    sums: dict[Decimal, VatRow] = {}
    for one in goods:
        for row in one.vat:
            had = sums.get(row.rate, VatRow(row.rate, ZERO, ZERO))
            sums[row.rate] = VatRow(
                row.rate, had.net + row.net, had.gross + row.gross, had.assumed or row.assumed
            )
    return tuple(sums[rate] for rate in sorted(sums))


def total_vendors(goods: Iterable[EveningGoods]) -> tuple[VendorRow, ...]:
    """Add the evenings up by producer, by name."""
    sums: dict[str, VendorRow] = {}
    for one in goods:
        for row in one.vendors:
            had = sums.get(row.vendor, VendorRow(row.vendor, (), ZERO))
            sums[row.vendor] = VendorRow(
                row.vendor,
                tuple(dict.fromkeys((*had.catalogues, *row.catalogues))),
                had.gross + row.gross,
                had.unsold + row.unsold,
            )
    return tuple(sums[name] for name in sorted(sums))
