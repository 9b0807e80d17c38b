"""Bring the lines of an export into the database: all or nothing, as often as one likes.

The distribution is found again by date and place; lines by member, product and
rank. A corrected file updates what no volunteer touched, says what it left
alone, and never renumbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import fn

from cagette_tui.exchange.cagette import Export, ExportLine, ProductKey, product_key
from cagette_tui.exchange.catalogue_import import Known, bring_in
from cagette_tui.model.base import tuples
from cagette_tui.model.basket_work import settle_order
from cagette_tui.model.catalogue import Catalogue, Product
from cagette_tui.model.database import reading
from cagette_tui.model.distribution import Basket, Distribution, Line
from cagette_tui.model.errors import DistributionIsCertified
from cagette_tui.model.fields import sum_of
from cagette_tui.model.kinds import ActKind, Kind, Reason
from cagette_tui.model.ledger import Operation
from cagette_tui.model.people import Member
from cagette_tui.model.views import ZERO
from cagette_tui.model.writing import (
    Act,
    Desk,
    Entry,
    insert_rows,
    writing,
)
from cagette_tui.problems import KnownProblem


@dataclass(frozen=True)
class Occasion:
    """When and where the order is handed out (local times)."""

    date: date
    starts_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True)
class LineNote:
    """A line, or a whole basket if `product` is None, that an import has to report."""

    number: int
    member: str
    product: str | None = None


@dataclass
class ImportReport:
    """What the file had, and what became of it; amounts in euros."""

    distribution_id: int
    lines: int
    baskets: int
    total: Decimal
    first: bool = False  # the distribution is new
    changed: bool = False
    paid_lines: int = 0  # marked so in Cagette; how is not told: they are still to pay here
    new_baskets: list[LineNote] = field(default_factory=list)
    updated: list[LineNote] = field(default_factory=list)
    removed: list[LineNote] = field(default_factory=list)
    left_alone: list[LineNote] = field(default_factory=list)
    vanished: list[LineNote] = field(default_factory=list)


@dataclass(eq=False)
class UnknownCatalogue(KnownProblem):
    """A catalogue to be left out that the file does not have."""

    ref: str


class NothingLeft(KnownProblem):
    """All catalogues of the file are left out."""


def known_rates() -> dict[str, Decimal]:
    """Return the fee rates that the database has, in percent, by catalogue reference."""
    with reading():
        return dict(tuples(Catalogue.select(Catalogue.ref, Catalogue.fee_rate)))


def known_weighed() -> set[ProductKey]:
    """Return the products that the database has as sold by weight (R7)."""
    query = (
        Product.select(Catalogue.ref, Product.ref, Product.name)
        .join(Catalogue)
        .where(Product.weighed)
    )
    with reading():
        return {product_key(*row) for row in tuples(query)}


def chosen_lines(export: Export, without: Collection[str]) -> list[ExportLine]:
    """Leave some catalogues out. Raises `UnknownCatalogue`, `NothingLeft`."""
    refs = {line.catalogue_ref for line in export.lines}
    for ref in without:
        if ref not in refs:
            raise UnknownCatalogue(ref)
    lines = [line for line in export.lines if line.catalogue_ref not in without]
    if not lines:
        raise NothingLeft()
    return lines


def import_export(
    desk: Desk, export: Export, occasion: Occasion, without: Collection[str] = ()
) -> ImportReport:
    """Bring an export in, in one act; the same file twice changes nothing.

    Raises `UnknownCatalogue`, `NothingLeft`, `DistributionIsCertified` and
    storage problems; nothing was changed then.
    """
    lines = chosen_lines(export, without)
    by_member: dict[str, list[ExportLine]] = defaultdict(list)
    for line in lines:
        by_member[line.member_ref].append(line)
    with writing(desk) as act:
        entry = act.entry(ActKind.IMPORT)
        distribution, first = _distribution(entry, occasion)
        entry.distribution = distribution.id
        report = ImportReport(
            distribution.id,
            len(lines),
            len(by_member),
            sum((line.total for line in lines), ZERO),
            first,
            paid_lines=sum(line.paid for line in lines),
        )
        known = bring_in(entry, lines)
        baskets = _baskets(distribution.id)
        _add_baskets(act, report, by_member, known, baskets)
        _update_baskets(act, report, by_member, known, baskets)
        report.vanished = [
            LineNote(basket.number, basket.member.name)
            for ref, basket in baskets.items()
            if ref not in by_member and not basket.by_coordinator and basket.cancelled_at is None
        ]
        report.changed = any(one.rows for one in act.entries)
    return report


def _distribution(entry: Entry, occasion: Occasion) -> tuple[Distribution, bool]:
    row: Distribution | None = Distribution.get_or_none(
        Distribution.date == occasion.date, Distribution.place == occasion.place
    )
    if row is None:
        row = Distribution(
            date=occasion.date,
            place=occasion.place,
            starts_at=occasion.starts_at,
            ends_at=occasion.ends_at,
        )
        return entry.insert(row), True
    if row.certified_at is not None:
        raise DistributionIsCertified(row.certified_at, row.certified_by or "")
    entry.update(row, starts_at=occasion.starts_at, ends_at=occasion.ends_at)
    return row, False


def _baskets(distribution_id: int) -> dict[str, Basket]:
    """Return all baskets, those taken back included, by their member's reference."""
    query = Basket.select(Basket, Member).join(Member).where(Basket.distribution == distribution_id)
    return {row.member.ref or f"#{row.member_id}": row for row in query}


