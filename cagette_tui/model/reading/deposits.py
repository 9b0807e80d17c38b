"""What waits for the bank, and the deposits that there are (R56), in a few statements each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from peewee import JOIN, Expression

from cagette_tui.model.rules.basket import ChequeView
from cagette_tui.model.rules.days import came_on
from cagette_tui.model.rules.deposits import (
    SENT_BACK,
    AwaitedPayment,
    DepositedCheque,
    DepositView,
    NoSuchDeposit,
    ReturnableView,
    WaitingCheque,
    WaitingView,
)
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.notes_and_coins import pieces_from_json
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import PileCheque
from cagette_tui.model.tables.deposit import Deposit, DepositCheque
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.model.tables.people import Member


class _Part(NamedTuple):
    """A payment by a cheque that is in no deposit, as it is asked for."""

    cheque: int
    number: str | None
    bank: str | None
    drawer: str | None
    amount: Decimal
    pending: bool
    returned: bool
    member: str
    day: date | None
    created_at: datetime
    evening_day: date | None
    place: str | None
    evening: int | None
    position: int | None  # on the pile
    basket: int | None  # its number
    operation: int

    @property
    def came_on(self) -> date:
        """The day of its evening, or the one on which it came."""
        return came_on(self.day or self.evening_day, self.created_at)


class _Received(NamedTuple):
    """A payment that may come back, as it is asked for."""

    id: int
    mode: str
    cheque: int | None
    number: str | None
    amount: Decimal
    day: date | None
    created_at: datetime
    member_id: int
    member: str
    ref: str | None


class _DepositRow(NamedTuple):
    """A deposit without its cheques, as it is asked for."""

    id: int
    number: int
    day: date
    cash: Decimal
    pieces: str | None
    note: str | None
    created_at: datetime
    created_by: str
    final_at: datetime | None
    final_by: str | None
    seen_on: date | None
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancel_reason: str | None


class _DepositedPart(NamedTuple):
    """A payment by a cheque that is in a deposit, as it is asked for."""

    deposit: int
    position: int
    cheque: int
    number: str | None
    bank: str | None
    drawer: str | None
    amount: Decimal
    member: str
    back_on: date | None
    back_at: datetime | None


_LIVE = (Operation.kind == Kind.PAYMENT) & Operation.cancelled_at.is_null()


def what_waits() -> WaitingView:
    """Return the cheques that are in no deposit, and what was announced and not seen (R56).

    Cheques as they lie: by evening, in the order of the pile or else of the baskets.
    """
    with reading():
        return WaitingView(_waiting(), _awaited())


def waiting_among(cheque_ids: Sequence[int]) -> tuple[WaitingCheque, ...]:
    """Return those of some cheques that wait, in the order given."""
    there = {one.id: one for one in _waiting(Operation.cheque.in_(list(cheque_ids)))}
    return tuple(there[number] for number in cheque_ids if number in there)


def _waiting(among: Expression | None = None) -> tuple[WaitingCheque, ...]:
    query = _cheques_not_deposited()
    rows: dict[int, list[_Part]] = defaultdict(list)
    for row in tuples(query if among is None else query.where(among)):
        part = _Part(*row)
        rows[part.cheque].append(part)
    # A cheque of which a part is only announced is not here yet; one that came back is no more.
    there = [
        parts for parts in rows.values() if not any(one.pending or one.returned for one in parts)
    ]
    there.sort(key=_as_they_lie)
    return tuple(map(_cheque, there))


def _cheques_not_deposited() -> Any:
    returned = Operation.alias()
    sent_back = returned.select(returned.returns).where(
        returned.returns.is_null(False), returned.cancelled_at.is_null()
    )
    deposited = DepositCheque.select(DepositCheque.cheque)
    return (
        Operation.select(
            Operation.cheque,
            Cheque.number,
            Cheque.bank,
            Cheque.drawer,
            Operation.amount,
            Operation.pending,
            Operation.id.in_(sent_back),
            Member.name,
            Operation.day,
            Operation.created_at,
            Distribution.date,
            Distribution.place,
            Distribution.id,
            PileCheque.position,
            Basket.number,
            Operation.id,
        )
        .join(Cheque)
        .switch(Operation)
        .join(Member)
        .switch(Operation)
        .join(Distribution, JOIN.LEFT_OUTER)
        .switch(Operation)
        .join(Basket, JOIN.LEFT_OUTER)
        .join(PileCheque, JOIN.LEFT_OUTER, on=(PileCheque.cheque == Operation.cheque))
        .where(_LIVE, Operation.cheque.not_in(deposited))
    )


def _as_they_lie(parts: Sequence[_Part]) -> tuple[Any, ...]:
    first = parts[0]
    basket = min((one.basket for one in parts if one.basket is not None), default=0)
    return (
        first.came_on,
        first.evening is None,
        first.evening or 0,
        first.position is None,
        first.position or 0,
        basket == 0,
        basket,
        first.operation,
    )


def _cheque(parts: Sequence[_Part]) -> WaitingCheque:
    first = parts[0]
    return WaitingCheque(
        ChequeView(first.cheque, first.number, first.bank, first.drawer),
        sum((one.amount for one in parts), Decimal(0)),
        tuple(dict.fromkeys(one.member for one in parts)),
        first.came_on,
        first.place,
        first.evening,
    )


def returnable(
    *, number: str | None = None, ref: str | None = None, amount: Decimal | None = None
) -> tuple[ReturnableView, ...]:
    """Return what was received and may come back: by number, member and amount (R24).

    Cheques as they are, with all that they pay; the newest first.
    """
    papers: dict[object, list[_Received]] = defaultdict(list)
    with reading():
        for part in (_Received(*row) for row in tuples(_not_returned())):
            key = ("operation", part.id) if part.cheque is None else ("cheque", part.cheque)
            papers[key].append(part)
    found = (
        _as_returnable(parts)
        for parts in papers.values()
        if (number is None or (parts[0].number or "").lstrip("0") == number.lstrip("0"))
        and (ref is None or any(part.ref == ref for part in parts))
    )
    return tuple(one for one in found if amount is None or one.amount == amount)


def _not_returned() -> Any:
    returned = Operation.alias()
    sent_back = returned.select(returned.returns).where(
        returned.returns.is_null(False), returned.cancelled_at.is_null()
    )
    return (
        Operation.select(
            Operation.id,
            Operation.mode,
            Operation.cheque,
            Cheque.number,
            Operation.amount,
            Operation.day,
            Operation.created_at,
            Operation.member,
            Member.name,
            Member.ref,
        )
        .join(Member)
        .switch(Operation)
        .join(Cheque, JOIN.LEFT_OUTER)
        .where(
            _LIVE,
            ~Operation.pending,
            Operation.amount > Decimal(0),
            Operation.mode.in_(SENT_BACK),
            Operation.id.not_in(sent_back),
        )
        .order_by(Operation.id.desc())
    )


def _as_returnable(parts: Sequence[_Received]) -> ReturnableView:
    first = parts[-1]
    return ReturnableView(
        first.id,
        Mode(first.mode),
        first.number,
        sum((one.amount for one in parts), Decimal(0)),
        came_on(first.day, first.created_at),
        tuple(dict.fromkeys(one.member_id for one in reversed(parts))),
        tuple(dict.fromkeys(one.member for one in reversed(parts))),
    )


def _awaited() -> tuple[AwaitedPayment, ...]:
    query = (
        Operation.select(
            Operation.id,
            Operation.member,
            Member.name,
            Operation.mode,
            Operation.amount,
            Operation.created_at,
        )
        .join(Member)
        .where(_LIVE, Operation.pending)
        .order_by(Operation.created_at, Operation.id)
    )
    return tuple(
        AwaitedPayment(number, member, name, mode, amount, at.date())
        for number, member, name, mode, amount, at in tuples(query)
    )


def read_deposits(*, cancelled: bool = False) -> tuple[DepositView, ...]:
    """Return all deposits, the last one first; those that were taken back where wanted."""
    where = Deposit.id.is_null(False)
    return _deposits(where if cancelled else where & Deposit.cancelled_at.is_null())


def read_deposit(number: int) -> DepositView:
    """Return the deposit of a number. Raises `NoSuchDeposit`."""
    for deposit in _deposits(Deposit.number == number):
        return deposit
    raise NoSuchDeposit(number)


def _deposits(where: Expression) -> tuple[DepositView, ...]:
    query = (
        Deposit.select(
            Deposit.id,
            Deposit.number,
            Deposit.day,
            Deposit.cash,
            Deposit.pieces,
            Deposit.note,
            Deposit.created_at,
            Deposit.created_by,
            Deposit.final_at,
            Deposit.final_by,
            Deposit.seen_on,
            Deposit.cancelled_at,
            Deposit.cancelled_by,
            Deposit.cancel_reason,
        )
        .where(where)
        .order_by(Deposit.number.desc())
    )
    with reading():
        rows = [_DepositRow(*row) for row in tuples(query)]
        cheques = _deposited(where) if rows else {}
    return tuple(_deposit(row, cheques.get(row.id, ())) for row in rows)


def _deposit(row: _DepositRow, cheques: Sequence[DepositedCheque]) -> DepositView:
    pieces = None if row.pieces is None else pieces_from_json(row.pieces)
    return DepositView(**{**row._asdict(), "pieces": pieces, "cheques": tuple(cheques)})


def _deposited(where: Expression) -> dict[int, list[DepositedCheque]]:
    returned = Operation.alias()
    query = (
        DepositCheque.select(
            DepositCheque.deposit,
            DepositCheque.position,
            Cheque.id,
            Cheque.number,
            Cheque.bank,
            Cheque.drawer,
            DepositCheque.amount,
            Member.name,
            returned.day,
            returned.created_at,
        )
        .join(Deposit)
        .switch(DepositCheque)
        .join(Cheque)
        .join(Operation, on=((Operation.cheque == Cheque.id) & Operation.cancelled_at.is_null()))
        .join(Member)
        .join(
            returned,
            JOIN.LEFT_OUTER,
            on=((returned.returns == Operation.id) & returned.cancelled_at.is_null()),
        )
        .where(where)
        .order_by(DepositCheque.deposit, DepositCheque.position, Operation.id)
    )
    found: dict[int, dict[int, list[_DepositedPart]]] = defaultdict(lambda: defaultdict(list))
    for part in (_DepositedPart(*row) for row in tuples(query)):
        found[part.deposit][part.position].append(part)
    return {
        deposit: [_as_deposited(position, parts) for position, parts in cheques.items()]
        for deposit, cheques in found.items()
    }


def _as_deposited(position: int, parts: Sequence[_DepositedPart]) -> DepositedCheque:
    first = parts[0]
    cheque = ChequeView(first.cheque, first.number, first.bank, first.drawer)
    back = next((one.back_on or one.back_at.date() for one in parts if one.back_at), None)
    members = tuple(dict.fromkeys(one.member for one in parts))
    return DepositedCheque(position, cheque, first.amount, members, back)
