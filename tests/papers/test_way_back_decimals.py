"""The way back of files whose numbers have more decimals than they print (R2, R4, R8, R31)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from cagette_tui import i18n
from cagette_tui.intake.cagette import parse_export
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.acts import delivering, paying, validating
from cagette_tui.model.acts.entering import mark_entered
from cagette_tui.model.acts.products_in_all_baskets import carry_out
from cagette_tui.model.reading.accounts import balance_of
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.cagette_evening import read_cagette_evening
from cagette_tui.model.rules.basket import BasketView, LineView
from cagette_tui.model.rules.cagette_state import There
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.outcome import Unseen, outcome_of
from cagette_tui.model.rules.product_plans import plan_price
from cagette_tui.model.rules.products import product_uses
from cagette_tui.papers.exports import Export, ExportKind, Format, export_text
from cagette_tui.papers.way_back_table import way_back_csv
from tests.cagette_model import Behind, Cagette, table
from tests.world import DATA, START, World

pytestmark = pytest.mark.long

NOW = datetime(2026, 11, 20, 21, 0)
# What Cagette has behind the lines of each file, and what its catalogues' fee is by now.
FILES: dict[str, tuple[tuple[Behind, ...], float]] = {
    "05-two-rates": (((1, 10, 2), (1, 10, 2), (1, 10, 5)), 2),
    "06-farine": (((20, 1.255, 0),), 0),
    "07-negative": (((4, 1.4, 0), (4, -0.5, 0), (2, 1.4, 0)), 0),
    "18-weighed-800g": (((1.0625, 12, 0),), 0),
    "24-three-wrong": (((20, 1.255, 0), (1.0625, 12, 0), (1, -0.5, 0)), 0),
}


class Evening:
    """One of the files, here and in both generations of Cagette."""

    def __init__(self, world: World, name: str) -> None:
        """Bring it in."""
        self.desk, self.world = world.desk, world
        text = (DATA / "kinds" / f"{name}.csv").read_text(encoding="utf-8")
        occasion = Occasion(START.date(), START, START + timedelta(minutes=90), "Salle")
        self.number = import_export(
            self.desk, parse_export(text.encode()), occasion
        ).distribution_id
        behind, rate = FILES[name]
        self.group = [Cagette(2020), Cagette(2022)]
        for cagette in self.group:
            cagette.take_orders(text, {row["productName"]: rate for row in table(text)}, behind)

    @property
    def baskets(self) -> tuple[BasketView, ...]:
        """The baskets as they are now."""
        return tuple(read_sheet(self.number).baskets)

    def lines(self) -> list[tuple[LineView, int]]:
        """Give the lines, each with its basket's version."""
        return [(line, basket.version) for basket in self.baskets for line in basket.lines]

    def finish(self) -> None:
        """Pay what is to be paid, by transfer, and validate all."""
        for basket in self.baskets:
            if basket.validated:
                validating.reopen_basket(self.desk, basket.id, basket.version, "erreur")
            now = self.world.again(basket)
            if now.to_pay > 0:
                paying.receive(self.desk, now.id, now.version, Mode.TRANSFER)
            now = self.world.again(basket)
            validating.validate(
                self.desk, now.id, now.version, accept=outcome_of(now, Unseen.AWAITED)
            )

    def enter(self) -> list[dict[str, str]]:
        """Do in Cagette what the paper says, compare all balances, and say so here."""
        rows = table(way_back_csv(self.number, NOW))
        for cagette in self.group:
            cagette.enter(rows)
            for one in self.baskets:
                ref = one.member_ref or ""
                assert cagette.balance(ref) == balance_of(one.member_id) - cagette.left[ref]
        self.mark()
        assert way_back_csv(self.number, NOW).count("\n") == 1
        return rows

    def mark(self, of: Callable[[There], There] = lambda there: there) -> None:
        """Say that all is entered."""
        way = read_cagette_evening(self.number).way
        news = {
            one.member_id: of(way.after[one.member_id])
            for one in way.sides
            if not way.is_entered(one)
        }
        if news:
            mark_entered(self.desk, self.number, news)

    def price(self, product: str, price: str) -> None:
        """Give a product a price in all baskets."""
        use = next(one for one in product_uses(read_sheet(self.number)) if one.name == product)
        carry_out(self.desk, plan_price(use, Decimal(price)), sure=True)


def undelivered(evening: Evening) -> None:
    """No line comes, basket by basket."""
    for place, _ in enumerate(evening.lines()):
        line, version = evening.lines()[place]
        delivering.set_delivered(evening.desk, line.id, version, False)


