"""Bring the lines of an export into the database: all or nothing, as often as one likes.

The distribution is found again by date and place; lines by member, product and
rank. A corrected file updates what no volunteer touched, says what it left
alone, and never renumbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any

from peewee import fn

from cagette_tui.intake.cagette import Export, ExportLine, ProductKey, product_key
from cagette_tui.intake.catalogue_import import Known, bring_in
from cagette_tui.intake.choosing import without_catalogues
from cagette_tui.intake.comparing import Change, as_stated, changes_of, is_touched
from cagette_tui.intake.occasions import (
    Found,
    LineKey,
    Occasion,
    Standing,
    find_or_add,
    must_be_elsewhere,
)
from cagette_tui.intake.who import KnownName, Renamed, known_names, of_one
from cagette_tui.model.acts.delivered import write_orders
from cagette_tui.model.acts.writing import Act, Desk, Entry, insert_rows, writing
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import ActKind, Kind
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.catalogue import Catalogue, Product
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.fields import sum_of
from cagette_tui.model.tables.ledger import Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject

__all__ = ["Occasion"]

Progress = Callable[[int, int], None]
# So many lines are written between two looks at how far one is.
_CHUNK = 10_000


class LineNote(ValueObject):
    """A line, or a whole basket if `product` is None, that an import has to report."""

    number: int
    member: str
    product: str | None = None
    now: str | None = None  # what the product is called now, where that is another name


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
    unexplained: int = 0  # lines that were brought in as they are stated
    left_out: tuple[int, ...] = ()  # rows of the file that are totals
    beside: tuple[Standing, ...] = ()  # other distributions of that day and place
    new_members: int = 0
    known_names: list[KnownName] = field(default_factory=list)
    renamed_members: list[Renamed] = field(default_factory=list)
    new_baskets: list[LineNote] = field(default_factory=list)
    updated: list[LineNote] = field(default_factory=list)
    renamed: list[LineNote] = field(default_factory=list)
    removed: list[LineNote] = field(default_factory=list)
    left_alone: list[LineNote] = field(default_factory=list)
    vanished: list[LineNote] = field(default_factory=list)


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


def import_export(
    desk: Desk,
    export: Export,
    occasion: Occasion,
    without: Collection[str] = (),
    *,
    another: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring an export in, in one act; the same file twice changes nothing.

    `progress` hears now and then how many lines of how many are written.

    Raises `UnknownCatalogue`, `NothingLeft`, `DistributionIsCertified`, `SameLinesElsewhere`
    unless it is `another` distribution, and storage problems; nothing was changed then.
    """
    lines = of_one(without_catalogues(export.lines, without, attrgetter("catalogue_ref")))
    by_member: dict[str, list[ExportLine]] = defaultdict(list)
    for line in lines:
        by_member[line.member_ref].append(line)
    with writing(desk) as act:
        entry = act.entry(ActKind.IMPORT)
        found = find_or_add(entry, occasion)
        entry.distribution = found.row.id
        known = bring_in(entry, lines)
        if found.first and not another:
            must_be_elsewhere(found.row, (_key(line, known) for line in lines))
        report = _begun(export, lines, found, known)
        baskets = _baskets(found.row.id)
        _add_baskets(act, report, by_member, known, baskets, progress)
        _update_baskets(act, report, by_member, known, baskets)
        report.vanished = [
            LineNote(basket.number, basket.member.name)
            for ref, basket in baskets.items()
            if ref not in by_member and not basket.by_coordinator and basket.cancelled_at is None
        ]
        report.changed = any(one.rows for one in act.entries)
    return report


def _begun(export: Export, lines: Sequence[ExportLine], found: Found, known: Known) -> ImportReport:
    """Report what the file has, and whom."""
    return ImportReport(
        found.row.id,
        len(lines),
        len({line.member_ref for line in lines}),
        sum((line.total for line in lines), ZERO),
        found.first,
        paid_lines=sum(line.paid for line in lines),
        unexplained=sum(line.unexplained for line in lines),
        left_out=export.left_out,
        beside=found.beside if found.first else (),
        new_members=len(known.new),
        known_names=known_names(known.new),
        renamed_members=known.renamed,
    )


def _key(line: ExportLine, known: Known) -> LineKey:
    return known.members[line.member_ref], known.product(line), line.quantity, line.total


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
    progress: Progress | None,
) -> None:
    """Add the baskets that are new, numbered in the order of the file."""
    refs = [ref for ref in by_member if ref not in baskets]
    if not refs:
        return
    numbers = Basket.select(fn.MAX(Basket.number))
    highest = numbers.where(Basket.distribution == report.distribution_id).scalar() or 0
    rows = [
        _new_row(report.distribution_id, known.members[ref], highest + rank)
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
    _add_lines(entries, [(basket, by_member[ref]) for basket, ref in wanted], known, progress)
    _add_orders(act, entries, report.distribution_id)


def _new_row(distribution: int, member: int, number: int) -> dict[str, Any]:
    return {
        "distribution": distribution,
        "member": member,
        "number": number,
        "version": 1,
        "on_the_spot": True,
        "by_coordinator": False,
        "absent": False,
    }


def _add_lines(
    entries: Mapping[int, Entry],
    wanted: Iterable[tuple[int, Sequence[ExportLine]]],
    known: Known,
    progress: Progress | None,
) -> None:
    rows: list[dict[str, Any]] = [
        {"basket": basket_id, **as_stated(line, known, position)}
        for basket_id, lines in wanted
        for position, line in enumerate(lines, start=1)
    ]
    for start in range(0, len(rows), _CHUNK):
        for row in insert_rows(Line, rows[start : start + _CHUNK]):
            entries[row["basket"]].inserted(Line, row)
        if progress is not None:
            progress(min(start + _CHUNK, len(rows)), len(rows))


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
        changes = changes_of(basket, rows[basket.id], lines, known)
        if not changes:
            continue
        if is_touched(basket) or basket.id in paid:
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


def _apply(act: Act, report: ImportReport, basket: Basket, changes: Sequence[Change]) -> None:
    entry = act.entry(
        ActKind.IMPORT,
        basket=basket.id,
        member=basket.member_id,
        distribution=report.distribution_id,
    )
    for change in changes:
        note = LineNote(basket.number, basket.member.name, change.product, change.renamed)
        if change.touched and not change.is_of_names:
            if change.matters:
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
            if change.renamed:
                report.renamed.append(note)
            elif not change.is_of_names:
                report.updated.append(note)
    again = basket.cancelled_at is not None
    if entry.rows or again:
        entry.update(
            basket,
            version=basket.version + 1,
            cancelled_at=None,
            **({"on_the_spot": True, "by_coordinator": False} if again else {}),
        )
        write_orders({basket.id: entry}, [basket])
