"""The commands `members` and `member`: who there is, and how the accounts stand (R25)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date

from cagette_tui import output
from cagette_tui.commands.common import Impossible, open_asked, print_lines, show_lines
from cagette_tui.i18n import _, format_amount, format_date
from cagette_tui.model.acts.members import add_member, merge_members, name_member
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.accounts import read_account
from cagette_tui.model.reading.lookups import member_by_ref
from cagette_tui.model.reading.members import read_members
from cagette_tui.model.rules.evening import AccountView
from cagette_tui.model.rules.members import MemberView
from cagette_tui.sentences import cancel_label, kind_label, mode_label
from cagette_tui.sentences.members import member_line
from cagette_tui.text import json_text, visible


def members(options: argparse.Namespace, desk: Desk) -> int:
    """List all members, or one with all that is on the account."""
    open_asked(options, create=False)
    today = desk.now().date()
    found = read_members()
    if options.ref is None:
        if options.format == "json":
            data: dict[str, object] = {"members": [_data(one, today) for one in found]}
            output.write(json_text(data), for_machines=True)
        else:
            show_lines(member_line(one, today) for one in found)
        return 0
    one = _of(member_by_ref(options.ref), found)
    account = read_account(one.id)
    if options.format == "json":
        data = {**_data(one, today), "operations": list(_operations(account))}
        output.write(json_text(data), for_machines=True)
    else:
        show_lines([member_line(one, today), *_told(account)])
    return 0


def member(options: argparse.Namespace, desk: Desk) -> int:
    """Add a member, correct a name, or say that two are one; tell how that one is then."""
    words = options.words
    open_asked(options, create=options.act == "add")
    match options.act, words:
        case "add", [name]:
            number = add_member(desk, name, another=options.another)
        case "name", [ref, name]:
            number = member_by_ref(ref)
            name_member(desk, number, name)
        case "merge", [away, kept]:
            number = member_by_ref(kept)
            merge_members(desk, member_by_ref(away), number)
        case _:
            text = _("Give: member add NAME, member name REF NAME, or member merge REF REF.")
            raise Impossible(text)
    print_lines([member_line(_of(number, read_members()), desk.now().date())])
    return 0


def _of(number: int, found: tuple[MemberView, ...]) -> MemberView:
    return next(one for one in found if one.id == number)


def _data(one: MemberView, today: date) -> dict[str, object]:
    return {
        "member": one.name,
        "member_ref": one.ref,
        "ref": one.called,
        "balance": f"{one.balance:.2f}",
        "debt_since": None if one.is_to_come(today) else _iso(one.since),
        "last_payment": _iso(one.last_payment),
        "membership_until": _iso(one.until),
        "membership": one.up_to_date(today),
    }


def _operations(account: AccountView) -> Iterator[dict[str, object]]:
    for one, balance in zip(account.operations, account.running, strict=True):
        evening = account.evening_of(one)
        yield {
            "day": account.day_of(one).isoformat(),
            "kind": str(one.kind),
            "mode": None if one.mode is None else str(one.mode),
            "amount": f"{one.amount:.2f}",
            "balance": f"{balance:.2f}",
            "pending": one.pending,
            "cancelled": one.cancelled_at is not None,
            "place": None if evening is None else evening.place,
            "reason": one.reason,
        }


def _told(account: AccountView) -> Iterator[str]:
    for one, balance in zip(account.operations, account.running, strict=True):
        evening = account.evening_of(one)
        what = [
            kind_label(one.kind) if one.mode is None else mode_label(one.mode),
            "" if evening is None else visible(evening.place),
            visible(one.reason or ""),
            _("awaited") if one.pending and one.cancelled_at is None else "",
            cancel_label(one.cancel_reason) if one.cancel_reason else "",
        ]
        yield " · ".join(
            [
                format_date(account.day_of(one)),
                format_amount(one.amount),
                *filter(None, what),
                _("balance {amount}").format(amount=format_amount(balance)),
            ]
        )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
