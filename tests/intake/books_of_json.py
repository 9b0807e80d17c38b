"""The books of `books.json` as the rules see them, made without a database."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from cagette_tui.model.rules.bank_books import (
    BookBasket,
    BookCards,
    BookCash,
    BookCheque,
    BookDeposit,
    BookMember,
    BookProducer,
    Books,
    Expected,
)


def books_of(told: dict[str, Any]) -> Books:
    """Make the books of what the file says; members are known by their references."""
    balances: dict[int, Decimal] = defaultdict(Decimal)
    names: dict[int, str] = {}
    baskets, numbers = [], iter(range(1, 100_000))
    for one in told["opening_balances"]:
        balances[int(one["member_ref"])] += Decimal(one["amount"])
    for place, evening in enumerate(told["evenings"], start=1):
        for one in evening["baskets"]:
            member, cost = int(one["member_ref"]), Decimal(one["total"])
            names.setdefault(member, one["name"])
            awaited = one["mode"] == "transfer"
            if awaited:
                balances[member] -= cost
            baskets.append(
                BookBasket(
                    next(numbers),
                    place,
                    date.fromisoformat(evening["date"]),
                    one["number"],
                    member,
                    cost,
                    Decimal(0) if awaited else cost,
                    (Expected(next(numbers), cost, True),) if awaited else (),
                )
            )
    days = {evening["date"]: place for place, evening in enumerate(told["evenings"], start=1)}
    return Books(
        tuple(BookMember(one, name, str(one), balances[one]) for one, name in names.items()),
        tuple(baskets),
        tuple(
            BookDeposit(
                date.fromisoformat(one["evening"]),
                tuple(
                    BookCheque(
                        next(numbers),
                        Decimal(cheque["amount"]),
                        cheque["cheque"],
                        tuple(map(int, cheque["members"])),
                    )
                    for cheque in one["cheques"]
                ),
                days[one["evening"]],
                one["slip"],
            )
            for one in told["deposit_slips"]
        ),
        (),
        tuple(
            BookCards(
                days[evening["date"]],
                date.fromisoformat(evening["date"]),
                tuple(Decimal(one["total"]) for one in evening["baskets"] if one["mode"] == "card"),
            )
            for evening in told["evenings"]
        ),
        tuple(
            BookCash(next(numbers), date.fromisoformat(one["date"]), Decimal(one["amount"]))
            for one in told["cash_taken_to_the_bank"]
        ),
        tuple(
            BookProducer(
                days[one["evening"]],
                date.fromisoformat(one["evening"]),
                place,
                one["catalogue"],
                place,
                None,
                Decimal(one["due"]),
            )
            for place, one in _by_catalogue(told["producers_due"])
        ),
        Decimal(told["settings"]["membership_fee"]),
    )


def _by_catalogue(rows: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    places = {name: place for place, name in enumerate({one["catalogue"]: 0 for one in rows}, 1)}
    return [(places[one["catalogue"]], one) for one in rows]
