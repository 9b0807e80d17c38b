"""Reading Cagette's export of the order lines of one distribution.

Pure: bytes in, dataclasses out, no database. Two styles are understood: the raw one, as Cagette
writes it (every value between double quotes, quotes inside a value not escaped), and what comes
back when a spreadsheet has saved it (standard quoting, other delimiters, encodings and decimal
signs). Whatever is wrong with a file raises `ExportError`, which carries facts and no words.
"""

import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from cagette_tui.intake.export_problems import COLUMNS, MAXIMUM_SIZE, ExportError, ExportProblem
from cagette_tui.intake.fee_rates import LineFee, find_rate, reproduces
from cagette_tui.intake.formulas import unprotected
from cagette_tui.intake.records import BLANKS, TRUE, Record, is_boolean, records_of
from cagette_tui.intake.text_of_file import decoded
from cagette_tui.money import from_cents, from_thousandths, line_fee, line_total, to_cents
from cagette_tui.text import fold, nfc

"""The columns of the export in Cagette's order; a file may have them in another."""

"""The largest file that is read, in bytes."""

ProductKey = tuple[str, str, str]
"""What a product is known by: catalogue, ref, and name where there is no ref."""

_NO_RATES: Final[Mapping[str, Decimal]] = MappingProxyType({})
_ONE_CENT = Decimal("0.01")

# --- What comes out ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExportLine:
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
    """The catalogue's, in percent, with two decimals."""
    weighed: bool
    """The product is sold by weight or in bulk (R7)."""
    paid: bool = False
    """Marked as paid in Cagette, which does not say how."""

    @property
    def product_key(self) -> ProductKey:
        """What the product is known by."""
        return product_key(self.catalogue_ref, self.product_ref, self.product_name)


@dataclass(frozen=True, slots=True)
class Export:
    """A whole file: at least one line, in the file's order."""

    lines: tuple[ExportLine, ...]


def product_key(catalogue_ref: str, product_ref: str, product_name: str) -> ProductKey:
    """Give what a product is known by: its ref within its catalogue, or its name."""
    return (catalogue_ref, product_ref, "" if product_ref else product_name)


def read_export(
    path: Path,
    known_rates: Mapping[str, Decimal] = _NO_RATES,
    known_weighed: Collection[ProductKey] = (),
) -> Export:
    """Read the export at `path`; see `export_bytes` and `parse_export`."""
    return parse_export(export_bytes(path), known_rates, known_weighed)


