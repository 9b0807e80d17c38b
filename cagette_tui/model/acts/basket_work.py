"""A basket under way inside an act: checked, changed, and its version moved once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cagette_tui.model.acts.writing import Act, Entry
from cagette_tui.model.reading.baskets import accepted_modes, read_basket
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.rules.basket import ZERO, BasketView
from cagette_tui.model.rules.evening import OPENS_BEFORE
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind, Kind, Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.refusals import (
    BasketIsAbsent,
    BasketIsValidated,
    DistributionIsCertified,
    ModeNotAccepted,
    NotFound,
    OperationIsCancelled,
    TooEarly,
)
from cagette_tui.model.store.statements import find_row
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Cheque, Operation


@dataclass
class BasketWork:
    """One basket being changed by an act."""

    act: Act
    entry: Entry
    row: Basket
    view: BasketView

    def reread(self) -> BasketView:
        """Read the basket again, as it is now inside the act."""
        self.view = read_basket(self.row.id)
        return self.view

    def done(self, **changes: object) -> BasketView:
        """Write the basket's own changes, move its version, and read it again."""
        self.entry.update(self.row, version=self.row.version + 1, **changes)
        return self.reread()

    def book(
        self,
        amount: Decimal,
        mode: Mode,
        *,
        pending: bool = False,
        cheque: Cheque | None = None,
        reason: str | None = None,
    ) -> Operation:
        """Add a payment of `amount` euros (negative: a refund) to the basket."""
        if cheque is None and mode is Mode.CHEQUE and amount > 0:
            cheque = new_cheque(self.entry, ChequeDetails())
        return self.entry.insert(
            Operation(
                act=self.act.number,
                member=self.row.member_id,
                kind=Kind.PAYMENT,
                basket=self.row.id,
                distribution=self.row.distribution_id,
                amount=amount,
                mode=mode,
                pending=pending,
                cheque=cheque,
                reason=reason,
                created_at=self.act.at,
                created_by=self.act.who,
            )
        )

    def cancel(self, operation_id: int, why: str) -> None:
        """Cancel one of the basket's operations (R20)."""
        cancel_operation(self.entry, live_operation(operation_id), why)

    def confirm(self, operation_id: int) -> None:
        """Confirm an announced payment (R10)."""
        self.entry.update(live_operation(operation_id), pending=False)

    def settle_order(self) -> None:
        """Make the order operation minus the sum of the lines (R12)."""
        settle_order(self.entry, self.row)


def open_basket(
    act: Act, kind: ActKind, basket_id: int, version: int, *, reason: str | None = None
) -> BasketWork:
    """Take a basket to change it, as it was when it was shown.

    Raises `NotFound`, `DistributionIsCertified`, `BasketIsValidated` (R33) and
    `BasketChanged` when somebody moved it since.
    """
    row = find_basket(basket_id)
    must_be_open(row.distribution_id)
    if row.validated_at is not None:
        raise BasketIsValidated(row.number, row.validated_at, row.validated_by or "")
    must_be_current(row, version)
    entry = act.entry(
        kind,
        basket=row.id,
        member=row.member_id,
        distribution=row.distribution_id,
        reason=reason,
    )
    return BasketWork(act, entry, row, read_basket(row.id))


def find_basket(basket_id: int) -> Basket:
    """Return a basket's row. Raises `NotFound`."""
    row = find_row(Basket, basket_id)
    if row is None or row.cancelled_at is not None:
        raise NotFound("basket", basket_id)
    return row


def find_distribution(distribution_id: int) -> Distribution:
    """Return a distribution's row. Raises `NotFound`."""
    row = find_row(Distribution, distribution_id)
    if row is None or row.cancelled_at is not None:
        raise NotFound("distribution", distribution_id)
    return row


def must_be_open(distribution_id: int) -> Distribution:
    """Refuse what is archived (R43)."""
    row = find_distribution(distribution_id)
    if row.certified_at is not None:
        raise DistributionIsCertified(row.certified_at, row.certified_by or "")
    return row


def must_have_begun(act: Act, distribution_id: int) -> None:
    """Refuse what is possible only from 30 minutes before the start (R40)."""
    opens_at = find_distribution(distribution_id).starts_at - OPENS_BEFORE
    if act.at < opens_at:
        raise TooEarly(opens_at, act.at)


def must_be_current(row: Basket, version: int) -> None:
    """Refuse an act on a basket that moved since it was shown."""
    if row.version != version:
        raise as_changed(row, version)


def as_changed(row: Basket, version: int) -> BasketChanged:
    """Say who changed a basket last, when, and what became of it since that version was shown."""
    # Only somebody who is refused wants to know.
    from cagette_tui.model.reading.history import read_since

    last = last_word(JournalEntry.basket == row.id)
    assert last is not None
    return BasketChanged(row.number, last.who, last.at, read_since(row, version))


def must_be_unchanged(baskets: Sequence[BasketView]) -> None:
    """Refuse an act on several baskets of which one was validated or moved since it was shown."""
    rows = {
        row.id: row
        for row in Basket.select().where(
            Basket.id.in_([one.id for one in baskets]), Basket.cancelled_at.is_null()
        )
    }
    for one in baskets:
        row = rows.get(one.id)
        if row is None:
            raise NotFound("basket", one.id)
        if row.validated_at is not None:
            raise BasketIsValidated(row.number, row.validated_at, row.validated_by or "")
        must_be_current(row, one.version)


def must_be_present(work: BasketWork) -> None:
    """Refuse to receive for somebody who is absent (R34)."""
    if work.view.absent:
        raise BasketIsAbsent(work.view.number)


def must_accept(mode: Mode) -> None:
    """Refuse a mode that the group does not accept (R13)."""
    accepted = accepted_modes()
    if mode not in accepted:
        raise ModeNotAccepted(mode, accepted)


def new_cheque(entry: Entry, details: ChequeDetails) -> Cheque:
    """Note a cheque that came in (R15)."""
    return entry.insert(Cheque(number=details.number, bank=details.bank, drawer=details.drawer))


def live_operation(operation_id: int) -> Operation:
    """Return an operation that counts. Raises `NotFound`, `OperationIsCancelled`."""
    row = find_row(Operation, operation_id)
    if row is None:
        raise NotFound("operation", operation_id)
    if row.cancelled_at is not None:
        raise OperationIsCancelled(row.cancelled_at, row.cancelled_by or "")
    return row


def cancel_operation(entry: Entry, row: Operation, why: str) -> None:
    """Cancel an operation, with who, when and why (R20)."""
    entry.update(row, cancelled_at=entry.act.at, cancelled_by=entry.act.who, cancel_reason=why)


def settle_order(entry: Entry, basket: Basket) -> None:
    """Make a basket's order operation minus the sum of its lines (R12)."""
    total = Line.select(sum_of(Line.total)).where(Line.basket == basket.id).scalar() or ZERO
    order: Operation | None = Operation.get_or_none(
        Operation.basket == basket.id,
        Operation.kind == Kind.ORDER,
        Operation.cancelled_at.is_null(),
    )
    if order is None:
        entry.insert(
            Operation(
                act=entry.act.number,
                member=basket.member_id,
                kind=Kind.ORDER,
                basket=basket.id,
                distribution=basket.distribution_id,
                amount=-total,
                created_at=entry.act.at,
                created_by=entry.act.who,
            )
        )
    else:
        entry.update(order, amount=-total)
