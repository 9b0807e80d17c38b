"""A few small exports and corrected versions of them, for the book and for the program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from cagette_tui.intake.cagette import Export, ExportLine
from cagette_tui.intake.importing import Occasion
from cagette_tui.money import from_cents, from_thousandths
from tests.model.line_book import FileLine, half_up
from tests.world import START

MEMBERS = ("11", "12", "13", "14")
DISTRIBUTIONS = (1, 2)  # in the order of their starts
# Rate in hundredths of a percent, cents, sold by weight.
PRODUCTS = {
    "Carottes 1 kg": (0, 250, False),
    "Brioche 400 g": (500, 430, False),
    "Chou 1 pièce": (500, 299, False),
    "Poulet fermier": (200, 1190, True),
    "Tisane en vrac": (0, 100, True),
}
CARROTS, BRIOCHE, CABBAGE, CHICKEN, TISANE = PRODUCTS


def line(
    member: str,
    product: str,
    quantity: int,
    cents: int | None = None,
    total: int | None = None,
) -> FileLine:
    """Write a line of a file, in thousandths and cents; usual price and total unless said."""
    rate, price, weighed = PRODUCTS[product]
    price = price if cents is None else cents
    net = quantity * price
    return FileLine(
        member,
        product,
        quantity,
        price,
        rate,
        half_up(net * rate, 10**7),
        half_up(net * (10_000 + rate), 10**7) if total is None else total,
        weighed,
    )


# Cagette rounds 1.005 × 1.00 to 1.00 (R4).
_TISANE = line("11", TISANE, 1005, total=100)

FILES: dict[int, tuple[tuple[FileLine, ...], ...]] = {
    1: (
        (
            line("11", CARROTS, 3000),
            line("11", CHICKEN, 1350),
            _TISANE,
            line("12", BRIOCHE, 2000),
            line("12", CHICKEN, 2000),
        ),
        # A quantity, a price, a line less, a line more, a new member.
        (
            line("11", CARROTS, 4000, 275),
            _TISANE,
            line("12", BRIOCHE, 1000),
            line("12", CHICKEN, 2000),
            line("12", CABBAGE, 1000),
            line("13", BRIOCHE, 2000),
        ),
        # The chicken of 12 is two pieces now, and stands first; 11 is gone.
        (
            line("12", CHICKEN, 1205),
            line("12", CHICKEN, 860),
            line("12", BRIOCHE, 2000),
            line("13", BRIOCHE, 1000),
        ),
    ),
    2: (
        (
            line("11", CARROTS, 2000),
            line("11", BRIOCHE, 1000),
            line("12", CHICKEN, 1000),
            line("12", CARROTS, 4000),
            line("13", BRIOCHE, 3000),
            line("13", CHICKEN, 1612),
        ),
        # What 13 had ordered first was cancelled before the distribution.
        (
            line("11", CARROTS, 2000, 260),
            line("11", BRIOCHE, 1000, 440),
            line("12", CHICKEN, 1000),
            line("12", CARROTS, 1000, 260),
            line("13", BRIOCHE, 0, 440),
            line("13", CHICKEN, 1612),
        ),
        (
            line("11", CARROTS, 2000),
            line("11", CABBAGE, 2000),
            line("12", CHICKEN, 2000),
            line("13", BRIOCHE, 3000),
            line("14", CARROTS, 1000),
        ),
    ),
}


def occasion(distribution: int) -> Occasion:
    """Return when and where a distribution is."""
    start = START + timedelta(days=7 * (distribution - len(DISTRIBUTIONS)))
    return Occasion(start.date(), start, start + timedelta(minutes=90), "Salle")


def export(lines: Sequence[FileLine]) -> Export:
    """Return what the reader of exports makes of these lines."""
    return Export(tuple(_export_line(row, one) for row, one in enumerate(lines, start=2)))


def _export_line(row: int, one: FileLine) -> ExportLine:
    catalogue = str(list(PRODUCTS).index(one.product))
    return ExportLine(
        row=row,
        member_ref=one.member,
        member_name=f"Membre {one.member}",
        product_name=one.product,
        product_ref=catalogue,
        catalogue_name=f"Catalogue {catalogue}",
        catalogue_ref=catalogue,
        vendor_ref=catalogue,
        price=from_cents(one.price),
        quantity=from_thousandths(one.quantity),
        fee=from_cents(one.fee),
        total=from_cents(one.total),
        fee_rate=Decimal(one.rate) / 100,
        weighed=one.weighed,
    )
