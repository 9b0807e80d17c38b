"""Amounts and quantities."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagette_tui.money import (
    MAXIMUM,
    AmountError,
    PiecesError,
    Problem,
    QuantityError,
    from_cents,
    from_thousandths,
    line_fee,
    line_total,
    net_of_vat,
    parse_amount,
    parse_counted,
    parse_quantity,
    round_cents,
    to_cents,
    to_thousandths,
)

ZERO = Decimal(0)
NO_BREAK = "\u00a0"
NARROW = "\u202f"

cents = st.integers(min_value=-(10**15), max_value=10**15)
typed_cents = st.integers(min_value=1, max_value=1_000_000)
quantities = st.integers(min_value=0, max_value=10_000_000).map(from_thousandths)
prices = st.integers(min_value=0, max_value=1_000_000).map(from_cents)
rates = st.integers(min_value=0, max_value=10_000).map(from_cents)


@given(cents)
def test_cents_survive_the_way_there_and_back(amount: int) -> None:
    """R1: whole cents in the database, Decimal with two decimals in Python."""
    euros = from_cents(amount)
    assert euros.as_tuple().exponent == -2
    assert to_cents(euros) == amount


@given(cents)
def test_thousandths_survive_the_way_there_and_back(quantity: int) -> None:
    """R2: whole thousandths in the database."""
    assert from_thousandths(quantity).as_tuple().exponent == -3
    assert to_thousandths(from_thousandths(quantity)) == quantity


def test_a_weight_is_whole_thousandths() -> None:
    """R2: 1.255 kg is 1255."""
    assert to_thousandths(Decimal("1.255")) == 1255
    assert str(from_thousandths(1255)) == "1.255"


@pytest.mark.parametrize("text", ["0.001", "12.345", "NaN", "Infinity", "-Infinity"])
def test_part_of_a_cent_is_no_amount(text: str) -> None:
    """R1: what is not whole cents is refused, not rounded in passing."""
    with pytest.raises(ValueError, match=r"decimals|finite"):
        to_cents(Decimal(text))


def test_part_of_a_thousandth_is_no_quantity() -> None:
    """R2: what is not whole thousandths is refused."""
    with pytest.raises(ValueError, match="decimals"):
        to_thousandths(Decimal("0.0001"))


def test_trailing_zeros_do_not_matter() -> None:
    """R1: 1.5000 is one euro fifty."""
    assert to_cents(Decimal("1.5000")) == 150
    assert to_cents(Decimal("1E+2")) == 10_000


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.145", "0.15"), ("-0.145", "-0.15"), ("0.1449", "0.14"), ("-0.1449", "-0.14"), ("0", "0")],
)
def test_halves_go_away_from_zero(value: str, rounded: str) -> None:
    """R3: half up to the cent, the same for what is given back."""
    assert round_cents(Decimal(value)) == Decimal(rounded)
    assert round_cents(Fraction(value)) == Decimal(rounded)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_rounding_agrees_with_decimal(value: Decimal) -> None:
    """R3: the same as Decimal's own half-up rounding."""
    assert round_cents(value) == value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("quantity", "price", "rate", "fee", "total"),
    [
        ("1.35", "11.90", "2.00", "0.32", "16.39"),
        ("0.145", "1.00", "0", "0.00", "0.15"),
        ("1.005", "1.00", "0", "0.00", "1.01"),
        ("3", "2.50", "0", "0.00", "7.50"),
        ("0", "2.50", "2.00", "0.00", "0.00"),
    ],
)
def test_worked_lines(quantity: str, price: str, rate: str, fee: str, total: str) -> None:
    """R3: the worked cases of the domain."""
    line = (Decimal(quantity), Decimal(price), Decimal(rate))
    assert str(line_fee(*line)) == fee
    assert str(line_total(*line)) == total


@given(quantities, prices, rates)
def test_a_line_is_rounded_once(quantity: Decimal, price: Decimal, rate: Decimal) -> None:
    """R3: the total is the exact product, rounded to the nearest cent at the end only."""
    exact = Fraction(quantity) * Fraction(price) * (1 + Fraction(rate) / 100)
    total = line_total(quantity, price, rate)
    assert abs(Fraction(total) - exact) <= Fraction(1, 200)
    assert total == round_cents(exact)


