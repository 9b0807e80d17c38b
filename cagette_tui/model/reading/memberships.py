"""Who is a member, and until when: the last fee entered, and the months it is good for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from peewee import JOIN, fn

from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.rules.members import Fees
from cagette_tui.model.rules.memberships import is_paid
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Group, Member
from cagette_tui.value import ValueObject

_PAID = (Operation.kind == Kind.MEMBERSHIP) & Operation.cancelled_at.is_null()


class MembershipView(ValueObject):
    """The group's fee (euros) and a member's standing; `until` is the last day, if ever paid."""

    fee: Decimal
    until: date | None

    def up_to_date(self, day: date) -> bool:
        """Whether the fee is paid on that day."""
        return is_paid(self.until, day)


def read_membership(member_id: int) -> MembershipView:
    """Say until when a member has paid, in one statement."""
    mine = Operation.member.in_(
        Member.select(Member.id).where((Member.id == member_id) | (Member.merged_into == member_id))
    )
    query = (
        Group.select(Group.membership_fee, Group.membership_months, fn.MAX(Operation.created_at))
        .join(Operation, JOIN.LEFT_OUTER, on=_PAID & mine)
        .where(Group.id == 1)
        .group_by(Group.membership_fee, Group.membership_months)
    )
    with reading():
        ((fee, months, last),) = tuples(query)
    return MembershipView(fee, None if last is None else months_later(last.date(), months))


def membership_until(member_ids: Iterable[int]) -> dict[int, date | None]:
    """Return until when each member has paid: the last day, None if never; one statement."""
    return dict(read_fees(member_ids).until)


def read_fees(member_ids: Iterable[int]) -> Fees:
    """Return the group's fee, and until when each member has paid it; one statement."""
    until: dict[int, date | None] = dict.fromkeys(member_ids)
    # What somebody paid who was merged since is paid by whom they were said to be (R25).
    whose = fn.COALESCE(Member.merged_into, Member.id)
    theirs = Member.select(Member.id).where(whose.in_(list(until)))
    query = (
        Group.select(
            Group.membership_fee, Group.membership_months, whose, fn.MAX(Operation.created_at)
        )
        .join(Operation, JOIN.LEFT_OUTER, on=_PAID & Operation.member.in_(theirs))
        .join(Member, JOIN.LEFT_OUTER, on=(Member.id == Operation.member))
        .where(Group.id == 1)
        .group_by(Group.membership_fee, Group.membership_months, whose)
    )
    fee = Decimal(0)
    with reading():
        rows = list(tuples(query))
    for usual, months, member, last in rows:
        fee = usual
        if member is not None:
            until[member] = months_later(last.date(), months)
    return Fees(fee, until)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
