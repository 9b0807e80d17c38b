"""Reading Cagette's export of the order lines of one distribution.

Pure: bytes in, dataclasses out, no database. Two styles are understood: the raw one, as Cagette
writes it (every value between double quotes, quotes inside a value not escaped), and what comes
back when a spreadsheet has saved it (standard quoting, other delimiters, encodings and decimal
signs). Whatever is wrong with a file raises `ExportError`, which carries facts and no words.
"""

import csv
import io
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, NoReturn

from cagette_tui.exchange.fee_rates import LineFee, find_rate, reproduces
from cagette_tui.exchange.formulas import unprotected
from cagette_tui.money import from_cents, from_thousandths, line_fee, line_total, to_cents
from cagette_tui.problems import KnownProblem
from cagette_tui.text import fold, nfc

COLUMNS: Final = (
    "userId",
    "userName",
    "productName",
    "ref",
    "catalogName",
    "catalogId",
    "vendorId",
    "price",
    "quantity",
    "fees",
    "total",
    "paid",
)
"""The columns of the export in Cagette's order; a file may have them in another."""

MAXIMUM_SIZE: Final = 20_000_000
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


class ExportProblem(StrEnum):
    """Why a file is refused, and which facts of `ExportError` say more."""

    MISSING_FILE = "missing_file"
    FOLDER = "folder"
    UNREADABLE = "unreadable"  # errno
    TOO_LARGE = "too_large"  # limit, in bytes
    EMPTY_FILE = "empty_file"
    NOT_CSV = "not_csv"
    WRONG_ENCODING = "wrong_encoding"  # value: UTF-16 or UTF-32
    BAD_BYTE = "bad_byte"  # row, value: such as 0x81
    COLUMNS = "columns"  # missing, unexpected (which has doubled ones too)
    NO_LINES = "no_lines"
    CUT = "cut"  # row: the file ends in the middle of it
    FIELD_COUNT = "field_count"  # row, found, limit: how many there should be
    QUOTING = "quoting"  # row
    EMPTY_VALUE = "empty_value"  # row, column
    NOT_A_NUMBER = "not_a_number"  # row, column, value
    TOO_MANY_DECIMALS = "too_many_decimals"  # row, column, value, limit: how many may be
    NUMBER_TOO_LARGE = "number_too_large"  # row, column, value, limit
    NEGATIVE_QUANTITY = "negative_quantity"  # row, column, value
    NOT_TRUE_OR_FALSE = "not_true_or_false"  # row, column, value
    CONTRADICTION = "contradiction"  # row, column, value, other_row, other_value
    WRONG_AMOUNT = "wrong_amount"  # row, column (total or fees), stated, expected, fee_rate


@dataclass(eq=False)
class ExportError(KnownProblem):
    """A file that cannot be imported: facts for a message, the rest is None or empty.

    `value` is what the file has, cut to 80 characters and otherwise as it is: it may hold
    control characters. `stated` and `expected` are euros, `fee_rate` is percent.
    """

    problem: ExportProblem
    row: int | None = None
    column: str | None = None
    value: str | None = None
    limit: int | None = None
    found: int | None = None
    errno: int | None = None
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    other_row: int | None = None
    other_value: str | None = None
    stated: Decimal | None = None
    expected: Decimal | None = None
    fee_rate: Decimal | None = None

    def __post_init__(self) -> None:
        """Bound what a message may have to show."""
        self.value = None if self.value is None else _shortened(self.value)
        self.other_value = None if self.other_value is None else _shortened(self.other_value)

    def __str__(self) -> str:
        return repr(self)


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
    rows = [_read_row(record) for record in _records(decoded(data))]
    _check_names(rows)
    rates = _fee_rates(rows, known_rates)
    for row in rows:
        _check_amounts(row, rates[row.catalogue_ref])
    percents = {ref: from_cents(rate) for ref, rate in rates.items()}
    weighed = _weighed(rows).union(known_weighed)
    return Export(tuple(_line(row, percents[row.catalogue_ref], weighed) for row in rows))


def values_of(text: str) -> list[tuple[str, ...]]:
    """Take the text of an export apart into its values, as they are written.

    Raises ExportError for columns or quotes that are wrong.
    """
    return [tuple(record.cells) for record in _records(text)]