def weighed(evening: Evening) -> None:
    """Of every line something else comes."""
    for place, _ in enumerate(evening.lines()):
        line, version = evening.lines()[place]
        quantity = Decimal("0.902") if line.exact_quantity else line.ordered + 1
        delivering.set_quantity(evening.desk, line.id, version, quantity)


def restored(evening: Evening) -> None:
    """All comes as it was ordered, at the price of the file."""
    for place, _ in enumerate(evening.lines()):
        line, version = evening.lines()[place]
        if line.delivered != line.ordered:
            delivering.set_quantity(evening.desk, line.id, version, line.ordered)
    for use in product_uses(read_sheet(evening.number)):
        (stated,) = {line.stated_price for line, _ in evening.lines() if line.product == use.name}
        with_price = {line.price for line, _ in evening.lines() if line.product == use.name}
        if stated is not None and with_price != {stated}:
            evening.price(use.name, str(stated))


def dearer(evening: Evening) -> None:
    """Every product that costs something gets another price."""
    for use in product_uses(read_sheet(evening.number)):
        if next(line.price for line, _ in evening.lines() if line.product == use.name) > 0:
            evening.price(use.name, "1.99")


@pytest.mark.parametrize("change", [None, undelivered, weighed, dearer])
@pytest.mark.parametrize("name", FILES)
def test_files_and_back(world: World, name: str, change: Callable[[Evening], None] | None) -> None:
    """R4: changed, paid, entered, put right again: Cagette has the same, nothing is left over."""
    evening = Evening(world, name)
    assert way_back_csv(evening.number, NOW).count("\n") == 1
    if change is not None:
        change(evening)
    evening.finish()
    rows = evening.enter()
    for one in evening.baskets:
        validating.reopen_basket(evening.desk, one.id, one.version, "erreur")
    restored(evening)
    evening.finish()
    again = evening.enter()
    assert "left_to_people" not in {row["act"] for row in (*rows, *again)}
    told = {(row["act"], row["quantity"] or row["price"]) for row in again}
    if change in (undelivered, weighed) and "1.0625" in str(FILES[name]):
        assert ("quantity", "1.0625") in told
    if change is dearer and "1.255" in str(FILES[name]):
        assert ("price", "1.255") in told


def test_eighteen_of_twenty(world: World) -> None:
    """R4: farine printed at 1,25 costs 1,255: 18 of them 22,59, there as here."""
    evening = Evening(world, "06-farine")
    ((line, version),) = evening.lines()
    delivering.set_quantity(evening.desk, line.id, version, Decimal(18))
    evening.finish()
    rows = evening.enter()
    assert [(row["act"], row["quantity"] or row["amount"]) for row in rows] == [
        ("quantity", "18"),
        ("delete_announced", "25.10"),
        ("payment", "22.59"),
        ("validate", ""),
    ]


def test_on_paper(world: World) -> None:
    """All decimals are written, in French with a comma; long ones are not cut."""
    evening = Evening(world, "24-three-wrong")
    for change in (dearer, undelivered):
        change(evening)
        evening.mark()
    restored(evening)
    i18n.activate("fr")
    paper = Export(evening.number, ExportKind.CAGETTE, Format.TEXT)
    text = export_text(paper, NOW).replace("\xa0", " ")
    assert "prix 1,255 € pour tous" in text
    assert "1,0625" in text
    assert ";1,0625;" in way_back_csv(evening.number, NOW)


def test_a_line_that_moves(world: World) -> None:
    """R4: what is added in Cagette gets the catalogue's fee there: the rest is left to people."""
    evening = Evening(world, "05-two-rates")
    first, _second, third = evening.baskets
    (line,) = third.lines
    delivering.move_line(evening.desk, line.id, third.version, first.id, first.version)
    evening.finish()
    rows = evening.enter()
    left = [row for row in rows if row["act"] == "left_to_people"]
    assert [(row["member_ref"], row["amount"]) for row in left] == [("501", "-0.30")]
    assert left[0]["label"] == "it costs €10.50 here; Cagette adds the catalogue’s present fee"


@pytest.mark.parametrize("name", ["06-farine", "18-weighed-800g", "24-three-wrong"])
def test_marked_as_printed(world: World, name: str) -> None:
    """What was marked with two and three decimals only is not to be entered again."""
    evening = Evening(world, name)
    evening.finish()
    printed = {line.id: line for line, _ in evening.lines()}

    def rounded(there: There) -> There:
        lines = (
            replace(one, quantity=printed[one.line_id].ordered, price=printed[one.line_id].price)
            for one in there.lines
        )
        return replace(there, lines=tuple(lines))

    evening.mark(rounded)
    assert way_back_csv(evening.number, NOW).count("\n") == 1
