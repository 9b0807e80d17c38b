"""Add a member, correct a name, and say that two members are one (R25)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from cagette_tui.model.acts.many_rows import Change, change_rows
from cagette_tui.model.acts.writing import Act, Desk, Entry, writing
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.rules.kinds import ActKind, Kind
from cagette_tui.model.rules.members import (
    CannotMerge,
    MergeProblem,
    NameIsThere,
    member_name,
)
from cagette_tui.model.rules.places import person_key
from cagette_tui.model.rules.refusals import LineUnchanged, NotFound
from cagette_tui.model.tables.bank_tables import BankPayer
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.model.tables.entered import Entered
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member


def add_member(desk: Desk, name: str, *, another: bool = False) -> int:
    """Add a member, who may have an account before any basket; return the number.

    Raises `BadName`, and `NameIsThere` unless it is said to be `another` person.
    """
    clean = member_name(name)
    with writing(desk) as act:
        if not another:
            _must_be_new(clean)
        entry = act.entry(ActKind.MEMBER_ADDED)
        row = entry.insert(Member(name=clean))
        entry.member = row.id
        return int(row.id)


def name_member(desk: Desk, member_id: int, name: str) -> None:
    """Correct a member's name; no import changes it any more, papers of certified evenings stay.

    Raises `BadName`, `NotFound`, `LineUnchanged` where that is the name.
    """
    clean = member_name(name)
    with writing(desk) as act:
        row = _found(member_id)
        if row.name == clean:
            raise LineUnchanged()
        entry = act.entry(ActKind.MEMBER_NAMED, member=member_id)
        entry.update(row, name=clean, named_here=True)


def merge_members(desk: Desk, away_id: int, kept_id: int) -> None:
    """Say that a member is another one, who is kept: what is not certified moves there, in one act.

    What is certified keeps the name under which it was certified (R46); what it left on the
    account goes over by an adjustment of each of the two. Raises `NotFound`, and `CannotMerge`
    with the reason.
    """
    with writing(desk) as act:
        away, kept = _found(away_id), _found(kept_id)
        if away.id == kept.id:
            raise CannotMerge(MergeProblem.SAME, kept.name)
        for one in (away, kept):
            if one.merged_into_id is not None:
                raise CannotMerge(MergeProblem.MERGED, one.name)
        baskets = _open_baskets(away.id)
        _must_be_mergeable(away, kept, baskets)
        entry = act.entry(ActKind.MEMBERS_MERGED, member=kept.id)
        _point(entry, away, kept)
        entries = _Entries(act, kept.id, entry)
        _move_baskets(entries, kept.id, baskets)
        _move_operations(entries, away.id, kept.id, baskets)
        _move_entered(entries, away.id, kept.id)
        _move_payers(entry, away.id, kept.id)
        _carry_over(act, away, kept)


class _Entries:
    """One entry for each basket or distribution that is touched, one for all the rest."""

    def __init__(self, act: Act, member: int, rest: Entry) -> None:
        self._act, self._member = act, member
        self._made: dict[tuple[int | None, int | None], Entry] = {(None, None): rest}

    def of(self, basket: int | None, distribution: int | None) -> Entry:
        key = (basket, distribution)
        if key not in self._made:
            self._made[key] = self._act.entry(
                ActKind.MEMBERS_MERGED,
                basket=basket,
                member=self._member,
                distribution=distribution,
            )
        return self._made[key]


def _found(member_id: int) -> Member:
    row = Member.get_or_none(Member.id == member_id)
    if not isinstance(row, Member):
        raise NotFound("member", member_id)
    return row


def _must_be_new(name: str) -> None:
    key = person_key(name)
    rows = tuples(
        Member.select(Member.id, Member.ref, Member.name).where(Member.merged_into.is_null())
    )
    for number, ref, there in rows:
        if person_key(there) == key:
            raise NameIsThere(there, ref or f"#{number}")


def _open_baskets(member_id: int) -> dict[int, Basket]:
    """Return the baskets that a member has in distributions that are not certified."""
    query = (
        Basket.select(Basket, Distribution)
        .join(Distribution)
        .where(
            Basket.member == member_id,
            Basket.cancelled_at.is_null(),
            Distribution.certified_at.is_null(),
        )
    )
    return {row.id: row for row in query}


def _must_be_mergeable(away: Member, kept: Member, baskets: Mapping[int, Basket]) -> None:
    places = [row.distribution_id for row in baskets.values()]
    there = dict(
        tuples(
            Basket.select(Basket.distribution, Basket.number).where(
                Basket.member == kept.id, Basket.distribution.in_(places)
            )
        )
    )
    for row in baskets.values():
        problem: MergeProblem | None = None
        numbers: tuple[int, ...] = (row.number,)
        if row.distribution_id in there:
            problem, numbers = MergeProblem.BOTH, (there[row.distribution_id], row.number)
        elif row.validated_at is not None:
            problem = MergeProblem.VALIDATED
        if problem is not None:
            raise CannotMerge(
                problem, away.name, numbers, row.distribution.date, row.distribution.place
            )
    awaited = (
        Operation.select(Distribution.date, Distribution.place)
        .join(Distribution)
        .where(
            Operation.member == away.id,
            Operation.pending,
            Operation.cancelled_at.is_null(),
            Distribution.certified_at.is_null(False),
        )
        .limit(1)
    )
    for day, place in tuples(awaited):
        raise CannotMerge(MergeProblem.AWAITED, away.name, (), day, place)


def _point(entry: Entry, away: Member, kept: Member) -> None:
    """Mark who was merged, and all who were merged into them; one reference at least is kept."""
    earlier = tuples(Member.select(Member.id).where(Member.merged_into == away.id))
    change_rows(
        Member,
        [
            Change(entry, number, {"merged_into": away.id}, {"merged_into": kept.id})
            for (number,) in earlier
        ],
    )
    ref = away.ref
    if kept.ref is None:
        entry.update(away, merged_into=kept.id, ref=None)
        entry.update(kept, ref=ref)
    else:
        entry.update(away, merged_into=kept.id)


def _move_baskets(entries: _Entries, kept: int, baskets: Mapping[int, Basket]) -> None:
    change_rows(
        Basket,
        [
            Change(
                entries.of(row.id, row.distribution_id),
                row.id,
                {"member": row.member_id, "version": row.version},
                {"member": kept, "version": row.version + 1},
            )
            for row in baskets.values()
        ],
    )


def _move_operations(entries: _Entries, away: int, kept: int, baskets: Iterable[int]) -> None:
    """Move what is of open baskets, and what is of no basket and of nothing certified."""
    certified = Distribution.select(Distribution.id).where(Distribution.certified_at.is_null(False))
    of_none = Operation.basket.is_null() & (
        Operation.distribution.is_null() | Operation.distribution.not_in(certified)
    )
    rows = tuples(
        Operation.select(Operation.id, Operation.basket, Operation.distribution).where(
            Operation.member == away, of_none | Operation.basket.in_(list(baskets))
        )
    )
    change_rows(
        Operation,
        [
            Change(entries.of(basket, place), number, {"member": away}, {"member": kept})
            for number, basket, place in rows
        ],
    )


def _move_entered(entries: _Entries, away: int, kept: int) -> None:
    """Move what is entered in Cagette of evenings that are not certified."""
    theirs = Entered.select(Entered.distribution).where(Entered.member == kept)
    rows = tuples(
        Entered.select(Entered.id, Entered.distribution)
        .join(Distribution)
        .where(
            Entered.member == away,
            Distribution.certified_at.is_null(),
            Entered.distribution.not_in(theirs),
        )
    )
    change_rows(
        Entered,
        [
            Change(entries.of(None, place), number, {"member": away}, {"member": kept})
            for number, place in rows
        ],
    )


def _move_payers(entry: Entry, away: int, kept: int) -> None:
    """Know who paid for the one as paying for the other; what both had is had once."""
    theirs = {
        digest
        for (digest,) in tuples(BankPayer.select(BankPayer.digest).where(BankPayer.member == kept))
    }
    rows = list(BankPayer.select().where(BankPayer.member == away))
    for row in rows:
        if row.digest in theirs:
            entry.delete(row)
    change_rows(
        BankPayer,
        [
            Change(entry, row.id, {"member": away}, {"member": kept})
            for row in rows
            if row.digest not in theirs
        ],
    )


def _carry_over(act: Act, away: Member, kept: Member) -> None:
    """Take what certified evenings left on the account over to the one that is kept."""
    rest = balance_of(away.id)
    if not rest:
        return
    reason = f"{away.name} → {kept.name}"
    for member, amount in ((away, -rest), (kept, rest)):
        _adjust(act, member, amount, reason)


def _adjust(act: Act, member: Member, amount: Decimal, reason: str) -> None:
    entry = act.entry(ActKind.MEMBERS_MERGED, member=member.id, reason=reason)
    entry.insert(act.operation(member.id, Kind.ADJUSTMENT, amount, reason=reason))
