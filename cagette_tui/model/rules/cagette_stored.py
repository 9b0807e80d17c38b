"""What was entered in Cagette, as a text that a row and the journal keep: short lists of texts."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from cagette_tui.model.rules.cagette_state import ByHand, LineThere, MoneyThere, Place, There
from cagette_tui.model.rules.kinds import Mode


def stored_there(there: There) -> str:
    """Write it; `read_there` reads the same again."""
    data = {
        "lines": [
            [
                one.line_id,
                one.product_id,
                one.product,
                *map(str, (one.fee_rate, one.quantity, one.price, one.total)),
                one.paid,
            ]
            for one in there.lines
        ],
        "announced": str(there.announced),
        "money": [[one.operation_id, one.mode, str(one.amount), one.place] for one in there.money],
        "settled": [
            [one.line_id, str(one.amount)]
            for one in there.by_hand
            if one.amount or one.line_id is None
        ],
        "paid": [[mode, str(amount)] for mode, amount in there.paid],
        "confirmed": there.confirmed,
        "validated": there.validated,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_there(text: str) -> There:
    """Read what `stored_there` wrote."""
    data: dict[str, Any] = json.loads(text)
    return There(
        tuple(map(_line, data["lines"])),
        Decimal(data["announced"]),
        tuple(
            MoneyThere(number, None if mode is None else Mode(mode), Decimal(amount), Place(place))
            for number, mode, amount, place in data["money"]
        ),
        tuple(ByHand(line, Decimal(amount)) for line, amount in data["settled"]),
        tuple((Mode(mode), Decimal(amount)) for mode, amount in data["paid"]),
        data["confirmed"],
        data["validated"],
    )


def _line(row: list[Any]) -> LineThere:
    number, product_id, product, rate, quantity, price, total, paid = row
    return LineThere(
        number,
        product_id,
        product,
        Decimal(rate),
        Decimal(quantity),
        Decimal(price),
        Decimal(total),
        paid,
    )
