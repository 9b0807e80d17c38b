"""How the accounts stood at the end of a day, and what moved one in a period (R57).

An order is of the day of its distribution, and so is what its papers have; all else is of its
own day (R23, R26). Orders of distributions to come are no debt yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from peewee import JOIN, Case, fn

from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.periods import (
    AccountAt,
    MembershipRow,
    MemberStatement,
    StatementRow,
)
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.text import fold

# Seen or come back only after its evening had been certified: in no paper of it (R23, R46).
_OWN = Distribution.id.is_null() | (Operation.late & Distribution.certified_at.is_null(False))
_SETTLED = Operation.basket.is_null() | Operation.basket.not_in(
    Basket.select(Basket.id).where(Basket.validated_at.is_null(), Basket.cancelled_at.is_null())
)
_OWN_DAY = fn.COALESCE(Operation.day, fn.DATE(Operation.created_at))


def books_day() -> Any:
    """Give the day of an operation in the papers; its distribution is joined."""
    return Case(None, ((_OWN, _OWN_DAY),), Distribution.date).converter(Operation.day.python_value)


def books_evening() -> Any:
    """Give the distribution in whose papers an operation is; its distribution is joined."""
    return Case(None, ((_OWN, None),), Operation.distribution)


def near(first: date, last: date) -> Any:
    """Give the operations that may be in the papers of a period, found without reading all.

    Those of its evenings, those of none, and the late ones, which are few.
    """
    evenings = Distribution.select(Distribution.id).where(Distribution.date.between(first, last))
    of_evenings = Operation.select(Operation.id).where(Operation.distribution.in_(evenings))
    of_none = Operation.select(Operation.id).where(Operation.distribution.is_null())
    late = Operation.select(Operation.id).where(Operation.late)
    return Operation.id.in_(of_evenings.union_all(of_none).union_all(late))


def read_accounts_at(last: date, *, settled: bool = False) -> tuple[AccountAt, ...]:
    """Return all accounts that were not even at the end of a day, by name, in two statements.

    `settled`: without the baskets that are not validated yet, which are still to be paid.
    """
    with reading():
        stands = tuples(_stood(last, settled=settled))
        names = {
            number: (name, ref)
            for number, name, ref in tuples(Member.select(Member.id, Member.name, Member.ref))
        }
    rows = [
        AccountAt(member, *names[member], balance, since, paid)
        for member, balance, since, paid in stands
        if balance
    ]
    return tuple(sorted(rows, key=lambda one: (fold(one.member), one.member_id)))


def _stood(last: date, *, settled: bool) -> Any:
    """Ask how each account stood, since when on its side of zero, and when it was last paid in."""
    by_day = _moved_by_day(last, *((_SETTLED,) if settled else ()))
    after = fn.SUM(by_day.c.moved).over(partition_by=[by_day.c.member], order_by=[by_day.c.day])
    running = Operation.select(
        by_day.c.member.alias("member"),
        by_day.c.day.alias("day"),
        by_day.c.moved.alias("moved"),
        by_day.c.paid.alias("paid"),
        after.alias("after"),
    ).from_(by_day)
    before = running.c.after - running.c.moved
    turned = ((running.c.after < 0) & (before >= 0)) | ((running.c.after > 0) & (before <= 0))
    as_day = Operation.day.python_value
    return (
        Operation.select(
            running.c.member,
            fn.SUM(running.c.moved).converter(Operation.amount.python_value),
            fn.MAX(Case(None, ((turned, running.c.day),))).converter(as_day),
            fn.MAX(running.c.paid).converter(as_day),
        )
        .from_(running)
        .group_by(running.c.member)
    )


def _moved_by_day(last: date, *which: Any) -> Any:
    """Ask for what moved each account on each day up to the last, and when something came in."""
    day = books_day()
    came = Case(None, (((Operation.kind == Kind.PAYMENT) & (Operation.amount > ZERO), day),))
    return (
        Operation.select(
            Operation.member.alias("member"),
            day.alias("day"),
            fn.SUM(Operation.amount).alias("moved"),
            fn.MAX(came).alias("paid"),
        )
        .join(Distribution, JOIN.LEFT_OUTER)
        .where(COUNTS, day <= last, *which)
        .group_by(Operation.member, day)
    )


def read_debts_at(days: Iterable[date]) -> dict[date, Decimal]:
    """Say what the members owed in all at the end of each of some days, as positive amounts.

    One statement, however many days.
    """
    wanted = sorted(set(days))
    if not wanted:
        return {}
    day = books_day()
    query = (
        Operation.select(Operation.member, day, sum_of(Operation.amount))
        .join(Distribution, JOIN.LEFT_OUTER)
        .where(COUNTS, day <= wanted[-1])
        .group_by(Operation.member, day)
        .order_by(day)
    )
    with reading():
        rows = tuples(query)
    balances: dict[int, Decimal] = defaultdict(lambda: ZERO)
    debts, place = {}, 0
    for last in wanted:
        while place < len(rows):
            member, on, amount = rows[place]
            if on > last:
                break
            balances[member] += amount
            place += 1
        debts[last] = -sum((one for one in balances.values() if one < 0), ZERO)
    return debts


class _Entry(NamedTuple):
    """An operation that counts, with its day in the papers, as it is asked for."""

    id: int
    day: date
    kind: str
    mode: str | None
    amount: Decimal
    place: str | None
    basket: int | None
    membership: int | None
    returns: int | None
    reason: str | None

    def row(self, balance: Decimal) -> StatementRow:
        """Give the row of a statement, with the balance after it."""
        return StatementRow(
            self.id,
            self.day,
            Kind(self.kind),
            _mode(self.mode),
            self.amount,
            balance,
            self.place,
            self.basket,
            self.membership is not None,
            self.returns is not None,
            self.reason,
        )


def read_statement(member_id: int, first: date, last: date) -> MemberStatement:
    """Return what moved an account in a period, with the balance before it. Raises `NotFound`."""
    with reading():
        member = Member.get_or_none(Member.id == member_id)
        if member is None:
            raise NotFound("member", member_id)
        entries = _entries(member_id)
    opening = balance = sum((one.amount for one in entries if one.day < first), ZERO)
    rows = []
    for one in entries:
        if first <= one.day <= last:
            balance += one.amount
            rows.append(one.row(balance))
    return MemberStatement(member.name, member.ref, opening, tuple(rows))


def _entries(member_id: int) -> list[_Entry]:
    query = (
        Operation.select(
            Operation.id,
            books_day(),
            Operation.kind,
            Operation.mode,
            Operation.amount,
            Distribution.place,
            Basket.number,
            Operation.membership,
            Operation.returns,
            Operation.reason,
        )
        .join(Distribution, JOIN.LEFT_OUTER)
        .switch(Operation)
        .join(Basket, JOIN.LEFT_OUTER)
        .where(COUNTS, Operation.member == member_id)
    )
    return sorted((_Entry(*row) for row in tuples(query)), key=_in_order)


def _in_order(one: _Entry) -> tuple[date, int, int]:
    """Put an order before what was paid for it that day."""
    return one.day, {Kind.OPENING: 0, Kind.ORDER: 1}.get(Kind(one.kind), 2), one.id


def read_memberships(first: date, last: date) -> tuple[MembershipRow, ...]:
    """Return the membership fees of a period: those paid, and those left on the account."""
    day = books_day()
    payment = Operation.alias()
    paid = payment.select(payment.membership).where(
        payment.membership.is_null(False),
        payment.cancelled_at.is_null(),
        ~payment.pending,
    )
    query = (
        Operation.select(
            day,
            Member.name,
            Member.ref,
            Operation.amount,
            books_evening(),
            Operation.mode,
        )
        .join(Member)
        .switch(Operation)
        .join(Distribution, JOIN.LEFT_OUTER)
        .where(
            COUNTS,
            near(first, last),
            day.between(first, last),
            ((Operation.kind == Kind.PAYMENT) & Operation.membership.is_null(False))
            | ((Operation.kind == Kind.MEMBERSHIP) & Operation.id.not_in(paid)),
        )
        .order_by(day, Operation.id)
    )
    with reading():
        rows = tuples(query)
    return tuple(
        # What was asked for is a debt until it is paid, hence negative in the books.
        MembershipRow(on, name, ref, -amount if mode is None else amount, evening, _mode(mode))
        for on, name, ref, amount, evening, mode in rows
    )


def _mode(stored: str | None) -> Mode | None:
    return None if stored is None else Mode(stored)
