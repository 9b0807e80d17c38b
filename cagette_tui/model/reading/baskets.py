"""Baskets and whole distributions, in a constant number of statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from peewee import Expression, fn

from cagette_tui.model.reading.adjustments import adjusted_since_it_opened
from cagette_tui.model.reading.queries import (
    ACCEPTED_MODES,
    BALANCE,
    BASKET,
    DISTRIBUTION,
    LINES_OF_BASKET,
    OPERATIONS_OF_BASKET,
    RECENT_OF_MEMBER,
    balance_query,
    basket_query,
    line_query,
    operation_query,
    recent_query,
)
from cagette_tui.model.rules.basket import ZERO, BasketView, ChequeView, LineView, OperationView
from cagette_tui.model.rules.evening import CashMoveView, CountView, DistributionView, SheetView
from cagette_tui.model.rules.kinds import Kind, Mode, Reason
from cagette_tui.model.rules.notes_and_coins import pieces_from_json
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import database, tuples
from cagette_tui.model.tables.box import CashCount
from cagette_tui.model.tables.catalogue import Product
from cagette_tui.model.tables.distribution import Basket, Line
from cagette_tui.model.tables.ledger import CashMove, Operation
from cagette_tui.model.tables.people import Member
from cagette_tui.value import ValueObject

# When a distribution starts; its number where two start at once.
_Start = tuple[datetime, int]

# The places of what is converted or looked up in a row: its columns are in the order of the view.
_BASKET = BasketView.__match_args__.index("id")
_DISTRIBUTION = BasketView.__match_args__.index("distribution_id")
_MEMBER = BasketView.__match_args__.index("member_id")
_KIND = OperationView.__match_args__.index("kind")
_LATE = OperationView.__match_args__.index("late")
_MODE = OperationView.__match_args__.index("mode")
_CHEQUE = OperationView.__match_args__.index("cheque")
_BASKET_OF_LINE = LineView.__match_args__.index("basket_id")
_REASON = LineView.__match_args__.index("reason")


def accepted_modes() -> tuple[Mode, ...]:
    """Return the modes that the group accepts, in its order (R13)."""
    ((stored,),) = ACCEPTED_MODES()
    return tuple(Mode(mode) for mode in stored.split(",") if mode)


def group_language() -> str | None:
    """Return the language that the group set, if it did."""
    with reading():
        # Whatever stands there: what is broken is said in some language.
        query = "SELECT language FROM buying_group WHERE id = 1"
        found: list[tuple[object]] = database.execute_sql(query).fetchall()
    return next((language for (language,) in found if isinstance(language, str)), None)


def read_sheet(distribution_id: int, *, lines: bool = True) -> SheetView:
    """Read one distribution whole. Raises `NotFound`.

    Without `lines` baskets only know how many of them wait for the scales: that is enough for
    the list, and a tenth of the work.
    """
    with reading():
        distribution = read_distribution(distribution_id)
        weights = None if lines else unweighed_lines(distribution_id)
        baskets = read_baskets((distribution,), lines=lines, unweighed=weights)
        others = read_operations(
            (Operation.distribution == distribution_id)
            & Operation.basket.is_null()
            & (Operation.kind == Kind.PAYMENT)
            & Operation.cancelled_at.is_null()
        )
        members = _names({other.member_id for other in others})
        moves = _cash_moves(distribution_id)
        count = read_count(distribution_id)
        adjusted = adjusted_since_it_opened(distribution) if lines else {}
    return SheetView(distribution, baskets, others, moves, members, count, adjusted)


def read_distribution(distribution_id: int) -> DistributionView:
    """Read a distribution alone. Raises `NotFound`."""
    for row in DISTRIBUTION(distribution_id):
        return DistributionView(*row)
    raise NotFound("distribution", distribution_id)


def read_basket(basket_id: int) -> BasketView:
    """Read one basket with its lines. Raises `NotFound`."""
    return read_basket_to_change(basket_id)[0]


def read_basket_to_change(basket_id: int) -> tuple[BasketView, DistributionView]:
    """Read one basket with its lines, and its distribution. Raises `NotFound`."""
    with reading():
        for row in BASKET(basket_id):
            distribution, member = read_distribution(row[_DISTRIBUTION]), row[_MEMBER]
            operations = [_operation(one) for one in OPERATIONS_OF_BASKET(basket_id)]
            sums = _Sums(
                {one.basket_id: -one.amount for one in operations if one.kind is Kind.ORDER},
                _payments(operations),
                dict(BALANCE(member)),
                _by_member(RECENT_OF_MEMBER(distribution.starts_at, member)),
                line_views(LINES_OF_BASKET(basket_id)),
            )
            return sums.basket(row, (distribution.starts_at, distribution.id)), distribution
    raise NotFound("basket", basket_id)


def unweighed_lines(distribution_id: int) -> dict[int, int]:
    """Count the lines that wait for the scales (R32), by basket; baskets without are not in it."""
    query = (
        Line.select(Line.basket, Line.delivered)
        .join(Basket)
        .switch(Line)
        .join(Product)
        .where(
            Basket.distribution == distribution_id,
            Product.weighed,
            ~Line.weight_confirmed,
            Line.delivered > ZERO,
        )
    )
    with reading():
        return dict(Counter(basket for basket, quantity in tuples(query) if quantity % 1 == 0))


def read_baskets(
    distributions: Sequence[DistributionView],
    *,
    lines: bool = True,
    unweighed: Mapping[int, int] | None = None,
) -> tuple[BasketView, ...]:
    """Read the baskets of some distributions, in order of number.

    `unweighed` counts the lines that wait for the scales, where lines are not read.
    """
    if not distributions:
        return ()
    ids = [one.id for one in distributions]
    where = Basket.distribution.in_(ids) & Basket.cancelled_at.is_null()
    query = basket_query(where).order_by(Basket.distribution, Basket.number)
    live = (
        Operation.distribution.in_(ids)
        & Operation.basket.is_null(False)
        & Operation.cancelled_at.is_null()
    )
    orders = Operation.select(Operation.basket, Operation.amount).where(
        live, Operation.kind == Kind.ORDER
    )
    members = Basket.select(Basket.member).where(Basket.distribution.in_(ids))
    first = min(one.starts_at for one in distributions)
    sums = _Sums(
        {basket: -amount for basket, amount in tuples(orders)},
        _payments(read_operations(live & (Operation.kind == Kind.PAYMENT))),
        dict(tuples(balance_query(Operation.member.in_(members)))),
        _by_member(tuples(recent_query(first, Basket.member.in_(members)))),
        line_views(tuples(line_query(where))) if lines else {},
        unweighed,
    )
    starts = {one.id: (one.starts_at, one.id) for one in distributions}
    return tuple(sums.basket(row, starts[row[_DISTRIBUTION]]) for row in tuples(query))


class _Sums(ValueObject):
    """What belongs to some baskets and their members, to be found by number."""

    costs: Mapping[int | None, Decimal]  # R12: minus the orders
    payments: dict[int, list[OperationView]]
    balances: dict[int, Decimal]
    recent: dict[int, list[tuple[_Start, Decimal]]]
    lines: dict[int, list[LineView]]
    unweighed: Mapping[int, int] | None = None

    def basket(self, row: Sequence[Any], start: _Start) -> BasketView:
        """Make a basket's view of its row."""
        number, member = row[_BASKET], row[_MEMBER]
        balance = self.balances.get(member, ZERO)
        values = (
            *row,
            self.costs.get(number, ZERO),
            tuple(self.payments.get(number, ())),
            balance - _since(self.recent[member], start),
            balance,
            tuple(self.lines.get(number, ())),
            (self.unweighed or {}).get(number, 0),
        )
        return BasketView(*values)