@given(quantities, prices, rates)
def test_fee_and_net_make_the_total(quantity: Decimal, price: Decimal, rate: Decimal) -> None:
    """R3: the fee is rounded by itself, hence at most a cent away from the difference."""
    net = line_total(quantity, price, ZERO)
    total = line_total(quantity, price, rate)
    assert abs(total - net - line_fee(quantity, price, rate)) <= Decimal("0.01")


def test_net_of_vat() -> None:
    """R53: net is gross divided by one and the rate."""
    assert str(net_of_vat(Decimal("105.50"), Decimal("5.50"))) == "100.00"
    assert str(net_of_vat(Decimal("10.00"), Decimal("5.50"))) == "9.48"
    assert str(net_of_vat(Decimal("-10.00"), Decimal("20"))) == "-8.33"
    assert str(net_of_vat(Decimal("7.00"), Decimal("0"))) == "7.00"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", "12.00"),
        ("12,5", "12.50"),
        ("12.50", "12.50"),
        ("1 234,50", "1234.50"),
        (f"1{NO_BREAK}234,50", "1234.50"),
        (f"1{NARROW}234,50", "1234.50"),
        ("1234,50 €", "1234.50"),
        (f"1{NO_BREAK}234,50{NO_BREAK}€", "1234.50"),
        ("5€", "5.00"),
        ("  7  ", "7.00"),
        ("0,01", "0.01"),
        ("10 000", "10000.00"),
    ],
)
def test_typed_amounts(text: str, amount: str) -> None:
    """R5: comma or point, spaces between thousands, an optional euro sign."""
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.EMPTY),
        ("   ", Problem.EMPTY),
        ("12,345", Problem.DECIMALS),
        ("1.234", Problem.DECIMALS),
        ("12,500", Problem.DECIMALS),
        ("0", Problem.ZERO),
        ("00", Problem.LEADING_ZERO),
        ("0000213", Problem.LEADING_ZERO),
        ("00,50", Problem.LEADING_ZERO),
        ("012 345", Problem.LEADING_ZERO),
        ("0,00 €", Problem.ZERO),
        ("10000,01", Problem.TOO_LARGE),
        ("10 001", Problem.TOO_LARGE),
        ("9" * 5000, Problem.TOO_LARGE),
        ("-5", Problem.NEGATIVE),
        ("1,234.50", Problem.NOT_A_NUMBER),
        ("1.234,50", Problem.NOT_A_NUMBER),
        ("1 23", Problem.NOT_A_NUMBER),
        ("12 3456", Problem.NOT_A_NUMBER),
        ("1  234", Problem.NOT_A_NUMBER),
        ("1'234", Problem.NOT_A_NUMBER),
        ("12,", Problem.NOT_A_NUMBER),
        (",5", Problem.NOT_A_NUMBER),
        ("1e3", Problem.NOT_A_NUMBER),
        ("1_000", Problem.NOT_A_NUMBER),
        ("+5", Problem.NOT_A_NUMBER),
        ("--5", Problem.NOT_A_NUMBER),
        ("€", Problem.NOT_A_NUMBER),
        ("€5", Problem.NOT_A_NUMBER),
        ("5 €€", Problem.NOT_A_NUMBER),
        ("NaN", Problem.NOT_A_NUMBER),
        ("inf", Problem.NOT_A_NUMBER),
        ("1+1", Problem.NOT_A_NUMBER),
        ("٣", Problem.NOT_A_NUMBER),
        ("１２", Problem.NOT_A_NUMBER),
        ("12\n13", Problem.NOT_A_NUMBER),
    ],
)
def test_refused_amounts(text: str, problem: Problem) -> None:
    """R5: anything else is refused, with the reason and what was typed."""
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert caught.value.problem is problem
    assert caught.value.text == text


