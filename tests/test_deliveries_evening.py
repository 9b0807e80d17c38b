"""The deliveries of a whole evening: every total computed apart, and all of it taken back.

What is expected comes from the file alone, in whole cents and thousandths.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from cagette_tui.model.acts.accounts import pay_membership
from cagette_tui.model.acts.delivering import move_line, replace_line
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.writing import writing
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.lists import read_products
from cagette_tui.model.reading.memberships import read_membership
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.kinds import UNDONE, ActKind, Mode
from cagette_tui.model.rules.payments import ChequeDetails
from cagette_tui.model.rules.product_plans import plan_price, plan_undelivered, plan_weights
from cagette_tui.model.rules.products import ProductUse, product_uses
from cagette_tui.model.tables.all_tables import TABLES
from cagette_tui.model.tables.base import database
from cagette_tui.model.tables.people import Group
from cagette_tui.papers.report import report_facts
from tests.world import DATA, World, dump, euros, settled_dump

CHICKEN, BRIOCHE, CARROTS = "Poulet fermier", "Brioche 400 g", "Carottes 1 kg"
RATES = {"91": 2, "104": 2, "96": 5}  # percent, by catalogue
PAID = (2, 3)  # baskets that had been paid before, both with a brioche
MOVED, TO = ("Pain de seigle 500 g", 1), 7
REPLACED, BY, PIECES = ("Lentilles vertes 500 g", 1), "Steak haché 1 kg", 2
MEMBERS = (2, 5)  # whose membership is paid


@dataclass
class Row:
    """A line of the file, and what becomes of it."""

    product: str
    rate: int
    price: int
    ordered: int
    delivered: int
    fee: int
    total: int
    reason: str | None = None
    note: str | None = None

    def recount(self) -> None:
        """R3: half up to the cent, by whole numbers."""
        net = self.delivered * self.price
        self.total = (net * (100 + self.rate) * 2 + 100_000) // 200_000
        self.fee = (net * self.rate * 2 + 100_000) // 200_000


def whole(text: str, places: int) -> int:
    """Read a number of the file as so many hundredths or thousandths."""
    units, _, rest = text.replace(",", ".").partition(".")
    return int(units + rest.ljust(places, "0")) if text else 0


def of_the_file() -> list[list[Row]]:
    """Read the baskets of the file, in order, with a reader of the test's own."""
    path = DATA / "Export-commandes-2026-11-20-Cagette.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    names = next(csv.reader([header], delimiter=";"))
    baskets: dict[str, list[Row]] = {}
    for row in rows:
        of = dict(zip(names, row[1:-1].split('";"'), strict=True))
        quantity = whole(of["quantity"], 3)
        line = Row(
            product=of["productName"],
            rate=RATES.get(of["catalogId"], 0),
            price=whole(of["price"], 2),
            ordered=quantity,
            delivered=quantity,
            fee=whole(of["fees"], 2),
            total=whole(of["total"], 2),
            reason=None if quantity else "cancelled",
        )
        baskets.setdefault(of["userId"], []).append(line)
    return list(baskets.values())


def scales(place: int, ordered: int) -> int:
    """Say what a chicken weighs, in grams: each fourth what was ordered, one next to nothing."""
    if place == 5:
        return 1
    return ordered if place % 4 == 0 else ordered + 7 * place - 60


def expected() -> list[list[Row]]:
    """Do to the file's lines what the volunteers do."""
    baskets = of_the_file()
    found = [row for lines in baskets for row in lines]
    for place, row in enumerate(one for one in found if one.product == CHICKEN):
        row.delivered = scales(place, row.ordered)
        if row.delivered != row.ordered:  # else what the file states stays (R4)
            row.reason = "weighed" if row.delivered else "undelivered"
            row.recount()
    for row in found:
        if row.product == BRIOCHE and row.ordered:
            row.delivered, row.reason = 0, "undelivered"
            row.recount()
        if row.product == CARROTS and row.ordered:
            row.price = 275
            row.recount()
    moved = next(one for one in baskets[MOVED[1] - 1] if one.product == MOVED[0])
    there = Row(moved.product, moved.rate, moved.price, moved.ordered, moved.ordered, 0, 0)
    there.note = f"← {MOVED[1]}"
    there.recount()
    baskets[TO - 1].append(there)
    moved.delivered, moved.reason, moved.note = 0, "error", f"→ {TO}"
    moved.recount()
    replaced = next(one for one in baskets[REPLACED[1] - 1] if one.product == REPLACED[0])
    steak = next(one for one in found if one.product == BY)
    new = Row(BY, steak.rate, steak.price, PIECES * 1000, PIECES * 1000, 0, 0)
    new.note = f"← {REPLACED[0]}"
    new.recount()
    baskets[REPLACED[1] - 1].append(new)
    replaced.delivered, replaced.reason, replaced.note = 0, "replaced", f"→ {BY}"
    replaced.recount()
    return baskets


