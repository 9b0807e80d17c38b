"""Reading Cagette's export of the order lines of one distribution.

Pure: bytes in, dataclasses out, no database. Two styles are understood: the raw one, as Cagette
writes it (every value between double quotes, quotes inside a value not escaped), and what comes
back when a spreadsheet has saved it (standard quoting, other delimiters, encodings and decimal
signs). Whatever is wrong with a file raises `ExportError`, which carries facts and no words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from cagette_tui.intake.amounts import Readings, Told, explain
from cagette_tui.intake.choosing import without_catalogues, without_totals, wrong_amounts
from cagette_tui.intake.export_problems import MAXIMUM_SIZE, ExportError, ExportProblem, WrongAmount
from cagette_tui.intake.file_bytes import NotRead, bytes_of
from cagette_tui.intake.rows import ProductKey, Row, catalogue_of, product_key, read_row
from cagette_tui.intake.spreadsheets import records_in
from cagette_tui.money import from_cents, from_thousandths, to_cents
from cagette_tui.text import fold
from cagette_tui.value import ValueObject

__all__ = ["ProductKey", "WrongAmount", "product_key"]

_HUNDREDTH = Decimal("0.01")
_NO_RATES: Final[Mapping[str, Decimal]] = MappingProxyType({})

# --- What comes out ---------------------------------------------------------------------------


class ExportLine(ValueObject):
    """One line of the export; amounts in euros with two decimals (R1)."""

    row: int
    """Line number in the file, the header being 1."""
    member_ref: str
    member_name: str
    product_name: str
    product_ref: str
    """Empty when there is none."""
    catalogue_name: str
    catalogue_ref: str
    vendor_ref: str
    price: Decimal
    """Euros per unit or kilogram, without the fee."""
    quantity: Decimal
    """Units or kilograms, up to three decimals (R2); 0 was cancelled before the distribution."""
    fee: Decimal
    """The group's part, as the file states it."""
    total: Decimal
    """With the fee, as the file states it: what the member was told (R4)."""
    fee_rate: Decimal
    """The line's own, frozen when it was ordered (R3), in percent, with two decimals."""
    weighed: bool
    """The product is sold by weight or in bulk (R7)."""
    paid: bool = False
    """Marked as paid in Cagette, which does not say how."""
    catalogue_rate: Decimal | None = None
    """That of most lines of the catalogue, in percent; None: the line's."""
    exact_quantity: Decimal | None = None
    """Where three decimals do not hold it (R2)."""
    exact_price: Decimal | None = None
    """Where the price is printed rounded (R4)."""
    exact_rate: Decimal | None = None
    """Where two decimals do not hold it."""
    unexplained: bool = False
    """No price and no fee rate give its amounts (R4)."""

    @property
    def product_key(self) -> ProductKey:
        """What the product is known by."""
        return product_key(self.catalogue_ref, self.product_ref, self.product_name)


class Export(ValueObject):
    """A whole file: at least one line, in the file's order."""

    lines: tuple[ExportLine, ...]
    left_out: tuple[int, ...] = ()
    """Rows that are no order lines: totals that a spreadsheet added."""
    wrong: tuple[WrongAmount, ...] = ()
    """What was brought in as it is stated, though nothing gives it (R4)."""


def export_bytes(path: Path) -> bytes:
    """Read a file that may be an export, once: it may be a pipe.

    Raises ExportError for a file that is missing, unreadable or larger than MAXIMUM_SIZE;
    the operating system's error is then its cause.
    """
    try:
        return bytes_of(path, MAXIMUM_SIZE)
    except NotRead as it:
        problem = ExportProblem(it.why)
        raise ExportError(problem, errno=it.errno, limit=it.limit) from it.__cause__


def parse_export(
    data: bytes,
    known_rates: Mapping[str, Decimal] = _NO_RATES,
    known_weighed: Collection[ProductKey] = (),
    *,
    without: Collection[str] = (),
    as_stated: bool = False,
) -> Export:
    """Read the bytes of an export, all or nothing.

    `known_rates` are the fee rates in the database, in percent by catalogue ref: one stays as long
    as it reproduces the file's lines. `known_weighed` are the products (`product_key`) that the
    database has as sold by weight (R7): they stay so. The catalogues in `without` are left out
    before anything is made of their lines.
    Raises ExportError for anything that is wrong with the file. Amounts that no price and no fee
    rate give (R4) are wrong too, all named at once, unless they are wanted `as_stated`: those
    lines are marked then. Raises `UnknownCatalogue`, `NothingLeft`.
    """
    if len(data) > MAXIMUM_SIZE:
        raise ExportError(ExportProblem.TOO_LARGE, limit=MAXIMUM_SIZE)
    records, left_out = without_totals(records_in(data))
    rows = [read_row(record) for record in without_catalogues(records, without, catalogue_of)]
    _check_names(rows)
    _check_sum(rows)
    readings = _readings(rows, known_rates)
    wrong = wrong_amounts(rows, readings)
    if wrong and not as_stated:
        raise ExportError.of_amounts(wrong)
    weighed = _weighed(rows).union(known_weighed)
    return Export(tuple(_lines(rows, readings, weighed)), left_out, wrong)


