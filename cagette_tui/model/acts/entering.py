"""Say that baskets are entered in Cagette, or that they are not after all.

It is about Cagette and changes nothing of the evening: it is possible whatever is validated or
certified, and a later correction is never hindered by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cagette_tui.model.acts.basket_work import find_distribution
from cagette_tui.model.acts.writing import Act, Desk, Entry, insert_rows, update_rows, writing
from cagette_tui.model.rules.cagette_state import There
from cagette_tui.model.rules.cagette_stored import stored_there
from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.refusals import LineUnchanged
from cagette_tui.model.tables.distribution import Basket
from cagette_tui.model.tables.entered import Entered
from cagette_tui.model.tables.stored import stored

_COLUMNS = ("at", "by", "data")


def mark_entered(desk: Desk, distribution_id: int, entered: Mapping[int, There]) -> int:
    """Note for some members what Cagette has now; return how many of them it was news of.

    `entered` is what was shown as the end of their steps: what was changed here meanwhile is
    still to be entered then. Raises `NotFound`, `LineUnchanged`.
    """
    with writing(desk) as act:
        find_distribution(distribution_id)
        values: dict[int, dict[str, object]] = {
            member: {"at": act.at, "by": act.who, "data": stored_there(there)}
            for member, there in entered.items()
        }
        return _write(act, ActKind.ENTERED, distribution_id, values)


def take_off_entered(desk: Desk, distribution_id: int, members: Collection[int]) -> int:
    """Say that what was marked is not in Cagette after all; return of how many.

    Raises `NotFound`, `LineUnchanged`.
    """
    with writing(desk) as act:
        find_distribution(distribution_id)
        nothing: dict[str, object] = dict.fromkeys(_COLUMNS)
        return _write(act, ActKind.NOT_ENTERED, distribution_id, dict.fromkeys(members, nothing))


def _write(
    act: Act, kind: ActKind, distribution_id: int, wanted: Mapping[int, Mapping[str, object]]
) -> int:
    """Write the rows of some members, in a constant number of statements."""
    rows = {
        row.member_id: row
        for row in Entered.select().where(
            Entered.distribution == distribution_id, Entered.member.in_(list(wanted))
        )
    }
    changed = {
        member: values
        for member, values in wanted.items()
        if values["data"] != (rows[member].data if member in rows else None)
    }
    if not changed:
        raise LineUnchanged()
    entries = _entries(act, kind, distribution_id, changed)
    there = [rows[member] for member in changed if member in rows]
    for row in there:
        before = stored(row)
        for name, value in changed[row.member_id].items():
            setattr(row, name, value)
        entries[row.member_id].touched(Entered, row.id, before, stored(row))
    update_rows(there, _COLUMNS)
    new = [
        {"distribution": distribution_id, "member": member, **values}
        for member, values in changed.items()
        if member not in rows
    ]
    for inserted in insert_rows(Entered, new):
        entries[inserted["member"]].inserted(Entered, inserted)
    return len(changed)


def _entries(
    act: Act, kind: ActKind, distribution_id: int, members: Collection[int]
) -> dict[int, Entry]:
    query = Basket.select(Basket.id, Basket.member).where(
        Basket.distribution == distribution_id,
        Basket.member.in_(list(members)),
        Basket.cancelled_at.is_null(),
    )
    baskets = {row.member_id: row.id for row in query}
    return {
        member: act.entry(
            kind, basket=baskets.get(member), member=member, distribution=distribution_id
        )
        for member in members
    }
