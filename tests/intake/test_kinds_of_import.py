"""Files that once barred the door: what each kind of them must give."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from cagette_tui.cli import main
from cagette_tui.intake.cagette import parse_export
from cagette_tui.intake.export_problems import ExportError, ExportProblem
from cagette_tui.intake.importing import ImportReport, Occasion, import_export
from cagette_tui.intake.occasions import SameLinesElsewhere
from cagette_tui.intake.records import values_of
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.delivering import (
    add_line,
    move_line,
    set_delivered,
    set_price,
    set_quantity,
)
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.occasions import correct_occasion
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_distribution, read_sheet
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.basket import LineView
from cagette_tui.model.rules.refusals import (
    BadAmount,
    BadQuantity,
    DistributionIsThere,
    SameOccasion,
)
from cagette_tui.model.rules.takings import vendors
from cagette_tui.model.tables.distribution import Distribution, Line
from cagette_tui.papers.orders import orders_like_cagette
from tests.world import DATA, START, World, dump, euros, refused

KINDS = DATA / "kinds"
OCCASION = Occasion(date(2026, 11, 20), START, START + timedelta(minutes=90), "Salle")


def data_of(name: str) -> bytes:
    """Return one of the files."""
    return (KINDS / f"{name}.csv").read_bytes()


def bring(
    world: World, name: str, occasion: Occasion = OCCASION, *, another: bool = False
) -> ImportReport:
    """Bring one of the files in."""
    export = parse_export(data_of(name))
    return import_export(world.desk, export, occasion, another=another)


def at(day: str, start: str, end: str, place: str = "Salle Jeanne d'Arc") -> Occasion:
    """Return when and where."""
    when = date.fromisoformat(day)
    hours = [datetime.fromisoformat(f"{day}T{hour}") for hour in (start, end)]
    if hours[1] < hours[0]:
        hours[1] += timedelta(days=1)
    return Occasion(when, hours[0], hours[1], place)


def lines() -> list[LineView]:
    """Return all lines of the first distribution."""
    return [line for basket in read_sheet(1).baskets for line in basket.lines]


@pytest.mark.parametrize(
    ("name", "totals"),
    [
        ("05-two-rates", "10.20 10.20 10.50"),
        ("06-farine", "25.10"),
        ("07-negative", "5.60 -2.00 2.80"),
        ("11-thousands-1", "1234.50"),
        ("13-bom-twice", "8.10 8.10 8.10"),
        ("14-macroman", "4.50"),
        ("17-total-row", "8.10 8.10 8.10"),
        ("18-weighed-800g", "12.75"),
        ("24-three-wrong", "25.10 12.75 -0.50"),
    ],
)
def test_r4_read_as_stated_and_twice_the_same(world: World, name: str, totals: str) -> None:
    """R1, R2, R4, R8: to the cent, written back as they came, and again nothing changes."""
    bring(world, name)
    assert [str(line.total) for line in lines()] == totals.split()
    assert not any(line.as_stated_only for line in lines())
    before = dump()
    assert not bring(world, name).changed
    assert dump() == before
    assert check() == []
    written = parse_export(orders_like_cagette(1, START).encode()).lines
    assert [replace(one, row=0) for one in written] == [
        replace(one, row=0) for one in parse_export(data_of(name)).lines
    ]


def test_r3_a_changed_line_has_its_own_rate(world: World) -> None:
    """Two of the cheese at 5 % are 21.00, at 2 % 20.40; both are as Cagette has them."""
    bring(world, "05-two-rates")
    costs = [
        set_quantity(world.desk, one.lines[0].id, one.version, Decimal(2)).cost
        for one in read_sheet(1).baskets
    ]
    assert costs == [euros("20.40"), euros("20.40"), euros("21.00")]
    assert check() == []


def test_r4_the_price_behind_the_printed_one(world: World) -> None:
    """Farine: 18 cost 22.59, 20 again 25.10; moved or added they cost the same."""
    bring(world, "06-farine")
    (basket,) = read_sheet(1).baskets
    basket = set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal(18))
    assert basket.cost == euros("22.59")
    assert check() == []
    basket = set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal(20))
    assert basket.cost == euros("25.10")
    other = world.basket(1, world.member("ANNE"), "1.00")
    product = basket.lines[0].product_id
    added = add_line(world.desk, other.id, other.version, product, Decimal(18))
    assert added.lines[-1].total == euros("22.59")
    here, there = move_line(world.desk, basket.lines[0].id, basket.version, added.id, added.version)
    assert (here.cost, there.lines[-1].total) == (0, euros("25.10"))
    changed = set_price(world.desk, there.lines[-1].id, there.version, euros("1.30"))
    assert changed.lines[-1].total == euros("26.00")
    assert check() == []


def test_r4_as_cagette_computes(world: World) -> None:
    """1.5 × 25.07 is 37.60 of an imported product, whoever types it."""
    file = data_of("06-farine").replace(b'"1,25";"20";"";"25,10"', b'"25,07";"1";"";"25,07"')
    import_export(world.desk, parse_export(file), OCCASION)
    (basket,) = read_sheet(1).baskets
    product = basket.lines[0].product_id
    half = Decimal("1.5")
    basket = set_quantity(world.desk, basket.lines[0].id, basket.version, half, by_weight=True)
    assert basket.cost == euros("37.60")
    basket = add_line(world.desk, basket.id, basket.version, product, half)
    assert basket.cost == euros("75.20")
    assert check() == []
    # A product that never came from Cagette follows R3.
    own = world.product("25.07", weighed=True)
    basket = add_line(world.desk, basket.id, basket.version, own, half)
    assert basket.lines[-1].total == euros("37.61")
    assert check() == []


@pytest.mark.parametrize("change", ["total = total + 1", "exact_price = '1.259'", "fee = 1"])
def test_r4_check_proves_it_apart(world: World, change: str) -> None:
    """What does not come of the exact price is found, of a line as it was and of a changed one."""
    bring(world, "06-farine")
    (basket,) = read_sheet(1).baskets
    set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal(18))
    Line.raw(f"UPDATE line SET {change}").execute()
    assert "line_total" in {str(finding.problem) for finding in check()}


def test_r8_returned_jars(world: World) -> None:
    """3.60 to pay, 6.40 for the producer; taken back and given again they keep their sign."""
    bring(world, "07-negative")
    basket = read_sheet(1).baskets[0]
    assert (basket.cost, basket.to_pay) == (euros("3.60"), euros("3.60"))
    assert [row.gross for row in vendors(read_sheet(1))] == [euros("6.40")]
    jars = basket.lines[1]
    basket = set_delivered(world.desk, jars.id, basket.version, False)
    assert basket.cost == euros("5.60")
    basket = set_quantity(world.desk, jars.id, basket.version, Decimal(2))
    assert basket.cost == euros("4.60")
    refused(BadAmount, lambda: set_price(world.desk, jars.id, basket.version, euros("0.50")))
    basket = set_price(world.desk, jars.id, basket.version, euros("-0.60"))
    assert basket.cost == euros("4.40")
    assert check() == []


def test_r8_a_basket_that_costs_less_than_nothing(world: World) -> None:
    """It is a credit like any other; a quantity below zero keeps its sign."""
    file = data_of("07-negative").replace(b'"1,40";"4";"";"5,60"', b'"1,40";"0";"";"0"')
    file = file.replace(b'"-0,50";"4"', b'"0,50";"-4"')
    import_export(world.desk, parse_export(file), OCCASION)
    basket = read_sheet(1).baskets[0]
    assert (basket.cost, basket.to_pay, basket.credit) == (euros("-2.00"), 0, euros("2.00"))
    assert world.balance(basket) == euros("2.00")
    jars = basket.lines[1]
    refused(BadQuantity, lambda: set_quantity(world.desk, jars.id, basket.version, Decimal(4)))
    basket = set_quantity(world.desk, jars.id, basket.version, Decimal(-3))
    assert basket.cost == euros("-1.50")
    assert check() == []


def test_r2_a_derived_quantity_comes_back(world: World) -> None:
    """1.0625: counted in thousandths, exact while it is as ordered, moved whole too."""
    bring(world, "18-weighed-800g")
    (basket,) = read_sheet(1).baskets
    line = basket.lines[0]
    assert (line.ordered, line.ordered_exactly) == (Decimal("1.063"), Decimal("1.0625"))
    assert not line.unweighed
    basket = set_delivered(world.desk, line.id, basket.version, False)
    basket = set_delivered(world.desk, line.id, basket.version, True)
    assert basket.cost == euros("12.75")
    basket = set_price(world.desk, line.id, basket.version, euros("13.00"))
    assert basket.cost == euros("13.81")
    other = world.basket(1, world.member("ANNE"), "1.00")
    _here, there = move_line(world.desk, line.id, basket.version, other.id, other.version)
    assert there.lines[-1].total == euros("13.81")
    assert '"1.0625"' in orders_like_cagette(1, START)
    assert check() == []


# --- What nothing explains ----------------------------------------------------------------------

WRONG = data_of("05-two-rates").replace(b'"10,20"', b'"20,20"', 1).replace(b'"10,50"', b'"3,50"')


def test_r4_all_wrong_lines_are_named() -> None:
    """Each with line, member, product, stated and expected."""
    with pytest.raises(ExportError) as caught:
        parse_export(WRONG)
    told = [(one.row, one.member, str(one.stated), str(one.expected)) for one in caught.value.wrong]
    assert told == [(2, "AUBRY Lise", "20.20", "10.20"), (4, "COLIN Zoé", "3.50", "10.50")]


def test_r4_as_stated_and_marked(world: World) -> None:
    """They cost what is stated, marked, until they change; check agrees."""
    export = parse_export(WRONG, as_stated=True)
    report = import_export(world.desk, export, OCCASION)
    assert (report.unexplained, report.total) == (2, euros("33.90"))
    assert [line.as_stated_only for line in lines()] == [True, False, True]
    assert check() == []
    assert not import_export(world.desk, export, OCCASION).changed
    one = read_sheet(1).baskets[0]
    one = set_quantity(world.desk, one.lines[0].id, one.version, Decimal(2))
    assert (one.cost, one.lines[0].as_stated_only) == (euros("20.40"), False)
    one = set_quantity(world.desk, one.lines[0].id, one.version, Decimal(1))
    assert (one.cost, one.lines[0].as_stated_only) == (euros("20.20"), True)
    assert check() == []


def test_catalogues_are_left_out_before_they_are_judged() -> None:
    """--without: amounts, numbers and names of what is left out do not matter."""
    file = data_of("24-three-wrong").replace(b'"25,10"', b'"x"').replace(b'"Moulin"', b'""')
    with pytest.raises(ExportError):
        parse_export(file)
    kept = parse_export(file, without=["15"]).lines
    assert [str(line.total) for line in kept] == ["12.75", "-0.50"]


# --- A corrected file ---------------------------------------------------------------------------


def test_r7_the_same_pieces_in_another_order(world: World) -> None:
    """A weighed piece is found again by what it was: 17.92 stays."""
    bring(world, "02-pieces")
    basket = read_sheet(1).baskets[0]
    set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal("0.52"))
    report = bring(world, "02-pieces-sorted")
    assert (report.left_alone, report.updated, report.removed) == ([], [], [])
    basket = read_sheet(1).baskets[0]
    assert basket.cost == euros("17.92")
    assert {line.delivered for line in basket.lines} == {Decimal("0.52"), Decimal("0.6")}
    assert check() == []


@pytest.mark.parametrize(
    ("first", "corrected", "name"),
    [
        ("04-name", "04-name-corrected", "Pain de seigle 500 g"),
        ("03-refs", "03-refs-resaved", "Pain de seigle 500 g"),
        ("03-refs-resaved", "03-refs", "Pain de seigle 500 g"),
    ],
)
def test_a_product_under_another_name_or_reference(
    world: World, first: str, corrected: str, name: str
) -> None:
    """It is the same line, touched or not: nobody pays twice."""
    bring(world, first)
    basket = read_sheet(1).baskets[0]
    set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal(1))
    report = bring(world, corrected)
    assert report.left_alone == []
    sheet = read_sheet(1)
    assert [one.cost for one in sheet.baskets] == [euros("3.85"), euros("3.85")]
    assert [len(one.lines) for one in sheet.baskets] == [1, 1]
    assert sheet.baskets[1].lines[0].product == name
    assert not bring(world, corrected).changed
    assert check() == []


def test_what_a_volunteer_typed_already_is_not_left_alone(world: World) -> None:
    """The file is corrected to what the scales said: nothing differs."""
    bring(world, "02-pieces")
    basket = read_sheet(1).baskets[0]
    set_quantity(world.desk, basket.lines[0].id, basket.version, Decimal("0.52"))
    text = data_of("02-pieces").replace(b'"0.5";"";"8,00"', b'"0.52";"";"8,32"')
    report = import_export(world.desk, parse_export(text), OCCASION)
    assert report.left_alone == []
    assert read_sheet(1).baskets[0].cost == euros("17.92")


# --- Which distribution, and who ----------------------------------------------------------------


def test_a_place_however_it_is_spelled(world: World) -> None:
    """Apostrophes, case, blanks and accents: one distribution."""
    for place in (
        "Salle Jeanne d'Arc",
        "Salle Jeanne d’Arc",
        "salle  jeanne d'arc",
        "SALLE JEANNE D ARC",
        "Sallé Jeanne d\u02bcArc ",
    ):
        report = bring(world, "20-morning", at("2026-11-20", "10:00", "12:00", place))
        assert report.distribution_id == 1
    basket = read_sheet(1).baskets[0]
    assert (world.balance(basket), read_distribution(1).place) == (
        euros("-5.60"),
        "Salle Jeanne d'Arc",
    )


def test_a_morning_and_an_evening(world: World) -> None:
    """Hours that do not overlap are two distributions, and that is said; hours past midnight."""
    bring(world, "20-morning", at("2026-11-20", "10:00", "12:00"))
    second = bring(world, "20-evening", at("2026-11-20", "17:00", "19:00"))
    assert (second.distribution_id, [one.id for one in second.beside]) == (2, [1])
    assert len(read_sheet(1).baskets) == 2
    assert not bring(world, "20-evening", at("2026-11-20", "17:00", "19:00")).changed
    night = bring(world, "22-new-id", at("2026-11-20", "22:30", "00:30"))
    assert night.distribution_id == 3
    assert check() == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        at("2026-11-21", "10:00", "12:00"),
        at("2026-11-26", "10:00", "12:00"),
        at("2026-11-14", "10:00", "12:00"),
        at("2026-11-20", "10:00", "12:00", "Halle"),
        at("2026-11-20", "17:00", "19:00"),
    ],
)
def test_the_same_lines_elsewhere(world: World, elsewhere: Occasion) -> None:
    """Refused until it is said that it is another distribution; a week later it may well be."""
    bring(world, "20-morning", at("2026-11-20", "10:00", "12:00"))
    told = refused(SameLinesElsewhere, lambda: bring(world, "20-morning", elsewhere))
    assert (told.there.id, told.same, told.lines) == (1, 2, 2)
    assert bring(world, "20-morning", elsewhere, another=True).distribution_id == 2
    assert bring(world, "20-morning", at("2026-12-03", "10:00", "12:00")).first


def test_a_day_that_was_mistyped_is_corrected(world: World) -> None:
    """Without importing again: by saying when and where it is, and that is taken back too."""
    bring(world, "20-morning", at("2026-11-20", "10:00", "12:00"))
    bring(world, "20-evening", at("2026-11-21", "17:00", "19:00"))
    told = refused(
        DistributionIsThere, lambda: correct(world, 2, at("2026-11-20", "11:00", "13:00"))
    )
    assert told.number == 1
    refused(SameOccasion, lambda: correct(world, 2, at("2026-11-21", "17:00", "19:00")))
    correct(world, 2, at("2026-11-21", "17:00", "19:30"))  # it is not in its own way
    undo(world.desk, last_act("paul").act)
    correct(world, 2, at("2026-11-20", "17:00", "19:00", "Halle"))
    assert (read_distribution(2).date, read_distribution(2).place) == (date(2026, 11, 20), "Halle")
    undo(world.desk, last_act("paul").act)
    assert read_distribution(2).date == date(2026, 11, 21)
    assert check() == []


def correct(world: World, number: int, occasion: Occasion) -> None:
    """Say when and where a distribution is."""
    correct_occasion(
        world.desk,
        number,
        day=occasion.date,
        starts_at=occasion.starts_at,
        ends_at=occasion.ends_at,
        place=occasion.place,
    )


def test_a_distribution_that_was_taken_back_is_in_nobody_s_way(world: World) -> None:
    """R9: another one may have its day, hours and place; its own file brings it back."""
    first = at("2026-11-20", "10:00", "12:00")
    bring(world, "20-morning", first)
    undo(world.desk, last_act("paul").act)
    assert bring(world, "20-evening", at("2026-11-20", "17:00", "19:00")).beside == ()
    correct(world, 2, first)
    assert [row.distribution.id for row in list_distributions(START)] == [2]
    again = bring(world, "20-morning", at("2026-11-20", "15:00", "16:00"))
    assert again.first
    assert check() == []


def test_an_import_that_is_interrupted_leaves_nothing(world: World) -> None:
    """Ctrl+C while lines are written: all or nothing; how far it is was said."""
    before, said = dump(), []

    def interrupt(done: int, total: int) -> None:
        said.append((done, total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_export(
            world.desk, parse_export(data_of("05-two-rates")), OCCASION, progress=interrupt
        )
    assert (said, dump()) == ([(3, 3)], before)
    assert bring(world, "05-two-rates").first


def test_r25_a_known_name_under_a_new_number(world: World) -> None:
    """Said, with the balance that is there, however the name is written."""
    number = world.member("aubry  Lisé", "501")
    world.credit(number, "13.80")
    (found,) = bring(world, "22-new-id").known_names
    assert (found.ref, found.name, found.other_ref, found.balance) == (
        "901",
        "AUBRY Lise",
        "501",
        euros("13.80"),
    )
    assert bring(world, "22-new-id").known_names == []


def test_r46_a_number_with_another_name(world: World) -> None:
    """Said; no row of the certified evening is another one."""
    bring(world, "13-bom-twice", at("2026-11-13", "18:00", "19:30"))
    force(world.desk, plan_force(1))
    certify(world.desk, 1)
    before = {table: rows for table, rows in dump().items() if table in ("line", "basket")}
    (renamed,) = bring(world, "22-renamed").renamed_members
    assert (renamed.ref, renamed.before, renamed.name) == (
        "501",
        "AUBRY Lise",
        "NOUVEAU NOM Lise",
    )
    after = dump()
    assert {table: after[table][: len(rows)] for table, rows in before.items()} == before
    assert Distribution.get_by_id(1).certified_at is not None


# --- Text ---------------------------------------------------------------------------------------


def as_text(*names: str) -> str:
    """Write a file of a spreadsheet, with such members and products."""
    rows = [
        f"{500 + place};{name};{name} 200 g;P{place};Ferme;12;8;4,50;1;;4,5;FAUX"
        for place, name in enumerate(names)
    ]
    header = "userId;userName;productName;ref;catalogName;catalogId;vendorId;price;quantity;fees"
    return "\r\n".join([header + ";total;paid", *rows, ""])


FRENCH = ("BÂLLON Maël", "Pâté à l'ancienne", "Crème brûlée", "Œufs", "L’été « çà »", "Noël ïle")


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16", "utf-8-sig"])
def test_text_in_the_code_pages_of_spreadsheets(encoding: str) -> None:
    """Read right, whatever it was saved in."""
    names = [line.member_name for line in parse_export(as_text(*FRENCH).encode(encoding)).lines]
    assert names == list(FRENCH)


@pytest.mark.parametrize("encoding", ["cp850", "cp437"])
def test_text_of_dos(encoding: str) -> None:
    """The letters that DOS had."""
    names = ("BALLON Maël", "Pâté à l'ancienne", "Crème brûlée", "Noël ïle", "Garçon")
    data = as_text(*names).encode(encoding)
    assert [line.member_name for line in parse_export(data).lines] == list(names)


@pytest.mark.parametrize(
    "name", ["BÂLLON Maël", "Noël ïle", "Zoé", "Émile", "José", "Cèpes", "Naïs", "Août", "Bœuf"]
)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "iso8859_15"])
def test_one_word_is_read_right_or_refused(name: str, encoding: str) -> None:
    """Never garbled in silence."""
    try:
        data = as_text(name).encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("this code page has no such letters")
    try:
        (line,) = parse_export(data).lines
    except ExportError as problem:
        told = (ExportProblem.UNKNOWN_ENCODING, ExportProblem.BAD_BYTE)
        assert problem.problem in told  # noqa: PT017
    else:
        assert line.member_name == name


def test_utf_8_that_was_taken_for_windows_1252() -> None:
    """Saved twice: the letters are what they were."""
    twice = as_text(*FRENCH).encode().decode("cp1252", "replace")
    if "\ufffd" not in twice:
        found = parse_export(twice.encode()).lines
        assert [line.member_name for line in found] == list(FRENCH)
    simple = as_text("Maël", "Crème").encode().decode("cp1252").encode()
    assert [line.member_name for line in parse_export(simple).lines] == ["Maël", "Crème"]


def test_invisible_letters_around_headings_and_values() -> None:
    """Zero-width blanks, marks, no-break blanks: gone."""
    text = (
        as_text("Maël")
        .replace("userId", "\ufeff\u200buserId\u00a0")
        .replace("Maël;", "\u200bMaël\ufeff ;")
    )
    (line,) = parse_export(text.encode()).lines
    assert line.member_name == "Maël"


def test_a_separator_at_the_end_and_totals() -> None:
    """Trailing separators, empty rows and a total with its word mean nothing; it is said."""
    text = as_text("Zoé", "Luc").replace("\r\n", ";\r\n")
    text += ";;;;;;;;;;;;\r\n;;Total général :;;;;;;2;;9,00;;\r\n"
    export = parse_export(text.encode())
    assert (len(export.lines), export.left_out) == (2, (5,))
    raw = data_of("05-two-rates").replace(b'"false"\n', b'"false";\n')
    assert len(parse_export(raw).lines) == 3
    with pytest.raises(ExportError) as caught:
        parse_export(as_text("Zoé").encode() + b"501;Luc;Sans prix;;Ferme;12;8;;;;9,00;FAUX\r\n")
    assert caught.value.row == 3


def test_breaks_quotes_and_semicolons_inside_names() -> None:
    """As Cagette writes them: between quotes that escape nothing."""
    name = 'Pain "noir";\nde "seigle", tranché'
    text = data_of("05-two-rates").decode().replace("Fromage de brebis 200 g", name)
    found = parse_export(text.encode()).lines
    assert [line.product_name for line in found] == [name] * 3
    assert [line.row for line in found] == [2, 4, 6]
    crlf = text.replace("\n", "\r\n").encode()
    assert [line.product_name for line in parse_export(crlf).lines] == [
        name.replace("\n", "\r\n")
    ] * 3


# --- Spreadsheets -------------------------------------------------------------------------------

calamine = pytest.importorskip("python_calamine")


def sheet(rows: list[list[object]], kind: str = "ods") -> bytes:
    """Write the least that is a spreadsheet of LibreOffice, or of Excel."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, text in (_ods(rows) if kind == "ods" else _xlsx(rows)).items():
            packed.writestr(name, text)
    return stream.getvalue()


