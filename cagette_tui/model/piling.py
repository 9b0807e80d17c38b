"""Go through the pile of cheques: type what is on each, in the pile's order (R15, R52)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from peewee import JOIN, Expression

from cagette_tui.model.base import tuples
from cagette_tui.model.basket_work import ChequeDetails, must_be_open, new_cheque
from cagette_tui.model.box import PileCheque
from cagette_tui.model.changing import confirm_in
from cagette_tui.model.database import reading
from cagette_tui.model.errors import (
    BadAmount,
    ChequeAmount,
    ChequeOnPile,
    NotFound,
    PileChanged,
)
from cagette_tui.model.journal import JournalEntry
from cagette_tui.model.kinds import ActKind
from cagette_tui.model.last_word import last_word
from cagette_tui.model.ledger import Cheque, Operation
from cagette_tui.model.pile import PaperView, PileEntry, PileView, gathered, papers_of
from cagette_tui.model.reading import cheque_payments, read_distribution
from cagette_tui.model.settings import read_settings
from cagette_tui.model.views import ZERO, ChequeView, SheetView
from cagette_tui.model.writing import Act, Desk, Entry, stored, writing
from cagette_tui.money import MAXIMUM


@dataclass(frozen=True)
class SlipRow:
    """One cheque of the deposit slip; who paid by it stands in for a drawer that nobody noted."""

    position: int
    number: str | None
    bank: str | None
    drawer: str | None
    members: tuple[str, ...]
    amount: Decimal


@dataclass(frozen=True)
class Slip:
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


def read_pile(distribution_id: int) -> PileView:
    """Read the pile as far as it was gone through. Raises `NotFound`."""
    with reading():
        read_distribution(distribution_id)
        return _pile(distribution_id, gathered(cheque_payments(distribution_id)))


def pile_of(sheet: SheetView) -> PileView:
    """Do so for a sheet that was read already: one more statement."""
    return _pile(sheet.distribution.id, papers_of(sheet))


def _pile(distribution_id: int, papers: tuple[PaperView, ...]) -> PileView:
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


def candidates(distribution_id: int, amount: Decimal) -> tuple[PaperView, ...]:
    """Return the cheques of that amount that are not on the pile; those announced last."""
    return read_pile(distribution_id).candidates(amount)


def slip(distribution_id: int) -> Slip:
    """Return what the deposit slip says. Raises `NotFound`."""
    with reading():
        pile = read_pile(distribution_id)
        settings = read_settings()
    if pile.begun:
        rows = [_slip_row(one.position, one.amount, one.cheque, one.paper) for one in pile.entries]
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
    members = paper.members if paper is not None else ()
    if cheque is None:
        return SlipRow(position, None, None, None, members, amount)
    return SlipRow(position, cheque.number, cheque.bank, cheque.drawer, members, amount)


def put_on_pile(
    desk: Desk,
    distribution_id: int,
    amount: Decimal,
    cheque_id: int | None = None,
    *,
    details: ChequeDetails | None = None,
    after: int | None = None,
) -> PileView:
    """Note a sheet of the pile: at its end, or after a position (0: before the first).

    With a `cheque_id` it is that cheque; one that was announced is seen now, and
    confirmed, whatever is validated (R41). Without, it is an amount that nobody
    expected. `details` are written on the cheque where given. Raises `ChequeOnPile`,
    `ChequeAmount`, `BadAmount`, `NotFound`, `DistributionIsCertified`.
    """
    with writing(desk) as act:
        must_be_open(distribution_id)
        if not ZERO < amount <= MAXIMUM:
            raise BadAmount(amount)
        pile = read_pile(distribution_id)
        position = pile.count + 1 if after is None else after + 1
        if not 1 <= position <= pile.count + 1:
            raise NotFound("pile_cheque", position - 1)
        entry = act.entry(ActKind.PILE, distribution=distribution_id)
        if cheque_id is not None:
            _identify(act, pile, amount, cheque_id)
            _write_details(entry, cheque_id, details)
        elif details is not None:
            cheque_id = new_cheque(entry, details).id
        _make_room(entry, distribution_id, position)
        entry.insert(
            PileCheque(
                distribution=distribution_id, position=position, amount=amount, cheque=cheque_id
            )
        )
        return read_pile(distribution_id)


def identify_on_pile(
    desk: Desk, distribution_id: int, shown: PileEntry, cheque_id: int
) -> PileView:
    """Say which cheque a sheet is that lies on the pile already: its payment came in since.

    Raises `PileChanged`, and what `put_on_pile` raises.
    """
    with writing(desk) as act:
        must_be_open(distribution_id)
        row = _find(distribution_id, shown)
        entry = act.entry(ActKind.PILE, distribution=distribution_id)
        _identify(act, read_pile(distribution_id), row.amount, cheque_id)
        if shown.cheque is not None and shown.paper is None:
            noted = shown.cheque  # what was read from the sheet before anybody knew whose it is
            details = ChequeDetails(noted.number, noted.bank, noted.drawer)
            _write_details(entry, cheque_id, details)
        entry.update(row, cheque=cheque_id)
        return read_pile(distribution_id)


def remove_from_pile(desk: Desk, distribution_id: int, shown: PileEntry) -> PileView:
    """Take a sheet off the pile: it was typed wrongly, or is none of these.

    Raises `PileChanged` when the pile is no longer what was shown, `DistributionIsCertified`.
    """
    with writing(desk) as act:
        must_be_open(distribution_id)
        row = _find(distribution_id, shown)
        entry = act.entry(ActKind.PILE, distribution=distribution_id)
        entry.delete(row)
        _close_gap(entry, distribution_id, shown.position)
        return read_pile(distribution_id)


def set_cheque_details(
    desk: Desk, distribution_id: int, cheque_id: int, details: ChequeDetails
) -> PileView:
    """Note number, bank and drawer of a cheque of the distribution, or of its pile.

    Raises `NotFound`, `DistributionIsCertified`.
    """
    with writing(desk) as act:
        must_be_open(distribution_id)
        pile = read_pile(distribution_id)
        on_pile = {entry.cheque.id for entry in pile.entries if entry.cheque is not None}
        if cheque_id not in on_pile | {paper.id for paper in pile.papers}:
            raise NotFound("cheque", cheque_id)
        entry = act.entry(ActKind.PILE, distribution=distribution_id)
        entry.update(
            Cheque.get_by_id(cheque_id),
            number=_clean(details.number),
            bank=_clean(details.bank),
            drawer=_clean(details.drawer),
        )
        return read_pile(distribution_id)


def _identify(act: Act, pile: PileView, amount: Decimal, cheque_id: int) -> None:
    """See that a cheque can be the sheet, and confirm what was announced of it (R41)."""
    for one in pile.entries:
        if one.cheque is not None and one.cheque.id == cheque_id:
            raise ChequeOnPile(one.position)
    paper = next((one for one in pile.papers if one.id == cheque_id), None)
    if paper is None:
        raise NotFound("cheque", cheque_id)
    if paper.amount != amount:
        raise ChequeAmount(amount, paper.amount)
    if paper.pending:
        for row in Operation.select().where(
            Operation.id.in_(list(paper.operations)), Operation.pending
        ):
            confirm_in(act, ActKind.PILE, row)


def _find(distribution_id: int, shown: PileEntry) -> PileCheque:
    row: PileCheque | None = PileCheque.get_or_none(
        PileCheque.distribution == distribution_id, PileCheque.position == shown.position
    )
    cheque = None if shown.cheque is None else shown.cheque.id
    if row is None or (row.amount, row.cheque_id) != (shown.amount, cheque):
        of_pile = JournalEntry.kind == ActKind.PILE
        last = last_word(of_pile & (JournalEntry.distribution == distribution_id))
        raise PileChanged(shown.position, shown.amount, None if row is None else row.amount, last)
    return row


def _write_details(entry: Entry, cheque_id: int, details: ChequeDetails | None) -> None:
    """Write what was given; what was noted before and is not given stays."""
    if details is not None:
        given = {
            name: _clean(value)
            for name, value in (
                ("number", details.number),
                ("bank", details.bank),
                ("drawer", details.drawer),
            )
            if value is not None
        }
        entry.update(Cheque.get_by_id(cheque_id), **given)


def _clean(text: str | None) -> str | None:
    return (text or "").strip() or None


def _make_room(entry: Entry, distribution_id: int, position: int) -> None:
    _shift(entry, distribution_id, PileCheque.position >= position, 1)


def _close_gap(entry: Entry, distribution_id: int, position: int) -> None:
    _shift(entry, distribution_id, PileCheque.position > position, -1)


def _shift(entry: Entry, distribution_id: int, which: Expression, by: int) -> None:
    """Move the sheets below up or down, in the order in which undo can move them back."""
    of_pile = PileCheque.distribution == distribution_id
    rows = list(PileCheque.select().where(of_pile & which).order_by(PileCheque.position))
    if not rows:
        return
    # Each position is unique at every moment: all go aside first.
    PileCheque.update(position=PileCheque.position * -1 - by).where(of_pile & which).execute()
    PileCheque.update(position=PileCheque.position * -1).where(
        of_pile & (PileCheque.position < 0)
    ).execute()
    for row in reversed(rows) if by > 0 else rows:
        before = stored(row)
        entry.touched(PileCheque, row.id, before, {**before, "position": row.position + by})
