"""A member's account: every operation with the running balance (R11, R18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from cagette_tui.model.reading.baskets import read_operations
from cagette_tui.model.reading.queries import (
    BALANCE,
)
from cagette_tui.model.rules.basket import ZERO, BasketView, OperationView
from cagette_tui.model.rules.evening import (
    AccountView,
    EveningName,
    day_of,
)
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member


def read_account(member_id: int, distribution_id: int | None = None) -> AccountView:
    """Read a member's account, cancelled operations included. Raises `NotFound`.

    Seen from a distribution, what belongs to baskets of later ones is still to come (R18).
    """
    with reading():
        member = Member.get_or_none(Member.id == member_id)
        if member is None:
            raise NotFound("member", member_id)
        operations = read_operations(Operation.member == member_id)
        evenings = _evenings(member_id)
        later = frozenset() if distribution_id is None else _later_than(distribution_id)
    operations = tuple(sorted(operations, key=lambda one: _when(one, evenings)))
    running, balance = [], ZERO
    for operation in operations:
        if operation.counts:
            balance += operation.amount
        running.append(balance)
    return AccountView(
        member.id,
        member.name,
        member.ref,
        balance,
        operations,
        tuple(running),
        later,
        evenings,
        distribution_id,
    )


def announced_on_accounts(baskets: Sequence[BasketView]) -> tuple[OperationView, ...]:
    """Return what the members of some baskets announced on their accounts alone (R22).

    What was announced for another evening is none of these baskets' money.
    """
    return read_operations(
        Operation.member.in_([one.member_id for one in baskets])
        & Operation.pending
        & Operation.basket.is_null()
        & Operation.membership.is_null()
        & Operation.cancelled_at.is_null()
        & (
            Operation.distribution.is_null()
            | (Operation.distribution == baskets[0].distribution_id)
        )
    )


def _evenings(member_id: int) -> dict[int, EveningName]:
    """Return the distributions that a member's operations belong to."""
    mine = Operation.select(Operation.distribution).where(
        Operation.member == member_id, Operation.distribution.is_null(False)
    )
    query = Distribution.select(Distribution.id, Distribution.date, Distribution.place)
    rows = tuples(query.where(Distribution.id.in_(mine)))
    return {number: EveningName(day, place) for number, day, place in rows}


def _when(one: OperationView, evenings: Mapping[int, EveningName]) -> tuple[date, int, int]:
    """Say where an operation stands: by its day, an order before what was paid for it."""
    evening = None if one.distribution_id is None else evenings.get(one.distribution_id)
    first = {Kind.OPENING: 0, Kind.ORDER: 1}.get(one.kind, 2)
    return day_of(one, evening), first, one.id


def _later_than(distribution_id: int) -> frozenset[int]:
    """Give the distributions that come after this one, in the order of the list."""
    this = Distribution.select(Distribution.starts_at).where(Distribution.id == distribution_id)
    starts = Distribution.starts_at
    later = Distribution.select(Distribution.id).where(
        (starts > this) | ((starts == this) & (Distribution.id > distribution_id))
    )
    return frozenset(number for (number,) in tuples(later))


def balance_of(member_id: int) -> Decimal:
    """Return a member's balance in euros (R11)."""
    balances: dict[int, Decimal] = dict(BALANCE(member_id))
    return balances.get(member_id, ZERO)
