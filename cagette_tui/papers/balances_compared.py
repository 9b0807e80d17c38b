"""Balances of a file beside ours, line by line: what Cagette has, once all is entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from peewee import JOIN

from cagette_tui.intake.balances import BalanceRow
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.text import fold
from cagette_tui.value import ValueObject


class BalanceDifference(ValueObject):
    """A member whose balance is not the same on both sides, in euros; None: not there at all."""

    ref: str
    name: str
    here: Decimal | None
    there: Decimal | None


class BalancesCompared(ValueObject):
    """How many lines agree, and what differs, by name; sums in euros."""

    same: int
    differences: tuple[BalanceDifference, ...]
    here: Decimal
    there: Decimal


def compare_balances(rows: Iterable[BalanceRow]) -> BalancesCompared:
    """Compare the lines of a file with all members' balances, in one statement; writes nothing.

    Members are found by reference, without one by a name that only one of them bears. Whoever is
    in one of the two only, with a balance of nothing, makes no difference.
    """
    query = (
        Member.select(Member.id, Member.ref, Member.name, sum_of(Operation.amount))
        .join(Operation, JOIN.LEFT_OUTER, on=(Operation.member == Member.id) & COUNTS)
        .group_by(Member.id, Member.ref, Member.name)
    )
    with reading():
        members = {
            member: (ref or "", name, balance or ZERO)
            for member, ref, name, balance in tuples(query)
        }
    by_ref = {ref: number for number, (ref, _name, _amount) in members.items() if ref}
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, (_ref, name, _amount) in members.items():
        by_name[fold(name)].append(number)
    there: dict[int, Decimal] = defaultdict(lambda: ZERO)
    differences, total = [], ZERO
    for row in rows:
        total += row.amount
        same_name = by_name[fold(row.name)] if not row.ref else []
        found = by_ref.get(row.ref) if row.ref else same_name[0] if len(same_name) == 1 else None
        if found is not None:
            there[found] += row.amount
        elif row.amount:
            differences.append(BalanceDifference(row.ref, row.name, None, row.amount))
    same = 0
    for number, (ref, name, here) in members.items():
        if there.get(number, ZERO) != here:
            differences.append(BalanceDifference(ref, name, here, there.get(number)))
        else:
            same += number in there
    differences.sort(key=lambda one: (fold(one.name), one.ref))
    sum_here = sum((amount for _ref, _name, amount in members.values()), ZERO)
    return BalancesCompared(same, tuple(differences), sum_here, total)