def export_bytes(path: Path) -> bytes:
    """Read a file that may be an export, once: it may be a pipe.

    Raises ExportError for a file that is missing, unreadable or larger than MAXIMUM_SIZE;
    the operating system's error is then its cause.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > MAXIMUM_SIZE:
                raise ExportError(ExportProblem.TOO_LARGE, limit=MAXIMUM_SIZE)
            # A pipe or a device has no size: never more than what is refused anyway.
            data = file.read(MAXIMUM_SIZE + 1)
    except IsADirectoryError as error:
        raise ExportError(ExportProblem.FOLDER, errno=error.errno) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ExportError(ExportProblem.MISSING_FILE, errno=error.errno) from error
    except OSError as error:
        raise ExportError(ExportProblem.UNREADABLE, errno=error.errno) from error
    except ValueError as error:  # a NUL in the path
        raise ExportError(ExportProblem.MISSING_FILE) from error
    return data


def parse_export(
    data: bytes,
    known_rates: Mapping[str, Decimal] = _NO_RATES,
    known_weighed: Collection[ProductKey] = (),
) -> Export:
    """Read the bytes of an export, all or nothing.

    `known_rates` are the fee rates in the database, in percent by catalogue ref: one stays as long
    as it reproduces the file's lines. `known_weighed` are the products (`product_key`) that the
    database has as sold by weight (R7): they stay so.
    Raises ExportError for anything that is wrong with the file, a stated total or fee more than
    one cent away from R3 included (R4).
    """
    if len(data) > MAXIMUM_SIZE:
        raise ExportError(ExportProblem.TOO_LARGE, limit=MAXIMUM_SIZE)
    rows = [_read_row(record) for record in records_of(decoded(data))]
    _check_names(rows)
    rates = _fee_rates(rows, known_rates)
    for row in rows:
        _check_amounts(row, rates[row.catalogue_ref])
    _check_sum(rows)
    percents = {ref: from_cents(rate) for ref, rate in rates.items()}
    weighed = _weighed(rows).union(known_weighed)
    return Export(tuple(_line(row, percents[row.catalogue_ref], weighed) for row in rows))


# --- Bytes to text ----------------------------------------------------------------------------


# --- Text to records --------------------------------------------------------------------------


# --- Records to values ------------------------------------------------------------------------

_NUMBER = re.compile(r"(-?)([0-9]{1,40})(?:[.,]([0-9]{1,40}))?")
_FILLED = tuple((COLUMNS.index(name), name) for name in ("userId", "userName", "productName"))
_FILLED += ((COLUMNS.index("catalogId"), "catalogId"),)


class _NumberColumn(NamedTuple):
    name: str
    at: int
    decimals: int
    limit: int


def _number_column(name: str, decimals: int, limit: int) -> _NumberColumn:
    return _NumberColumn(name, COLUMNS.index(name), decimals, limit)


_PRICE = _number_column("price", 2, 1_000_000)
_QUANTITY = _number_column("quantity", 3, 100_000)
# Larger than any price × quantity with its fee: R3 finds what is wrong.
_FEES = _number_column("fees", 2, 1_000_000_000_000)
_TOTAL = _number_column("total", 2, 1_000_000_000_000)
# Euros of a whole file: amounts that are worked out of it are still exact.
_LARGEST_SUM = 1_000_000_000


class _Row(NamedTuple):
    """One line in whole numbers: cents and thousandths (R1, R2)."""

    row: int
    member_ref: str
    member_name: str
    product_name: str
    product_ref: str
    catalogue_name: str
    catalogue_ref: str
    vendor_ref: str
    price: int
    quantity: int
    fee: int
    total: int
    paid: bool

    @property
    def product_key(self) -> ProductKey:
        return product_key(self.catalogue_ref, self.product_ref, self.product_name)


def _read_row(record: Record) -> _Row:
    """Read the values of one line, each by itself. Raises ExportError."""
    row, cells = record
    # Our own files put an apostrophe before what a spreadsheet would take for a formula.
    texts = [unprotected(nfc(cell).strip(BLANKS)) for cell in cells[: _PRICE.at]]
    for at, column in _FILLED:
        if not texts[at]:
            raise ExportError(ExportProblem.EMPTY_VALUE, row=row, column=column)
    if not is_boolean(cells[-1]):
        problem = ExportProblem.NOT_TRUE_OR_FALSE
        raise ExportError(problem, row=row, column="paid", value=cells[-1])
    member_ref, member_name, product_name, product_ref, catalogue_name, catalogue_ref, vendor = (
        texts
    )
    return _Row(
        row=row,
        member_ref=member_ref,
        member_name=member_name,
        product_name=product_name,
        product_ref=product_ref,
        catalogue_name=catalogue_name,
        catalogue_ref=catalogue_ref,
        vendor_ref=vendor,
        price=_number(record, _PRICE),
        quantity=_number(record, _QUANTITY),
        fee=_number(record, _FEES) if cells[_FEES.at] else 0,
        total=_number(record, _TOTAL),
        paid=cells[-1].casefold() in TRUE,
    )


def _number(record: Record, column: _NumberColumn) -> int:
    """Give a number of the file times 10 to the power of the decimals that it may have."""
    value = record.cells[column.at]
    match = _NUMBER.fullmatch(value)
    limit = None
    if match is None:
        problem = ExportProblem.NOT_A_NUMBER if value else ExportProblem.EMPTY_VALUE
    else:
        sign, whole, decimals = match.groups(default="")
        kept, beyond = decimals[: column.decimals], decimals[column.decimals :]
        scaled = int(whole + kept.ljust(column.decimals, "0"))
        if sign:
            problem = ExportProblem.NOT_A_NUMBER
            if column is _QUANTITY:
                problem = ExportProblem.NEGATIVE_QUANTITY
        elif beyond.strip("0"):
            problem, limit = ExportProblem.TOO_MANY_DECIMALS, column.decimals
        elif scaled > column.limit * 10**column.decimals:
            problem, limit = ExportProblem.NUMBER_TOO_LARGE, column.limit
        else:
            return scaled
    raise ExportError(problem, row=record.row, column=column.name, value=value, limit=limit)


# --- What the lines say together --------------------------------------------------------------


def _check_sum(rows: Iterable[_Row]) -> None:
    """Refuse more than can be kept and proven, whatever each line says."""
    total = 0
    for row in rows:
        total += abs(row.total)
        if total > _LARGEST_SUM * 100:
            raise ExportError(
                ExportProblem.NUMBER_TOO_LARGE,
                row=row.row,
                column="total",
                value=str(from_cents(total)),
                limit=_LARGEST_SUM,
            )


def _check_names(rows: Iterable[_Row]) -> None:
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


def _fee_rates(rows: Iterable[_Row], known_rates: Mapping[str, Decimal]) -> dict[str, int]:
    """Give the rate of each catalogue in hundredths of a percent."""
    fees: dict[str, list[LineFee]] = {}
    for row in rows:
        line = LineFee(row.price * row.quantity, row.fee)
        fees.setdefault(row.catalogue_ref, []).append(line)
    known = {ref: to_cents(rate) for ref, rate in known_rates.items() if ref in fees}
    return {ref: find_rate(lines, known.get(ref)) for ref, lines in fees.items()}


def _check_amounts(row: _Row, rate: int) -> None:
    """Refuse a stated total or fee more than one cent away from R3 (R4); none may be of nothing.

    `rate` is in hundredths of a percent. Raises ExportError.
    """
    base = row.price * row.quantity
    # Nearly every line is right to half a cent, which whole numbers tell 30 times faster.
    right = reproduces(100_00 + rate, LineFee(base, row.total))
    if right and reproduces(rate, LineFee(base, row.fee)):
        return
    quantity, price, percent = (
        from_thousandths(row.quantity),
        from_cents(row.price),
        from_cents(rate),
    )
    tolerance = _ONE_CENT if row.quantity else Decimal(0)
    for column, cents, expected in (
        (_TOTAL, row.total, line_total(quantity, price, percent)),
        (_FEES, row.fee, line_fee(quantity, price, percent)),
    ):
        stated = from_cents(cents)
        if abs(stated - expected) > tolerance:
            raise ExportError(
                ExportProblem.WRONG_AMOUNT,
                row=row.row,
                column=column.name,
                value=str(stated),
                stated=stated,
                expected=expected,
                fee_rate=percent,
            )


# What Cagette and its coordinators write after a quantity, without accents.
_UNITS = (
    "kgs?|kilos?|kilogrammes?|gr?|grammes?|mg|l|litres?|[mcdh]l|(?:milli|centi)litres?"
    "|pieces?|pces?|pcs?|unites?|u|bottes?|sachets?|lots?|bouquets?|barquettes?|boca(?:l|ux)"
    "|boites?|bouteilles?|paquets?|pots?|tranches?|tetes?|douzaines?|plateaux?|colis"
)
# After a letter a digit belongs to a word (B12), except in 6x33 cL.
_QUANTITY_AND_UNIT = re.compile(rf"(?:^|[^\w.,]|(?<![^\W\d])x)[\d.,]*\d\s*(?:{_UNITS})\s*[.)\]]*$")


def _weighed(rows: Iterable[_Row]) -> set[ProductKey]:
    """Give the products sold by weight or in bulk, as the file tells (R7)."""
    named = {(row.product_key, row.product_name) for row in rows}
    fractional = {row.product_key for row in rows if row.quantity % 1000}
    return fractional | {key for key, name in named if not _names_quantity(name)}


def _names_quantity(name: str) -> bool:
    """Tell whether a product's name ends with a quantity and a unit, such as `12 pièces`."""
    return _QUANTITY_AND_UNIT.search(fold(name)) is not None


def _line(row: _Row, fee_rate: Decimal, weighed: Collection[ProductKey]) -> ExportLine:
    return ExportLine(
        row=row.row,
        member_ref=row.member_ref,
        member_name=row.member_name,
        product_name=row.product_name,
        product_ref=row.product_ref,
        catalogue_name=row.catalogue_name,
        catalogue_ref=row.catalogue_ref,
        vendor_ref=row.vendor_ref,
        price=from_cents(row.price),
        quantity=from_thousandths(row.quantity),
        fee=from_cents(row.fee),
        total=from_cents(row.total),
        fee_rate=fee_rate,
        weighed=row.product_key in weighed,
        paid=row.paid,
    )
