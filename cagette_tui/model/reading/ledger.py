"""What the books of a period are made of, in a constant number of statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import JOIN, fn

from cagette_tui.model.reading.accounts_at import books_day, books_evening, near
from cagette_tui.model.reading.deposits import read_deposits
from cagette_tui.model.reading.money import MoneyView
from cagette_tui.model.reading.periods import read_boxes, read_goods
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.accounting import (
    LedgerBankLine,
    LedgerFacts,
    LedgerMoney,
    LedgerMove,
)
from cagette_tui.model.rules.bank_books import LineKind
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.bank_tables import BankLine, BankPart
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.deposit import DepositCheque
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation

# What stands in the books as payments and deposits already.
_BOOKED = (
    LineKind.MEMBER,
    LineKind.REFUND,
    LineKind.CHEQUE_DEPOSIT,
    LineKind.CHEQUE_BOUNCED,
)


def read_ledger(first: date, last: date) -> LedgerFacts:
    """Return what happened in a period, certified evenings only."""
    with reading():
        before = _evening_before(first)
        boxes, money = read_boxes(before or first, last)
        goods = read_goods(first, last)
        deposits = read_deposits()
        from_bank = {number for (number,) in tuples(_sent_back_by_bank())}
        to_bank = {
            move
            for (move,) in tuples(
                BankPart.select(BankPart.cash_move).where(BankPart.cash_move.is_null(False))
            )
        }
        memberships = tuple(
            (day, evening, -amount) for day, evening, amount in tuples(_memberships(first, last))
        )
        bank = tuple(
            LedgerBankLine(number, day, kind, amount, gross or ZERO)
            for number, day, kind, amount, gross in tuples(_bank(first, last))
        )
    certified = {one.evening.id for one in boxes if one.evening.is_certified}
    return LedgerFacts(
        first=first,
        last=last,
        goods=tuple(one for one in goods if one.evening.id in certified),
        boxes=tuple(one for one in boxes if one.evening.id in certified),
        begun=before is not None,
        money=_money(money, certified, from_bank),
        moves=tuple(
            LedgerMove(one.day, one.evening, one.amount, one.id in to_bank)
            for one in money.moves
            if one.evening is None or one.evening in certified
        ),
        memberships=tuple(one for one in memberships if one[1] is None or one[1] in certified),
        deposits=deposits,
        bank=bank,
        open_evenings=len(goods) - sum(one.evening.id in certified for one in goods),
    )


def _money(money: MoneyView, certified: set[int], from_bank: set[int]) -> tuple[LedgerMoney, ...]:
    return tuple(
        LedgerMoney(
            one.day,
            one.evening,
            one.kind,
            one.mode,
            one.amount,
            one.returned,
            one.id in from_bank,
        )
        for one in money.rows
        if one.evening is None or one.evening in certified
    )


def _evening_before(first: date) -> date | None:
    query = Distribution.select(fn.MAX(Distribution.date)).where(
        Distribution.date < first,
        Distribution.certified_at.is_null(False),
        Distribution.cancelled_at.is_null(),
    )
    ((day,),) = tuples(query)
    return None if day is None else Distribution.date.python_value(day)


def _sent_back_by_bank() -> Any:
    """Ask for what came back of cheques that had been deposited."""
    paid = Operation.alias()
    deposited = DepositCheque.select(DepositCheque.cheque)
    return (
        Operation.select(Operation.id)
        .join(paid, on=(Operation.returns == paid.id))
        .where(paid.cheque.in_(deposited))
    )


def _memberships(first: date, last: date) -> Any:
    day = books_day()
    return (
        Operation.select(day, books_evening(), Operation.amount)
        .join(Distribution, JOIN.LEFT_OUTER)
        .where(
            COUNTS, near(first, last), Operation.kind == Kind.MEMBERSHIP, day.between(first, last)
        )
    )


def _bank(first: date, last: date) -> Any:
    gross = sum_of(BankPart.amount)
    return (
        BankLine.select(BankLine.id, BankLine.booked, BankLine.kind, BankLine.amount, gross)
        .join(BankPart, JOIN.LEFT_OUTER)
        .where(BankLine.kind.not_in(_BOOKED), BankLine.booked.between(first, last))
        .group_by(BankLine.id, BankLine.booked, BankLine.kind, BankLine.amount)
        .order_by(BankLine.booked, BankLine.id)
    )
