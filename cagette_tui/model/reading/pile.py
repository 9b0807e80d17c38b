"""The pile of cheques beside those of the books, and the slip for the bank (R15, R52)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from peewee import JOIN

from cagette_tui.model.reading.baskets import cheque_payments, read_distribution
from cagette_tui.model.rules.basket import ZERO, ChequeView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.group import GroupSettings
from cagette_tui.model.rules.pile import PaperView, PileEntry, PileView, gathered, papers_of
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import PileCheque
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.value import ValueObject


class SlipRow(ValueObject):
    """One cheque of the deposit slip; who paid by it stands in for a drawer that nobody noted."""

    position: int
    number: str | None
    bank: str | None
    drawer: str | None
    members: tuple[str, ...]
    amount: Decimal
    elsewhere: Decimal = ZERO  # what of it pays for other distributions, or for none (R15)


class Slip(ValueObject):
    """The cheques that go to the bank: as the pile lies there, or before it was begun as booked.

    `in_pile_order` is False for the latter: then they are in the order of baskets.
    """

    rows: tuple[SlipRow, ...]
    in_pile_order: bool
    account_holder: str | None
    iban: str | None

    @property
    def count(self) -> int:
        """How many cheques there are."""
        return len(self.rows)

    @property
    def total(self) -> Decimal:
        """What they come to, in euros."""
        return sum((row.amount for row in self.rows), ZERO)

    @property
    def elsewhere(self) -> Decimal:
        """What of that pays for other distributions, or for none."""
        return sum((row.elsewhere for row in self.rows), ZERO)

    @property
    def here(self) -> Decimal:
        """What of it is this distribution's: what its books have."""
        return self.total - self.elsewhere


def read_pile(distribution_id: int) -> PileView:
    """Read the pile as far as it was gone through. Raises `NotFound`."""
    with reading():
        read_distribution(distribution_id)
        return _pile(distribution_id, gathered(cheque_payments(distribution_id)))


def pile_of(sheet: SheetView) -> PileView:
    """Read the pile of a sheet that was read already, in two more statements."""
    return _pile(sheet.distribution.id, papers_of(sheet))


def _whole(distribution_id: int, papers: Sequence[PaperView]) -> tuple[PaperView, ...]:
    """Return cheques with what they pay for other distributions, or for none (R15)."""
    if not papers:
        return ()
    query = (
        Operation.select(Operation.cheque, sum_of(Operation.amount))
        .where(
            Operation.cheque.in_([paper.id for paper in papers]),
            Operation.cancelled_at.is_null(),
            Operation.distribution.is_null() | (Operation.distribution != distribution_id),
        )
        .group_by(Operation.cheque)
    )
    elsewhere: dict[int, Decimal] = dict(tuples(query))
    lying: set[int] = set()
    if elsewhere:
        piled = PileCheque.select(PileCheque.cheque).where(
            PileCheque.cheque.in_(list(elsewhere)), PileCheque.distribution != distribution_id
        )
        lying = {cheque for (cheque,) in tuples(piled)}
    return tuple(one.with_elsewhere(elsewhere.get(one.id, ZERO), one.id in lying) for one in papers)


def _pile(distribution_id: int, papers: tuple[PaperView, ...]) -> PileView:
    papers = _whole(distribution_id, papers)
    by_cheque = {paper.id: paper for paper in papers}
    query = (
        PileCheque.select(
            PileCheque.position,
            PileCheque.amount,
            Cheque.id,
            Cheque.number,
            Cheque.bank,
            Cheque.drawer,
        )
        .join(Cheque, JOIN.LEFT_OUTER)
        .where(PileCheque.distribution == distribution_id)
        .order_by(PileCheque.position)
    )
    with reading():
        rows = list(tuples(query))
    entries = (
        PileEntry(
            position,
            amount,
            None if cheque[0] is None else ChequeView(*cheque),
            by_cheque.get(cheque[0]),
        )
        for position, amount, *cheque in rows
    )
    return PileView(distribution_id, tuple(entries), papers)


def slip_of(pile: PileView, settings: GroupSettings) -> Slip:
    """Return what the deposit slip of a pile says by now, with the account of some settings."""
    if pile.begun:
        rows = [_slip_row(one.position, one.amount, one.cheque, one.paper) for one in pile.entries]
        rows += [
            _slip_row(place, paper.amount, paper.cheque, paper)
            for place, paper in enumerate(pile.lying_elsewhere, start=len(rows) + 1)
        ]
    else:
        received = [paper for paper in pile.papers if not paper.pending]
        rows = [
            _slip_row(place, paper.amount, paper.cheque, paper)
            for place, paper in enumerate(received, start=1)
        ]
    return Slip(tuple(rows), pile.begun, settings.account_holder, settings.iban)


def _slip_row(
    position: int, amount: Decimal, cheque: ChequeView | None, paper: PaperView | None
) -> SlipRow:
    members, elsewhere = ((), ZERO) if paper is None else (paper.members, paper.elsewhere)
    if cheque is None:
        return SlipRow(position, None, None, None, members, amount)
    written = cheque.number, cheque.bank, cheque.drawer
    return SlipRow(position, *written, members, amount, elsewhere)