def _add_baskets(
    act: Act,
    report: ImportReport,
    by_member: Mapping[str, Sequence[ExportLine]],
    known: Known,
    baskets: Mapping[str, Basket],
) -> None:
    """Add the baskets that are new, numbered in the order of the file."""
    refs = [ref for ref in by_member if ref not in baskets]
    if not refs:
        return
    highest = (
        Basket.select(fn.MAX(Basket.number))
        .where(Basket.distribution == report.distribution_id)
        .scalar()
        or 0
    )
    rows: list[dict[str, Any]] = [
        {
            "distribution": report.distribution_id,
            "member": known.members[ref],
            "number": highest + rank,
            "version": 1,
            "on_the_spot": True,
            "by_coordinator": False,
            "absent": False,
        }
        for rank, ref in enumerate(refs, start=1)
    ]
    entries = {}
    for ref, row in zip(refs, insert_rows(Basket, rows), strict=True):
        basket_id = row["id"]
        entries[basket_id] = act.entry(
            ActKind.IMPORT,
            basket=basket_id,
            member=known.members[ref],
            distribution=report.distribution_id,
        )
        entries[basket_id].inserted(Basket, row)
        report.new_baskets.append(LineNote(row["number"], by_member[ref][0].member_name))
    wanted = zip(entries, refs, strict=True)
    _add_lines(entries, [(basket, by_member[ref]) for basket, ref in wanted], known)
    _add_orders(act, entries, report.distribution_id)


def _add_lines(
    entries: Mapping[int, Entry],
    wanted: Iterable[tuple[int, Sequence[ExportLine]]],
    known: Known,
) -> None:
    rows: list[dict[str, Any]] = [
        {"basket": basket_id, **_as_stated(line, known, position)}
        for basket_id, lines in wanted
        for position, line in enumerate(lines, start=1)
    ]
    for row in insert_rows(Line, rows):
        entries[row["basket"]].inserted(Line, row)


def _as_stated(line: ExportLine, known: Known, position: int) -> dict[str, object]:
    """Return the columns of a line as the file states it (R4)."""
    return {
        "product": known.product(line),
        "position": position,
        "ordered": line.quantity,
        "delivered": line.quantity,
        "price": line.price,
        "fee_rate": line.fee_rate,
        "fee": line.fee,
        "total": line.total,
        "stated_price": line.price,
        "stated_fee": line.fee,
        "stated_total": line.total,
        "reason": None if line.quantity else str(Reason.CANCELLED),
        "note": None,
        "weight_confirmed": False,
    }


def _add_orders(act: Act, entries: Mapping[int, Entry], distribution_id: int) -> None:
    """Add the order operations of new baskets, set-wise (R12)."""
    costs = dict(
        tuples(
            Line.select(Line.basket, sum_of(Line.total))
            .join(Basket)
            .where(Basket.distribution == distribution_id)
            .group_by(Line.basket)
        )
    )
    rows: list[dict[str, Any]] = [
        {
            "act": act.number,
            "member": entry.member,
            "kind": str(Kind.ORDER),
            "basket": basket_id,
            "distribution": distribution_id,
            "amount": -costs[basket_id],
            "pending": False,
            "created_at": act.at,
            "created_by": act.who,
        }
        for basket_id, entry in entries.items()
    ]
    for row in insert_rows(Operation, rows):
        entries[row["basket"]].inserted(Operation, row)


