"""What differs between a line as it is and as a file states it, and who touched it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cagette_tui.intake.cagette import ExportLine
from cagette_tui.intake.catalogue_import import Known
from cagette_tui.model.rules.kinds import Reason
from cagette_tui.model.tables.distribution import Basket, Line


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


@dataclass(frozen=True)
class Change:
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


def changes_of(
    basket: Basket, rows: Sequence[Line], lines: Sequence[ExportLine], known: Known
) -> list[Change]:
    """Compare the lines of a basket with the file, by product and rank.

    Lines that a volunteer added are no business of the file's.
    """
    there: dict[int, list[Line]] = defaultdict(list)
    for row in rows:
        if row.stated_total is not None:
            there[row.product_id].append(row)
    changes = []
    for position, line in enumerate(lines, start=1):
        wanted = as_stated(line, known, position)
        pieces = there[known.product(line)]
        if not pieces:
            changes.append(Change(line.product_name, None, wanted))
            continue
        row = pieces.pop(0)
        different = _different(row, wanted)
        if different:
            changes.append(Change(line.product_name, row, different, _line_touched(row)))
    for pieces in there.values():
        changes.extend(Change(row.product.name, row, None, _line_touched(row)) for row in pieces)
    if basket.cancelled_at is not None and not changes:
        changes.append(Change("", None, None))
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
