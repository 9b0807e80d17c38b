"""Take cheques and cash to the bank (R56)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from peewee import fn

from cagette_tui.model.acts.writing import Desk, Entry, writing
from cagette_tui.model.reading.deposits import read_deposit, waiting_among, what_waits
from cagette_tui.model.rules.allowed import must_have_reason
from cagette_tui.model.rules.amounts import must_be_an_amount
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.days import possible_day
from cagette_tui.model.rules.deposits import (
    DepositCancelled,
    DepositIsFinal,
    DepositUnchanged,
    DepositView,
    NoSuchDeposit,
    NothingToDeposit,
    NotWaiting,
    WaitingCheque,
)
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.notes_and_coins import (
    Pieces,
    must_be_pieces,
    pieces_to_json,
    total_of,
)
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.model.tables.deposit import Deposit, DepositCheque


def make_deposit(
    desk: Desk,
    cheque_ids: Sequence[int] | None = None,
    *,
    cash: Pieces | Decimal | None = None,
    day: date | None = None,
    note: str | None = None,
) -> DepositView:
    """Deposit cheques in the order given, all that wait where none are named, and cash.

    `cash` is by note and coin, or a sum in euros; `day` is today's unless it is said.
    Raises `NothingToDeposit`, `NotWaiting`, `BadPieces`, `BadAmount`, `BadDay`.
    """
    with writing(desk) as act:
        day = possible_day(day, act.at)
        pieces = None if isinstance(cash, Decimal) else cash
        amount = _sum(cash)
        waiting = _chosen(cheque_ids)
        if not waiting and not amount:
            raise NothingToDeposit()
        last = Deposit.select(fn.MAX(Deposit.number)).scalar() or 0
        entry = act.entry(ActKind.DEPOSIT, reason=note)
        row = entry.insert(
            Deposit(
                number=last + 1,
                day=day,
                cash=amount,
                pieces=pieces_to_json(pieces) if pieces else None,
                note=(note or "").strip() or None,
                created_at=act.at,
                created_by=act.who,
            )
        )
        for position, one in enumerate(waiting, start=1):
            entry.insert(
                DepositCheque(deposit=row.id, position=position, cheque=one.id, amount=one.amount)
            )
        return read_deposit(row.number)


def _chosen(cheque_ids: Sequence[int] | None) -> tuple[WaitingCheque, ...]:
    """Return the cheques that are wanted, all that wait where none are named."""
    if cheque_ids is None:
        return what_waits().cheques
    waiting = waiting_among(list(dict.fromkeys(cheque_ids)))
    there = {one.id for one in waiting}
    for number in cheque_ids:
        if number not in there:
            raise NotWaiting(number, _deposit_of(number))
    return waiting


def finish_deposit(desk: Desk, number: int) -> DepositView:
    """Say that the slip was handed in: from now on it is corrected with a reason only.

    Raises `NoSuchDeposit`, `DepositCancelled`, `DepositUnchanged`.
    """
    with writing(desk) as act:
        row = _live(number)
        if row.final_at is not None:
            raise DepositUnchanged(number)
        entry = act.entry(ActKind.DEPOSIT_FINAL)
        entry.update(row, final_at=act.at, final_by=act.who)
        return read_deposit(number)


def see_deposit(desk: Desk, number: int, day: date | None = None) -> DepositView:
    """Say that a deposit stands on the bank's statement, on a day; today's unless it is said.

    Raises `NoSuchDeposit`, `DepositCancelled`, `DepositUnchanged`, `BadDay`.
    """
    with writing(desk) as act:
        row = _live(number)
        day = possible_day(day, act.at, row.day)
        if row.seen_on == day:
            raise DepositUnchanged(number)
        entry = act.entry(ActKind.DEPOSIT_SEEN)
        entry.update(row, seen_on=day)
        return read_deposit(number)


def cancel_deposit(desk: Desk, number: int, reason: str | None = None) -> DepositView:
    """Take a deposit back: its cheques wait again, its number is not given a second time.

    Raises `NoSuchDeposit`, `DepositCancelled`, and `DepositIsFinal` where it was handed in and no
    reason is given.
    """
    with writing(desk) as act:
        row = _live(number)
        _must_say_why(row, reason)
        entry = act.entry(ActKind.DEPOSIT_CORRECTED, reason=reason)
        for one in _cheques(row):
            entry.delete(one)
        entry.update(
            row, cancelled_at=act.at, cancelled_by=act.who, cancel_reason=reason or "withdrawn"
        )
        return read_deposit(number)


def take_from_deposit(
    desk: Desk, number: int, cheque_id: int, reason: str | None = None
) -> DepositView:
    """Take one cheque out of a deposit: it waits again, those after it move up.

    Raises what `cancel_deposit` raises, and `NothingToDeposit` where nothing would be left.
    """
    with writing(desk) as act:
        row = _live(number)
        _must_say_why(row, reason)
        cheques = _cheques(row)
        gone = next((one for one in cheques if one.cheque_id == cheque_id), None)
        if gone is None:
            raise NotFound("cheque", cheque_id)
        if len(cheques) == 1 and not row.cash:
            raise NothingToDeposit()
        entry = act.entry(ActKind.DEPOSIT_CORRECTED, reason=reason)
        entry.delete(gone)
        _close_gap(entry, [one for one in cheques if one.position > gone.position])
        return read_deposit(number)


def _close_gap(entry: Entry, below: Sequence[DepositCheque]) -> None:
    for one in below:
        entry.update(one, position=one.position - 1)


def _live(number: int) -> Deposit:
    row: Deposit | None = Deposit.get_or_none(Deposit.number == number)
    if row is None:
        raise NoSuchDeposit(number)
    if row.cancelled_at is not None:
        raise DepositCancelled(number, row.cancelled_at, row.cancelled_by or "")
    return row


def _cheques(row: Deposit) -> list[DepositCheque]:
    query = DepositCheque.select().where(DepositCheque.deposit == row.id)
    return list(query.order_by(DepositCheque.position))


def _must_say_why(row: Deposit, reason: str | None) -> None:
    if row.final_at is not None and not (reason or "").strip():
        raise DepositIsFinal(row.number, row.final_at, row.final_by or "")
    if reason is not None:
        must_have_reason(reason)


def _deposit_of(cheque_id: int) -> int | None:
    query = Deposit.select(Deposit.number).join(DepositCheque)
    number: int | None = query.where(DepositCheque.cheque == cheque_id).scalar()
    return number


def _sum(cash: Pieces | Decimal | None) -> Decimal:
    if cash is None:
        return ZERO
    if isinstance(cash, Decimal):
        must_be_an_amount(cash, zero=True)
        return cash
    must_be_pieces(cash)
    return total_of(cash)
