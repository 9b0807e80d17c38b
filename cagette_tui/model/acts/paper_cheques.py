"""What holds of every cheque, whatever act touches it: in a deposit it stays, and it is one (R15).

Asked at the end of an act, of the payments and cheques that it has touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from peewee import fn

from cagette_tui.model.acts.archive import Change
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.days import came_on
from cagette_tui.model.rules.deposits import AlreadyReturned, ChequeDeposited, SameCheque
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.deposit import Deposit, DepositCheque
from cagette_tui.model.tables.ledger import Cheque, Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.text import fold

_CHEQUE = Cheque._meta.table_name
_OPERATION = Operation._meta.table_name


def must_leave_deposits(changes: Sequence[Change]) -> None:
    """Refuse to change what a cheque pays that was taken to the bank (R56).

    Raises `ChequeDeposited`.
    """
    new = {row for table, row, before, _after in changes if table == _CHEQUE and before is None}
    payments: set[int] = set()
    for table, row, before, after in changes:
        if table != _OPERATION or after is None:
            continue
        if before is None:
            cheque = after.get("cheque")
            if cheque is not None and cheque not in new:
                payments.add(row)
        elif not after.keys().isdisjoint(("cancelled_at", "pending", "cheque")):
            payments.add(row)
    if not payments:
        return
    touched = Operation.select(Operation.cheque).where(
        Operation.id.in_(sorted(payments)), Operation.cheque.is_null(False)
    )
    deposited = (
        DepositCheque.select(
            DepositCheque.cheque, DepositCheque.amount, Deposit.number, Cheque.number
        )
        .join(Deposit)
        .switch(DepositCheque)
        .join(Cheque)
        .where(DepositCheque.cheque.in_(touched))
    )
    for cheque, amount, deposit, number in tuples(deposited):
        if _received(cheque) != amount:
            raise ChequeDeposited(deposit, number)


def must_leave_what_came_back(changes: Sequence[Change]) -> None:
    """Refuse to cancel or undo a payment that the bank has sent back: both are told (R24).

    Raises `AlreadyReturned`.
    """
    gone = [
        row
        for table, row, before, after in changes
        if table == _OPERATION
        and before is not None
        and (after is None or after.get("cancelled_at") is not None)
    ]
    if not gone:
        return
    back = Operation.get_or_none(Operation.returns.in_(gone), Operation.cancelled_at.is_null())
    if back is not None:
        raise AlreadyReturned(came_on(back.day, back.created_at))


def _received(cheque: int) -> Decimal:
    query = Operation.select(Operation.amount).where(Operation.cheque == cheque, COUNTS)
    return sum((amount for (amount,) in tuples(query)), ZERO)


def there_already(changes: Sequence[Change]) -> Iterator[tuple[int, SameCheque]]:
    """Find cheques whose number a cheque of the same drawer has already (R15): id, and question.

    Numbers are the same with or without zeros before them. Without a drawer it is the same one
    where it pays for a member whom the other one paid for.
    """
    numbered = [
        row
        for table, row, _before, after in changes
        if table == _CHEQUE and after is not None and after.get("number")
    ]
    for cheque in Cheque.select().where(Cheque.id.in_(numbered)) if numbered else ():
        there = _the_same(cheque)
        if there is not None:
            yield cheque.id, there


class _Part(NamedTuple):
    """A payment by a cheque, as it is asked for."""

    cheque: int
    number: str
    bank: str | None
    drawer: str | None
    member_id: int
    member: str
    created_at: datetime


def _the_same(cheque: Cheque) -> SameCheque | None:
    plain = (cheque.number or "").lstrip("0")
    if not plain:
        return None
    query = (
        Operation.select(
            Cheque.id, Cheque.number, Cheque.bank, Cheque.drawer, Member.id, Member.name,
            Operation.created_at,
        )
        .join(Cheque)
        .switch(Operation)
        .join(Member)
        .where(
            Operation.cancelled_at.is_null(),
            (fn.LTRIM(Cheque.number, "0") == plain) | (Cheque.id == cheque.id),
        )
        .order_by(Operation.id)
    )  # fmt: skip
    others: dict[int, list[_Part]] = defaultdict(list)
    for part in (_Part(*values) for values in tuples(query)):
        others[part.cheque].append(part)
    mine = others.pop(cheque.id, [])
    for parts in others.values():
        if _is_the_same(cheque, mine, parts):
            first = parts[0]
            names = tuple(dict.fromkeys(part.member for part in parts))
            together = _received(cheque.id) + _received(first.cheque)
            day = first.created_at.date()
            return SameCheque(first.cheque, together, first.number, first.drawer, names, day)
    return None


def _is_the_same(cheque: Cheque, mine: Sequence[_Part], parts: Sequence[_Part]) -> bool:
    other = parts[0]
    if other.bank and cheque.bank and fold(other.bank) != fold(cheque.bank):
        return False
    if other.drawer and cheque.drawer:
        return fold(other.drawer) == fold(cheque.drawer)
    return bool({part.member_id for part in mine} & {part.member_id for part in parts})
