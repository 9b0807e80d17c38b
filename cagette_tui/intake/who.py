"""Members of a file that may be somebody else's old friends: known names, other names (R25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cagette_tui.intake.cagette import ExportLine
from cagette_tui.model.reading.queries import balance_query
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.places import person_key
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject


class KnownName(ValueObject):
    """A name under a new number that another one bears: Cagette numbers whoever registers twice.

    `balance` is what stands on the account of the other number, in euros.
    """

    ref: str
    name: str
    other_ref: str | None
    balance: Decimal


class Renamed(ValueObject):
    """A number whose name is another one now."""

    ref: str
    before: str
    name: str


def known_names(new: Sequence[int]) -> list[KnownName]:
    """Say which of the new members (ids) bear a name that was there already, in two statements."""
    if not new:
        return []
    fresh = set(new)
    by_name: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
    members = tuples(Member.select(Member.id, Member.ref, Member.name).order_by(Member.id))
    for number, ref, name in members:
        if number not in fresh:
            by_name[person_key(name)].append((number, ref))
    found = [
        (str(ref), name, other, other_ref)
        for number, ref, name in members
        if number in fresh
        for other, other_ref in by_name.get(person_key(name), ())
    ]
    if not found:
        return []
    others = sorted({other for _ref, _name, other, _other_ref in found})
    balances = dict(tuples(balance_query(Operation.member.in_(others))))
    return [
        KnownName(ref, name, other_ref, balances.get(other, ZERO))
        for ref, name, other, other_ref in found
    ]


def of_one(lines: Sequence[ExportLine]) -> Sequence[ExportLine]:
    """Give the lines of a member who was merged to the one that it was said to be (R25).

    One statement. That member's own name stays.
    """
    kept = Member.alias()
    query = (
        Member.select(Member.ref, kept.ref, kept.name)
        .join(kept, on=(Member.merged_into == kept.id))
        .where(Member.ref.is_null(False), kept.ref.is_null(False))
    )
    with reading():
        whose = {ref: (their_ref, name) for ref, their_ref, name in tuples(query)}
    if not whose:
        return lines
    own = {line.member_ref: line.member_name for line in lines}
    return [
        replace(line, member_ref=ref, member_name=own.get(ref, name))
        for line in lines
        for ref, name in [whose.get(line.member_ref, (line.member_ref, line.member_name))]
    ]
