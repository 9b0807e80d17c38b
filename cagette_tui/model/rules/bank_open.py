"""What the statement and the books do not agree on: awaited and not there, there and unknown.

Pure. Amounts are euros.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cagette_tui.model.rules.bank_books import (
    ZERO,
    Books,
    CardPart,
    CashPart,
    ChequePart,
    ChequesPart,
    MemberPart,
    Part,
    Proposal,
    Sure,
)
from cagette_tui.model.rules.statement import Statement, StatementLine
from cagette_tui.value import ValueObject

AWAITED_FOR = timedelta(days=10)


class Awaited(StrEnum):
    """What the books have on its way to the bank."""

    ANNOUNCED = "announced"  # a transfer that nobody has seen
    RECEIVED = "received"  # a transfer that was said to be seen
    CHEQUES = "cheques"
    CARDS = "cards"
    CASH = "cash"


class OpenItem(ValueObject):
    """Something that should be on the statement by now; `since`: the day it is awaited from."""

    kind: Awaited
    since: date
    amount: Decimal
    member_id: int | None = None
    count: int | None = None  # cheques, or payments


class Reconciled(ValueObject):
    """The statement beside the books; None where the file says no balance."""

    missing: tuple[OpenItem, ...]
    unknown: tuple[tuple[StatementLine, Proposal | None], ...]
    closing: Decimal | None
    accounted: Decimal | None  # the balance that the accepted lines explain

    @property
    def difference(self) -> Decimal:
        """What the lines that nobody accepted come to."""
        return sum((line.amount for line, _proposal in self.unknown), ZERO)


def reconciled(
    statement: Statement,
    books: Books,
    lines: Sequence[tuple[StatementLine, bool, tuple[Proposal, ...]]],
) -> Reconciled:
    """Compare a statement with the books; `lines` say which are known, and their proposals."""
    fresh = [(line, found) for line, known, found in lines if not known]
    # What a line is likely to be is there, though nobody has accepted it yet.
    there = {
        key
        for _line, found in fresh
        if found and found[0].sure is not Sure.ASK
        for part in found[0].parts
        for key in _keys(part)
    }
    end = statement.ends
    missing: tuple[OpenItem, ...] = ()
    if end is not None:
        items = (one for key, one in _items(books) if key not in there)
        missing = tuple(
            sorted(
                (one for one in items if one.since + AWAITED_FOR < end),
                key=lambda one: (one.since, one.kind, one.member_id or 0, one.amount),
            )
        )
    unknown = tuple((line, found[0] if found else None) for line, found in fresh)
    left = sum((line.amount for line, _found in unknown), ZERO)
    accounted = None if statement.closing is None else statement.closing - left
    return Reconciled(missing, unknown, statement.closing, accounted)


_Key = tuple[str, int]


def _keys(part: Part) -> Iterator[_Key]:
    match part:
        case MemberPart(operation_id=int(number)):
            yield "operation", number
        case ChequesPart():
            missing = part.missing.id if part.missing else None
            yield from (("cheque", one.id) for one in part.cheques if one.id != missing)
        case ChequePart() if part.amount > 0:
            yield "cheque", part.cheque.id
        case CardPart():
            yield "cards", part.distribution_id
        case CashPart():
            yield "cash", part.move_id


def _items(books: Books) -> Iterator[tuple[_Key, OpenItem]]:
    for basket in books.baskets:
        for one in basket.transfers:
            kind = Awaited.ANNOUNCED if one.pending else Awaited.RECEIVED
            item = OpenItem(kind, basket.evening, one.amount, basket.member_id)
            yield ("operation", one.operation_id), item
    for of in books.deposits:
        for cheque in of.cheques:
            member = cheque.members[0] if cheque.members else None
            yield (
                ("cheque", cheque.id),
                OpenItem(Awaited.CHEQUES, of.evening, cheque.amount, member),
            )
    for cards in books.cards:
        left = cards.total - cards.seen
        item = OpenItem(Awaited.CARDS, cards.evening, left, None, len(cards.amounts))
        yield ("cards", cards.distribution_id), item
    for cash in books.cash:
        yield ("cash", cash.id), OpenItem(Awaited.CASH, cash.day, cash.amount)
