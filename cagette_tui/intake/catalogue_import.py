"""Vendors, catalogues, products and members of an export: found again, or added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cagette_tui.intake.cagette import ExportLine
from cagette_tui.intake.who import Renamed
from cagette_tui.model.acts.writing import Entry, insert_rows
from cagette_tui.model.tables.catalogue import Catalogue, Product, Vendor
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject

# SQLite takes 32 766 values in one statement.
_BATCH = 10_000


class Known(ValueObject):
    """Where the things of the file are in the database."""

    members: dict[str, int]
    catalogues: dict[str, int]
    products: dict[tuple[str, str, str], int]
    new: list[int]  # members that were not there before
    renamed: list[Renamed]

    def product(self, line: ExportLine) -> int:
        """Return the product's number."""
        return self.products[_identity(line)]


def bring_in(entry: Entry, lines: Sequence[ExportLine]) -> Known:
    """Add or update what the lines refer to; what they do not mention stays."""
    catalogues = _catalogues(entry, lines)
    products = _products(entry, lines, catalogues)
    numbers = {identity: row.id for identity, row in products.items()}
    places = {ref: row.id for ref, row in catalogues.items()}
    members, new, renamed = _members(entry, lines)
    return Known(members, places, numbers, new, renamed)


def _identity(line: ExportLine) -> tuple[str, str, str]:
    return line.catalogue_ref, line.product_ref, line.product_name


def _catalogues(entry: Entry, lines: Iterable[ExportLine]) -> dict[str, Catalogue]:
    first = {line.catalogue_ref: line for line in reversed(list(lines))}
    vendors = {row.ref: row for row in Vendor.select()}
    catalogues = {row.ref: row for row in Catalogue.select()}
    for ref in dict.fromkeys(line.catalogue_ref for line in lines):
        line = first[ref]
        if line.vendor_ref not in vendors:
            vendors[line.vendor_ref] = entry.insert(Vendor(ref=line.vendor_ref))
        vendor = vendors[line.vendor_ref]
        if ref in catalogues:
            entry.update(
                catalogues[ref],
                name=line.catalogue_name,
                vendor=vendor.id,
                fee_rate=_rate(line),
            )
        else:
            row = Catalogue(
                ref=ref, name=line.catalogue_name, vendor=vendor.id, fee_rate=_rate(line)
            )
            catalogues[ref] = entry.insert(row)
    return catalogues


def _rate(line: ExportLine) -> Decimal:
    """Return the rate of a line's catalogue, in percent: new lines get it (R3)."""
    return line.fee_rate if line.catalogue_rate is None else line.catalogue_rate


def _products(
    entry: Entry, lines: Iterable[ExportLine], catalogues: dict[str, Catalogue]
) -> dict[tuple[str, str, str], Product]:
    """Find products by reference or name.

    References need not be unique in Cagette: a name that is new under a known
    reference is a new name of it only where there is one product to bear it.
    """
    wanted = {_identity(line): line for line in lines}
    known, by_ref, by_name = _products_there(catalogues)
    names: dict[tuple[str, str], int] = defaultdict(int)
    for catalogue_ref, product_ref, _ in wanted:
        names[catalogue_ref, product_ref] += 1
    found: dict[tuple[str, str, str], Product] = {}
    for identity, line in wanted.items():
        ref = identity[:2]
        row: Product | None = known.get(identity)
        if row is None and line.product_ref and names[ref] == len(by_ref[ref]) == 1:
            row = by_ref[ref][0]
        if row is None:
            row = _with_other_zeros(
                line, by_name[line.catalogue_ref, line.product_name], found.values()
            )
        if row is None:
            found[identity] = entry.insert(_new_product(line, catalogues))
        else:
            entry.update(
                row,
                name=line.product_name,
                price=line.price,
                weighed=row.weighed or line.weighed,
            )
            found[identity] = row
    return found


def _new_product(line: ExportLine, catalogues: dict[str, Catalogue]) -> Product:
    return Product(
        catalogue=catalogues[line.catalogue_ref].id,
        ref=line.product_ref,
        name=line.product_name,
        price=line.price,
        weighed=line.weighed,
    )


_Several = dict[tuple[str, str], list[Product]]


def _products_there(
    catalogues: dict[str, Catalogue],
) -> tuple[dict[tuple[str, str, str], Product], _Several, _Several]:
    """Return the products of some catalogues as they are known, by reference, and by name."""
    refs = {row.id: ref for ref, row in catalogues.items()}
    known: dict[tuple[str, str, str], Product] = {}
    by_ref: _Several = defaultdict(list)
    by_name: _Several = defaultdict(list)
    for there in Product.select():
        if there.catalogue_id in refs:
            known[refs[there.catalogue_id], there.ref, there.name] = there
            by_ref[refs[there.catalogue_id], there.ref].append(there)
            by_name[refs[there.catalogue_id], there.name].append(there)
    return known, by_ref, by_name


def _with_other_zeros(
    line: ExportLine, named: Iterable[Product], found: Iterable[Product]
) -> Product | None:
    """Return the product whose reference a spreadsheet took for a number: `7` is `007`.

    It keeps the reference that it has.
    """
    bare = line.product_ref.lstrip("0")
    if not line.product_ref.isdecimal():
        return None
    same = [one for one in named if one.ref.isdecimal() and one.ref.lstrip("0") == bare]
    taken = {one.id for one in found}
    return same[0] if len(same) == 1 and same[0].id not in taken else None


def _members(
    entry: Entry, lines: Iterable[ExportLine]
) -> tuple[dict[str, int], list[int], list[Renamed]]:
    """Find members by their references; say which are new, and which have another name now."""
    names = {line.member_ref: line.member_name for line in lines}
    refs = list(names)
    members: dict[str, int] = {}
    renamed = []
    for start in range(0, len(refs), _BATCH):
        for known in Member.select().where(Member.ref.in_(refs[start : start + _BATCH])):
            ref = str(known.ref)
            members[ref] = known.id
            if known.named_here:
                continue
            if known.name != names[ref]:
                renamed.append(Renamed(ref, known.name, names[ref]))
            entry.update(known, name=names[ref])
    new = [{"ref": ref, "name": name} for ref, name in names.items() if ref not in members]
    added = insert_rows(Member, new)
    for row in added:
        members[row["ref"]] = row["id"]
        entry.inserted(Member, row)
    return members, [row["id"] for row in added], renamed
