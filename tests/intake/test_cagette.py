"""Cagette's export is read to the cent, in every form in which it comes, or refused with facts."""

import csv
import io
import json
import os
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cagette_tui.intake.cagette import Export, ExportLine, parse_export, product_key
from cagette_tui.intake.export_problems import COLUMNS, MAXIMUM_SIZE, ExportError, ExportProblem
from cagette_tui.intake.fee_rates import LineFee, find_rate
from cagette_tui.model.rules.cagette_rounding import cagette_amounts
from tests.shortcuts import read_export

DATA = Path(__file__).parent / "data"
SMALL = DATA / "Export-commandes-2026-11-13-Cagette.csv"
RESAVED = DATA / "Export-commandes-2026-11-13-resaved-by-a-spreadsheet.csv"
LARGE = DATA / "Export-commandes-2026-11-20-Cagette.csv"

HEADER = ";".join(COLUMNS)
PLAIN = {
    "userId": "1216",
    "userName": "DE LA FONTAINE Maël",
    "productName": "Poireaux 1 kg",
    "ref": "POI",
    "catalogName": "Légumes bio du Canal",
    "catalogId": "87",
    "vendorId": "12",
    "price": "3,10",
    "quantity": "1",
    "fees": "",
    "total": "3,10",
    "paid": "false",
}


def line(**values: str) -> list[str]:
    """One line's values: the plain ones, except those given."""
    return [{**PLAIN, **values}[column] for column in COLUMNS]


def raw(*lines: Sequence[str]) -> bytes:
    """A file as Cagette writes it."""
    body = "".join(";".join(f'"{value}"' for value in values) + "\n" for values in lines)
    return f"{HEADER}\n{body}".encode()


def resaved(
    *lines: Iterable[str],
    header: Sequence[str] = COLUMNS,
    delimiter: str = ";",
    full: bool = False,
    ending: str = "\r\n",
) -> str:
    """A file as a spreadsheet writes it."""
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=delimiter,
        lineterminator=ending,
        quoting=csv.QUOTE_ALL if full else csv.QUOTE_MINIMAL,
    )
    writer.writerows([header, *lines])
    return stream.getvalue()


def values_of(path: Path) -> list[list[str]]:
    """The values of a raw file, taken apart in the simplest way."""
    lines = path.read_text("utf-8").splitlines()[1:]
    return [text[1:-1].split('";"') for text in lines]


def only(data: bytes) -> ExportLine:
    (found,) = parse_export(data).lines
    return found


def refused(data: bytes, problem: ExportProblem) -> ExportError:
    with pytest.raises(ExportError) as caught:
        parse_export(data)
    assert caught.value.problem is problem, caught.value
    return caught.value


# --- The samples ------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["2026-11-13", "2026-11-20"])
def test_members_lines_and_totals_are_those_computed_apart(date: str) -> None:
    expected = json.loads((DATA / f"expected-{date}.json").read_text("utf-8"))
    lines = read_export(DATA / expected["file"]).lines
    assert len(lines) == expected["lines"]
    assert sum(line.total for line in lines) == Decimal(expected["total"])
    members: dict[str, dict[str, object]] = {}
    for ref in dict.fromkeys(line.member_ref for line in lines):
        own = [line for line in lines if line.member_ref == ref]
        total = sum(line.total for line in own)
        members[ref] = {"name": own[0].member_name, "lines": len(own), "total": str(total)}
    assert members == expected["members"]
    assert list(members) == list(expected["members"])  # the file's order numbers the baskets


def test_resaved_by_a_spreadsheet_is_the_same_line_by_line() -> None:
    assert read_export(RESAVED) == read_export(SMALL)


def test_rates_and_weighed_products_of_the_sample() -> None:
    lines = read_export(LARGE).lines
    rates = {line.catalogue_name: str(line.fee_rate) for line in lines}
    assert {name: rate for name, rate in rates.items() if rate != "0.00"} == {
        "Viande bovine": "2.00",
        "Volailles de la Garenne": "2.00",
        "Fromages de chèvre": "5.00",
    }
    assert {line.product_name for line in lines if line.weighed} == {
        "Cuisses de canard",
        "Céleri-rave",
        "Faux-filet",
        "Pintade",
        "Potimarron",
        "Poulet fermier",
        "Tisane en vrac",
        "Tomme affinée",
        "Vrac : noix",
    }


