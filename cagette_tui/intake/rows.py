"""The values of one line of an export, each read by itself (R1, R2)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from cagette_tui.intake.amounts import Told
from cagette_tui.intake.export_problems import COLUMNS, ExportError, ExportProblem
from cagette_tui.intake.formulas import unprotected
from cagette_tui.intake.records import TRUE, Record, bare, is_boolean
from cagette_tui.text import nfc

ProductKey = tuple[str, str, str]
"""What a product is known by: catalogue, ref, and name where there is no ref."""

_BLANK = "[ \u00a0\u2009\u202f]"
# Thousands with blanks between them, a euro sign before or after; a spreadsheet's own minus.
_NUMBER = re.compile(
    rf"(?:€{_BLANK}*)?([-\u2212]?)(?:€?{_BLANK}*)"
    rf"([0-9]{{1,3}}(?:{_BLANK}[0-9]{{3}})+|[0-9]{{1,40}})"
    rf"(?:[.,]([0-9]{{1,40}}))?(?:{_BLANK}*€)?"
)
_FILLED = tuple((COLUMNS.index(name), name) for name in ("userId", "userName", "productName"))
_FILLED += ((COLUMNS.index("catalogId"), "catalogId"),)
# A file says few things, many times.
_REMEMBERED = 8192
CATALOGUE = COLUMNS.index("catalogId")


class _NumberColumn(NamedTuple):
    name: str
    at: int
    decimals: int
    limit: int


def _number_column(name: str, decimals: int, limit: int) -> _NumberColumn:
    return _NumberColumn(name, COLUMNS.index(name), decimals, limit)


_PRICE = _number_column("price", 2, 1_000_000)
# Cagette derives some from a weight and a size; a binary fraction has so many decimals.
_QUANTITY = _number_column("quantity", 17, 100_000)
# Larger than any price × quantity with its fee: R3 finds what is wrong.
_FEES = _number_column("fees", 2, 1_000_000_000_000)
_TOTAL = _number_column("total", 2, 1_000_000_000_000)


class Row(NamedTuple):
    """One line in whole numbers: cents and thousandths (R1, R2)."""

    row: int
    member_ref: str
    member_name: str
    product_name: str
    product_ref: str
    catalogue_name: str
    catalogue_ref: str
    vendor_ref: str
    told: Told
    paid: bool

    @property
    def product_key(self) -> ProductKey:
        """What the product is known by."""
        return product_key(self.catalogue_ref, self.product_ref, self.product_name)


def product_key(catalogue_ref: str, product_ref: str, product_name: str) -> ProductKey:
    """Give what a product is known by: its ref within its catalogue, or its name."""
    return (catalogue_ref, product_ref, "" if product_ref else product_name)


def catalogue_of(record: Record) -> str:
    """Give the catalogue that a line belongs to, before anything else is read."""
    return _text(record.cells[CATALOGUE])


def read_row(record: Record) -> Row:
    """Read the values of one line, each by itself. Raises ExportError."""
    row, cells = record
    texts = [_text(cell) for cell in cells[: _PRICE.at]]
    for at, column in _FILLED:
        if not texts[at]:
            raise ExportError(ExportProblem.EMPTY_VALUE, row=row, column=column)
    paid = bare(cells[-1])
    if not is_boolean(paid):
        problem = ExportProblem.NOT_TRUE_OR_FALSE
        raise ExportError(problem, row=row, column="paid", value=cells[-1])
    member_ref, member_name, name, ref, catalogue_name, catalogue_ref, vendor = texts
    return Row(
        row=row,
        member_ref=member_ref,
        member_name=member_name,
        product_name=name,
        product_ref=ref,
        catalogue_name=catalogue_name,
        catalogue_ref=catalogue_ref,
        vendor_ref=vendor,
        told=_told(record, product_key(catalogue_ref, ref, name)),
        paid=paid.casefold() in TRUE,
    )


@lru_cache(maxsize=_REMEMBERED)
def _text(cell: str) -> str:
    # Our own files put an apostrophe before what a spreadsheet would take for a formula.
    return unprotected(bare(nfc(cell)))


def _told(record: Record, product: ProductKey) -> Told:
    thousandths, exact = _quantity(record)
    return Told(
        product=product,
        price=_number(record, _PRICE),
        quantity=thousandths,
        exact_quantity=exact,
        fee=_number(record, _FEES) if bare(record.cells[_FEES.at]) else None,
        total=_number(record, _TOTAL),
    )


def _quantity(record: Record) -> tuple[int, Decimal | None]:
    """Give a quantity in thousandths, and exactly where they do not hold it (R2)."""
    scaled = _number(record, _QUANTITY)
    unit: int = 10 ** (_QUANTITY.decimals - 3)
    size = abs(scaled)
    if size % unit == 0:
        return scaled // unit, None
    # Rounded for those who count in thousandths; nothing becomes of nothing.
    thousandths = max((2 * size + unit) // (2 * unit), 1)
    exact = Decimal(scaled).scaleb(-_QUANTITY.decimals)
    return thousandths if scaled > 0 else -thousandths, exact.normalize()


def _number(record: Record, column: _NumberColumn) -> int:
    """Give a number of the file times 10 to the power of the decimals that it may have."""
    value = record.cells[column.at]
    found = _scaled(value, column)
    if isinstance(found, int):
        return found
    problem, limit = found
    raise ExportError(problem, row=record.row, column=column.name, value=value, limit=limit)


@lru_cache(maxsize=_REMEMBERED)
def _scaled(value: str, column: _NumberColumn) -> int | tuple[ExportProblem, int | None]:
    """Give the number, or what is wrong with it and what the limit is."""
    text = bare(value)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return ExportProblem.NOT_A_NUMBER if text else ExportProblem.EMPTY_VALUE, None
    sign, whole, decimals = match.groups(default="")
    kept, beyond = decimals[: column.decimals], decimals[column.decimals :]
    scaled = int(re.sub(_BLANK, "", whole) + kept.ljust(column.decimals, "0"))
    if beyond.strip("0"):
        return ExportProblem.TOO_MANY_DECIMALS, column.decimals
    if scaled > column.limit * 10**column.decimals:
        return ExportProblem.NUMBER_TOO_LARGE, column.limit
    return -scaled if sign else scaled