def _update_baskets(
    act: Act,
    report: ImportReport,
    by_member: Mapping[str, Sequence[ExportLine]],
    known: Known,
    baskets: Mapping[str, Basket],
) -> None:
    """Bring the baskets that were there up to the file, where nobody touched them."""
    there = [baskets[ref] for ref in by_member if ref in baskets]
    if not there:
        return
    rows: dict[int, list[Line]] = defaultdict(list)
    query = (
        Line.select(Line, Product)
        .join(Product)
        .switch(Line)
        .join(Basket)
        .where(Basket.distribution == report.distribution_id)
    )
    for row in query.order_by(Line.basket, Line.position, Line.id):
        rows[row.basket_id].append(row)
    paid = _with_payments(report.distribution_id)
    for ref, lines in by_member.items():
        basket = baskets.get(ref)
        if basket is None:
            continue
        changes = _changes(basket, rows[basket.id], lines, known)
        if not changes:
            continue
        if _touched(basket) or basket.id in paid:
            if any(change.matters for change in changes):
                report.left_alone.append(LineNote(basket.number, basket.member.name))
            continue
        _apply(act, report, basket, changes)


def _with_payments(distribution_id: int) -> set[int]:
    query = Operation.select(Operation.basket).where(
        Operation.distribution == distribution_id,
        Operation.basket.is_null(False),
        Operation.kind == Kind.PAYMENT,
        Operation.cancelled_at.is_null(),
    )
    return {basket for (basket,) in tuples(query)}


def _touched(basket: Basket) -> bool:
    """Whether a volunteer did something with the basket as a whole."""
    return (
        basket.validated_at is not None
        or basket.absent
        or (basket.by_coordinator and basket.cancelled_at is None)
    )


@dataclass(frozen=True)
class _Change:
    """What the file wants of one line: `row` is what there is, `wanted` what should be."""

    product: str
    row: Line | None
    wanted: dict[str, object] | None
    touched: bool = False

    @property
    def matters(self) -> bool:
        """Whether it is more than the place in the list."""
        if self.row is None or self.wanted is None:
            return True
        return any(name != "position" for name in self.wanted)


def _changes(
    basket: Basket, rows: Sequence[Line], lines: Sequence[ExportLine], known: Known
) -> list[_Change]:
    """Compare the lines of a basket with the file, by product and rank.

    Lines that a volunteer added are no business of the file's.
    """
    there: dict[int, list[Line]] = defaultdict(list)
    for row in rows:
        if row.stated_total is not None:
            there[row.product_id].append(row)
    changes = []
    for position, line in enumerate(lines, start=1):
        wanted = _as_stated(line, known, position)
        pieces = there[known.product(line)]
        if not pieces:
            changes.append(_Change(line.product_name, None, wanted))
            continue
        row = pieces.pop(0)
        different = _different(row, wanted)
        if different:
            changes.append(_Change(line.product_name, row, different, _line_touched(row)))
    for pieces in there.values():
        changes.extend(_Change(row.product.name, row, None, _line_touched(row)) for row in pieces)
    if basket.cancelled_at is not None and not changes:
        changes.append(_Change("", None, None))
    return changes


def _different(row: Line, wanted: Mapping[str, object]) -> dict[str, object]:
    """Return what the file states otherwise than it did; all of it then, or the place alone."""
    stated = {
        "ordered": row.ordered,
        "fee_rate": row.fee_rate,
        "stated_price": row.stated_price,
        "stated_fee": row.stated_fee,
        "stated_total": row.stated_total,
    }
    if any(wanted[name] != value for name, value in stated.items()):
        return dict(wanted)
    return {} if row.position == wanted["position"] else {"position": wanted["position"]}


def _line_touched(row: Line) -> bool:
    """Whether a volunteer changed the line since it was imported."""
    return (
        row.delivered != row.ordered
        or row.price != row.stated_price
        or row.weight_confirmed
        or row.note is not None
        or (row.reason is not None and row.ordered > 0)
    )


def _apply(act: Act, report: ImportReport, basket: Basket, changes: Sequence[_Change]) -> None:
    entry = act.entry(
        ActKind.IMPORT,
        basket=basket.id,
        member=basket.member_id,
        distribution=report.distribution_id,
    )
    for change in changes:
        note = LineNote(basket.number, basket.member.name, change.product)
        if change.touched and change.matters:
            report.left_alone.append(note)
        elif change.row is None:
            if change.wanted is not None:
                entry.insert(Line(basket=basket.id, **change.wanted))
                report.updated.append(note)
        elif change.wanted is None:
            entry.delete(change.row)
            report.removed.append(note)
        else:
            entry.update(change.row, **change.wanted)
            if change.matters:
                report.updated.append(note)
    again = basket.cancelled_at is not None
    if entry.rows or again:
        entry.update(
            basket,
            version=basket.version + 1,
            cancelled_at=None,
            **({"on_the_spot": True, "by_coordinator": False} if again else {}),
        )
        settle_order(entry, basket)
