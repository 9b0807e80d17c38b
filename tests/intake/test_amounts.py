"""What Cagette's amounts come from, and what they come to when a line changes (R3, R4, R8)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagette_tui.intake.amounts import UNKNOWN_RATE, Told, explain
from cagette_tui.model.rules.cagette_rounding import cagette_amounts, cagette_cents
from tests.world import DATA

TABLE = DATA / "kinds" / "cagette-rounding.csv"


def told(price: int, quantity: str, total: int, fee: int | None = None, product: str = "a") -> Told:
    """Say what a line says: cents, and a quantity with all its decimals."""
    exact = Decimal(quantity)
    thousandths = int(exact * 1000)
    more = None if Decimal(thousandths) / 1000 == exact else exact
    return Told(("1", product, ""), price, thousandths, more, fee, total)


def test_r4_the_table_of_cagette_s_own_arithmetic() -> None:
    """Totals that Cagette's code gives, 143 of them otherwise than halves up."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 543
    for row in rows:
        numbers = (Decimal(row[name]) for name in ("quantity", "price", "fee_percent"))
        assert cagette_amounts(*numbers)[1] == Decimal(row["cagette_total"]), row


@pytest.mark.parametrize(
    ("quantity", "price", "rate", "fee", "total"),
    [
        ("1.5", "25.07", "0", "0.00", "37.60"),
        ("1.005", "1.00", "0", "0.00", "1.00"),
        ("1.35", "11.90", "2", "0.32", "16.39"),
        ("4", "-0.50", "0", "0.00", "-2.00"),
        ("1", "-0.505", "0", "0.00", "-0.50"),
        ("20", "1.255", "0", "0.00", "25.10"),
        ("1.0625", "12", "0", "0.00", "12.75"),
        ("0", "12", "5", "0.00", "0.00"),
    ],
)
def test_r4_worked_cases(quantity: str, price: str, rate: str, fee: str, total: str) -> None:
    """Floats, fifteen digits, halves up; never a negative zero."""
    found = cagette_amounts(Decimal(quantity), Decimal(price), Decimal(rate))
    assert tuple(map(str, found)) == (fee, total)


@pytest.mark.parametrize(
    ("lines", "readings"),
    [
        # Two rates in one catalogue: each line its own.
        (
            [told(1000, "1", 1020, 20), told(1000, "1", 1020, 20, "b"), told(1000, "1", 1050, 50)],
            [("2", "10"), ("2", "10"), ("5", "10")],
        ),
        ([told(1000, "1", 1020, 20), told(1000, "1", 1000)], [("2", "10"), ("0", "10")]),
        # Printed rounded: the shortest price that gives the total.
        ([told(125, "20", 2510)], [("0", "1.255")]),
        ([told(125, "20", 2500)], [("0", "1.25")]),
        ([told(125, "3", 376)], [("0", "1.253")]),
        ([told(125, "1000", 125010)], [("0", "1.2501")]),
        # One price for all lines of a product: the small ones have it too.
        ([told(125, "1", 125), told(125, "20", 2506)], [("0", "1.253"), ("0", "1.253")]),
        # Two prices were printed the same: the lines cannot have one.
        ([told(125, "20", 2500), told(125, "20", 2510)], [("0", "1.25"), ("0", "1.255")]),
        # Rounded, and with a fee.
        ([told(125, "20", 2636, 125)], [("5", "1.255")]),
        # Returned jars, by price or by quantity; with a fee; printed rounded.
        ([told(-50, "4", -200)], [("0", "-0.5")]),
        ([told(50, "-4", -200)], [("0", "0.5")]),
        ([told(-1000, "1", -1020, -20)], [("2", "-10")]),
        ([told(-125, "20", -2510)], [("0", "-1.255")]),
        # Weight divided by size.
        ([told(1200, "1.0625", 1275)], [("0", "12")]),
        # A rate in thousandths of a percent.
        ([told(10000, "3", 31538, 1538)], [("5.127", "100")]),
        # A fee that comes to nothing is a rate of something.
        ([told(10, "1", 10, 0)], [(str(UNKNOWN_RATE), "0.1")]),
        ([told(10, "0", 0, 0)], [(str(UNKNOWN_RATE), "0.1")]),
    ],
)
def test_r4_what_explains_lines(lines: Sequence[Told], readings: Sequence[tuple[str, str]]) -> None:
    """A rate and a price for each line."""
    found = explain(lines).lines
    assert [(found[one].rate, found[one].price) for one in lines] == [
        (Decimal(rate), Decimal(price)) for rate, price in readings
    ]


@pytest.mark.parametrize(
    "line",
    [
        told(125, "20", 2511),
        told(125, "20", 2489),
        told(1000, "1", 2000),
        told(1000, "1", 1000, 20),
        told(1000, "1", -1000),
        told(1000, "1", 1020, -20),
        told(1000, "0", 1),
        told(1000, "0", 0, 1),
        told(1200, "1.0625", 1285),
        told(-50, "4", 200),
    ],
)
def test_r4_what_nothing_explains(line: Told) -> None:
    """Half a cent of the price and any rate are not enough; what should be is said."""
    found = explain([line])
    assert not found.lines
    fee, total, _rate = found.expected(line)
    assert (line.fee or 0, line.total) != (fee, total)


@given(
    mills=st.integers(-20_000, 20_000),
    rate=st.integers(0, 3000),
    quantities=st.lists(st.integers(1, 100_000), min_size=1, max_size=8),
)
def test_r4_whatever_cagette_computed_is_explained(
    mills: int, rate: int, quantities: list[int]
) -> None:
    """Prices with three decimals, rates with two: the reading gives every stated amount again."""
    lines = []
    for thousandths in quantities:
        fee, total = cagette_cents(thousandths / 1000, mills / 1000, rate / 100)
        printed = cagette_cents(1.0, mills / 1000, 0.0)[1]
        lines.append(Told(("1", "a", ""), printed, thousandths, None, fee if rate else None, total))
    found = explain(lines).lines
    for line in lines:
        reading = found[line]
        numbers = float(line.units), float(reading.price), float(reading.rate)
        assert cagette_cents(*numbers)[1] == line.total
        assert abs(reading.price * 100 - line.price) <= Decimal("0.5")


def test_many_different_lines_of_one_product_take_no_time() -> None:
    """Each weight another, at a price that is printed rounded: not each with each."""
    lines = []
    for thousandths in range(200, 5200):
        total = cagette_cents(thousandths / 1000, 12.345, 5.0)
        lines.append(Told(("1", "a", ""), 1235, thousandths, None, *total))
    found = explain(lines).lines
    assert {reading.price for reading in found.values()} == {Decimal("12.345")}
    wrong = [one._replace(total=one.total + 500) for one in lines]
    assert not explain(wrong).lines
