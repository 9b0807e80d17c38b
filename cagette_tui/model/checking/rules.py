"""Prove the rules on lines, orders, baskets and operations, each row by itself.

The amounts are worked out anew from whole cents and thousandths, apart from the rest of the model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cagette_tui.model.checking.places import Places
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.tables.base import database
from cagette_tui.money import from_cents

# Thousandths × cents × hundredths of a percent, in cents.
_SCALE = 10_000_000
_HALF = _SCALE // 2
_WHOLE = 10_000


def lines(places: Places) -> Iterator[Finding]:
    """R3, R4: each total and fee is the rule's, or what the file stated, a cent away at most."""
    for number, basket in database.execute_sql(_WRONG_LINES).fetchall():
        yield places.at(Problem.LINE_TOTAL, basket, str(number))


# Half a cent more than the exact amount lies in the cent that it is rounded to: no division, and
# no number is too large. In SQL, since there are hundreds of thousands of them.
_WRONG_LINES = f"""
    SELECT id, basket_id FROM (
        SELECT id, basket_id, fee, total, stated_fee, stated_total,
            CAST(delivered AS NUMERIC) * price * fee_rate + {_HALF} AS fee_in_full,
            CAST(delivered AS NUMERIC) * price * ({_WHOLE} + fee_rate) + {_HALF} AS total_in_full,
            CAST(delivered = ordered AND price = stated_price AND stated_fee IS NOT NULL
                AND stated_total IS NOT NULL AS INTEGER) AS as_stated
        FROM line) AS priced
    WHERE NOT CASE WHEN as_stated = 1
        THEN fee = stated_fee AND total = stated_total
            AND total_in_full - CAST(total AS NUMERIC) * {_SCALE}
                BETWEEN {-_SCALE} AND {2 * _SCALE - 1}
        ELSE fee_in_full - CAST(fee AS NUMERIC) * {_SCALE} BETWEEN 0 AND {_SCALE - 1}
            AND total_in_full - CAST(total AS NUMERIC) * {_SCALE} BETWEEN 0 AND {_SCALE - 1}
        END
    ORDER BY id
"""


def operations(places: Places) -> Iterator[Finding]:
    """R12, and that what is of a basket is of its member and distribution."""
    query = "SELECT basket_id, SUM(total) FROM line GROUP BY basket_id"
    costs = {basket: int(cost) for basket, cost in database.execute_sql(query).fetchall()}
    orders: dict[int, list[int]] = defaultdict(list)
    yield from _operations(places, orders)
    for number, basket in places.baskets.items():
        cost = costs.get(number, 0)
        if orders[number] != ([] if basket.cancelled else [-cost]):
            amounts = ", ".join(str(from_cents(amount)) for amount in orders[number])
            yield places.at(Problem.ORDER, number, f"{amounts or '–'} / {from_cents(-cost)}")


def _operations(places: Places, orders: dict[int, list[int]]) -> Iterator[Finding]:
    """See that what is of a basket is of its member and distribution; collect the orders."""
    memberships: dict[int, int] = {}  # who each membership is of
    for (
        number,
        kind,
        member,
        basket_id,
        distribution,
        amount,
        paid_for,
        cancelled,
    ) in database.execute_sql(_OPERATIONS):
        if kind == Kind.MEMBERSHIP:
            memberships[number] = member
        if kind == Kind.ORDER and not cancelled:
            orders[basket_id].append(amount)
        basket = places.baskets.get(basket_id)
        if basket is not None and not cancelled:
            if (basket.member, basket.distribution) != (member, distribution):
                yield places.at(Problem.MISPLACED, basket_id, str(number))
            elif basket.cancelled:
                yield places.at(Problem.CANCELLED_BASKET, basket_id, str(number))
        if paid_for is not None and memberships.get(paid_for) != member:
            yield places.by(Problem.MISPLACED, {"member": member}, str(number))


_OPERATIONS = """
    SELECT id, kind, member_id, basket_id, distribution_id, amount, membership_id,
        cancelled_at IS NOT NULL
    FROM operation ORDER BY id
"""


def baskets(places: Places) -> Iterator[Finding]:
    """R13, R43, and orders that were taken back."""
    still_open: dict[int, int] = defaultdict(int)
    filled = {basket for (basket,) in database.execute_sql("SELECT DISTINCT basket_id FROM line")}
    for number, basket in places.baskets.items():
        if basket.validated and basket.on_the_spot:
            yield places.at(Problem.ON_THE_SPOT, number, "")
        if basket.cancelled and number in filled:
            yield places.at(Problem.CANCELLED_BASKET, number, "")
        if not basket.validated and not basket.cancelled:
            still_open[basket.distribution] += 1
    certified = "SELECT id FROM distribution WHERE certified_at IS NOT NULL"
    for (distribution,) in database.execute_sql(certified).fetchall():
        if still_open[distribution]:
            detail = str(still_open[distribution])
            yield places.of(Problem.CERTIFIED_OPEN, distribution, detail)
