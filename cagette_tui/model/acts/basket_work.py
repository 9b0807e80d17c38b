"""A basket under way inside an act: checked, changed, and its version moved once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cagette_tui.model.acts.delivered import write_lines, write_orders
from cagette_tui.model.acts.writing import Act, Entry, under_way
from cagette_tui.model.reading.baskets import accepted_modes, read_basket, read_basket_to_change
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.rules.allowed import (
    must_be_accepted,
    must_not_be_certified,
    must_not_be_validated,
)
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.days import seen_on
from cagette_tui.model.rules.delivering import after_lines
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.history import BasketChanged
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.refusals import NotFound, OperationIsCancelled
from cagette_tui.model.rules.steps import Terms
from cagette_tui.model.store.statements import find_row
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.value import cached_property


@dataclass
class BasketWork:
    """One basket being changed by an act: read once, and kept as it becomes."""

    act: Act
    entry: Entry
    view: BasketView
    distribution: DistributionView

    @cached_property
    def terms(self) -> Terms:
        """What the rules judge this act by."""
        return self.act.terms(accepted_modes(), self.distribution.opens_at)

    def reread(self) -> BasketView:
        """Read the basket again, as it is now inside the act."""
        self.view = read_basket(self.view.id)
        return self.view

    def delivered(self, *lines: LineView, absent: bool | None = None) -> BasketView:
        """Write lines as the rules made them, and what follows (R12); return the basket then."""
        before, entries = self.view, {self.view.id: self.entry}
        old = {line.id: line for line in before.lines}
        write_lines(entries, [(old[line.id], line) for line in lines])
        write_orders(entries, [row_of(before)])
        version = before.version + 1
        is_absent = before.absent if absent is None else absent
        self.entry.update(row_of(before), version=version, absent=is_absent)
        at, who = self.act.at, self.act.who
        written = [
            replace(new, changed_at=at, changed_by=who) for new in lines if new != old[new.id]
        ]
        after = after_lines(before, written)
        self.view = replace(after, version=version, absent=is_absent)
        return self.view


def row_of(view: BasketView) -> Basket:
    """Return a basket's row as it was read: nobody else writes while an act is under way."""
    return Basket(
        id=view.id,
        distribution=view.distribution_id,
        member=view.member_id,
        number=view.number,
        version=view.version,
        on_the_spot=view.intends_on_the_spot,
        by_coordinator=view.by_coordinator,
        absent=view.absent,
        validated_at=view.validated_at,
        validated_by=view.validated_by,
    )


def open_basket(
    act: Act, kind: ActKind, basket_id: int, version: int, *, reason: str | None = None
) -> BasketWork:
    """Take a basket to change it, as it was when it was shown.

    Raises `NotFound`, `DistributionIsCertified`, `BasketIsValidated` (R33) and
    `BasketChanged` when somebody moved it since.
    """
    view, distribution = read_basket_to_change(basket_id)
    must_not_be_certified(distribution)
    act.seen_open.add(distribution.id)
    must_not_be_validated(view)
    must_be_current(view, version)
    entry = act.entry(
        kind,
        basket=view.id,
        member=view.member_id,
        distribution=view.distribution_id,
        reason=reason,
    )
    return BasketWork(act, entry, view, distribution)


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
    must_not_be_certified(row)
    act = under_way()
    if act is not None:
        act.seen_open.add(distribution_id)
    return row


def must_be_current(basket: Basket | BasketView, version: int) -> None:
    """Refuse an act on a basket that moved since it was shown."""
    if basket.version != version:
        raise as_changed(basket, version)


def as_changed(basket: Basket | BasketView, version: int) -> BasketChanged:
    """Say who changed a basket last, when, and what became of it since that version was shown."""
    # Only somebody who is refused wants to know.
    from cagette_tui.model.reading.history import read_since

    last = last_word(JournalEntry.basket == basket.id)
    assert last is not None
    return BasketChanged(
        basket.number, last.who, last.at, read_since(find_basket(basket.id), version)
    )


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
        must_not_be_validated(row)
        must_be_current(row, one.version)


def must_accept(mode: Mode) -> None:
    """Refuse a mode that the group does not accept (R13)."""
    must_be_accepted(mode, accepted_modes())


def new_cheque(entry: Entry, details: ChequeDetails) -> Cheque:
    """Note a cheque that came in (R15)."""
    return entry.insert(Cheque(**details.written))


def live_operation(operation_id: int) -> Operation:
    """Return an operation that counts. Raises `NotFound`, `OperationIsCancelled`."""
    row = find_row(Operation, operation_id)
    if row is None:
        raise NotFound("operation", operation_id)
    if row.cancelled_at is not None:
        raise OperationIsCancelled(row.cancelled_at, row.cancelled_by or "")
    return row


def mark_seen(entry: Entry, row: Operation) -> None:
    """Confirm a payment: money of the day on which it is seen, unless its evening is open (R23)."""
    distribution = row.distribution_id
    archived = distribution is not None and find_distribution(distribution).is_certified
    own = archived or distribution is None
    entry.update(
        row,
        pending=False,
        late=True if archived else None,
        day=seen_on(row.day, row.created_at, entry.act.at) if own else row.day,
    )


def cancel_operation(entry: Entry, row: Operation, why: str) -> None:
    """Cancel an operation, with who, when and why (R20)."""
    entry.update(row, cancelled_at=entry.act.at, cancelled_by=entry.act.who, cancel_reason=why)