# Euros of a whole file: amounts that are worked out of it are still exact.
_LARGEST_SUM = 1_000_000_000


def _readings(rows: Iterable[Row], known_rates: Mapping[str, Decimal]) -> dict[str, Readings]:
    """Find what gives the amounts of the lines, by catalogue."""
    told: dict[str, list[Told]] = {}
    for row in rows:
        told.setdefault(row.catalogue_ref, []).append(row.told)
    known = {ref: to_cents(rate) for ref, rate in known_rates.items() if ref in told}
    return {ref: explain(lines, known.get(ref)) for ref, lines in told.items()}


# --- What the lines say together --------------------------------------------------------------


def _check_sum(rows: Iterable[Row]) -> None:
    """Refuse more than can be kept and proven, whatever each line says."""
    total = 0
    for row in rows:
        total += abs(row.told.total)
        if total > _LARGEST_SUM * 100:
            raise ExportError(
                ExportProblem.NUMBER_TOO_LARGE,
                row=row.row,
                column="total",
                value=str(from_cents(total)),
                limit=_LARGEST_SUM,
            )


def _check_names(rows: Iterable[Row]) -> None:
    """Refuse a ref with two names: Cagette writes one file from one state of its records.

    Two members may bear one name; one `userId` with two is a line that somebody edited, and its
    amounts would land on the wrong account.
    """
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for row in rows:
        for column, ref, value in (
            ("userName", row.member_ref, row.member_name),
            ("catalogName", row.catalogue_ref, row.catalogue_name),
            ("vendorId", row.catalogue_ref, row.vendor_ref),
        ):
            other_value, other_row = seen.setdefault((column, ref), (value, row.row))
            if value != other_value:
                raise ExportError(
                    ExportProblem.CONTRADICTION,
                    row=row.row,
                    column=column,
                    value=value,
                    other_row=other_row,
                    other_value=other_value,
                )


# What Cagette and its coordinators write after a quantity, without accents.
_UNITS = (
    "kgs?|kilos?|kilogrammes?|gr?|grammes?|mg|l|litres?|[mcdh]l|(?:milli|centi)litres?"
    "|pieces?|pces?|pcs?|unites?|u|bottes?|sachets?|lots?|bouquets?|barquettes?|boca(?:l|ux)"
    "|boites?|bouteilles?|paquets?|pots?|tranches?|tetes?|douzaines?|plateaux?|colis"
)
# After a letter a digit belongs to a word (B12), except in 6x33 cL.
_QUANTITY_AND_UNIT = re.compile(rf"(?:^|[^\w.,]|(?<![^\W\d])x)[\d.,]*\d\s*(?:{_UNITS})\s*[.)\]]*$")


def _weighed(rows: Iterable[Row]) -> set[ProductKey]:
    """Give the products sold by weight or in bulk, as the file tells (R7)."""
    named = {(row.product_key, row.product_name) for row in rows}
    fractional = {row.product_key for row in rows if row.told.units % 1}
    return fractional | {key for key, name in named if not _names_quantity(name)}


def _names_quantity(name: str) -> bool:
    """Tell whether a product's name ends with a quantity and a unit, such as `12 pièces`."""
    return _QUANTITY_AND_UNIT.search(fold(name)) is not None


def _lines(
    rows: Iterable[Row], readings: Mapping[str, Readings], weighed: Collection[ProductKey]
) -> Iterator[ExportLine]:
    # Many lines say the same of their amounts: it is worked out once.
    known: dict[Told, _Amounts] = {}
    for row in rows:
        told = row.told
        amounts = known.get(told)
        if amounts is None:
            amounts = known[told] = _amounts(told, readings[row.catalogue_ref])
        yield ExportLine(
            row.row,
            row.member_ref,
            row.member_name,
            row.product_name,
            row.product_ref,
            row.catalogue_name,
            row.catalogue_ref,
            row.vendor_ref,
            amounts.price,
            amounts.quantity,
            amounts.fee,
            amounts.total,
            amounts.fee_rate,
            row.product_key in weighed,
            row.paid,
            amounts.catalogue_rate,
            told.exact_quantity,
            amounts.exact_price,
            amounts.exact_rate,
            amounts.unexplained,
        )


class _Amounts(NamedTuple):
    """The amounts of a line, and what gives them."""

    price: Decimal
    quantity: Decimal
    fee: Decimal
    total: Decimal
    fee_rate: Decimal
    catalogue_rate: Decimal
    exact_price: Decimal | None
    exact_rate: Decimal | None
    unexplained: bool


def _amounts(told: Told, readings: Readings) -> _Amounts:
    price, fee_rate = from_cents(told.price), readings.rate
    reading = readings.lines.get(told)
    exact_price = exact_rate = None
    if reading is not None:
        exact_price = None if reading.price == price else reading.price
        fee_rate = reading.rate.quantize(_HUNDREDTH)
        exact_rate = None if reading.rate == fee_rate else reading.rate
    elif told.fee is None:
        fee_rate = Decimal("0.00")
    return _Amounts(
        price,
        from_thousandths(told.quantity),
        from_cents(told.fee or 0),
        from_cents(told.total),
        fee_rate,
        readings.rate,
        exact_price,
        exact_rate,
        reading is None,
    )
