"""The group's money, read in a constant number of statements (R56, R57)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from cagette_tui.model.reading.accounts_at import read_accounts_at
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.model.reading.deposits import read_deposits, what_waits
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.reading.money import MoneyView
from cagette_tui.model.reading.periods import read_boxes
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.group_money import (
    CashAtHand,
    FloatView,
    GroupMoney,
    PeriodSum,
    cash_at_hand,
)
from cagette_tui.model.rules.kinds import Kind, Mode
from cagette_tui.model.rules.periods import Span, Unit
from cagette_tui.model.rules.takings import by_mode
from cagette_tui.model.store.database import reading
from cagette_tui.model.tables.base import tuples
from cagette_tui.model.tables.distribution import Distribution

_MONTHS = 3
_A_YEAR = timedelta(days=366)


def read_group_money(now: datetime) -> GroupMoney:
    """Return what waits, who owes, and how the last three months went, as of a local time.

    What is still to pay at a basket that is not validated is no debt yet.
    """
    today = now.date()
    this = Span.around(today, Unit.MONTH)
    months = [this.moved(-back) for back in range(_MONTHS)]
    with reading():
        boxes, money = read_boxes(months[-1].first, this.last)
        deposits = read_deposits()
        wished = read_settings().wished_float
        waiting = what_waits()
        accounts = read_accounts_at(today, settled=True)
        evenings = list_distributions(now)
    different = [one for one in boxes if one.difference]
    different.sort(key=lambda one: one.evening.starts_at, reverse=True)
    return GroupMoney(
        waiting,
        cash_at_hand(boxes, _cash_between(money), deposits, wished),
        tuple(one for one in deposits if one.seen_on is None),
        tuple(PeriodSum(span, _came_in(money, span)) for span in months),
        tuple(different),
        accounts,
        tuple(row for row in evenings if row.waits),
    )


def read_cash_to_deposit(today: date) -> Decimal:
    """Return the cash that is to go to the bank, as of a day (R55); nothing where none is known."""
    with reading():
        boxes, money = read_boxes(today - _A_YEAR, today)
        deposits = read_deposits()
        wished = read_settings().wished_float
    found = cash_at_hand(boxes, _cash_between(money), deposits, wished)
    return ZERO if found is None else found.to_deposit


def read_left_in_box(distribution_id: int) -> CashAtHand | None:
    """Return what the last evening before a distribution left in the box (R55).

    Money of no evening, and deposits, count up to the day of the distribution. None where no
    evening of the year before was counted or certified. Raises `NotFound`.
    """
    with reading():
        evening = read_distribution(distribution_id)
        boxes, money = read_boxes(evening.date - _A_YEAR, evening.date)
        deposits = [one for one in read_deposits() if one.day <= evening.date]
        wished = read_settings().wished_float
    mine = (evening.starts_at, evening.id)
    before = [one for one in boxes if (one.evening.starts_at, one.evening.id) < mine]
    return cash_at_hand(before, _cash_between(money), deposits, wished)


def read_float(distribution_id: int) -> FloatView:
    """Return the float that somebody said, and what the last evening left. Raises `NotFound`."""
    with reading():
        evening = read_distribution(distribution_id)
        query = Distribution.select(Distribution.float_said)
        ((was_said,),) = tuples(query.where(Distribution.id == distribution_id))
        said = evening.cash_float if evening.cash_float or was_said else None
        return FloatView(said, read_left_in_box(distribution_id))


def _cash_between(money: MoneyView) -> Iterator[tuple[date, Decimal]]:
    for row in money.between:
        if row.mode is Mode.CASH:
            yield row.day, row.amount
    for move in money.moves_between:
        yield move.day, move.amount


def _came_in(money: MoneyView, span: Span) -> Decimal:
    return by_mode(
        row for row in money.rows if row.kind is Kind.PAYMENT and span.first <= row.day <= span.last
    ).net