def _ods(rows: list[list[object]]) -> dict[str, str]:
    def cell(value: object) -> str:
        kind, attribute = "float", f'office:value="{value}"'
        if isinstance(value, bool):
            kind, attribute = "boolean", f'office:boolean-value="{str(value).lower()}"'
        elif isinstance(value, str):
            kind, attribute = "string", ""
        text = f"<text:p>{escape(str(value))}</text:p>"
        return f'<table:table-cell office:value-type="{kind}" {attribute}>{text}</table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return {
        "mimetype": kind,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>",
        "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }


def _xlsx(rows: list[list[object]]) -> dict[str, str]:
    def cell(value: object, at: str) -> str:
        if isinstance(value, bool):
            return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, (int, float)):
            return f'<c r="{at}"><v>{value}</v></c>'
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

    body = "".join(
        f'<row r="{row}">'
        + "".join(cell(value, f"{chr(65 + place)}{row}") for place, value in enumerate(values))
        + "</row>"
        for row, values in enumerate(rows, 1)
    )
    schemas = "http://schemas.openxmlformats.org"
    main_names = f'xmlns="{schemas}/spreadsheetml/2006/main"'
    relations = f"{schemas}/officeDocument/2006/relationships"
    packages = f"{schemas}/package/2006"
    return {
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {main_names} xmlns:r="{relations}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet {main_names}><sheetData>{body}</sheetData>"
        "</worksheet>",
    }