# --- Bytes to text ----------------------------------------------------------------------------

_UTF_8_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_UTF_8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def decoded(data: bytes) -> str:
    """Give the text of the file; raises ExportError for what is no text, or not in 8 bits."""
    for bom, name in _WIDE_BOMS:
        if data.startswith(bom):
            raise ExportError(ExportProblem.WRONG_ENCODING, value=name)
    if b"\0" in data:
        if _is_utf_16(data[:4096]):
            raise ExportError(ExportProblem.WRONG_ENCODING, value="UTF-16")
        raise ExportError(ExportProblem.NOT_CSV)
    body = data.removeprefix(_UTF_8_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _decoded_otherwise(body, error, has_bom=len(body) < len(data))
    if not text.strip():
        raise ExportError(ExportProblem.EMPTY_FILE)
    return text


def _is_utf_16(sample: bytes) -> bool:
    """Tell text in UTF-16 without a mark: every other byte of western text is NUL."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 4 > len(sample) and min(even, odd) * 8 < max(even, odd)


def _decoded_otherwise(data: bytes, error: UnicodeDecodeError, *, has_bom: bool) -> str:
    """Decode as Windows-1252, unless the bytes are UTF-8 that was damaged.

    Damaged UTF-8 must not be read as Windows-1252, which would take nearly all of it and garble
    every name: its accents are sequences that Windows-1252 text hardly ever has.
    """
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    if has_bom or len(_UTF_8_SEQUENCE.findall(data)) > damaged:
        if error.reason == "unexpected end of data":
            raise ExportError(ExportProblem.CUT, row=_row_at(data, error.start)) from None
        _bad_byte(data, error.start)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as undefined:
        _bad_byte(data, undefined.start)


def _bad_byte(data: bytes, at: int) -> NoReturn:
    raise ExportError(
        ExportProblem.BAD_BYTE, row=_row_at(data, at), value=f"0x{data[at]:02X}"
    ) from None


def _row_at(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


# --- Text to records --------------------------------------------------------------------------

# Blanks around a value; other control characters are data.
_BLANKS = " \t\r\n\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_RAW_SEPARATOR = '";"'
_INNER_QUOTES = re.compile('"+')


class _Record(NamedTuple):
    """The values of one line, as they are in the file and in the order of COLUMNS."""

    row: int
    cells: list[str]


class _Body(NamedTuple):
    """What follows the header."""

    text: str
    last_row: int  # the last that has something in it
    is_whole: bool  # the last row ends with a line feed


def _records(text: str) -> list[_Record]:
    """Take the text apart; every record has all columns. Raises ExportError."""
    if "\n" not in text:  # as old spreadsheets end their lines
        text = text.replace("\r", "\n")
    header, line_feed, rest = text.partition("\n")
    delimiter = max((";", ",", "\t"), key=header.count)
    order = _column_order(header.split(delimiter), is_whole=bool(line_feed))
    if not rest.strip():
        raise ExportError(ExportProblem.NO_LINES)
    body = _Body(rest, rest.rstrip().count("\n") + 2, not rest.rpartition("\n")[2].strip())
    records = _raw_or_standard(body, delimiter)
    if order != list(range(len(COLUMNS))):
        records = [_Record(row, [cells[at] for at in order]) for row, cells in records]
    if not body.is_whole:
        _check_last(records[-1], ends_with_paid=order[-1] == len(COLUMNS) - 1)
    return records


def _column_order(header: Sequence[str], *, is_whole: bool) -> list[int]:
    """Give where each of COLUMNS is in the file; raises ExportError unless each is there once."""
    names = [name.strip(_BLANKS).strip('"').strip(_BLANKS) for name in header]
    missing = tuple(name for name in COLUMNS if name not in names)
    if not missing and len(names) == len(COLUMNS):
        return [names.index(name) for name in COLUMNS]
    if missing and len(missing) < len(COLUMNS) and not is_whole:
        raise ExportError(ExportProblem.CUT, row=1)
    others = [name for at, name in enumerate(names) if name not in COLUMNS or name in names[:at]]
    raise ExportError(
        ExportProblem.COLUMNS,
        missing=missing,
        unexpected=tuple(_shortened(name) for name in others[: len(COLUMNS)]),
    )


def _check_last(last: _Record, *, ends_with_paid: bool) -> None:
    """Refuse a file without a line feed at its end, unless its last value is plainly whole.

    Half of `17,90` or of a name looks like a value; half of `false` doesn't.
    """
    if not ends_with_paid or not _is_boolean(last.cells[-1]):
        raise ExportError(ExportProblem.CUT, row=last.row)


def _raw_or_standard(body: _Body, delimiter: str) -> list[_Record]:
    """Read the one style or the other.

    Quotes that are not escaped break the standard rules, so a file that keeps these rules from
    end to end is standard, even with a value in which every quote happens to be doubled.
    """
    try:
        return _standard_records(body, delimiter)
    except ExportError:
        first = body.text.lstrip("\r\n").partition("\n")[0]
        if delimiter != ";" or not first.startswith('"') or _RAW_SEPARATOR not in first:
            raise
        records = _raw_records(body)
        if _has_doubled_quotes(records):
            raise
        return records


def _has_doubled_quotes(records: Iterable[_Record]) -> bool:
    """Tell a standard file with one damaged line, which only looks raw."""
    doubled = single = 0
    for _row, cells in records:
        for cell in cells:
            if '"' in cell:
                for quotes in _INNER_QUOTES.findall(cell):
                    doubled += len(quotes) % 2 == 0
                    single += len(quotes) % 2
    return doubled > single


def _standard_records(body: _Body, delimiter: str) -> list[_Record]:
    # newline="": a line feed between quotes stays as it is, and a row is a line of the file.
    stream = io.StringIO(body.text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    records = []
    row = 2
    try:
        for cells in reader:
            records.append(_Record(row, cells))
            row = reader.line_num + 2
    except csv.Error:
        _refuse(ExportProblem.QUOTING, row, body)
    while records and not any(cell.strip() for cell in records[-1].cells):
        records.pop()
    if not records:
        raise ExportError(ExportProblem.NO_LINES)
    for record in records:
        _check_count(record, body)
    return records


def _raw_records(body: _Body) -> list[_Record]:
    records = []
    for row, line in enumerate(body.text.rstrip().split("\n"), 2):
        line = line.removesuffix("\r")
        record = _Record(row, line[1:-1].split(_RAW_SEPARATOR))
        _check_count(record, body)
        if line[0] != '"' or line[-1] != '"':
            _refuse(ExportProblem.QUOTING, row, body)
        records.append(record)
    return records


def _check_count(record: _Record, body: _Body) -> None:
    if len(record.cells) != len(COLUMNS):
        _refuse(ExportProblem.FIELD_COUNT, record.row, body, len(record.cells))


def _refuse(problem: ExportProblem, row: int, body: _Body, found: int | None = None) -> NoReturn:
    """Raise ExportError, for a file that was cut where that explains the problem."""
    if row >= body.last_row and not body.is_whole:
        raise ExportError(ExportProblem.CUT, row=row)
    limit = None if found is None else len(COLUMNS)
    raise ExportError(problem, row=row, found=found, limit=limit)


# --- Records to values ------------------------------------------------------------------------

_NUMBER = re.compile(r"(-?)([0-9]{1,40})(?:[.,]([0-9]{1,40}))?")
_TRUE = frozenset({"true", "vrai"})
_BOOLEANS = _TRUE | {"false", "faux"}
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


def _read_row(record: _Record) -> _Row:
    """Read the values of one line, each by itself. Raises ExportError."""
    row, cells = record
    # Our own files put an apostrophe before what a spreadsheet would take for a formula.
    texts = [unprotected(nfc(cell).strip(_BLANKS)) for cell in cells[: _PRICE.at]]
    for at, column in _FILLED:
        if not texts[at]:
            raise ExportError(ExportProblem.EMPTY_VALUE, row=row, column=column)
    if not _is_boolean(cells[-1]):
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
        paid=cells[-1].casefold() in _TRUE,
    )


def _is_boolean(value: str) -> bool:
    return value.casefold() in _BOOLEANS


def _number(record: _Record, column: _NumberColumn) -> int:
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


def _shortened(value: str) -> str:
    return value if len(value) <= 80 else value[:79] + "…"


# --- What the lines say together --------------------------------------------------------------


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
