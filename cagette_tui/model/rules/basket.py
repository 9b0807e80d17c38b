"""A basket, its lines and its payments, with every amount that follows from them.

Amounts are euros, quantities units, rates percent, all `Decimal`; times local.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from cagette_tui.model.rules.kinds import Kind, Mode, Reason
from cagette_tui.model.rules.line_amounts import exact_quantity_of, is_as_stated
from cagette_tui.value import ValueObject, cached_property

ZERO = Decimal("0.00")


_FAR = Decimal("0.3")


# A piece may weigh so many times more or less than one had thought.
_PLAUSIBLE = Decimal(3)


_SLIPS = tuple(map(Decimal, ("0.001", "0.01", "1000", "100")))


_THOUSANDTH = Decimal("0.001")

# R7: so many times more than one had thought is asked about.
_FAR_MORE = 5
# … of what nobody ordered, as if so many had been.
_USUAL = Decimal(4)


class ChequeView(ValueObject):
    """One sheet of paper."""

    id: int
    number: str | None
    bank: str | None
    drawer: str | None


class OperationView(ValueObject):
    """One entry of an account; `amount` is what it does to the balance."""

    id: int
    member_id: int
    kind: Kind
    basket_id: int | None
    distribution_id: int | None
    amount: Decimal
    mode: Mode | None
    pending: bool
    cheque: ChequeView | None
    membership_id: int | None
    reason: str | None
    created_at: datetime
    created_by: str
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None
    # The day it came, where that is not the day it was typed (R26); the evening that it was
    # announced for was certified by then (R23); the payment that it sends back (R24).
    day: date | None = None
    late: bool = False
    returns: int | None = None

    @property
    def counts(self) -> bool:
        """Whether it moves the balance: neither announced only nor cancelled (R11)."""
        return self.cancelled_at is None and not self.pending

    @property
    def is_payment(self) -> bool:
        """Whether it is a payment or a refund."""
        return self.kind is Kind.PAYMENT


class LineView(ValueObject):
    """One product in one basket."""

    id: int
    basket_id: int
    position: int
    product_id: int
    product: str
    weighed: bool
    vat_rate: Decimal
    catalogue: str
    catalogue_id: int
    vendor: str | None
    vendor_id: int
    ordered: Decimal
    delivered: Decimal
    price: Decimal
    fee_rate: Decimal
    fee: Decimal
    total: Decimal
    reason: Reason | None
    note: str | None
    weight_confirmed: bool
    # What the file said of it (R4); None for what was added here.
    stated_price: Decimal | None
    stated_fee: Decimal | None
    stated_total: Decimal | None
    # Who said last what was delivered, at which price and why (R30).
    changed_at: datetime | None
    changed_by: str | None
    # What came of it, where that is not what was ordered and the producer is paid for it (R53).
    came: Decimal | None = None
    # What the file's numbers stand for, where more is known than they tell (R2, R3, R4).
    exact_quantity: Decimal | None = None
    exact_price: Decimal | None = None
    exact_rate: Decimal | None = None
    as_cagette: bool | None = None
    unexplained: bool | None = None
    # Whether somebody said the VAT rate; copies from before that was asked say nothing (R53).
    vat_said: bool | None = True

    @property
    def as_stated_only(self) -> bool:
        """R4: it costs what the file states, though no price and no fee rate give that."""
        return bool(self.unexplained) and is_as_stated(self)

    @property
    def delivered_exactly(self) -> Decimal:
        """What was delivered, with all decimals of a derived quantity (R2)."""
        return exact_quantity_of(self)

    @property
    def ordered_exactly(self) -> Decimal:
        """What was ordered, with all decimals of a derived quantity (R2)."""
        return self.ordered if self.exact_quantity is None else self.exact_quantity

    @property
    def unweighed(self) -> bool:
        """R32: sold by weight, a whole number that nobody confirmed."""
        return (
            self.weighed
            and not self.weight_confirmed
            and self.delivered > 0
            and self.delivered % 1 == 0
        )

    def far_from_ordered(self, quantity: Decimal) -> bool:
        """R7, R32: far more pieces than were ordered, or a weight more than 30 % away from that."""
        if not self.weighed:
            return far_more(quantity, self.ordered)
        if not quantity or not self.ordered:
            return False
        return abs(quantity - self.ordered) > abs(self.ordered) * _FAR

    def like(self, quantity: Decimal, ratio: Decimal) -> bool:
        """Whether a weight is, for what was ordered, like others of which `ratio` was said."""
        usual = self.ordered * ratio
        return abs(quantity - usual) <= usual * _FAR

    def likely_weight(self, quantity: Decimal) -> Decimal | None:
        """R7, R32: what was meant by 100 or 1,000 times as much or as little, as by grams as kg."""
        for factor in _SLIPS:
            meant = (quantity * factor).quantize(_THOUSANDTH)
            near = self.ordered / _PLAUSIBLE <= meant <= self.ordered * _PLAUSIBLE
            if not self.weighed and meant % 1:
                continue  # pieces come whole
            if near and self.far_from_ordered(quantity):
                return meant
        return None


class BasketView(ValueObject):
    """A basket with its payments, its member's standing, and its lines where asked for."""

    id: int
    distribution_id: int
    number: int
    version: int
    member_id: int
    member: str
    member_ref: str | None
    intends_on_the_spot: bool
    by_coordinator: bool
    absent: bool
    validated_at: datetime | None
    validated_by: str | None
    cost: Decimal
    payments: tuple[OperationView, ...]
    older: Decimal  # R18, positive: credit
    balance: Decimal  # R11
    lines: tuple[LineView, ...] = ()
    # Lines that wait for the scales (R32), where the lines themselves were not read.
    unweighed_unread: int = 0

    def line_since(self, before: BasketView) -> LineView | None:
        """Return the line that was added since the basket was as `before`; None for none."""
        known = {line.id for line in before.lines}
        return next((line for line in self.lines if line.id not in known), None)

    def without_lines(self) -> BasketView:
        """Keep of the lines only how many of them wait for the scales."""
        return replace(self, lines=(), unweighed_unread=self.unweighed)

    @property
    def validated(self) -> bool:
        """R45: stored, not guessed."""
        return self.validated_at is not None

    @property
    def confirmed(self) -> tuple[OperationView, ...]:
        """Payments that count (R10), refunds included."""
        return tuple(payment for payment in self.payments if not payment.pending)

    @cached_property
    def announced(self) -> tuple[OperationView, ...]:
        """Payments with a mode and an amount that nobody has seen yet."""
        return tuple(payment for payment in self.payments if payment.pending)

    @cached_property
    def paid(self) -> Decimal:
        """Confirmed payments, net of refunds (R10)."""
        return sum((payment.amount for payment in self.confirmed), ZERO)

    @property
    def difference(self) -> Decimal:
        """Confirmed payments minus what the basket costs (écart)."""
        return self.paid - self.cost

    @property
    def older_credit(self) -> Decimal:
        """What the group owed the member before this basket, or 0 (R18)."""
        return max(self.older, ZERO)

    @property
    def older_debt(self) -> Decimal:
        """What the member owed the group before this basket, or 0 (R18)."""
        return max(-self.older, ZERO)

    @property
    def debt_beside(self) -> Decimal:
        """What remains of older debt after what is paid here on top of the basket (R18)."""
        return max(self.older_debt - max(self.difference, ZERO), ZERO)

    @cached_property
    def to_pay(self) -> Decimal:
        """What the basket lacks, less older credit, never below 0 (R18)."""
        return max(-self.difference - self.older_credit, ZERO)

    @property
    def to_collect(self) -> Decimal:
        """What this evening can still ask for: nobody absent pays at the table (R34)."""
        return ZERO if self.is_past_collecting else self.to_pay

    @property
    def is_past_collecting(self) -> bool:
        """Whether what it lacks is no longer asked for at the table (R34)."""
        return self.validated or self.absent

    @property
    def standing(self) -> Decimal:
        """The balance that counts here: older balance and this basket alone (R18)."""
        return self.older + self.difference

    @property
    def left_over(self) -> Decimal:
        """What is paid too much here and stays as credit (R17)."""
        return left_over(self.difference, self.older)

    @property
    def credit(self) -> Decimal:
        """The member's credit at this basket, which may have paid another one since."""
        return max(self.standing, ZERO)

    @property
    def refundable(self) -> Decimal:
        """The most that is refunded: the credit here, as far as it is there still (R16)."""
        return max(min(self.standing, self.balance), ZERO)

    @cached_property
    def on_the_spot(self) -> bool:
        """R14: the intention holds as long as something is to pay."""
        return self.intends_on_the_spot and not self.absent and self.to_pay > 0

    @property
    def needs_mode(self) -> bool:
        """R13: to be paid on the spot, and nobody has said how, not even for a part."""
        return self.on_the_spot and not any(payment.amount > 0 for payment in self.payments)

    @property
    def pending(self) -> Decimal:
        """What is announced, the on-the-spot intention included."""
        announced = sum((payment.amount for payment in self.announced), ZERO)
        return announced + self.pending_on_the_spot

    @cached_property
    def pending_on_the_spot(self) -> Decimal:
        """R14: what the intention stands for, beyond what is announced in a mode."""
        announced = sum((payment.amount for payment in self.announced), ZERO)
        return max(self.to_pay - announced, ZERO) if self.on_the_spot else ZERO

    @property
    def without_payment(self) -> bool:
        """R19: something is to pay and nothing was announced for it."""
        return self.to_pay > 0 and not self.payments and not self.intends_on_the_spot

    @property
    def unweighed(self) -> int:
        """How many lines still wait for the scales (R32)."""
        return self.unweighed_unread + sum(line.unweighed for line in self.lines)

    @property
    def weights_awaited(self) -> int:
        """How many lines wait for the scales, none where the member is absent (R32, R34)."""
        return 0 if self.absent else self.unweighed


def far_more(quantity: Decimal, usual: Decimal) -> bool:
    """R7: whether so many pieces are five times what is `usual`, or more, as a slip makes them.

    A cheque's number typed on a line is such a slip.
    """
    return abs(quantity) >= (abs(usual) or _USUAL) * _FAR_MORE


def left_over(difference: Decimal, older: Decimal) -> Decimal:
    """Return what stays as credit of what is paid too much: an older debt swallows it first (R17).

    `difference` is what was paid beyond what the basket costs, `older` the older balance (R18).
    """
    return max(min(difference, older + difference), ZERO)