def test_zero_and_negative_where_they_mean_something() -> None:
    """R5: zero is refused only where it means nothing; an adjustment may be negative."""
    assert str(parse_amount("0", zero=True)) == "0.00"
    assert str(parse_amount("-12,50", negative=True)) == "-12.50"
    assert str(parse_amount("-0", zero=True, negative=True)) == "0.00"
    with pytest.raises(AmountError) as caught:
        parse_amount("-10000,01", negative=True)
    assert caught.value.problem is Problem.TOO_LARGE


@given(typed_cents, st.sampled_from(",."), st.sampled_from(["", " ", NO_BREAK, NARROW]))
def test_every_amount_can_be_typed(amount: int, mark: str, space: str) -> None:
    """R5: each amount up to the maximum is read back exactly."""
    grouped = f"{amount // 100:,}".replace(",", space)
    assert to_cents(parse_amount(f"{grouped}{mark}{amount % 100:02}")) == amount


@given(st.text())
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    """R5: whatever is typed, there is an amount within bounds or a reason."""
    try:
        amount = parse_amount(text, zero=True, negative=True)
    except AmountError:
        return
    assert abs(amount) <= MAXIMUM
    assert amount.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("3", "3.000"),
        ("1,35", "1.350"),
        ("1.35", "1.350"),
        ("1,35 kg", "1.350"),
        ("1,35KG", "1.350"),
        ("1350 g", "1.350"),
        ("1 350 g", "1.350"),
        (f"1{NO_BREAK}350{NO_BREAK}g", "1.350"),
        ("1,255", "1.255"),
        ("0", "0.000"),
        ("10 000", "10000.000"),
        ("10 000 000 g", "10000.000"),
    ],
)
def test_typed_quantities(text: str, quantity: str) -> None:
    """R2: numbers with up to three decimals, kilograms, or whole grams."""
    assert str(parse_quantity(text)) == quantity


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.EMPTY),
        ("1,2345", Problem.DECIMALS),
        ("12,5 g", Problem.DECIMALS),
        ("-1", Problem.NEGATIVE),
        ("10000,001", Problem.TOO_LARGE),
        ("10000001 g", Problem.TOO_LARGE),
        ("9" * 5000 + " g", Problem.TOO_LARGE),
        ("75 cl", Problem.NOT_A_NUMBER),
        ("kg", Problem.NOT_A_NUMBER),
        ("1,35 kgs", Problem.NOT_A_NUMBER),
        ("1 g g", Problem.NOT_A_NUMBER),
        ("1,35 €", Problem.NOT_A_NUMBER),
        ("٣", Problem.NOT_A_NUMBER),
    ],
)
def test_refused_quantities(text: str, problem: Problem) -> None:
    """R2: anything else is refused, with the reason and what was typed."""
    with pytest.raises(QuantityError) as caught:
        parse_quantity(text)
    assert caught.value.problem is problem
    assert caught.value.text == text


@given(st.integers(min_value=0, max_value=10_000_000))
def test_grams_and_kilograms_say_the_same(thousandths: int) -> None:
    """R2: every weight can be typed in grams and in kilograms."""
    kilograms = f"{thousandths // 1000},{thousandths % 1000:03} kg"
    assert to_thousandths(parse_quantity(kilograms)) == thousandths
    assert to_thousandths(parse_quantity(f"{thousandths} g")) == thousandths


@given(st.text())
def test_any_text_is_a_quantity_or_refused(text: str) -> None:
    """R2: whatever is typed, there is a quantity within bounds or a reason."""
    try:
        quantity = parse_quantity(text)
    except QuantityError:
        return
    assert 0 <= quantity <= MAXIMUM


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", None),
        (" 1 234,50 ", Decimal("1234.50")),
        ("20=3 0,50=4 20=1", {Decimal(20): 4, Decimal("0.50"): 4}),
    ],
)
def test_what_was_counted(text: str, counted: object) -> None:
    """R51, R56: a sum, or notes and coins; each value once."""
    assert parse_counted(text, parse_amount) == counted


@pytest.mark.parametrize("text", ["20=3 12", "20=", "20=-3", "20=123456", "=3", "20=3=4", "x=1"])
def test_what_nobody_can_have_counted(text: str) -> None:
    """R51: what says no number of a note or a coin is refused."""
    with pytest.raises((PiecesError, AmountError)):
        parse_counted(text, parse_amount)