def money(cents: int) -> str:
    """Write cents as the report does."""
    sign, rest = "-" if cents < 0 else "", abs(cents)
    return f"{sign}{rest // 100}.{rest % 100:02}"


def quantity(thousandths: int) -> str:
    """Write thousandths as the report does."""
    text = f"{thousandths // 1000}.{thousandths % 1000:03}"
    return text.rstrip("0").rstrip(".")


# What the volunteers do


def basket_of(number: int, place: int) -> BasketView:
    """Read a basket by its number."""
    return read_sheet(number).baskets[place - 1]


def line_of(number: int, named: tuple[str, int]) -> tuple[BasketView, LineView]:
    """Read a line by its product and its basket's number."""
    basket = basket_of(number, named[1])
    return basket, next(line for line in basket.lines if line.product == named[0])


def use_of(number: int, name: str) -> ProductUse:
    """Read a product of the distribution by its name."""
    return next(one for one in product_uses(read_sheet(number)) if one.name == name)


def weigh(world: World, number: int) -> None:
    """Put every chicken on the scales."""
    use = use_of(number, CHICKEN)
    weights = {
        one.line.id: Decimal(scales(place, int(one.line.ordered * 1000))) / 1000
        for place, one in enumerate(use.lines)
    }
    assert carry_out(world.desk, plan_weights(use, weights)) == 20


def move(world: World, number: int) -> None:
    """Move a line to another member's basket."""
    here, line = line_of(number, MOVED)
    there = basket_of(number, TO)
    move_line(world.desk, line.id, here.version, there.id, there.version)


def replace(world: World, number: int) -> None:
    """Give another product instead of one."""
    basket, line = line_of(number, REPLACED)
    by = next(one for one in read_products() if one.name == BY)
    replace_line(world.desk, line.id, basket.version, by.id, Decimal(PIECES))


def membership(world: World, number: int, place: int, mode: Mode) -> None:
    """Take a member's fee at the basket."""
    cheque = ChequeDetails("0012345") if mode is Mode.CHEQUE else None
    member = basket_of(number, place).member_id
    pay_membership(world.desk, member, mode, distribution_id=number, cheque=cheque)


def acts(world: World, number: int) -> list[tuple[ActKind, Callable[[], object]]]:
    """Return all that is done, one act after the other."""
    return [
        (ActKind.WEIGHTS, partial(weigh, world, number)),
        (
            ActKind.UNDELIVERED,
            lambda: carry_out(world.desk, plan_undelivered(use_of(number, BRIOCHE))),
        ),
        (
            ActKind.PRICES,
            lambda: carry_out(world.desk, plan_price(use_of(number, CARROTS), euros("2.75"))),
        ),
        (ActKind.MOVE_LINE, partial(move, world, number)),
        (ActKind.REPLACE_LINE, partial(replace, world, number)),
        (ActKind.MEMBERSHIP, partial(membership, world, number, MEMBERS[0], Mode.CASH)),
        (ActKind.MEMBERSHIP, partial(membership, world, number, MEMBERS[1], Mode.CHEQUE)),
    ]


def begin(world: World) -> int:
    """Import the file, set the fee, receive for two baskets."""
    number = world.evening().distribution_id
    with writing(world.other("coordination")) as act:
        act.entry(ActKind.GROUP).update(Group.get_by_id(1), membership_fee=euros("15.00"))
    for place in PAID:
        basket = basket_of(number, place)
        receive(world.other("maryam"), basket.id, basket.version, Mode.CASH)
    return number