def _names(members: set[int]) -> dict[int, str]:
    query = Member.select(Member.id, Member.name).where(Member.id.in_(sorted(members)))
    return dict(tuples(query))


def _cash_moves(distribution_id: int) -> tuple[CashMoveView, ...]:
    query = (
        CashMove.select(
            CashMove.id,
            CashMove.amount,
            CashMove.reason,
            CashMove.created_at,
            CashMove.created_by,
        )
        .where(CashMove.distribution == distribution_id, CashMove.cancelled_at.is_null())
        .order_by(CashMove.id)
    )
    return tuple(CashMoveView(*row) for row in tuples(query))


def cheque_payments(distribution_id: int) -> list[tuple[OperationView, str, int | None]]:
    """Read the payments by cheque that join a distribution, in the order of the baskets.

    Each with its member's name and the number of its basket, None on an account.
    """
    with reading():
        payments = read_operations(
            (Operation.distribution == distribution_id)
            & Operation.cheque.is_null(False)
            & Operation.cancelled_at.is_null()
        )
        baskets = Basket.select(Basket.id, Basket.number).where(
            Basket.distribution == distribution_id
        )
        numbers = dict(tuples(baskets))
        names = _names({payment.member_id for payment in payments})
    rows = [(one, names[one.member_id], numbers.get(one.basket_id)) for one in payments]

    def place(row: tuple[OperationView, str, int | None]) -> tuple[bool, int, int]:
        payment, _name, number = row
        return number is None, number or 0, payment.id

    return sorted(rows, key=place)


