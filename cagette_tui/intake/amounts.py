"""Why lines cost what the file says: the fee rate and the price behind what is printed (R4).

Cagette freezes the rate with each order, prints prices rounded, and prints no rate. A total is
right where some exact price within half a cent of the printed one and some rate give it exactly,
computed as Cagette does. Pure; whole cents and thousandths come in, exact numbers go out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Final, NamedTuple

from cagette_tui.intake.fee_rates import MAXIMUM_RATE, SCALE, LineFee, find_rate
from cagette_tui.model.rules.cagette_rounding import cagette_cents
from cagette_tui.money import from_cents, from_thousandths

_HALF = SCALE // 2
# So near to half a cent binary fractions may fall on either side of it.
_EDGE = 1_000
_HALF_CENT = Fraction(1, 200)
# The price behind a printed one is looked for with so many decimals.
_PLACES = range(2, 10)
# A catalogue has few rates: orders of before and after one change of it, or two.
_MOST_RATES = 12
# So many rates of a kind are tried on each side of the likeliest.
_NEAR = 8
_STEPS: Final = tuple(map(Fraction, ("1", "1/2", "1/10", "1/100", "1/1000", "1/10000")))
UNKNOWN_RATE: Final = Decimal("1E-15")
"""In percent: there was a fee, and it came to nothing; this adds nothing to any amount either."""


class Told(NamedTuple):
    """What a line says of its amounts."""

    product: tuple[str, str, str]
    price: int  # cents, as printed
    quantity: int  # thousandths
    exact_quantity: Decimal | None  # where thousandths do not hold it
    fee: int | None  # cents; None where the file has no fee, which is a rate of 0
    total: int  # cents

    @property
    def units(self) -> Decimal:
        """The quantity, with all its decimals."""
        if self.exact_quantity is not None:
            return self.exact_quantity
        return from_thousandths(self.quantity)


class Reading(NamedTuple):
    """What gives the amounts of a line."""

    rate: Decimal  # percent
    price: Decimal  # euros, with all decimals


class Readings(NamedTuple):
    """What gives the amounts of a catalogue's lines; those that nothing gives are not in it."""

    rate: Decimal  # the catalogue's, in percent with two decimals
    lines: dict[Told, Reading]

    def expected(self, told: Told) -> tuple[int, int, Decimal]:
        """Return what an unexplained line should say: fee and total in cents, and at which rate."""
        price, rate = from_cents(told.price), Decimal(0)
        if told.fee is not None:
            own = from_cents(find_rate(_fees([told], {told: 1})))
            known = [self.rate, *sorted({one.rate for one in self.lines.values()})]
            likely = [
                *(one for one in known if _fee_is(told, price, one)),
                *(one for one in known if _total(told, one, price) == told.total),
                *((own,) if _fee_is(told, price, own) else ()),
                self.rate,
            ]
            rate = likely[0]
        fee, total = cagette_cents(float(told.units), float(price), float(rate))
        return fee, total, rate


def explain(lines: Iterable[Told], known: int | None = None) -> Readings:
    """Find what gives the amounts of the lines of one catalogue.

    `known` is its rate in the database, in hundredths of a percent: it stays while it fits.
    """
    counts = Counter(lines)
    main = find_rate(_fees(counts, counts), known)
    work = _Work(counts)
    rate = main
    for _ in range(_MOST_RATES):
        if not work.explain_at(from_cents(rate)) or not work.waiting:
            break
        rate = find_rate(_fees(work.waiting, counts))
    work.explain_by_itself(from_cents(main))
    return Readings(from_cents(main), work.found)


