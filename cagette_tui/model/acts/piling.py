"""Go through the pile of cheques: type what is on each, in the pile's order (R15, R52)."""

from __future__ import annotations

from decimal import Decimal

from peewee import Expression

from cagette_tui.model.acts.basket_work import must_be_open, new_cheque
from cagette_tui.model.acts.changing import confirm_in
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.last_word import last_word
from cagette_tui.model.reading.pile import read_pile
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.pile import PileEntry, PileView
from cagette_tui.model.rules.refusals import (
    ChequeAmount,
    ChequeOnPile,
    NotFound,
    PileChanged,
)
from cagette_tui.model.tables.box import PileCheque
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.model.tables.stored import stored


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
        must_be_an_amount(amount)
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
    if paper.lies_there:
        raise ChequeOnPile(None)
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
