"""What became of a basket, as the journal tells it; refusals of acts on an old sight."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from cagette_tui.value import ValueObject

if TYPE_CHECKING:
    pass
from collections.abc import Mapping
from typing import Any

from cagette_tui.model.rules.kinds import ActKind
from cagette_tui.model.rules.refusals import BalanceMoved, Refused


class BasketChanged(Refused):
    """Somebody changed the basket since it was shown: what has become of it."""

    number: int
    who: str
    at: datetime
    since: Since


# What was shown is no longer there: the journal tells how that came.
STALE = (BasketChanged, BalanceMoved)


class FieldChange(ValueObject):
    """A column and its value before and after: amounts in euros, names for references."""

    column: str
    before: Any
    after: Any


class RowChange(ValueObject):
    """A row that was added, removed or changed; `row` is all that is known of it then."""

    table: str
    row_id: int
    row: Mapping[str, Any]
    added: bool
    removed: bool
    fields: tuple[FieldChange, ...]


class JournalView(ValueObject):
    """One entry; `undoes` is the number of the act that it took back."""

    number: int
    act: int
    at: datetime
    who: str
    kind: ActKind
    basket: int | None  # its number
    member: str | None
    reason: str | None
    undoes: int | None
    changes: tuple[RowChange, ...]


class Since(ValueObject):
    """What became of a basket since it was shown: entries, and (shown, now) in euros."""

    entries: tuple[JournalView, ...]
    cost: tuple[Decimal, Decimal]
    paid: tuple[Decimal, Decimal]