class _Work:
    """The lines of a catalogue, and what explains them so far."""

    def __init__(self, lines: Iterable[Told]) -> None:
        self.waiting = list(lines)
        self._goods: dict[tuple[object, int], _Goods] = {}
        self._alone: dict[Told, Reading] = {}
        for told in self.waiting:
            self._goods.setdefault((told.product, told.price), _Goods(told.price))

    @property
    def found(self) -> dict[Told, Reading]:
        """What explains the lines, by now."""
        together = {
            told: Reading(rate, goods.price)
            for goods in self._goods.values()
            for told, rate in goods.lines.items()
        }
        return together | self._alone

    def explain_at(self, rate: Decimal) -> bool:
        """Explain what this rate (percent) explains; say whether it was anything."""
        before = len(self.waiting)
        self._keep_waiting(lambda told: self._of(told).holds(told, _own_rate(told, rate)))
        self._keep_waiting(lambda told: self._of(told).joins(told, _own_rate(told, rate)))
        self._keep_waiting(lambda told: self._is_alone(told, _own_rate(told, rate)))
        return len(self.waiting) < before

    def explain_by_itself(self, main: Decimal) -> None:
        """Explain each line that waits by a rate (percent) of its own, if there is any."""
        self._keep_waiting(
            lambda told: any(self._is_alone(told, rate) for rate in _rates_of(told, main))
        )

    def _keep_waiting(self, is_explained: Callable[[Told], bool]) -> None:
        self.waiting = [told for told in self.waiting if not is_explained(told)]

    def _of(self, told: Told) -> _Goods:
        return self._goods[told.product, told.price]

    def _is_alone(self, told: Told, rate: Decimal) -> bool:
        prices = _possible(told, rate, _around(told.price))
        price = None if prices is None else _simplest(prices, {told: rate})
        if price is not None:
            self._alone[told] = Reading(rate, price)
        return price is not None


class _Goods:
    """The lines of a product at one printed price (cents), and the price behind it (euros)."""

    def __init__(self, printed: int) -> None:
        self.price = from_cents(printed)
        self.lines: dict[Told, Decimal] = {}  # at which rates, in percent
        self._prices = _around(printed)
        self._narrowed_by = 0

    def holds(self, told: Told, rate: Decimal) -> bool:
        """Take a line that the price gives as it is."""
        if _gives(told, rate, self.price):
            self.lines[told] = rate
            return True
        return False

    def joins(self, told: Told, rate: Decimal) -> bool:
        """Take a line that this price gives, or another one that gives all lines."""
        if self.holds(told, rate):
            return True
        for other, at in [*self.lines.items()][self._narrowed_by :]:
            self._prices = _possible(other, at, self._prices) or self._prices
        self._narrowed_by = len(self.lines)
        prices = _possible(told, rate, self._prices)
        price = None if prices is None else _simplest(prices, {**self.lines, told: rate})
        if prices is None or price is None:
            return False
        self.price, self._prices = price, prices
        self.lines[told] = rate
        self._narrowed_by += 1
        return True


def _fees(lines: Iterable[Told], counts: Mapping[Told, int]) -> list[LineFee]:
    """Give what lines say about the rate, as often as they say it."""
    fees = []
    for told in lines:
        base, fee = told.price * told.quantity, told.fee or 0
        sign = -1 if base < 0 else 1
        fees += [LineFee(sign * base, sign * fee)] * counts[told]
    return fees


def _own_rate(told: Told, rate: Decimal) -> Decimal:
    """Give the rate that a line can have where others have `rate` (percent)."""
    if told.fee is None:
        return Decimal(0)
    return rate or (UNKNOWN_RATE if told.fee == 0 else rate)


def _gives(told: Told, rate: Decimal, price: Decimal) -> bool:
    """Whether this price and this rate give what the line says: the total exactly (R4)."""
    cents = int(rate * 100)
    plain = told.exact_quantity is None and price * 100 == told.price
    if plain and cents == rate * 100:
        # Nearly every line is told by whole numbers, 30 times faster.
        off = told.price * told.quantity * (10_000 + cents) - told.total * SCALE
        if abs(off) > _HALF + _EDGE:
            return False
        if abs(off) < _HALF - _EDGE:
            return abs(told.price * told.quantity * cents - (told.fee or 0) * SCALE) <= _HALF
    return _total(told, rate, price) == told.total and _fee_is(told, price, rate)


def _fee_is(told: Told, price: Decimal, rate: Decimal) -> bool:
    """Whether the fee rounds to what is stated; half a cent may have been rounded either way."""
    exact = Fraction(told.units) * Fraction(price) * Fraction(rate)
    return abs(exact - (told.fee or 0)) <= Fraction(1, 2)


# --- The price behind ---------------------------------------------------------------------------