def cells_of(name: str) -> list[list[object]]:
    """Give the cells that a spreadsheet makes of one of the files."""

    def cell(value: str) -> object:
        if value in ("true", "false"):
            return value == "true"
        try:
            return float(value.replace(",", "."))
        except ValueError:
            return value

    text = data_of(name).decode()
    header = text.splitlines()[0].split(";")
    return [list(header), *([cell(value) for value in row] for row in values_of(text))]


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_spreadsheet_itself(kind: str) -> None:
    """Numbers as numbers, TRUE and FALSE, a row of totals: the same lines."""
    table = [*cells_of("05-two-rates"), ["", "Total", *[""] * 8, 30.9, ""]]
    export = parse_export(sheet(table, kind))
    wanted = parse_export(data_of("05-two-rates"))
    assert (export.lines, export.left_out) == (wanted.lines, (5,))
    derived = parse_export(sheet(cells_of("18-weighed-800g"), kind)).lines
    assert derived == parse_export(data_of("18-weighed-800g")).lines


def test_a_spreadsheet_without_what_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says which extra; what is packed and no spreadsheet is no file of orders."""
    with pytest.raises(ExportError) as caught:
        parse_export(sheet([["x"]])[:200])
    assert caught.value.problem is ExportProblem.NOT_CSV
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(ExportError) as caught:
        parse_export(sheet(cells_of("05-two-rates")))
    assert caught.value.problem is ExportProblem.NO_SPREADSHEETS


# --- The command --------------------------------------------------------------------------------


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """French dates and hours; both wrong lines named; marked when they are wanted so."""
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(WRONG)
    base = ["--lang", "fr", "--user", "paul", "--database", str(tmp_path / "x.db")]
    when = ["--date", "20/11/2026", "--start", "18h", "--end", "19h30", "--place", "Salle"]
    bring_in = ["import", str(wrong), *when]
    assert main([*base, *bring_in]) == 2
    told = capsys.readouterr().err.replace("\xa0", " ")
    for part in ("AUBRY Lise", "20,20 €", "COLIN Zoé", "3,50 €", "10,50 €", "--as-stated"):
        assert part in told
    assert not (tmp_path / "x.db").exists()
    assert main([*base, *bring_in, "--as-stated"]) == 0
    assert capsys.readouterr().out.startswith("1 ")
    for command in (["report", "1"], ["basket", "1", "1"], ["export", "1", "attendance"]):
        assert main([*base, *command]) == 0
        assert "≠ selon le fichier" in capsys.readouterr().out
    assert main([*base, "distribution", "1", "--date", "21/11/2026", "--end", "20h"]) == 0
    assert "18:00–20:00, Salle" in capsys.readouterr().out
    assert main([*base, *bring_in, "--as-stated"]) == 2
    assert "--another" in capsys.readouterr().err
    assert main([*base, "check"]) == 0


def test_an_export_without_lines_is_none() -> None:
    """Only totals are no order."""
    with pytest.raises(ExportError) as caught:
        parse_export(as_text().encode() + b";;Total;;;;;;;;0;\r\n")
    assert caught.value.problem is ExportProblem.NO_LINES
