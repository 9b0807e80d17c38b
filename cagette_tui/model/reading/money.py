"""All money that came or went in a period, with the day to which it belongs (R23, R26).

What is in the papers of an evening belongs to the evening's day; all else, also what was seen
or came back only after an evening had been certified, to its own.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from peewee import JOIN, Expression

from cagette_tui.model.reading.accounts_at import near
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.basket import ChequeView
from cagette_tui.model.rules.days import came_on
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.ledger import CashMove, Cheque, Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject

_MONEY = (Kind.PAYMENT, Kind.ADJUSTMENT, Kind.OPENING)


class MoneyRow(ValueObject):
    """A payment, refund, adjustment or opening balance; `amount` is what it does to the balance.

    `evening` is the distribution in whose papers it is, None for what lies between evenings.
    `returned`: it is the bank sending one back. `late`: announced for an evening that was
    certified by then.
    """

    id: int
    day: date
    kind: Kind
    member_id: int
    member: str
    member_ref: str | None
    amount: Decimal
    mode: Mode | None
    evening: int | None
    basket: int | None  # its number
    cheque: ChequeView | None
    membership: bool
    reason: str | None
    late: bool
    returned: bool
    created_at: datetime
    created_by: str


class BoxRow(ValueObject):
    """Money put into a box (positive) or taken out, in an evening or between two."""

    id: int
    day: date
    amount: Decimal
    reason: str
    evening: int | None
    created_at: datetime
    created_by: str


class MoneyView(ValueObject):
    """The money of a period, by day and in the order in which it was entered."""

    first: date
    last: date
    rows: tuple[MoneyRow, ...]
    moves: tuple[BoxRow, ...]

    @property
    def between(self) -> tuple[MoneyRow, ...]:
        """What is in the papers of no evening."""
        return tuple(row for row in self.rows if row.evening is None)

    @property
    def moves_between(self) -> tuple[BoxRow, ...]:
        """What went in or out of the box while there was no evening."""
        return tuple(row for row in self.moves if row.evening is None)


def read_money_between(first: date, last: date) -> MoneyView:
    """Return the money of a period, both days included, in two statements.

    What was announced and not seen, or cancelled, is none.
    """
    with reading():
        rows = tuple(sorted(map(_row, tuples(_payments(first, last))), key=_when))
        moves = tuple(sorted(map(_move, tuples(_moves(first, last))), key=_when))
    return MoneyView(first, last, rows, moves)


def _payments(first: date, last: date) -> Any:
    return (
        Operation.select(
            Operation.id,
            Operation.day,
            Operation.created_at,
            Distribution.date,
            Distribution.id,
            Distribution.certified_at,
            Operation.late,
            Operation.kind,
            Operation.member,
            Member.name,
            Member.ref,
            Operation.amount,
            Operation.mode,
            Basket.number,
            Cheque.id,
            Cheque.number,
            Cheque.bank,
            Cheque.drawer,
            Operation.membership,
            Operation.reason,
            Operation.returns,
            Operation.created_by,
        )
        .join(Member)
        .switch(Operation)
        .join(Distribution, JOIN.LEFT_OUTER)
        .switch(Operation)
        .join(Basket, JOIN.LEFT_OUTER)
        .switch(Operation)
        .join(Cheque, JOIN.LEFT_OUTER)
        .where(near(first, last), COUNTS, Operation.kind.in_(_MONEY), _of_period(first, last))
    )


def _of_period(first: date, last: date) -> Expression:
    """Say that a payment is in a paper of an evening of the period, or came in it on its own."""
    late = Operation.late & Distribution.certified_at.is_null(False)
    own = Distribution.id.is_null() | late
    in_papers = Operation.late.is_null() | ~Operation.late | Distribution.certified_at.is_null()
    of_evening = Distribution.id.is_null(False) & Distribution.date.between(first, last)
    found: Expression = (own & _on_own_day(Operation, first, last)) | (of_evening & in_papers)
    return found


def _moves(first: date, last: date) -> Any:
    own = Distribution.id.is_null() & _on_own_day(CashMove, first, last)
    return (
        CashMove.select(
            CashMove.id,
            CashMove.day,
            CashMove.created_at,
            Distribution.date,
            Distribution.id,
            CashMove.amount,
            CashMove.reason,
            CashMove.created_by,
        )
        .join(Distribution, JOIN.LEFT_OUTER)
        .where(
            CashMove.cancelled_at.is_null(),
            own | Distribution.date.between(first, last),
        )
    )


def _on_own_day(table: Any, first: date, last: date) -> Expression:
    """Say that something came in the period: the day it was typed, unless another was said."""
    begin = datetime.combine(first, time())
    end = datetime.combine(last + timedelta(days=1), time())
    typed = table.day.is_null() & (table.created_at >= begin) & (table.created_at < end)
    return typed | table.day.between(first, last)  # type: ignore[no-any-return]


class _Payment(NamedTuple):
    """A payment or adjustment, as it is asked for."""

    id: int
    day: date | None
    created_at: datetime
    evening_day: date | None
    evening: int | None
    certified_at: datetime | None
    late: bool | None
    kind: str
    member_id: int
    member: str
    member_ref: str | None
    amount: Decimal
    mode: str | None
    basket: int | None
    cheque: int | None
    number: str | None
    bank: str | None
    drawer: str | None
    membership: int | None
    reason: str | None
    returns: int | None
    created_by: str


def _row(values: tuple[Any, ...]) -> MoneyRow:
    one = _Payment(*values)
    own = one.evening is None or (bool(one.late) and one.certified_at is not None)
    cheque = None
    if one.cheque is not None:
        cheque = ChequeView(one.cheque, one.number, one.bank, one.drawer)
    day = came_on(one.day, one.created_at)
    return MoneyRow(
        id=one.id,
        day=day if own or one.evening_day is None else one.evening_day,
        kind=Kind(one.kind),
        member_id=one.member_id,
        member=one.member,
        member_ref=one.member_ref,
        amount=one.amount,
        mode=None if one.mode is None else Mode(one.mode),
        evening=None if own else one.evening,
        basket=one.basket,
        cheque=cheque,
        membership=one.membership is not None,
        reason=one.reason,
        late=bool(one.late),
        returned=one.returns is not None,
        created_at=one.created_at,
        created_by=one.created_by,
    )


def _move(values: tuple[Any, ...]) -> BoxRow:
    number, day, created_at, evening_day, evening, amount, reason, by = values
    own = came_on(day, created_at)
    return BoxRow(
        number, own if evening is None else evening_day, amount, reason, evening, created_at, by
    )


def _when(row: MoneyRow | BoxRow) -> tuple[date, int]:
    return row.day, row.id
