"""What is half typed, kept in the database: a line that is cut loses nothing.

A draft is no act: it has no journal entry, and undo does not know it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, field, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from cagette_tui.model.acts.writing import Act, Desk, together, writing
from cagette_tui.model.rules.held_back import TypedPayment
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.payments import ChequeDetails, Part
from cagette_tui.model.store.database import is_read_only, reading
from cagette_tui.model.store.prepared import Prepared
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import Draft
from cagette_tui.model.tables.distribution import Basket, Distribution
from cagette_tui.value import ValueObject

T = TypeVar("T")
P = ParamSpec("P")


class DraftView(ValueObject):
    """What was typed, and when; `data` is what JSON can hold."""

    at: datetime
    data: Any


def _no_act(desk: Desk) -> Desk:
    """Write nothing into the books by the clock: whether it can be right is asked later (R64)."""
    return replace(desk, heed=lambda now: None)


def save_draft(desk: Desk, subject: str, data: object) -> None:
    """Keep what somebody has typed about a subject, instead of what they had typed before.

    Where one only reads, nothing is kept: nothing could come of it.
    """
    if is_read_only():
        return
    with writing(_no_act(desk)) as act:
        keep_draft(act, subject, data)


def keep_draft(act: Act, subject: str, data: object) -> None:
    """Keep a draft, in the transaction of an act that is under way."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    row = Draft.get_or_none(Draft.subject == subject, Draft.who == act.who)
    if row is None:
        Draft.create(subject=subject, who=act.who, at=act.at, data=text)
    else:
        row.at, row.data = act.at, text
        row.save()


def read_draft(desk: Desk, subject: str) -> DraftView | None:
    """Return what they had typed about it, if anything."""
    with reading():
        row = Draft.get_or_none(Draft.subject == subject, Draft.who == desk.who)
    if row is None:
        return None
    try:
        return DraftView(row.at, json.loads(row.data))
    except ValueError:
        return None


def drop_draft(desk: Desk, subject: str) -> None:
    """Forget it: it was recorded, or nobody wants it any more."""
    if is_read_only():
        return
    with writing(_no_act(desk)) as act:
        forget_draft(act, subject)


def forget_draft(act: Act, subject: str) -> None:
    """Drop a draft, in the transaction of an act that is under way."""
    Draft.delete().where(Draft.subject == subject, Draft.who == act.who).execute()


def from_draft(
    desk: Desk,
    subject: str,
    work: Callable[Concatenate[Desk, P], T],
    *args: P.args,
    **answers: P.kwargs,
) -> T:
    """Do what was typed and forget the draft, all or nothing: it is never done twice."""
    with together():
        done = work(desk, *args, **answers)
        with writing(desk) as act:
            forget_draft(act, subject)
    return done


def draft_to_finish(desk: Desk, distribution_id: int) -> str | None:
    """Return the subject of what they typed last in a distribution and may still record, if any.

    Nothing of a certified evening, and no payment of a basket that is validated (R33, R46, R63).
    """
    mine = Draft.select(Draft.subject).where(Draft.who == desk.who)
    evening = Distribution.select(Distribution.certified_at).where(
        Distribution.id == distribution_id
    )
    baskets = Basket.select(Basket.id).where(
        Basket.distribution == distribution_id,
        Basket.validated_at.is_null(),
        Basket.cancelled_at.is_null(),
    )
    with reading():
        if tuples(evening) != [(None,)]:
            return None
        is_open = {str(number) for (number,) in tuples(baskets)}
        subjects = tuples(mine.order_by(Draft.at.desc(), Draft.id.desc()))
    for (subject,) in subjects:
        kind, _colon, rest = subject.partition(":")
        about = rest.split(",") if kind == "payment" else [rest.partition(":")[0]]
        if is_open.issuperset(about) if kind == "payment" else about == [str(distribution_id)]:
            return str(subject)
    return None


