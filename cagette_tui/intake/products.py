"""What Cagette's export does not say of products: VAT, producers' names, sold by weight (R53).

A table `catalogue_ref;catalogue;producer_ref;producer;product_ref;product;vat;weighed`. A row
without a product is about all products of its catalogue that have no row of their own, one
without a catalogue either about all of its producer. What a row leaves empty stays as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from cagette_tui.intake.formulas import unprotected
from cagette_tui.intake.text_of_file import decoded
from cagette_tui.model.acts.products import LONGEST_PRODUCER, ProductRow
from cagette_tui.money import AmountError, parse_amount
from cagette_tui.problems import KnownProblem
from cagette_tui.text import fits, nfc

COLUMNS = (
    "catalogue_ref",
    "catalogue",
    "producer_ref",
    "producer",
    "product_ref",
    "product",
    "vat",
    "weighed",
)
_HIGHEST = Decimal(100)
_YES, _NO = ("true", "1", "oui", "yes", "vrai"), ("false", "0", "non", "no", "faux")


class ProductsProblem(StrEnum):
    """Why a file of products is refused."""

    COLUMNS = "columns"
    NOT_A_TABLE = "not_a_table"
    NO_LINES = "no_lines"
    FIELDS = "fields"
    RATE = "rate"
    WEIGHED = "weighed"
    NAME = "name"
    NOTHING = "nothing"  # neither product, catalogue nor producer


class ProductsError(KnownProblem):
    """A file of products that cannot be brought in; `row` counts from the header, which is 1."""

    problem: ProductsProblem
    row: int | None = None
    value: str = ""


def parse_products(data: bytes) -> tuple[ProductRow, ...]:
    """Read the bytes of a file. Raises `ProductsError`, and `ExportError` for what is no text."""
    rows = tuple(_row(number, values) for number, values in _records(decoded(data)))
    if not rows:
        raise ProductsError(ProductsProblem.NO_LINES)
    return rows


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    header = text.partition("\n")[0]
    delimiter = max((";", ",", "\t"), key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 1
    try:
        names = [name.strip() for name in next(reader)]
        if sorted(names) != sorted(COLUMNS):
            raise ProductsError(ProductsProblem.COLUMNS, 1, ", ".join(COLUMNS))
        for cells in reader:
            row += 1
            if any(cell.strip() for cell in cells):
                if len(cells) != len(COLUMNS):
                    raise ProductsError(ProductsProblem.FIELDS, row, str(len(cells)))
                values = (unprotected(nfc(cell).strip()) for cell in cells)
                yield row, dict(zip(names, values, strict=True))
            row = reader.line_num
    except csv.Error as error:
        raise ProductsError(ProductsProblem.NOT_A_TABLE, row + 1) from error


def _row(row: int, values: dict[str, str]) -> ProductRow:
    subject = [values[name] for name in ("catalogue_ref", "producer_ref")]
    if not any(subject):
        raise ProductsError(ProductsProblem.NOTHING, row)
    name = values["producer"]
    if not fits(name, LONGEST_PRODUCER):
        raise ProductsError(ProductsProblem.NAME, row, name)
    return ProductRow(
        row,
        values["catalogue_ref"],
        values["producer_ref"],
        name,
        values["product_ref"],
        values["product"],
        _rate(row, values["vat"]),
        _weighed(row, values["weighed"]),
    )


def _rate(row: int, text: str) -> Decimal | None:
    if not text:
        return None
    try:
        rate = parse_amount(text.removesuffix("%").strip(), zero=True)
    except AmountError as error:
        raise ProductsError(ProductsProblem.RATE, row, text) from error
    if rate >= _HIGHEST:
        raise ProductsError(ProductsProblem.RATE, row, text)
    return rate


def _weighed(row: int, text: str) -> bool | None:
    if not text:
        return None
    return _one_of(row, text.casefold(), (_YES, _NO))


def _one_of(row: int, text: str, words: tuple[Sequence[str], Sequence[str]]) -> bool:
    yes, no = words
    if text not in yes and text not in no:
        raise ProductsError(ProductsProblem.WEIGHED, row, text)
    return text in yes
