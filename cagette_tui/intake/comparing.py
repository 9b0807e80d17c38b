"""What differs between a line as it is and as a file states it, and who touched it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from cagette_tui.intake.cagette import ExportLine
from cagette_tui.intake.catalogue_import import Known
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.value import ValueObject


def as_stated(line: ExportLine, known: Known, position: int) -> dict[str, object]:
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
        "exact_quantity": line.exact_quantity,
        "exact_price": line.exact_price,
        "exact_rate": line.exact_rate,
        "as_cagette": True,
        "unexplained": line.unexplained or None,
        "reason": None if line.quantity else str(Reason.CANCELLED),
        "note": None,
        "weight_confirmed": False,
    }


def is_touched(basket: Basket) -> bool:
    """Whether a volunteer did something with the basket as a whole."""
    return (
        basket.validated_at is not None
        or basket.absent
        or (basket.by_coordinator and basket.cancelled_at is None)
    )


class Change(ValueObject):
    """What the file wants of one line: `row` is what there is, `wanted` what should be.

    `renamed` is what the file calls its product now, where that is another one than before.
    """

    product: str
    row: Line | None
    wanted: dict[str, object] | None
    touched: bool = False
    renamed: str | None = None

    @property
    def is_of_names(self) -> bool:
        """Whether it is about the place in the list, a name, or what explains the amounts."""
        names = ("position", "product", *_INFERRED)
        return self.wanted is not None and all(name in names for name in self.wanted)

    @property
    def matters(self) -> bool:
        """Whether it changes what somebody gets or pays.

        What the file corrects may be what a volunteer said already.
        """
        if self.row is None:
            return self.wanted is None or bool(self.wanted["ordered"])
        if self.wanted is None:
            return True
        return not self.is_of_names and not _says_the_same(self.row, self.wanted)


def changes_of(
    basket: Basket, rows: Sequence[Line], lines: Sequence[ExportLine], known: Known
) -> list[Change]:
    """Compare the lines of a basket with the file.

    Equal lines of a product are the same, the others by rank; what then goes and what comes, of
    one catalogue, price and quantity, is a line whose product was renamed. Lines that a volunteer
    added are no business of the file's.
    """
    wanted = [as_stated(line, known, position) for position, line in enumerate(lines, start=1)]
    there = [row for row in rows if row.stated_total is not None]
    catalogues = [known.catalogues[line.catalogue_ref] for line in lines]
    pairs = _paired(there, wanted, catalogues)
    taken = {row.id for row in pairs.values()}
    changes = []
    for place, (line, values) in enumerate(zip(lines, wanted, strict=True)):
        row = pairs.get(place)
        if row is None:
            changes.append(Change(line.product_name, None, values))
            continue
        touched = _line_touched(row)
        better = {} if touched else _better_known(row, values)
        different = better | _different(row, values)
        if different:
            other = different.get("product", row.product_id) != row.product_id
            renamed = line.product_name if other else None
            name = row.product.name if renamed else line.product_name
            changes.append(Change(name, row, different, touched, renamed))
    changes.extend(
        Change(row.product.name, row, None, _line_touched(row))
        for row in there
        if row.id not in taken
    )
    if basket.cancelled_at is not None and not changes:
        changes.append(Change("", None, None))
    return changes


Key = tuple[object, ...]


def _paired(
    rows: Sequence[Line], wanted: Sequence[Mapping[str, object]], catalogues: Sequence[int]
) -> dict[int, Line]:
    """Say which row each place of the file is: first what is equal, then by rank, then renamed.

    `catalogues` are those of the wanted lines.
    """
    of_goods = [
        (catalogue, *map(values.get, _GOODS))
        for catalogue, values in zip(catalogues, wanted, strict=True)
    ]
    keys: tuple[tuple[Callable[[Line], Key], list[Key]], ...] = (
        (_all_of, [tuple(map(values.get, _ALL)) for values in wanted]),
        (lambda row: (row.product_id,), [(values["product"],) for values in wanted]),
        (_goods_of, of_goods),
    )
    pairs: dict[int, Line] = {}
    for key_of, of_wanted in keys:
        waiting: dict[Key, list[Line]] = defaultdict(list)
        taken = {row.id for row in pairs.values()}
        for row in rows:
            if row.id not in taken:
                waiting[key_of(row)].append(row)
        for place, key in enumerate(of_wanted):
            if place not in pairs and (candidates := waiting[key]):
                pairs[place] = candidates.pop(0)
    return pairs


_INFERRED = ("fee_rate", "exact_price", "exact_rate")
_GOODS = ("ordered", "exact_quantity", "stated_price")
_ALL = ("product", *_GOODS, "stated_fee", "stated_total")


def _goods_of(row: Line) -> Key:
    return row.product.catalogue_id, row.ordered, row.exact_quantity, row.stated_price


def _all_of(row: Line) -> Key:
    return row.product_id, *_goods_of(row)[1:], row.stated_fee, row.stated_total


def _says_the_same(row: Line, wanted: Mapping[str, object]) -> bool:
    """Whether what a volunteer did comes to what the file says now."""
    now = row.delivered, row.price, row.total
    return now == (wanted["ordered"], wanted["price"], wanted["total"])


def _different(row: Line, wanted: Mapping[str, object]) -> dict[str, object]:
    """Return what the file states otherwise than it did; all of it then, or the place alone."""
    stated = {
        "ordered": row.ordered,
        "stated_price": row.stated_price,
        "stated_fee": row.stated_fee,
        "stated_total": row.stated_total,
        "exact_quantity": row.exact_quantity,
    }
    if any(wanted[name] != value for name, value in stated.items()):
        return dict(wanted)
    names = {"position": row.position, "product": row.product_id}
    return {name: wanted[name] for name, value in names.items() if wanted[name] != value}


def _better_known(row: Line, wanted: Mapping[str, object]) -> dict[str, object]:
    """Return what explains the amounts otherwise now, though they are the same (R4)."""
    now = {name: getattr(row, name) for name in _INFERRED}
    return {name: wanted[name] for name, value in now.items() if wanted[name] != value}


def _line_touched(row: Line) -> bool:
    """Whether a volunteer changed the line since it was imported."""
    return (
        row.delivered != row.ordered
        or row.price != row.stated_price
        or row.weight_confirmed
        or row.note is not None
        or (row.reason is not None and row.ordered != 0)
    )