def read_count(distribution_id: int) -> CountView | None:
    """Read the last count of the box that was closed and not taken back."""
    return read_counts([distribution_id]).get(distribution_id)


def read_counts(distributions: Sequence[int]) -> dict[int, CountView]:
    """Read the last count of each of these boxes that was closed and not taken back."""
    last = (
        CashCount.select(fn.MAX(CashCount.id))
        .where(CashCount.distribution.in_(distributions), CashCount.cancelled_at.is_null())
        .group_by(CashCount.distribution)
    )
    query = CashCount.select(
        CashCount.distribution,
        # In the order of the fields of `CountView` (R58).
        CashCount.id,
        CashCount.expected,
        CashCount.counted,
        CashCount.pieces,
        CashCount.explanation,
        CashCount.created_at,
        CashCount.created_by,
        CashCount.card_expected,
        CashCount.card_counted,
        CashCount.cheques_expected,
        CashCount.cheques_counted,
    ).where(CashCount.id.in_(last))
    found = {}
    for distribution, number, expected, counted, stored, *rest in tuples(query):
        pieces = None if stored is None else pieces_from_json(stored)
        found[distribution] = CountView(number, expected, counted, pieces, *rest)
    return found


def read_operations(where: Expression) -> tuple[OperationView, ...]:
    """Read the operations that a condition selects, oldest first."""
    return tuple(map(_operation, tuples(operation_query(where))))


def _operation(row: Sequence[Any]) -> OperationView:
    *values, number, bank, drawer = row
    values[_KIND] = Kind(values[_KIND])
    if values[_MODE] is not None:
        values[_MODE] = Mode(values[_MODE])
    if values[_CHEQUE] is not None:
        values[_CHEQUE] = ChequeView(values[_CHEQUE], number, bank, drawer)
    values[_LATE] = bool(values[_LATE])
    return OperationView(*values)


def _payments(operations: Iterable[OperationView]) -> dict[int, list[OperationView]]:
    payments: dict[int, list[OperationView]] = defaultdict(list)
    for operation in operations:
        if operation.is_payment and operation.basket_id is not None:
            payments[operation.basket_id].append(operation)
    return payments


def _by_member(rows: Iterable[Sequence[Any]]) -> dict[int, list[tuple[_Start, Decimal]]]:
    recent: dict[int, list[tuple[_Start, Decimal]]] = defaultdict(list)
    for member, start, number, amount in rows:
        recent[member].append(((start, number), amount))
    return recent


def _since(recent: list[tuple[_Start, Decimal]], start: _Start) -> Decimal:
    if len(recent) == 1:  # as good as always
        moment, amount = recent[0]
        return amount if moment >= start else ZERO
    return sum((amount for moment, amount in recent if moment >= start), ZERO)


def line_views(rows: Iterable[Sequence[Any]]) -> dict[int, list[LineView]]:
    """Make views of what `line_query` asks for, by basket."""
    lines: dict[int, list[LineView]] = defaultdict(list)
    for row in rows:
        values = [*row]
        if values[_REASON] is not None:
            values[_REASON] = Reason(values[_REASON])
        lines[values[_BASKET_OF_LINE]].append(LineView(*values))
    return lines