def test_r4_a_total_that_cagette_rounded_down_is_kept() -> None:
    tea = [line for line in read_export(LARGE).lines if line.product_name == "Tisane en vrac"]
    assert (Decimal("1.005"), Decimal("1.00")) in {(line.quantity, line.total) for line in tea}


def test_two_pieces_of_one_product_for_one_member_are_two_lines() -> None:
    ducks = [
        line
        for line in read_export(SMALL).lines
        if line.member_ref == "1216" and line.product_name == "Cuisses de canard"
    ]
    assert [line.quantity for line in ducks] == [Decimal("0.538"), Decimal("0.612")]
    assert [line.row for line in ducks] == [4, 5]


# --- Styles -----------------------------------------------------------------------------------


def test_a_raw_line_in_full() -> None:
    found = only(raw(line(productName='Pain "cocotte" 1 kg', quantity="2", total="6,20")))
    assert found == ExportLine(
        row=2,
        member_ref="1216",
        member_name="DE LA FONTAINE Maël",
        product_name='Pain "cocotte" 1 kg',
        product_ref="POI",
        catalogue_name="Légumes bio du Canal",
        catalogue_ref="87",
        vendor_ref="12",
        price=Decimal("3.10"),
        quantity=Decimal(2),
        fee=Decimal("0.00"),
        total=Decimal("6.20"),
        fee_rate=Decimal("0.00"),
        weighed=False,
        catalogue_rate=Decimal("0.00"),
    )


QUOTED_NAMES = [
    'Pain "cocotte" 1 kg',
    '"cocotte" 1 kg',
    'Pain "cocotte"',
    '"cocotte"',
    'Boudin 12"',
    'Pain ; "cocotte" 1 kg',
    "Pain ; 1 kg",
]


@pytest.mark.parametrize("name", QUOTED_NAMES)
@pytest.mark.parametrize("ref", ["", "PCO"])
def test_quotes_inside_a_name_survive_in_every_style(name: str, ref: str) -> None:
    values = line(productName=name, ref=ref)
    assert only(raw(values)).product_name == name
    for full in (False, True):
        for delimiter in ";,\t":
            text = resaved(line(), values, full=full, delimiter=delimiter)
            assert parse_export(text.encode()).lines[1].product_name == name


def test_a_raw_file_may_hold_doubled_quotes_too() -> None:
    lines = parse_export(
        raw(line(productName='Pain ""x"" 1 kg'), line(ref="P", productName='Pain "y" "z" 1 kg'))
    ).lines
    assert [line.product_name for line in lines] == ['Pain ""x"" 1 kg', 'Pain "y" "z" 1 kg']


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_whatever_a_spreadsheet_made_of_it(
    delimiter: str, full: bool, ending: str, encoding: str
) -> None:
    text = resaved(*values_of(SMALL), delimiter=delimiter, full=full, ending=ending)
    assert parse_export(text.encode(encoding)) == read_export(SMALL)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_raw_file_with_other_line_endings_or_a_mark(ending: str, bom: bytes) -> None:
    data = bom + SMALL.read_bytes().replace(b"\n", ending.encode())
    assert parse_export(data) == read_export(SMALL)


def test_columns_are_found_by_name() -> None:
    header = [*COLUMNS[:-1][::-1], "paid"]
    lines = [[*values[:-1][::-1], values[-1]] for values in values_of(SMALL)]
    assert parse_export(resaved(*lines, header=header).encode()) == read_export(SMALL)


@pytest.mark.parametrize("value", ["false", "FALSE", "FAUX", "true", "VRAI", "TRUE", "Vrai"])
def test_true_and_false_as_a_spreadsheet_writes_them(value: str) -> None:
    assert only(raw(line(paid=value))).row == 2


@pytest.mark.parametrize("tail", ["\n", "\r\n\r\n", "\n \n", ";;;;;;;;;;;\n", ";;;;;;;;;;;\r\n\n"])
def test_empty_lines_at_the_end_mean_nothing(tail: str) -> None:
    assert len(parse_export(resaved(line()).encode() + tail.encode()).lines) == 1
    if ";" not in tail:
        assert len(parse_export(raw(line()) + tail.encode()).lines) == 1