class _Range(NamedTuple):
    """Numbers from `low` to `high`, both included; none if `low` is above."""

    low: Fraction
    high: Fraction

    def within(self, one: Fraction, other: Fraction) -> _Range:
        """Return what lies between the two as well, whichever is the larger."""
        return _Range(max(self.low, min(one, other)), min(self.high, max(one, other)))


def _around(printed: int) -> _Range:
    """Give the prices in euros that are printed so (cents)."""
    price = Fraction(printed, 100)
    return _Range(price - _HALF_CENT, price + _HALF_CENT)


def _possible(told: Told, rate: Decimal, prices: _Range) -> _Range | None:
    """Narrow the prices to those that give a line's fee and total at a rate (percent)."""
    units, fee = Fraction(told.units), told.fee or 0
    in_total, in_fee = units * (100 + Fraction(rate)), units * Fraction(rate)
    if not in_total:
        return prices if not fee and not told.total else None
    half = Fraction(1, 2)
    prices = prices.within((told.total - half) / in_total, (told.total + half) / in_total)
    if in_fee:
        prices = prices.within((fee - half) / in_fee, (fee + half) / in_fee)
    elif fee:
        return None
    return prices if prices.low <= prices.high else None


def _simplest(prices: _Range, lines: Mapping[Told, Decimal]) -> Decimal | None:
    """Find a price that gives all these lines, each at its rate (percent), to the cent.

    The one with the fewest decimals, and of those the nearest to the middle of what is possible.
    """
    middle = (prices.low + prices.high) / 2
    for places in _PLACES:
        scale = 10**places
        first, last = ceil(prices.low * scale), floor(prices.high * scale)
        nearest = min(max(round(middle * scale), first), last)
        near = range(max(first, nearest - 5), min(last, nearest + 5) + 1)
        for number in sorted(near, key=lambda one: abs(one - middle * scale)):
            price = Decimal(number).scaleb(-places)
            if all(_total(told, rate, price) == told.total for told, rate in lines.items()):
                return price
    return None


def _total(told: Told, rate: Decimal, price: Decimal) -> int:
    return cagette_cents(float(told.units), float(price), float(rate))[1]


# --- A rate of its own --------------------------------------------------------------------------


def _rates_of(told: Told, main: Decimal) -> Iterator[Decimal]:
    """Give the rates (percent) that a line can have by what it says, the simplest first."""
    if told.fee is None:
        # A fee that comes to nothing may have been left out by whoever wrote the file.
        yield from (Decimal(0), main)
        return
    goods = _goods_of(told)
    if goods is None:
        return
    fee, total = abs(told.fee), abs(told.total)
    rates = _rates_between(goods, fee, total)
    middle = max(Fraction(fee * 100, abs(total - fee) or 1), rates.low)
    middle = min(middle, rates.high)
    for step in _STEPS:
        first, last = ceil(rates.low / step), floor(rates.high / step)
        nearest = min(max(round(middle / step), first), last)
        near = range(max(first, nearest - _NEAR), min(last, nearest + _NEAR) + 1)
        for number in sorted(near, key=lambda one: _away(one * step, middle)):
            yield _decimal(number * step)


def _goods_of(told: Told) -> _Range | None:
    """Give between which cents the goods without the fee lie, by price and by what is stated."""
    price, units = Fraction(told.price), Fraction(told.units)
    sign = -1 if price * units < 0 else 1
    fee, total = sign * (told.fee or 0), sign * told.total
    if fee < 0 or fee > total:
        return None
    half = Fraction(1, 2)
    goods = _Range(abs(price * units) - half * abs(units), abs(price * units) + half * abs(units))
    goods = goods.within(Fraction(total - fee - 1), Fraction(total - fee + 1))
    return goods if goods.low <= goods.high and goods.high > 0 else None


def _rates_between(goods: _Range, fee: int, total: int) -> _Range:
    """Give the rates (percent) at which some such goods give the fee and the total (cents)."""
    half = Fraction(1, 2)
    lowest = max((fee - half) / goods.high, (total - half) / goods.high - 1, Fraction(0))
    highest = Fraction(MAXIMUM_RATE, 10_000)
    if goods.low > 0:
        highest = min(highest, (fee + half) / goods.low, (total + half) / goods.low - 1)
    return _Range(lowest * 100, highest * 100)


def _away(one: Fraction, other: Fraction) -> Fraction:
    return abs(one - other)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
