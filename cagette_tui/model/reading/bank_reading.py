"""Read the books as the bank's statement needs them: a constant number of statements (R65)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from peewee import JOIN, Case, fn

from cagette_tui.model.reading.bank_producers import read_producers
from cagette_tui.model.reading.memberships import months_later
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.bank_books import (
    ZERO,
    BookBasket,
    BookCards,
    BookCash,
    BookCheque,
    BookDeposit,
    BookMember,
    Books,
    Expected,
    LineKind,
    Returned,
)
from cagette_tui.model.rules.bank_known import KnownLine
from cagette_tui.model.rules.days import came_on
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.bank_tables import BankColumns, BankLine, BankPart, BankPayer
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import PileCheque
from cagette_tui.model.tables.deposit import Deposit, DepositCheque
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import CashMove, Cheque, Operation
from cagette_tui.model.tables.people import Group, Member

# What a line may be about lies so far before it, and little after it.
_BEFORE = timedelta(days=150)
_AFTER = timedelta(days=31)
# The past of which a statement's lines are found in the books, for very long files.
_LONGEST = timedelta(days=800)


def read_known(lines: Sequence[StatementLine]) -> list[KnownLine]:
    """Read the lines that were accepted of those days."""
    if not lines:
        return []
    days = [line.booked for line in lines]
    query = BankLine.select(
        BankLine.id, BankLine.booked, BankLine.amount, BankLine.lengths, BankLine.digest
    ).where(BankLine.booked.between(min(days), max(days)))
    with reading():
        rows = list(tuples(query.order_by(BankLine.id)))
    return [
        KnownLine(number, day, amount, tuple(map(int, lengths.split(","))), digest)
        for number, day, amount, lengths, digest in rows
    ]


def read_columns() -> list[dict[str, str]]:
    """Read how the columns of unknown tables were named, the newest first."""
    with reading():
        rows = list(tuples(BankColumns.select(BankColumns.columns).order_by(BankColumns.id.desc())))
    return [json.loads(text) for (text,) in rows]


def read_books(lines: Sequence[StatementLine]) -> Books:
    """Read all that the lines of a statement may be about."""
    days = [line.booked for line in lines] or [date(2000, 1, 1)]
    last = max(days) + _AFTER
    first = max(min(days) - _BEFORE, last - _LONGEST)
    with reading():
        transfers = _transfers(first)
        cheques, seen = _cheques(first)
        return Books(
            _members(transfers[None], _returned(first)),
            _baskets(first, last, transfers),
            cheques,
            seen,
            _cards(first, last),
            _cash(first),
            read_producers(first, last) if any(line.amount < 0 for line in lines) else (),
            Group.select(Group.membership_fee).where(Group.id == 1).scalar() or ZERO,
            _payers(),
        )


def _members(
    on_account: dict[int, list[Expected]], returned: dict[int, list[Returned]]
) -> tuple[BookMember, ...]:
    balances = dict(
        tuples(
            Operation.select(Operation.member, sum_of(Operation.amount))
            .where(COUNTS)
            .group_by(Operation.member)
        )
    )
    paid = (
        Operation.select(Operation.member, Group.membership_months, fn.MAX(Operation.created_at))
        .join(Group, on=(Group.id == 1))
        .where(Operation.kind == Kind.MEMBERSHIP, Operation.cancelled_at.is_null())
        .group_by(Operation.member, Group.membership_months)
    )
    until = {member: months_later(last.date(), months) for member, months, last in tuples(paid)}
    query = Member.select(Member.id, Member.name, Member.ref).order_by(Member.id)
    return tuple(
        BookMember(
            number,
            name,
            ref,
            balances.get(number, ZERO),
            until.get(number),
            tuple(on_account.get(number, ())),
            tuple(returned.get(number, ())),
        )
        for number, name, ref in tuples(query)
    )


_Transfers = dict[int | None, Any]


def _transfers(first: date) -> _Transfers:
    """Read transfers that are awaited, or received and on no statement yet, by their baskets.

    Those of accounts alone stand under None, by their members.
    """
    seen = BankPart.select(BankPart.operation).where(BankPart.operation.is_null(False))
    query = Operation.select(
        Operation.id, Operation.member, Operation.basket, Operation.amount, Operation.pending
    ).where(
        Operation.kind == Kind.PAYMENT,
        Operation.mode == Mode.TRANSFER,
        Operation.cancelled_at.is_null(),
        Operation.amount > 0,
        Operation.membership.is_null(),
        Operation.pending | (Operation.created_at >= first),
        Operation.id.not_in(seen),
    )
    found: _Transfers = {None: defaultdict(list)}
    for number, member, basket, amount, pending in tuples(query.order_by(Operation.id)):
        one = Expected(number, amount, pending)
        if basket is None:
            found[None][member].append(one)
        else:
            found.setdefault(basket, []).append(one)
    return found


def _baskets(first: date, last: date, transfers: _Transfers) -> tuple[BookBasket, ...]:
    """Read the baskets near the lines, and those of members who owe something."""
    debtors = (
        Operation.select(Operation.member)
        .where(COUNTS)
        .group_by(Operation.member)
        .having(fn.SUM(Operation.amount) < 0)
    )
    near = Distribution.date.between(first, last)
    awaited = sorted(number for number in transfers if number is not None)[:500]
    rows = tuples(
        Basket.select(
            Basket.id,
            Basket.distribution,
            Distribution.date,
            Basket.number,
            Basket.member,
            _sum_where(Operation.kind == Kind.ORDER),
            _sum_where((Operation.kind == Kind.PAYMENT) & ~Operation.pending),
        )
        .join(Distribution)
        .switch(Basket)
        .join(Operation, on=(Operation.basket == Basket.id))
        .where(
            Operation.cancelled_at.is_null(),
            Basket.cancelled_at.is_null(),
            near | Basket.member.in_(debtors) | Basket.id.in_(awaited),
        )
        .group_by(Basket.id, Basket.distribution, Distribution.date, Basket.number, Basket.member)
        .order_by(Basket.id)
    )
    found = []
    for number, distribution, day, rank, member, order, paid in rows:
        own = tuple(transfers.get(number, ()))
        basket = BookBasket(number, distribution, day, rank, member, -order, paid, own)
        if basket.lacks or own or first <= day <= last:
            found.append(basket)
    return tuple(found)


def _sum_where(condition: Any) -> Any:
    return fn.COALESCE(fn.SUM(Case(None, ((condition, Operation.amount),), 0)), 0).converter(
        Operation.amount.python_value
    )


def _cheques(first: date) -> tuple[tuple[BookDeposit, ...], tuple[BookDeposit, ...]]:
    """Read the cheques that no statement showed yet, and those that one did.

    A deposit that was made is one, whatever evenings its cheques are of; what is in none is one
    for each evening: the pile as it was gone through, else what was booked.
    """
    shown = {
        cheque
        for (cheque,) in tuples(
            BankPart.select(BankPart.cheque).where(
                BankPart.cheque.is_null(False), BankPart.amount > 0
            )
        )
    }
    papers = _papers(first)
    waiting, seen = _deposits(papers, shown)
    made = {one.id for of in (*waiting, *seen) for one in of.cheques}
    piles: dict[int, list[BookCheque]] = defaultdict(list)
    query = (
        PileCheque.select(
            PileCheque.id, PileCheque.distribution, PileCheque.amount, PileCheque.cheque
        )
        .join(Distribution)
        .where(Distribution.date >= first)
        .order_by(PileCheque.distribution, PileCheque.position)
    )
    by_cheque = {one.id: one for of in papers.values() for one in of}
    for number, distribution, amount, cheque in tuples(query):
        known = by_cheque.get(cheque, BookCheque(-number, amount))
        piles[distribution].append(replace(known, amount=amount))
    for (distribution, day), of in sorted(papers.items(), key=lambda one: one[0][1]):
        whole = piles.get(distribution, of) if distribution is not None else of
        left = tuple(one for one in whole if one.id not in shown | made)
        gone = tuple(one for one in of if one.id in shown - made)
        if left:
            waiting.append(BookDeposit(day, left, distribution, begun=bool(gone)))
        if gone:
            seen.append(BookDeposit(day, gone, distribution))
    return tuple(waiting), tuple(seen)


def _deposits(
    papers: dict[tuple[int | None, date], list[BookCheque]], shown: set[int]
) -> tuple[list[BookDeposit], list[BookDeposit]]:
    """Read the deposits that were made (R56): those that no statement showed, and the others."""
    by_id = {one.id: one for of in papers.values() for one in of}
    query = (
        DepositCheque.select(
            Deposit.number, Deposit.day, Deposit.seen_on, DepositCheque.cheque, DepositCheque.amount
        )
        .join(Deposit)
        .where(Deposit.cancelled_at.is_null(), DepositCheque.cheque.in_(sorted(by_id)))
        .order_by(Deposit.number, DepositCheque.position)
    )
    found: dict[tuple[int, date, bool], list[BookCheque]] = defaultdict(list)
    for number, day, seen_on, cheque, amount in tuples(query) if by_id else ():
        found[number, day, seen_on is not None].append(replace(by_id[cheque], amount=amount))
    waiting: list[BookDeposit] = []
    seen: list[BookDeposit] = []
    for (number, day, is_seen), cheques in found.items():
        one = BookDeposit(day, tuple(cheques), slip=str(number), number=number)
        is_shown = is_seen or all(cheque.id in shown for cheque in cheques)
        (seen if is_shown else waiting).append(one)
    return waiting, seen


def _papers(first: date) -> dict[tuple[int | None, date], list[BookCheque]]:
    """Read the cheques that were received, by evening; on accounts alone by the day."""
    query = (
        Operation.select(
            Operation.cheque,
            Cheque.number,
            Operation.distribution,
            Distribution.date,
            Operation.member,
            Operation.amount,
            Operation.created_at,
        )
        .join(Cheque)
        .switch(Operation)
        .join(Distribution, JOIN.LEFT_OUTER, on=(Operation.distribution == Distribution.id))
        .where(
            COUNTS,
            Operation.cheque.is_null(False),
            (Distribution.date >= first)
            | (Operation.distribution.is_null() & (Operation.created_at >= first)),
        )
        .order_by(Operation.id)
    )
    found: dict[int, tuple[tuple[int | None, date], BookCheque]] = {}
    for cheque, number, distribution, evening, member, amount, at in tuples(query):
        place = (distribution, evening or at.date())
        there = found.get(cheque, (place, BookCheque(cheque, ZERO, number)))
        one = there[1]
        members = tuple(dict.fromkeys((*one.members, member)))
        found[cheque] = there[0], BookCheque(cheque, one.amount + amount, number, members)
    papers: dict[tuple[int | None, date], list[BookCheque]] = defaultdict(list)
    for place, one in found.values():
        papers[place].append(one)
    return papers


def _returned(first: date) -> dict[int, list[Returned]]:
    """Read the cheques that came back (R24), and what the bank took for it."""
    came, back = Operation.alias("came"), Operation.alias("back")
    query = (
        back.select(
            back.member, back.amount, Distribution.date, back.day, back.created_at, Cheque.id,
            Cheque.number,
        )
        .join(came, on=(back.returns == came.id))
        .join(Cheque, on=(came.cheque == Cheque.id))
        .join(Distribution, JOIN.LEFT_OUTER, on=(came.distribution == Distribution.id))
        .where(back.cancelled_at.is_null(), back.created_at >= first)
        .order_by(back.id)
    )  # fmt: skip
    fees = (
        BankPart.select(BankPart.member, BankPart.amount)
        .join(BankLine)
        .where(
            BankPart.cheque.is_null(False),
            BankPart.member.is_null(False),
            BankPart.amount < 0,
            BankLine.kind == LineKind.BANK_FEE,
            BankLine.booked >= first,
        )
        .order_by(BankPart.id)
    )
    found: dict[int, list[Returned]] = defaultdict(list)
    for member, amount, evening, day, at, *cheque in tuples(query):
        found[member].append(Returned(-amount, evening, False, came_on(day, at), *cheque))
    for member, amount in tuples(fees):
        found[member].append(Returned(-amount, None, True))
    return found


def _cards(first: date, last: date) -> tuple[BookCards, ...]:
    query = (
        Operation.select(Operation.distribution, Distribution.date, Operation.amount)
        .join(Distribution, on=(Operation.distribution == Distribution.id))
        .where(
            COUNTS,
            Operation.mode == Mode.CARD,
            Distribution.date.between(first, last),
        )
        .order_by(Distribution.date, Operation.id)
    )
    shown = dict(
        tuples(
            BankPart.select(BankPart.distribution, sum_of(BankPart.amount))
            .join(BankLine)
            .where(BankLine.kind == LineKind.CARD_BATCH)
            .group_by(BankPart.distribution)
        )
    )
    amounts: dict[tuple[int, date], list[Decimal]] = defaultdict(list)
    for distribution, day, amount in tuples(query):
        amounts[distribution, day].append(amount)
    return tuple(
        BookCards(distribution, day, tuple(several), shown.get(distribution, ZERO))
        for (distribution, day), several in amounts.items()
        if shown.get(distribution, ZERO) < sum(several, ZERO)
    )


def _cash(first: date) -> tuple[BookCash, ...]:
    seen = BankPart.select(BankPart.cash_move).where(BankPart.cash_move.is_null(False))
    query = CashMove.select(
        CashMove.id, CashMove.created_at, CashMove.amount, CashMove.distribution
    ).where(
        CashMove.amount < 0,
        CashMove.cancelled_at.is_null(),
        CashMove.created_at >= first,
        CashMove.id.not_in(seen),
    )
    return tuple(
        BookCash(number, at.date(), -amount, distribution)
        for number, at, amount, distribution in tuples(query.order_by(CashMove.id))
    )


def _payers() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for digest, member in tuples(BankPayer.select(BankPayer.digest, BankPayer.member)):
        found[digest].add(member)
    return {digest: frozenset(members) for digest, members in found.items()}
