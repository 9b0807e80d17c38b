"""An evening with all that its papers say: as it was certified, or before that as it is (R46)."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date, datetime

from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.lookups import ProductRefs, member_refs, product_refs
from cagette_tui.model.reading.memberships import membership_until
from cagette_tui.model.reading.pile import pile_of
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.model.rules.group import GroupSettings
from cagette_tui.model.rules.pile import PileView
from cagette_tui.model.store.as_json import from_plain
from cagette_tui.model.store.database import reading
from cagette_tui.model.store.packed import unpack
from cagette_tui.model.store.problems import Damaged
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import EveningCopy
from cagette_tui.model.tables.distribution import Distribution
from cagette_tui.value import ValueObject


class EveningView(ValueObject):
    """All that is needed to write any paper of an evening.

    Kept copies are read back into it: whatever is added here or to the views in it needs a
    default, for the copies that were made before.
    """

    sheet: SheetView
    pile: PileView
    settings: GroupSettings
    # The last day of each member's membership, None if it was never paid.
    memberships: dict[int, date | None] = field(default_factory=dict)
    member_refs: dict[int, str | None] = field(default_factory=dict)
    products: dict[int, ProductRefs] = field(default_factory=dict)


class _KeptBaskets(ValueObject):
    """The part of a kept sheet that a period's papers need."""

    baskets: tuple[BasketView, ...]


def read_evening(distribution_id: int, number: int | None = None) -> EveningView:
    """Return an evening as its papers tell it, or as it was for the report of a number.

    Raises `NotFound`, `Damaged`.
    """
    with reading():
        kept = _kept(distribution_id) if number is None else _kept_for(distribution_id, number)
        if kept is not None:
            return opened(kept)
        return evening_now(read_sheet(distribution_id))


def evening_now(sheet: SheetView, pile: PileView | None = None) -> EveningView:
    """Gather the rest of an evening whose sheet was read with its lines."""
    members = {basket.member_id: basket.member_ref for basket in sheet.baskets}
    with reading():
        return EveningView(
            sheet,
            pile or pile_of(sheet),
            read_settings(),
            membership_until(members),
            members | member_refs(one.member_id for one in sheet.other_payments),
            product_refs(sheet.distribution.id),
        )


def as_certified(evening: EveningView, at: datetime, by: str) -> EveningView:
    """Return an evening as it is from the moment on at which it is certified."""
    distribution = replace(evening.sheet.distribution, certified_at=at, certified_by=by)
    return replace(evening, sheet=replace(evening.sheet, distribution=distribution))


def opened(data: str) -> EveningView:
    """Read a kept copy. Raises `Damaged`."""
    try:
        return from_plain(EveningView, unpack(data))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Damaged(f"evening_copy: {error}") from error


def opened_baskets(data: str) -> tuple[BasketView, ...]:
    """Read only the baskets of a kept copy, with their lines. Raises `Damaged`."""
    try:
        return from_plain(_KeptBaskets, unpack(data)["sheet"]).baskets
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Damaged(f"evening_copy: {error}") from error


def _kept_for(distribution_id: int, number: int) -> str | None:
    """Return the copy that was kept with the closing report of a number."""
    query = EveningCopy.select(EveningCopy.data).where(
        EveningCopy.distribution == distribution_id, EveningCopy.number == number
    )
    return next((data for (data,) in tuples(query)), None)


def _kept(distribution_id: int) -> str | None:
    """Return the copy of the certification that stands, if the evening is certified."""
    query = (
        EveningCopy.select(EveningCopy.data)
        .join(Distribution)
        .where(
            EveningCopy.distribution == distribution_id,
            EveningCopy.closed_at == Distribution.certified_at,
            EveningCopy.closed_by == Distribution.certified_by,
        )
        # Two within one second by the same person: the later one is what stands.
        .order_by(EveningCopy.id.desc())
        .limit(1)
    )
    return next((data for (data,) in tuples(query)), None)
