"""Files as Cagette writes them, made from what is known of Cagette and not from our reader.

A price is a float with any decimals and is printed with two; each order froze a fee rate; a
quantity may be a weight divided by a size; values stand between quotes that escape nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

HEADER = (
    "userId;userName;productName;ref;catalogName;catalogId;vendorId;price;quantity;fees;total;paid"
)
_LETTERS = ('"', ";", "\n", " ", "'", "é", "Œ", "&", "(bio)", "100 %", '"vieux"', "; ", "½", "ſ")


def rounded(x: float) -> float:
    """Round as Cagette does."""
    return math.floor(float(f"{x:.15g}") * 100 + 0.5) / 100


def printed(amount: float) -> str:
    """Print an amount as Cagette does: two decimals, or none."""
    text = f"{amount:.2f}".replace(".", ",")
    return text.removesuffix(",00").replace("-0", "-0") if text != "-0" else "0"


def number(quantity: float) -> str:
    """Print a quantity: all digits, a point."""
    return f"{quantity:.15g}"


@dataclass(frozen=True)
class Goods:
    """A product as Cagette has it."""

    name: str
    ref: str
    catalogue: int
    price: float
    size: float | None = None  # kg: its quantities are weights divided by it


@dataclass
class RightFile:
    """A file, its values, and what is behind them."""

    text: str
    rows: list[tuple[str, ...]]
    totals: dict[str, float]


def right_file(seed: int) -> RightFile:
    """Make a file."""
    random = Random(seed)
    catalogues = [
        (_name(random, f"Catalogue {place}"), str(80 + place), str(10 + place))
        for place in range(random.randint(1, 4))
    ]
    rates = [[_rate(random) for _ in range(random.choice((1, 1, 2, 3)))] for _ in catalogues]
    goods = [_goods(random, place, len(catalogues)) for place in range(random.randint(1, 9))]
    rows: list[tuple[str, ...]] = []
    totals: dict[str, float] = {}
    for place in range(random.randint(1, 7)):
        member = (str(500 + place), _name(random, f"MEMBRE {place}"))
        totals[member[0]] = 0.0
        for _ in range(random.randint(1, 6)):
            one = random.choice(goods)
            rate = random.choice(rates[one.catalogue])
            quantity = _quantity(random, one)
            x = quantity * one.price
            fee = x * rate / 100
            total = rounded(x + fee)
            values = (
                *member,
                one.name,
                one.ref,
                *catalogues[one.catalogue],
                printed(rounded(one.price)),
                number(quantity),
                printed(rounded(fee)) if rate else "",
                printed(total),
                "true" if quantity == 0 else "false",
            )
            rows.append(values)
            totals[member[0]] += total
    text = "\n".join([HEADER, *('"' + '";"'.join(row) + '"' for row in rows), ""])
    return RightFile(text, rows, totals)


def _rate(random: Random) -> float:
    return random.choice((0, 0, 2, 5, 5.5, 2.25, random.randint(1, 2000) / 100))


def _goods(random: Random, place: int, catalogues: int) -> Goods:
    cents = random.choice((random.randint(1, 99), random.randint(100, 9999)))
    price = random.choice((cents / 100, cents / 100, cents / 100 + random.randint(-4, 4) / 1000))
    price = round(price, 3)
    if random.random() < 0.15:
        price = -price
    size = random.choice((None, None, None, 0.8, 0.35, 0.6, 1.2))
    unit = random.choice((" 1 kg", "", " 12 pièces", " vrac"))
    ref = random.choice(("", f"R{place}", f"{place:03}"))
    return Goods(f"{_name(random, f'Produit {place}')}{unit}", ref, place % catalogues, price, size)


def _quantity(random: Random, goods: Goods) -> float:
    if goods.size is not None and random.random() < 0.5:
        return random.randint(50, 3000) / 1000 / goods.size
    pieces = random.choice((0, 1, 1, 2, 3, 5, 12, 20, 40))
    loose = random.choice((0.5, 0.25, 1.5, 2.5, random.randint(1, 9999) / 1000))
    quantity = random.choice((pieces, pieces, loose))
    return -quantity if random.random() < 0.05 else quantity


def _name(random: Random, plain: str) -> str:
    """Give a name that says whose it is, now and then with something awkward inside."""
    if random.random() < 0.6:
        return plain
    middle = "".join(random.choice(_LETTERS) for _ in range(random.randint(1, 3)))
    # What ends a value for any reader cannot be inside one.
    middle = middle.replace('";', '"').replace(';"', ";").replace('"\n"', "\n")
    return f"{plain}{middle}x"