def parsed(make: Callable[[], T]) -> T | None:
    """Make something of a draft's data; None where another program has put something else there."""
    try:
        return make()
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return None


class PaymentDraft(ValueObject):
    """What was typed, and when; `with_debt`: the older debt was to be paid too.

    `fees` are memberships to be paid too, in euros, by the baskets (ids) of those who join.
    """

    parts: tuple[Part, ...]
    with_debt: bool
    at: datetime
    fees: Mapping[int, Decimal] = field(default_factory=dict)


def payment_subject(baskets: Sequence[int]) -> str:
    """Name the draft of a payment of some baskets (ids), in this order."""
    return "payment:" + ",".join(map(str, baskets))


def baskets_typed(desk: Desk) -> frozenset[int]:
    """Return the baskets (ids) of which they typed a payment and did not record it."""
    with reading():
        query = Draft.select(Draft.subject).where(
            Draft.who == desk.who, Draft.subject.startswith("payment:")
        )
        subjects = [subject for (subject,) in tuples(query)]
    named = (one for subject in subjects for one in subject.partition(":")[2].split(","))
    return frozenset(int(one) for one in named if one.isdecimal())


def typed_payments(who: str) -> tuple[TypedPayment, ...]:
    """Return the payments of baskets that somebody has typed and not recorded, in one statement."""
    found = (
        parsed(partial(_typed, subject, data))
        for subject, its_writer, data in _PAYMENTS()
        if its_writer == who
    )
    return tuple(one for one in found if one is not None and one.parts)


def _typed(subject: str, data: str) -> TypedPayment:
    ids = tuple(map(int, subject.partition(":")[2].split(",")))
    typed = json.loads(data)
    return TypedPayment(ids, _parts_of(typed), bool(typed.get("fees")))


_PAYMENTS = Prepared(
    lambda: (
        Draft.select(Draft.subject, Draft.who, Draft.data)
        .where(Draft.subject.startswith("payment:"))
        .order_by(Draft.id)
    ),
    0,
)


def save_payment_draft(
    desk: Desk,
    baskets: Sequence[int],
    parts: Sequence[Part],
    *,
    with_debt: bool,
    fees: Mapping[int, Decimal] | None = None,
) -> None:
    """Keep the parts so far, in euros; without any, the draft goes. Raises storage problems."""
    subject = payment_subject(baskets)
    if not parts:
        drop_draft(desk, subject)
        return
    stored = {"parts": [_stored(part) for part in parts], "debt": with_debt}
    joining = {str(basket): str(fee) for basket, fee in (fees or {}).items()}
    save_draft(desk, subject, stored | ({"fees": joining} if joining else {}))


def payment_draft(desk: Desk, baskets: Sequence[int]) -> PaymentDraft | None:
    """Return what they had typed of a payment of these baskets, if anything."""
    draft = read_draft(desk, payment_subject(baskets))
    if draft is None:
        return None
    parts = parsed(lambda: _parts_of(draft.data))
    fees = parsed(
        lambda: {int(one): Decimal(fee) for one, fee in draft.data.get("fees", {}).items()}
    )
    if not parts:
        return None
    return PaymentDraft(parts, bool(draft.data.get("debt")), draft.at, fees or {})


def _parts_of(data: Any) -> tuple[Part, ...]:
    return tuple(_part(one) for one in data["parts"])


def _stored(part: Part) -> dict[str, Any]:
    return {
        "mode": str(part.mode),
        "amount": None if part.amount is None else str(part.amount),
        "cheque": None if part.cheque is None else astuple(part.cheque),
        "note": part.note,
        **({"announced": True} if part.announced else {}),
    }


def _part(stored: Any) -> Part:
    amount, cheque = stored["amount"], stored["cheque"]
    return Part(
        Mode(stored["mode"]),
        None if amount is None else Decimal(amount),
        None if cheque is None else ChequeDetails(*cheque),
        stored["note"],
        bool(stored.get("announced")),
    )
