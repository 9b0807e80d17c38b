"""All members, with how their accounts stand, in a constant number of statements (R25)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from peewee import JOIN, fn

from cagette_tui.model.reading.memberships import membership_until
from cagette_tui.model.reading.queries import COUNTS, balance_query
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.days import booked_on, came_on
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.rules.members import MemberView
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.text import fold


def read_members() -> tuple[MemberView, ...]:
    """Return all members by name, in five statements however many they are.

    Who was merged into another one is left out, unless something is on that account again.
    """
    with reading():
        balances: dict[int, Decimal] = dict(tuples(balance_query(Operation.member.is_null(False))))
        query = Member.select(Member.id, Member.ref, Member.name, Member.merged_into)
        rows = [
            (number, ref, name)
            for number, ref, name, merged_into in tuples(query)
            if merged_into is None or balances.get(number)
        ]
        since = _debts_since({number for number, balance in balances.items() if balance < 0})
        paid = _last_payments()
        until = membership_until(number for number, _ref, _name in rows)
    views = [
        MemberView(
            number,
            ref,
            name,
            balances.get(number, ZERO),
            since.get(number),
            paid.get(number),
            until.get(number),
        )
        for number, ref, name in rows
    ]
    return tuple(sorted(views, key=lambda one: (fold(one.name), one.id)))


def _debts_since(members: set[int]) -> dict[int, date]:
    """Say since which day each of these members has owed something without a break (R26)."""
    other = Operation.alias()
    debtors = (
        other.select(other.member)
        .where(other.cancelled_at.is_null(), ~other.pending)
        .group_by(other.member)
        .having(fn.SUM(other.amount) < 0)
    )
    query = (
        Operation.select(
            Operation.member,
            Operation.kind,
            Operation.day,
            Operation.created_at,
            Distribution.date,
            Operation.late,
            Operation.amount,
        )
        .join(Distribution, JOIN.LEFT_OUTER)
        .where(COUNTS, Operation.member.in_(debtors))
        .order_by(Operation.id)
    )
    moves: dict[int, list[tuple[date, int, Decimal]]] = defaultdict(list)
    for rank, (member, kind, said, typed, evening, late, amount) in enumerate(tuples(query)):
        if member in members:
            day = booked_on(Kind(kind), said, typed, evening, late=bool(late))
            moves[member].append((day, rank, amount))
    return {member: _since(sorted(rows)) for member, rows in moves.items()}


def _since(moves: list[tuple[date, int, Decimal]]) -> date:
    balance, since = ZERO, moves[0][0]
    by_day: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for day, _rank, amount in moves:
        by_day[day] += amount
    for day, amount in by_day.items():
        if balance >= 0 > balance + amount:
            since = day
        balance += amount
    return since


def _last_payments() -> dict[int, date]:
    """Say when money last came from each member, by the day on which it came (R26)."""
    query = (
        Operation.select(Operation.member, fn.MAX(Operation.day), fn.MAX(Operation.created_at))
        .where(COUNTS, Operation.kind == Kind.PAYMENT, Operation.amount > 0)
        .group_by(Operation.member, Operation.day.is_null())
    )
    last: dict[int, date] = {}
    for member, day, created_at in tuples(query):
        on = came_on(day, created_at)
        last[member] = max(on, last.get(member, on))
    return last