@pytest.mark.parametrize(
    "empty", ["\n", " \n", ";;;;;;;;;;;\n", '"";"";"";"";"";"";"";"";"";"";"";""\n']
)
def test_an_empty_line_in_the_middle_means_nothing(empty: str) -> None:
    for data in (raw(line(), line()), resaved(line(), line(), ending="\n").encode()):
        second = data.index(b"\n", data.index(b"\n") + 1) + 1
        found = parse_export(data[:second] + empty.encode() + data[second:]).lines
        assert [one.row for one in found] == [2, 4]


def test_a_row_is_a_line_of_the_file_even_after_a_name_in_two_lines() -> None:
    text = resaved(line(productName="Pain\nnoir 1 kg", ref="P"), line())
    lines = parse_export(text.encode()).lines
    assert [line.row for line in lines] == [2, 4]
    assert lines[0].product_name == "Pain\nnoir 1 kg"


def test_a_damaged_line_of_a_quoted_file_does_not_make_it_raw() -> None:
    values = line(productName='Pain "cocotte" 1 kg')
    text = resaved(values, values, line(productName="Pain ?noir 1 kg", ref="P"), full=True)
    error = refused(text.replace("?", '"').encode(), ExportProblem.QUOTING)
    assert error.row == 4


@pytest.mark.parametrize("extra", [1, -1])
def test_too_many_or_too_few_values_are_refused(extra: int) -> None:
    values = [*line(), "false"] if extra > 0 else line()[:-1]
    for data in (raw(line(), values, line()), resaved(line(), values, line()).encode()):
        error = refused(data, ExportProblem.FIELD_COUNT)
        assert (error.row, error.found, error.limit) == (3, 12 + extra, 12)


# --- A file that was cut ----------------------------------------------------------------------