# The tests


def test_every_number_of_the_deliveries(world: World) -> None:
    """R3, R4, R11, R12, R17, R18, R30 to R32, R50: ordered, delivered and why, to the cent."""
    number = begin(world)
    before = of_the_file()
    for _kind, act in acts(world, number):
        act()
    report = report_facts(number, world.clock.now())
    after = expected()
    assert len(report["baskets"]) == 62
    for place, (told, lines) in enumerate(zip(report["baskets"], after, strict=True), start=1):
        assert told["lines"] == [
            _told(line, one) for line, one in zip(told["lines"], lines, strict=True)
        ]
        cost = sum(line.total for line in lines)
        paid = sum(line.total for line in before[place - 1]) if place in PAID else 0
        assert (told["number"], told["ordered"]) == (place, money(cost))
        assert (told["paid"], told["difference"]) == (money(paid), money(paid - cost))
        assert (told["to_pay"], told["balance"]) == (money(max(cost - paid, 0)), money(paid - cost))
        credit = basket_of(number, place).credit if place in PAID else 0
        assert credit == Decimal(max(paid - cost, 0)) / 100
    assert [one["number"] for one in report["overpaid"]] == list(PAID)
    assert report["totals"]["ordered"] == money(
        sum(line.total for lines in after for line in lines)
    )
    _takings(report, before)
    assert all(
        read_membership(basket_of(number, place).member_id).until is not None for place in MEMBERS
    )
    assert check() == []


def _told(line: dict[str, Any], row: Row) -> dict[str, Any]:
    return {
        "product": row.product,
        "catalogue": line["catalogue"],
        "ordered": quantity(row.ordered),
        "delivered": quantity(row.delivered),
        "price": money(row.price),
        "fee": money(row.fee),
        "total": money(row.total),
        "reason": row.reason,
        "note": row.note,
    }


def _takings(report: dict[str, Any], before: list[list[Row]]) -> None:
    cash = sum(line.total for place in PAID for line in before[place - 1]) + 1500
    came_in = report["takings"]
    assert (came_in["membership"], came_in["cash"]) == ("30.00", money(cash))
    assert (came_in["cheque"], came_in["cheque_count"]) == ("15.00", 1)
    assert report["cash_box"]["expected"] == money(cash)
    assert [(one["amount"], one["mode"]) for one in report["other_payments"]] == [
        ("15.00", "cash"),
        ("15.00", "cheque"),
    ]


def test_all_of_it_taken_back(world: World) -> None:
    """R20, R61: one undo for each act, in reverse order; each gives back what was before it."""
    number = begin(world)
    first, told = dump(journal=False), report_facts(number, world.clock.now())
    pages = []
    for kind, act in acts(world, number):
        pages.append((kind, settled_dump()))
        act()
    for kind, page in reversed(pages):
        last = last_act("paul")
        assert last.kind is kind
        undo(world.desk, last.act)
        assert settled_dump() == page
    assert report_facts(number, world.clock.now()) == told
    _as_it_was(first, dump(journal=False))
    assert check() == []
    # What no volunteer has touched any more, the file finds as it left it (R4).
    assert not world.evening().changed


def _as_it_was(first: dict[str, list[Any]], now: dict[str, list[Any]]) -> None:
    """Compare table by table; versions grow, cancelled operations and their cheque stay (R20)."""
    for table in TABLES:
        then, rows = map(_by_number, (first[table], now[table]))
        version = _column(table, "version")
        added = [row for number, row in rows.items() if number not in then]
        for number, row in then.items():
            same = [at for at in range(len(row)) if at != version]
            assert [rows[number][at] for at in same] == [row[at] for at in same], table
        if table == "operation":
            reasons = [row[_column(table, "cancel_reason") or 0] for row in added]
            assert reasons == [UNDONE] * 4  # two fees and their payments
        else:
            assert len(added) == (1 if table == "cheque" else 0), table


def _by_number(rows: list[Any]) -> dict[int, tuple[Any, ...]]:
    return {row[0]: row for row in rows}


def _column(table: str, name: str) -> int | None:
    columns = [row[1] for row in database.execute_sql(f'PRAGMA table_info("{table}")')]
    return columns.index(name) if name in columns else None
