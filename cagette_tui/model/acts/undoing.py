"""Take back the last act: an act of its own, with entries of its own (R61)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from peewee import fn

from cagette_tui.model.acts.archive import turned
from cagette_tui.model.acts.closing import open_numbers
from cagette_tui.model.acts.coordinating import must_coordinate
from cagette_tui.model.acts.taking_back import take_back
from cagette_tui.model.acts.writing import Desk, writing
from cagette_tui.model.reading.queries import COUNTS
from cagette_tui.model.rules.allowed import must_not_be_certified
from cagette_tui.model.rules.kinds import ActKind, Kind, Mode
from cagette_tui.model.rules.refusals import CannotUndo, NothingToUndo
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.distribution import Basket, Distribution, Line
from cagette_tui.model.tables.journal import JournalEntry, still_holds
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.value import ValueObject

# What was done so many acts ago is no slip: it is corrected, not undone. They are some 50 evenings.
FAR_BACK = 10_000
# What was handed in is corrected with a reason.
_KEPT = (ActKind.DEPOSIT_FINAL,)
# Taking these back is reopening, or changing settings (R44).
_OF_COORDINATORS = (ActKind.CERTIFY, ActKind.GROUP)
# One product in many baskets: only its lines must be as they were left.
_OF_A_PRODUCT = (ActKind.UNDELIVERED, ActKind.WEIGHTS, ActKind.PRICES)
# Of these it is said which products they were about.
_OF_LINES = (
    *_OF_A_PRODUCT,
    ActKind.DELIVERED,
    ActKind.QUANTITY,
    ActKind.PRICE,
    ActKind.REASON,
    ActKind.ADD_LINE,
    ActKind.REPLACE_LINE,
    ActKind.MOVE_LINE,
)
# These are about Cagette alone: they hinder nothing, and nothing hinders them but their own row.
_OF_CAGETTE = (ActKind.ENTERED, ActKind.NOT_ENTERED)


class LastAct(ValueObject):
    """The act that undo would take back."""

    act: int
    kind: ActKind
    kinds: tuple[ActKind, ...]  # all that it did, where it did several things
    at: datetime
    baskets: tuple[int, ...]  # their numbers
    member: str | None  # when it concerns one member only
    basket: int | None  # the id of the one it is about, or the first; a product is about none
    distribution: int | None  # when it concerns one distribution only
    payments: tuple[tuple[Mode, Decimal], ...]  # what it received or gave back, by mode
    products: tuple[str, ...] = ()  # those whose lines it changed, by their names


def last_act(who: str) -> LastAct:
    """Say which act of theirs undo would take back, among the last `FAR_BACK` of all.

    Raises `NothingToUndo`.
    """
    from cagette_tui.model.tables.people import Member

    with reading():
        entries = _last_entries(who)
        numbers = _numbers([entry.basket for entry in entries])
        member = _only(entry.member for entry in entries)
        if member is not None:
            name = Member.select(Member.name).where(Member.id == member).scalar()
        payments = _payments(entries)
        products = _products(entries)
        first = next((one.basket for one in entries if one.basket is not None), None)
    kinds = tuple(dict.fromkeys(ActKind(entry.kind) for entry in entries))
    return LastAct(
        entries[0].act,
        kinds[0],
        kinds,
        entries[0].at,
        numbers,
        None if member is None else name,
        basket=None if kinds[0] in _OF_A_PRODUCT else first,
        distribution=_only(entry.distribution for entry in entries),
        payments=payments,
        products=products,
    )


def undo(desk: Desk, act_number: int) -> None:
    """Take back the act that `last_act` named.

    Raises `CannotUndo` when somebody built on it since (it names the baskets),
    or when such an act is not taken back, `NothingToUndo` when it is no longer
    one's last, `NotCoordinator` and `DistributionIsCertified`.
    """
    with writing(desk) as act:
        entries = _last_entries(desk.who)
        if entries[0].act != act_number:
            raise NothingToUndo()
        kind = ActKind(entries[0].kind)
        if kind in _KEPT:
            raise CannotUndo(kind)
        if any(entry.kind in _OF_COORDINATORS for entry in entries):
            must_coordinate(act)
        _must_be_last_word(entries, kind)
        turned_here = _turned(entries)
        _must_leave_archives(entries, kind, turned_here)
        take_back(act, kind, entries)
        _must_stay_closed(kind, turned_here)


def _last_entries(who: str) -> Sequence[JournalEntry]:
    # Of somebody who never acted nothing is found: the journal of ten years is not gone through.
    newest = JournalEntry.alias()
    recent = JournalEntry.act > newest.select(fn.MAX(newest.act) - FAR_BACK)
    last = (
        JournalEntry.select(JournalEntry.act)
        .where(
            recent,
            JournalEntry.who == who,
            JournalEntry.kind != ActKind.UNDO,
            still_holds(),
        )
        .order_by(JournalEntry.act.desc())
        .limit(1)
        .scalar()
    )
    if last is None:
        raise NothingToUndo()
    return list(JournalEntry.select().where(JournalEntry.act == last).order_by(JournalEntry.id))


def _must_be_last_word(entries: Sequence[JournalEntry], kind: ActKind) -> None:
    """Refuse when a later act, not undone itself, touched the same baskets or archive."""
    if kind in _OF_CAGETTE:
        return
    if kind in _OF_A_PRODUCT:
        _must_be_open(entries, kind)
        return
    baskets = [entry.basket for entry in entries if entry.basket is not None]
    same = JournalEntry.basket.in_(baskets)
    if kind is ActKind.PILE:
        # Positions follow one another: the last word is about the whole pile.
        places = [entry.distribution for entry in entries]
        same |= (JournalEntry.kind == kind) & JournalEntry.distribution.in_(places)
    if kind is ActKind.IMPORT:
        # Whatever was done with what it brought: a count, a payment that joined it (R9).
        same |= JournalEntry.distribution.in_([entry.distribution for entry in entries])
    later = list(
        JournalEntry.select(JournalEntry.basket, JournalEntry.who)
        .where(
            JournalEntry.act > entries[0].act,
            same,
            JournalEntry.kind.not_in((ActKind.UNDO, *_OF_CAGETTE)),
            still_holds(),
        )
        .order_by(JournalEntry.id)
    )
    if later:
        numbers = _numbers([entry.basket for entry in later])
        raise CannotUndo(kind, numbers, later[-1].who)


def _turned(entries: Sequence[JournalEntry]) -> set[int]:
    """Return the distributions that an act certified or reopened."""
    return turned(change for entry in entries for change in json.loads(entry.rows))


def _must_leave_archives(
    entries: Sequence[JournalEntry], kind: ActKind, turned_here: set[int]
) -> None:
    """Refuse to reach into what is certified, and to certify anew what is no longer the same.

    R46. Only what brought an archive into being, or opened it, is taken back while it stands.
    """
    if kind in _OF_CAGETTE:
        return
    certified = (
        Distribution.select()
        .where(
            Distribution.id.in_({entry.distribution for entry in entries} - turned_here),
            Distribution.certified_at.is_null(False),
        )
        .first()
    )
    if certified is not None and not _is_of_the_announced(entries, kind):
        must_not_be_certified(certified)
    reopened = set(
        Distribution.select(Distribution.id).where(
            Distribution.id.in_(turned_here), Distribution.certified_at.is_null()
        )
    )
    for distribution in sorted(one.id for one in reopened):
        _must_be_as_certified(kind, distribution, entries[0].act)


def _must_be_as_certified(kind: ActKind, distribution: int, reopened: int) -> None:
    """Refuse to close a distribution again under its old report when anything in it changed.

    What was done since and taken back since is no change. Raises `CannotUndo`.
    """
    baskets = Basket.select(Basket.id).where(Basket.distribution == distribution)
    later = list(
        JournalEntry.select(JournalEntry.basket, JournalEntry.who)
        .where(
            JournalEntry.act > reopened,
            (JournalEntry.distribution == distribution) | JournalEntry.basket.in_(baskets),
            still_holds(),
            JournalEntry.undoes.is_null() | (JournalEntry.undoes < reopened),
        )
        .order_by(JournalEntry.id)
    )
    if later:
        numbers = _numbers([entry.basket for entry in later])
        raise CannotUndo(kind, numbers, later[-1].who)


def _must_be_open(entries: Sequence[JournalEntry], kind: ActKind) -> None:
    """Refuse when one of the baskets was validated since: payments do not matter.

    That the lines are still as the act left them is seen row by row.
    """
    baskets = [entry.basket for entry in entries if entry.basket is not None]
    validated = list(
        Basket.select().where(Basket.id.in_(baskets), Basket.validated_at.is_null(False))
    )
    if validated:
        numbers = tuple(sorted(row.number for row in validated))
        raise CannotUndo(kind, numbers, validated[-1].validated_by)


def _is_of_the_announced(entries: Sequence[JournalEntry], kind: ActKind) -> bool:
    """R41: what was only announced is confirmed or withdrawn over an archive, and taken back so."""
    if kind in (ActKind.CONFIRM, ActKind.BANK):
        return True
    rows = [row for entry in entries for row in json.loads(entry.rows)]
    cancelled = [row_id for table, row_id, *_ in rows if table == Operation._meta.table_name]
    counted = Operation.id.in_(cancelled) & ~Operation.pending
    return kind is ActKind.CANCEL and not Operation.select().where(counted).exists()


def _must_stay_closed(kind: ActKind, turned_here: set[int]) -> None:
    """A distribution that is certified again must have no open basket (R43)."""
    for number in sorted(turned_here):
        row = Distribution.get_by_id(number)
        if row.is_certified and open_numbers(number):
            raise CannotUndo(kind, open_numbers(number))


def _only(ids: Iterable[int | None]) -> int | None:
    """Return the one that there is; None where there are none or several."""
    there = {one for one in ids if one is not None}
    return there.pop() if len(there) == 1 else None


def _payments(entries: Sequence[JournalEntry]) -> tuple[tuple[Mode, Decimal], ...]:
    """Sum up by mode what an act received: payments that it entered, or that it confirmed."""
    rows = [row for entry in entries for row in json.loads(entry.rows)]
    wanted = [
        row_id
        for table, row_id, before, after in rows
        if table == Operation._meta.table_name
        and after is not None
        and (before is None or "pending" in after)
    ]
    if not wanted:
        return ()
    query = Operation.select(Operation.mode, Operation.amount).where(
        Operation.id.in_(wanted),
        Operation.kind == Kind.PAYMENT,
        COUNTS,
    )
    sums: dict[Mode, Decimal] = defaultdict(Decimal)
    for mode, amount in tuples(query):
        sums[Mode(mode)] += amount
    return tuple(sums.items())


def _products(entries: Sequence[JournalEntry]) -> tuple[str, ...]:
    """Name the products of the lines that an act about lines changed, or added."""
    if not any(entry.kind in _OF_LINES for entry in entries):
        return ()
    ids = {
        row_id
        for entry in entries
        for table, row_id, _before, _after in json.loads(entry.rows)
        if table == Line._meta.table_name
    }
    query = Product.select(Product.name).join(Line).where(Line.id.in_(sorted(ids)))
    return tuple(dict.fromkeys(name for (name,) in tuples(query.order_by(Line.id))))


def _numbers(baskets: Sequence[int | None]) -> tuple[int, ...]:
    query = Basket.select(Basket.number).where(Basket.id.in_(sorted({*filter(None, baskets)})))
    return tuple(number for (number,) in tuples(query.order_by(Basket.number)))