@pytest.mark.parametrize("path", [SMALL, RESAVED])
def test_a_file_cut_anywhere_is_refused_unless_whole_lines_are_left(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    head = b"".join(lines[:3])
    whole = read_export(path).lines
    for end in range(len(head) + 1):
        data = head[:end]
        last = data.rpartition(b"\n")[2].removesuffix(b"\r")
        if data.count(b"\n") and (not last or last in [line.rstrip() for line in lines[1:3]]):
            if data.count(b"\n") == 1 and not last:
                refused(data, ExportProblem.NO_LINES)
            else:
                kept = parse_export(data).lines
                assert len(kept) == data.count(b"\n") - 1 + bool(last)
                assert [line.total for line in kept] == [line.total for line in whole[: len(kept)]]
        else:
            with pytest.raises(ExportError) as caught:
                parse_export(data)
            if data.count(b"\n"):
                assert caught.value.problem is ExportProblem.CUT
                assert caught.value.row == data.count(b"\n") + 1


@pytest.mark.parametrize("path", [SMALL, RESAVED])
def test_the_last_line_cut_anywhere(path: Path) -> None:
    data = path.read_bytes().rstrip()
    for end in range(data.rindex(b"\n") + 2, len(data)):
        assert refused(data[:end], ExportProblem.CUT).row == 76


def test_a_header_cut_in_a_name() -> None:
    assert refused(HEADER[:-2].encode(), ExportProblem.CUT).row == 1
    assert refused(HEADER[:40].encode(), ExportProblem.CUT).row == 1


def test_half_an_amount_at_the_end_is_not_an_amount() -> None:
    header = ["paid", *COLUMNS[:-1]]
    values = ["false", *line(price="30", total="30,00")[:-1]]
    text = resaved(values, header=header)
    assert only(text.encode()).total == 30
    for cut in (2, 3, 4, 5):
        refused(text[:-cut].encode(), ExportProblem.CUT)


def test_a_file_cut_inside_an_accent() -> None:
    data = SMALL.read_bytes()
    end = data.rindex("ê".encode()) + 1
    assert refused(data[:end], ExportProblem.CUT).row == data.count(b"\n", 0, end) + 1


# --- Encodings and files ----------------------------------------------------------------------


def test_windows_1252_has_more_than_latin_1() -> None:
    text = resaved(line(productName="Œufs à 3 € 6 pièces"))
    assert only(text.encode("cp1252")).product_name == "Œufs à 3 € 6 pièces"
    latin = resaved(line(userName="Maël"))
    assert only(latin.encode("latin-1")).member_name == "Maël"


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_bytes_that_windows_1252_does_not_have(byte: int) -> None:
    data = resaved(line(), line(productName="P?ain 1 kg", ref="P")).encode("cp1252")
    error = refused(data.replace(b"?", bytes([byte])), ExportProblem.BAD_BYTE)
    assert (error.row, error.value) == (3, f"0x{byte:02X}")


def test_damaged_utf_8_is_not_taken_for_windows_1252() -> None:
    data = SMALL.read_bytes()
    at = data.index("Œ".encode(), 3000)
    error = refused(data[:at] + b"\xe9" + data[at + 1 :], ExportProblem.BAD_BYTE)
    assert (error.row, error.value) == (data.count(b"\n", 0, at) + 1, "0xE9")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_read(encoding: str) -> None:
    """A spreadsheet's "Unicode text", with tabs; one that was cut is told."""
    text = SMALL.read_text("utf-8")
    assert parse_export(text.encode(encoding)) == read_export(SMALL)
    tabs = resaved(*values_of(SMALL), delimiter="\t")
    assert parse_export(tabs.encode(encoding)) == read_export(SMALL)
    assert refused(text.encode(encoding)[:-1], ExportProblem.CUT).row == 76


def test_binary_is_not_csv() -> None:
    refused(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00bJ\xf8\x7f", ExportProblem.NOT_CSV)
    refused(raw(line(productName="Pain\0 1 kg")), ExportProblem.NOT_CSV)


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_nothing_in_it(data: bytes) -> None:
    refused(data, ExportProblem.EMPTY_FILE)


@pytest.mark.parametrize("tail", ["", "\n", "\r\n", "\n\n", "\n;;;;;;;;;;;\n"])
def test_a_header_and_no_lines(tail: str) -> None:
    refused((HEADER + tail).encode(), ExportProblem.NO_LINES)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, problem in (
        (tmp_path / "none.csv", ExportProblem.MISSING_FILE),
        (SMALL / "inside", ExportProblem.MISSING_FILE),
        (Path("a\0b"), ExportProblem.MISSING_FILE),
        (tmp_path, ExportProblem.FOLDER),
        (tmp_path / ("n" * 300), ExportProblem.UNREADABLE),
    ):
        with pytest.raises(ExportError) as caught:
            read_export(path)
        assert caught.value.problem is problem
        assert caught.value.errno == getattr(caught.value.__cause__, "errno", None)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_is_not_ours_to_read(tmp_path: Path) -> None:
    path = tmp_path / "closed.csv"
    path.touch(mode=0o000)
    with pytest.raises(ExportError) as caught:
        read_export(path)
    assert caught.value.problem is ExportProblem.UNREADABLE


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(10**12)  # a sparse file: it takes no room, and no memory would hold it
    with pytest.raises(ExportError) as caught:
        read_export(path)
    assert caught.value.problem is ExportProblem.TOO_LARGE
    assert caught.value.limit == MAXIMUM_SIZE
    refused(bytes(MAXIMUM_SIZE + 1), ExportProblem.TOO_LARGE)


def test_missing_and_unexpected_columns_are_named() -> None:
    header = [*COLUMNS[:7], "prix", *COLUMNS[8:], "email", "ref"]
    error = refused(resaved([*line(), "", ""], header=header).encode(), ExportProblem.COLUMNS)
    assert (error.missing, error.unexpected) == (("price",), ("prix", "email", "ref"))
    error = refused(b"name;amount\nx;1\n", ExportProblem.COLUMNS)
    assert (error.missing, error.unexpected) == (COLUMNS, ("name", "amount"))


# --- Numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["3,1", "3.10", "03,100", "3,10000"])
def test_r1_comma_or_point_and_zeros(value: str) -> None:
    assert str(only(raw(line(price=value))).price) == "3.10"


@pytest.mark.parametrize(
    ("value", "total"), [("1.005", "3,12"), ("1,0050", "3.12"), ("1.0", "3,1")]
)
def test_r2_quantities_have_thousandths(value: str, total: str) -> None:
    found = only(raw(line(quantity=value, total=total)))
    assert found.quantity == Decimal(value.replace(",", "."))


NOT_NUMBERS = [
    "1e3",
    "+3",
    "12 34,50",
    "1.234,50",
    "3,",
    ",5",
    "3,10 $",
    "٣",
    "²",
    "x",
    "NaN",
    "--3",
]


@pytest.mark.parametrize("column", ["price", "quantity", "fees", "total"])
@pytest.mark.parametrize("value", [*NOT_NUMBERS, "1\u202f23", "inf", "0x10", "1_000", "9" * 5000])
def test_what_is_not_a_number(column: str, value: str) -> None:
    error = refused(raw(line(), line(**{column: value})), ExportProblem.NOT_A_NUMBER)
    assert (error.row, error.column) == (3, column)
    assert (error.value or "")[:79] == value[:79]
    assert len(error.value or "") <= 80


@pytest.mark.parametrize(
    "amounts",
    [
        {"price": "-0,50", "quantity": "4", "total": "-2"},
        {"price": "0,50", "quantity": "-4", "total": "-2,00"},
        {"price": "-10", "quantity": "1", "fees": "-0,20", "total": "\u221210,20"},
        {"price": "-1,25", "quantity": "20", "total": "-25,10"},
    ],
)
def test_r8_a_line_may_be_negative(amounts: dict[str, str]) -> None:
    """Returned jars, a rebate: by price or by quantity, with a fee, and printed rounded."""
    found = only(raw(line(**amounts)))
    assert found.total == Decimal(amounts["total"].replace(",", ".").replace("\u2212", "-"))
    assert not found.unexplained


@pytest.mark.parametrize(
    ("value", "price"),
    [
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50 €", "1234.50"),
        ("1\u2009234\u2009567", "1234567"),
        ("€ 12", "12"),
        ("12€", "12"),
        (" 3 ", "3"),
        ("\ufeff3,10\u200b", "3.1"),
        ("\u202a3\u202c", "3"),
    ],
)
def test_amounts_as_spreadsheets_show_them(value: str, price: str) -> None:
    """Thousands with blanks of all kinds, a euro sign, blanks and invisible letters around."""
    if Decimal(price) > 1_000_000:
        refused(raw(line(price=value)), ExportProblem.NUMBER_TOO_LARGE)
    else:
        assert only(raw(line(price=value, total=value))).price == Decimal(price)


@pytest.mark.parametrize(
    ("column", "value", "limit"),
    [
        ("price", "3,101", 2),
        ("quantity", "1.000000000000000001", 17),
        ("fees", "0,001", 2),
        ("total", "3,1001", 2),
    ],
)
def test_too_many_decimals(column: str, value: str, limit: int) -> None:
    error = refused(raw(line(**{column: value})), ExportProblem.TOO_MANY_DECIMALS)
    assert (error.row, error.column, error.value, error.limit) == (2, column, value, limit)


@pytest.mark.parametrize(
    ("column", "most", "more"),
    [("price", "1000000", "1000000,01"), ("quantity", "100000", "100000.001")],
)
def test_the_size_of_numbers_is_bounded(column: str, most: str, more: str) -> None:
    amounts = {"price": "1", "quantity": "1", "total": most, column: most}
    assert only(raw(line(**amounts))).total == Decimal(most)
    error = refused(raw(line(**{column: more})), ExportProblem.NUMBER_TOO_LARGE)
    assert (error.row, error.column, error.value, error.limit) == (2, column, more, int(most))


@pytest.mark.parametrize("column", ["userId", "userName", "productName", "catalogId"])
@pytest.mark.parametrize("value", ["", " \u00a0\t"])
def test_what_must_not_be_empty(column: str, value: str) -> None:
    error = refused(raw(line(), line(**{column: value})), ExportProblem.EMPTY_VALUE)
    assert (error.row, error.column) == (3, column)


@pytest.mark.parametrize("column", ["price", "quantity", "total"])
def test_an_amount_must_not_be_empty(column: str) -> None:
    assert refused(raw(line(**{column: ""})), ExportProblem.EMPTY_VALUE).column == column


def test_paid_is_true_or_false() -> None:
    error = refused(raw(line(paid="peut-être")), ExportProblem.NOT_TRUE_OR_FALSE)
    assert (error.row, error.column, error.value) == (2, "paid", "peut-être")


# --- Names ------------------------------------------------------------------------------------


def test_names_are_composed_and_stripped() -> None:
    decomposed = unicodedata.normalize("NFD", "\u00a0 Maël\t")
    assert only(raw(line(userName=decomposed))).member_name == "Maël"


def test_other_control_characters_are_data() -> None:
    found = only(raw(line(productName="Pain\x1b[31m\x85\u2028noir 1 kg")))
    assert found.product_name == "Pain\x1b[31m\x85\u2028noir 1 kg"


@pytest.mark.parametrize(
    ("column", "value"),
    [("userName", "DURAND Zoé"), ("catalogName", "Miel"), ("vendorId", "13")],
)
def test_one_ref_with_two_names_is_refused(column: str, value: str) -> None:
    error = refused(raw(line(), line(**{column: value})), ExportProblem.CONTRADICTION)
    assert (error.row, error.column, error.value) == (3, column, value)
    assert (error.other_row, error.other_value) == (2, PLAIN[column])


def test_two_members_may_bear_one_name() -> None:
    assert len(parse_export(raw(line(), line(userId="9"))).lines) == 2


# --- Fee rates and totals ---------------------------------------------------------------------


def test_the_domain_s_worked_case_of_a_fee() -> None:
    found = only(raw(line(price="11,90", quantity="1.35", fees="0,32", total="16,39")))
    assert (found.fee, found.total, str(found.fee_rate)) == (
        Decimal("0.32"),
        Decimal("16.39"),
        "2.00",
    )


@given(
    rate=st.integers(0, 3000),
    bases=st.lists(st.integers(1, 99_000_000), min_size=1, max_size=30),
)
def test_the_rate_found_reproduces_every_line(rate: int, bases: list[int]) -> None:
    lines = [LineFee(base, (base * rate + 5_000_000) // 10_000_000) for base in bases]
    found = find_rate(lines)
    assert all(abs(base * found - fee * 10_000_000) <= 5_000_000 for base, fee in lines)
    assert find_rate(lines, known=rate) == rate


@pytest.mark.parametrize(
    ("lines", "known", "rate"),
    [
        ([], None, 0),
        ([], 250, 250),
        ([(0, 0)], None, 0),  # cancelled: tells nothing
        ([(310_000, 0)], None, 0),
        ([(310_000, 0)], 10, 10),  # 0.1 % of 3.10 is nothing as well
        ([(1_000_000, 20)], None, 200),  # 1.95 to 2.05 %
        ([(1_000_000, 25)], None, 250),  # a half: 2.45 to 2.55 %
        ([(10_000_000, 230)], None, 230),  # a tenth: 2.295 to 2.305 %
        ([(100_000_000, 2340)], None, 234),  # a hundredth
        ([(100_000, 3)], None, 300),  # 2.5 to 3.5 %: the whole one
        ([(100_000, 3)], 275, 275),
        ([(100_000, 3)], 400, 300),  # a known rate that does not fit any more
        ([(100_000, 10)], None, 1000),  # 9.5 to 10.5 %: the nearest whole one
        ([(20_000, 1)], None, 500),  # 2.5 to 7.5 %: the nearest to all fees ÷ all bases
        # One bad line among three, whatever it says.
        ([(1_000_000, 20), (2_000_000, 40), (1_000_000, 90)], None, 200),
        ([(1_000_000, 20), (2_000_000, 40), (1_000_000, 0)], 300, 200),
        ([(1_000_000, 20), (2_000_000, 40), (1_000_000, 0)], 201, 201),
        # One base is always rounded the same way: 2.05 % would need it both ways.
        ([(1_000_000, 20), (1_000_000, 20), (1_000_000, 21)], None, 200),
        ([(1_000_000, 20), (1_000_000, 21), (1_000_000, 21)], None, 210),
        ([(1_000_000, 20), (1_000_000, 21)], None, 200),
        # Two bases can be: both are exactly half a cent at 0.2 %.
        ([(16_250_000, 32), (1_000_000, 2), (18_750_000, 38)], None, 20),
        # No rate in hundredths gives this fee: the nearest one.
        ([(300_000_000, 10_001)], None, 333),
        # Never above 100 %.
        ([(1_000_000, 5000)], None, 10_000),
    ],
)
def test_which_rate_is_taken(lines: list[tuple[int, int]], known: int | None, rate: int) -> None:
    assert find_rate([LineFee(*line) for line in lines], known) == rate


def test_a_known_rate_is_taken_by_catalogue() -> None:
    data = raw(
        line(price="1", quantity="1", fees="0,03", total="1,03"),
        line(catalogId="88", catalogName="Miel", price="1", fees="0,03", total="1,03"),
    )
    known = {"88": Decimal("2.75"), "99": Decimal("5.00")}
    lines = parse_export(data, known).lines
    assert [str(line.fee_rate) for line in lines] == ["3.00", "2.75"]


def fees(total: str = "10,20", fee: str = "0,20") -> bytes:
    """Two lines at 2 % and one as given."""
    right = line(price="10", fees="0,20", total="10,20")
    return raw(right, right, line(price="10", fees=fee, total=total))


@pytest.mark.parametrize("total", ["10,19", "10,20", "10,21"])
def test_r4_a_total_one_cent_away_is_kept(total: str) -> None:
    assert parse_export(fees(total=total)).lines[2].total == Decimal(total.replace(",", "."))


@pytest.mark.parametrize("total", ["10,18", "10,22", "12,02"])
def test_r4_a_total_more_than_a_cent_away_is_refused(total: str) -> None:
    error = refused(fees(total=total), ExportProblem.WRONG_AMOUNT)
    assert (error.row, error.column) == (4, "total")
    assert error.stated == Decimal(total.replace(",", "."))
    assert (error.expected, error.fee_rate) == (Decimal("10.20"), Decimal("2.00"))


@pytest.mark.parametrize(("fee", "right"), [("0,21", True), ("0,22", False), ("", False)])
def test_r4_a_fee_more_than_a_cent_away_is_refused(fee: str, right: bool) -> None:
    if right:
        # 2.1 % of 9.998, say.
        assert parse_export(fees(fee=fee)).lines[2].fee == Decimal("0.21")
    else:
        error = refused(fees(fee=fee), ExportProblem.WRONG_AMOUNT)
        assert error.row == 4
        assert (error.column, error.expected) == (
            ("fees", Decimal("0.20")) if fee else ("total", Decimal("10.00"))
        )


@given(
    price=st.integers(-100_000_000, 100_000_000),
    quantity=st.integers(1, 100_000_000),
    off=st.integers(-300, 300),
)
def test_r4_totals_are_compared_exactly(price: int, quantity: int, off: int) -> None:
    """Read if half a cent of the price makes the difference, refused where it does not."""
    euros, units = Decimal(price) / 100, Decimal(quantity) / 1000
    total = cagette_amounts(units, euros, Decimal(0))[1]
    stated = total + Decimal(off) / 100
    assume(abs(stated) <= 1_000_000_000)  # more is refused before anything is compared
    data = raw(line(price=f"{euros:f}", quantity=f"{units:f}", total=f"{stated}"))
    away, reach = abs(stated - units * euros), units * Decimal("0.005")
    if off == 0 or away < reach:
        assert parse_export(data).lines[0].total == stated
    elif away > reach + Decimal("0.005"):
        error = refused(data, ExportProblem.WRONG_AMOUNT)
        assert (error.column, error.expected) == ("total", total)


def test_a_line_cancelled_before_the_distribution_is_kept() -> None:
    found = only(raw(line(quantity="0", total="0")))
    assert (str(found.quantity), str(found.total)) == ("0.000", "0.00")


@pytest.mark.parametrize(
    ("column", "values"), [("total", {"total": "0,01"}), ("fees", {"total": "0", "fees": "0,01"})]
)
def test_a_cancelled_line_costs_nothing(column: str, values: dict[str, str]) -> None:
    error = refused(raw(line(quantity="0", **values)), ExportProblem.WRONG_AMOUNT)
    assert (error.column, error.expected) == (column, Decimal(0))


# --- Sold by weight ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Poireaux 1 kg",
        "Cidre brut 75 cL",
        "Œufs [bio] 12 pièces",
        "Crottin frais 1 PIECE",
        "Crottin 1 pie\u0300ce",
        "Jus 1 L",
        "Miel 0,5 kg",
        "Miel 1.5 kg.",
        "Miel 500g",
        "Bière 6x33 cL",
        "Bière 6 × 33 cl",
        "Radis 1 botte",
        "Radis 2 bottes",
        "Salade 1 unité",
        "Levure 3 sachets",
        "Pommes (1 lot)",
        "Beurre 1/2 kg",
        "Beurre ½ kg",
        "Carottes\u00a01\u00a0kg",
        "1 kg",
    ],
)
def test_r7_a_name_with_a_quantity_and_a_unit_is_not_weighed(name: str) -> None:
    assert not only(raw(line(productName=name))).weighed


@pytest.mark.parametrize(
    "name",
    [
        "Céleri-rave",
        "Vrac : noix",
        "Tisane en vrac",
        "Pain 1 kg tranché",
        "Vitamine B12 g",
        "kg",
        "Œufs 12",
        "Radis (botte)",
        "Farine T65",
        "Miel 3 abeilles",
        "Pintade 1 kg environ",
    ],
)
def test_r7_a_name_without_is_weighed(name: str) -> None:
    assert only(raw(line(productName=name))).weighed


def test_r7_one_fraction_makes_all_lines_of_the_product_weighed() -> None:
    data = raw(
        line(),
        line(quantity="1.5", total="4,65", userId="2"),
        line(ref="", productName="Navets 1 kg"),
        line(ref="", productName="Navets 1 kg", quantity="0.5", total="1,55"),
        line(ref="", productName="Panais 1 kg"),
        line(catalogId="88", catalogName="Autres"),
    )
    assert [line.weighed for line in parse_export(data).lines] == [True] * 4 + [False] * 2


def test_r7_what_the_database_has_as_weighed_stays_so() -> None:
    data = raw(line(), line(ref="", productName="Panais 1 kg"), line(ref="X"))
    known = [product_key("87", "POI", "Poireaux"), product_key("87", "", "Panais 1 kg")]
    lines = parse_export(data, known_weighed=known).lines
    assert [line.weighed for line in lines] == [True, True, False]
    assert lines[0].product_key == known[0]


# --- Whatever the bytes -----------------------------------------------------------------------

TELLING = [b'"', b'""', b";", b"\n", b"\r", b'";"', b",", b".", b"-", b"\0", b"\xff\xfe", b"\xe9"]


@st.composite
def damaged(draw: st.DrawFn, path: Path) -> bytes:
    """The file with some bytes flipped, inserted or cut away."""
    data = bytearray(path.read_bytes())
    if draw(st.booleans()):  # a few lines, so that the damage is found in all of them
        del data[700:]
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["cut", "flip", "insert", "remove", "tell"])):
            case "cut":
                del data[at:]
            case "flip":
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "insert":
                data[at:at] = draw(st.binary(max_size=8))
            case "remove":
                del data[at : at + draw(st.integers(1, 40))]
            case "tell":
                data[at:at] = draw(st.sampled_from(TELLING))
    return bytes(data)


def result(data: bytes) -> Export | ExportError:
    try:
        return parse_export(data)
    except ExportError as error:
        return error


def read_or_refused(data: bytes) -> None:
    found = result(data)
    if isinstance(found, Export):
        assert found.lines
        assert not any(line.unexplained for line in found.lines)
    else:
        last_row = data.count(b"\n") + data.count(b"\r") + 1
        assert found.row is None or 1 <= found.row <= last_row
        assert found.column is None or found.column in COLUMNS
        assert found.problem in str(found)


@settings(max_examples=100)
@given(damaged(SMALL))
def test_damaged_raw_files_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


@settings(max_examples=100)
@given(damaged(RESAVED))
def test_damaged_resaved_files_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    read_or_refused(data)
    read_or_refused(f"{HEADER}\n".encode() + data)
