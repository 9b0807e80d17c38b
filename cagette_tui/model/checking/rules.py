"""Prove the rules on lines, orders, baskets and operations, each row by itself.

The amounts are worked out anew from whole cents and thousandths, apart from the rest of the model.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from cagette_tui.model.checking.places import Places
from cagette_tui.model.rules.findings import Finding, Problem
from cagette_tui.model.rules.kinds import Kind
from cagette_tui.model.tables.base import database
from cagette_tui.money import from_cents

# Thousandths × cents × hundredths of a percent, in cents.
_SCALE = 10_000_000
_HALF = _SCALE // 2
_WHOLE = 10_000
# So near to a half binary fractions may fall on either side of it.
_EDGE = 1_000


def lines(places: Places) -> Iterator[Finding]:
    """R3, R4: each total and fee is what the file stated, Cagette's own, or the rule's.

    What a file stated may be a cent away from the rule, and anywhere where it is marked so.
    """
    for number, basket, is_wrong, as_stated, *values in database.execute_sql(_LINES).fetchall():
        if is_wrong or not _is_cagettes(as_stated, *values):
            yield places.at(Problem.LINE_TOTAL, basket, str(number))


def _is_cagettes(
    as_stated: int,
    fee: int,
    total: int,
    quantity: int,
    ordered: int,
    price: int,
    stated_price: int | None,
    rate: int,
    *exact: str | None,
) -> bool:
    """Whether a line costs what Cagette's binary fractions make of it (R4).

    Written out here once more, since a proof goes its own way.
    """
    more, behind, percent = exact
    pieces = float(more) if more and quantity == ordered else quantity / 1000
    printed = stated_price in (None, price) and behind is not None
    near = printed and abs(Decimal(behind or 0) * 1000 - price * 10) <= 5
    goods = pieces * (float(behind or 0) if near else price / 100)
    for_the_group = goods * (float(percent) if percent else rate / 100) / 100
    cents = [
        math.floor(float(format(euros, ".15g")) * 100 + 0.5)
        for euros in (for_the_group, goods + for_the_group)
    ]
    # The fee of a file may have been rounded otherwise than its total.
    return cents[1] == total and (bool(as_stated) or cents[0] == fee)


# Half a cent more than the exact amount lies in the cent that it is rounded to: no division, and
# no number is too large. In SQL, since there are hundreds of thousands of them; what it cannot
# tell (halves, and numbers behind the printed ones) are few, and told apart above.
_LINES = f"""
    SELECT id, basket_id, verdict = 'wrong', as_stated,
        fee, total, delivered, ordered, price, stated_price, fee_rate,
        exact_quantity, exact_price, exact_rate
    FROM (
        SELECT *, CASE
            WHEN as_stated = 1 AND (fee <> stated_fee OR total <> stated_total) THEN 'wrong'
            WHEN as_stated = 1 AND unexplained IS TRUE THEN 'right'
            WHEN more = 1 AND (as_stated = 1 OR as_cagette IS TRUE) THEN 'unsure'
            WHEN as_stated = 1 AND total_rest BETWEEN {-_SCALE} AND {2 * _SCALE - 1} THEN 'right'
            WHEN as_stated = 1 THEN 'wrong'
            WHEN as_cagette IS TRUE AND fee_rest BETWEEN {_EDGE} AND {_SCALE - _EDGE}
                AND total_rest BETWEEN {_EDGE} AND {_SCALE - _EDGE} THEN 'right'
            WHEN as_cagette IS TRUE THEN 'unsure'
            WHEN fee_rest BETWEEN 0 AND {_SCALE - 1}
                AND total_rest BETWEEN 0 AND {_SCALE - 1} THEN 'right'
            ELSE 'wrong' END AS verdict
        FROM (
            SELECT line.*,
                CAST(delivered AS NUMERIC) * price * fee_rate + {_HALF}
                    - CAST(fee AS NUMERIC) * {_SCALE} AS fee_rest,
                CAST(delivered AS NUMERIC) * price * ({_WHOLE} + fee_rate) + {_HALF}
                    - CAST(total AS NUMERIC) * {_SCALE} AS total_rest,
                CAST(delivered = ordered AND price = stated_price AND stated_fee IS NOT NULL
                    AND stated_total IS NOT NULL AS INTEGER) AS as_stated,
                CAST(exact_quantity IS NOT NULL OR exact_price IS NOT NULL
                    OR exact_rate IS NOT NULL AS INTEGER) AS more
            FROM line) AS priced) AS judged
    WHERE verdict <> 'right'
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
