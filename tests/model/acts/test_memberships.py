"""Memberships: until when, and not entered twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.accounts import balance_of, read_account
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.memberships import (
    membership_until,
    months_later,
    read_membership,
)
from cagette_tui.model.rules.kinds import ActKind, Mode
from cagette_tui.model.rules.refusals import BadAmount, MembershipPaid
from cagette_tui.model.rules.takings import takings
from cagette_tui.model.tables.people import Group
from tests.model.store.test_statements import statements
from tests.world import World, euros, refused


def _group(world: World, fee: str = "15.00", months: int = 12) -> None:
    with writing(world.desk) as act:
        act.entry(ActKind.GROUP).update(
            Group.get_by_id(1), membership_fee=euros(fee), membership_months=months
        )


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        ("2026-11-20", 12, "2027-11-20"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-31", 60, "2031-12-31"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_the_day_is_clamped(day: str, months: int, until: str) -> None:
    """So many months later, on the last day of a shorter month."""
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(until)


def test_until_when(world: World) -> None:
    """The last fee entered counts, with the group's months, for one member or many at once."""
    _group(world, months=6)
    never, once, twice = (world.member(name) for name in "ABC")
    pay_membership(world.desk, twice, Mode.CASH)
    world.clock.advance(timedelta(days=10))
    pay_membership(world.desk, once, Mode.CHEQUE)
    pay_membership(world.desk, twice, Mode.CASH, amount=euros("20.00"), again=True)
    assert membership_until([never, once, twice]) == {
        never: None,
        once: date(2027, 5, 30),
        twice: date(2027, 5, 30),
    }
    assert membership_until([]) == {}
    view = read_membership(once)
    assert (view.fee, view.until) == (15, date(2027, 5, 30))
    assert view.up_to_date(date(2027, 5, 30))
    assert not view.up_to_date(date(2027, 5, 31))
    assert not read_membership(never).up_to_date(date(2026, 11, 20))


def test_the_same_one_twice(world: World) -> None:
    """Two volunteers before the same member: the second is refused, unless it is wanted."""
    _group(world)
    member = world.member("A")
    number = world.distribution()

    def pay(desk: Desk, again: bool = False) -> Decimal:
        return pay_membership(desk, member, Mode.CASH, distribution_id=number, again=again)

    assert pay(world.desk) == 0
    problem = refused(MembershipPaid, lambda: pay(world.other("maryam")))
    assert problem.until == date(2027, 11, 20)
    assert pay(world.desk, again=True) == 0
    assert takings(read_sheet(number)).membership == 30
    world.clock.advance(timedelta(days=365))
    refused(MembershipPaid, lambda: pay(world.desk))
    world.clock.advance(timedelta(days=1))
    assert pay(world.desk) == 0


def test_a_membership_taken_back(world: World) -> None:
    """Undone, it counts no longer: until when is what it was before."""
    _group(world)
    member = world.member("A")
    pay_membership(world.desk, member, Mode.CARD)
    undo(world.desk, last_act("paul").act)
    assert read_membership(member).until is None
    assert membership_until([member]) == {member: None}
    pay_membership(world.desk, member, Mode.CARD)
    assert balance_of(member) == 0


def test_a_group_without_a_fee(world: World) -> None:
    """A fee of nothing is not entered; another amount is."""
    member = world.member("A")
    refused(BadAmount, lambda: pay_membership(world.desk, member, Mode.CASH))
    pay_membership(world.desk, member, Mode.CASH, amount=Decimal(5))
    assert [one.amount for one in read_account(member).operations] == [-5, 5]


def test_one_statement(world: World) -> None:
    """For one member or two hundred."""
    members = [world.member(str(place)) for place in range(12)]
    pay_membership(world.desk, members[0], Mode.CASH, amount=euros("3.00"))
    assert statements(lambda: read_membership(members[0])) == 1
    assert statements(lambda: membership_until(members)) == 1
