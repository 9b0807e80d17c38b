"""A period's evenings: what was sold, what came in, what was in the box (R57).

What is certified is told as its closing report has it (R46), so that the sums are those of the
papers that people keep; what is open, as it is now. A constant number of statements each.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cagette_tui.model.reading.baskets import line_views, read_baskets, read_counts
from cagette_tui.model.reading.evenings import opened_baskets
from cagette_tui.model.reading.money import MoneyRow, MoneyView, read_money_between
from cagette_tui.model.reading.queries import distribution_query, line_query
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.periods import EveningBox, EveningGoods, EveningTakings
from cagette_tui.model.rules.takings import VatRow, VendorRow, by_mode, vat_of, vendors_of
from cagette_tui.model.store.as_json import from_plain
from cagette_tui.model.store.database import reading
from cagette_tui.model.store.problems import Damaged
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.box import ClosingReport, EveningCopy
from cagette_tui.model.tables.distribution import Basket, Distribution

Goods = tuple[tuple[VatRow, ...], tuple[VendorRow, ...]]


def evenings_between(first: date, last: date) -> tuple[DistributionView, ...]:
    """Return the distributions of a period, both days included, oldest first."""
    query = distribution_query().where(Distribution.date.between(first, last))
    with reading():
        rows = tuples(query.order_by(Distribution.starts_at, Distribution.id))
    return tuple(DistributionView(*row) for row in rows)


def read_goods(first: date, last: date) -> tuple[EveningGoods, ...]:
    """Return what was sold in a period, evening by evening. Raises `Damaged`."""
    with reading():
        evenings = evenings_between(first, last)
        certified = [one for one in evenings if one.is_certified]
        goods = _reported(certified)
        goods |= _copied([one for one in certified if one.id not in goods])
        lines = _lines([one.id for one in evenings if one.id not in goods])
    for number, sold in lines.items():
        goods[number] = (vat_of(sold), vendors_of(sold))
    return tuple(EveningGoods(one, *goods.get(one.id, ((), ()))) for one in evenings)


def _reported(certified: Iterable[DistributionView]) -> dict[int, Goods]:
    """Take them from the closing reports."""
    kept = _as_it_stands(ClosingReport, certified)
    return {number: _goods_of(json.loads(data)["data"]) for number, data in kept}


def _goods_of(report: Mapping[str, Any]) -> Goods:
    try:
        return (
            tuple(from_plain(VatRow, one) for one in report["vat"]),
            tuple(from_plain(VendorRow, one) for one in report["vendors"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Damaged(f"closing_report: {error}") from error


def read_baskets_between(
    first: date, last: date
) -> tuple[tuple[DistributionView, tuple[BasketView, ...]], ...]:
    """Return the baskets of a period with their lines, evening by evening. Raises `Damaged`."""
    with reading():
        evenings = evenings_between(first, last)
        found = _kept_baskets([one for one in evenings if one.is_certified])
        rest = tuple(one for one in evenings if one.id not in found)
        now: dict[int, list[BasketView]] = defaultdict(list)
        for basket in read_baskets(rest, lines=True) if rest else ():
            now[basket.distribution_id].append(basket)
    return tuple((one, found.get(one.id, tuple(now[one.id]))) for one in evenings)


def _copied(certified: Iterable[DistributionView]) -> dict[int, Goods]:
    """Take those of before there were reports from the copies that were kept."""
    found: dict[int, Goods] = {}
    for number, baskets in _kept_baskets(certified).items():
        lines = [line for one in baskets for line in one.lines]
        found[number] = (vat_of(lines), vendors_of(lines))
    return found


def _kept_baskets(certified: Iterable[DistributionView]) -> dict[int, tuple[BasketView, ...]]:
    """Read the copies of the certifications that stand."""
    kept = _as_it_stands(EveningCopy, certified)
    return {number: opened_baskets(data) for number, data in kept}


def _as_it_stands(
    model: type[ClosingReport | EveningCopy], certified: Iterable[DistributionView]
) -> Iterator[tuple[int, Any]]:
    """Read what was kept at the certifications that stand: distribution and data, oldest first.

    The last of all need not stand: undo may have brought back an earlier one (R54).
    """
    stands = {(one.id, one.certified_at, one.certified_by) for one in certified}
    if not stands:
        return
    query = (
        model.select(model.distribution, model.closed_at, model.closed_by, model.data)
        .where(model.distribution.in_([number for number, _at, _by in stands]))
        .order_by(model.id)
    )
    for number, at, by, data in tuples(query):
        if (number, at, by) in stands:
            yield number, data


def _lines(distributions: list[int]) -> dict[int, list[LineView]]:
    """Read the lines of distributions that are open, by distribution."""
    if not distributions:
        return {}
    where = Basket.distribution.in_(distributions) & Basket.cancelled_at.is_null()
    whose = dict(tuples(Basket.select(Basket.id, Basket.distribution).where(where)))
    found: dict[int, list[LineView]] = defaultdict(list)
    for basket, lines in line_views(tuples(line_query(where))).items():
        found[whose[basket]] += lines
    return found


def takings_between(
    money: MoneyView, evenings: Iterable[DistributionView]
) -> tuple[EveningTakings, ...]:
    """Sum up what came in: with each evening, and last what came between them."""
    rows: dict[int | None, list[MoneyRow]] = defaultdict(list)
    for row in money.rows:
        if row.kind is Kind.PAYMENT:
            rows[row.evening].append(row)
    return tuple(
        EveningTakings(
            evening,
            by_mode(rows[number]),
            sum((one.amount for one in rows[number] if one.membership), Decimal("0.00")),
        )
        for number, evening in [*((one.id, one) for one in evenings), (None, None)]
    )


def read_takings(first: date, last: date) -> tuple[EveningTakings, ...]:
    """Return what came in in a period, in three statements: by evening, last what is of none."""
    with reading():
        return takings_between(read_money_between(first, last), evenings_between(first, last))


def read_boxes(first: date, last: date) -> tuple[tuple[EveningBox, ...], MoneyView]:
    """Return the box of each evening of a period, and all money of the period."""
    with reading():
        evenings = evenings_between(first, last)
        money = read_money_between(first, last)
        counts = read_counts([one.id for one in evenings])
    moves: dict[int | None, Decimal] = defaultdict(lambda: Decimal("0.00"))
    for move in money.moves:
        moves[move.evening] += move.amount
    boxes = (
        EveningBox(
            one.evening,
            one.came_in.by_mode[Mode.CASH],
            moves[one.evening.id],
            counts.get(one.evening.id),
        )
        for one in takings_between(money, evenings)
        if one.evening is not None
    )
    return tuple(boxes), money
