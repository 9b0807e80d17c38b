"""Bringing exports in: once, again, corrected (R4, R7, R12, R33)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from peewee import DatabaseError

from cagette_tui.intake.cagette import Export, ExportLine
from cagette_tui.intake.export_problems import NothingLeft, UnknownCatalogue
from cagette_tui.intake.importing import (
    ImportReport,
    LineNote,
    Occasion,
    import_export,
)
from cagette_tui.model.acts.absence import mark_absent
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.delivering import set_delivered, set_price, set_quantity
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.paying import receive
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode, Reason
from cagette_tui.model.rules.refusals import DistributionIsCertified
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.tables.base import database
from tests.shortcuts import read_export
from tests.world import DATA, World, dump, euros, refused

DAY = date(2026, 11, 20)
OCCASION = Occasion(DAY, datetime(2026, 11, 20, 18), datetime(2026, 11, 20, 19, 30), "Salle")
WHOLE = read_export(DATA / "Export-commandes-2026-11-20-Cagette.csv")

Edit = Callable[[list[ExportLine]], list[ExportLine]]


def bring(world: World, export: Export = WHOLE, without: tuple[str, ...] = ()) -> ImportReport:
    """Import into tonight's distribution."""
    return import_export(world.desk, export, OCCASION, without)


def edited(change: Edit) -> Export:
    """Return the export with some lines otherwise."""
    return Export(tuple(change(list(WHOLE.lines))))


def costs() -> dict[str | None, Decimal]:
    """Return what each member's basket costs."""
    return {basket.member_ref: basket.cost for basket in read_sheet(1, lines=False).baskets}


@pytest.mark.parametrize(
    ("day", "lines", "baskets"), [("2026-11-20", 614, 62), ("2026-11-13", 75, 8)]
)
def test_the_exports(world: World, day: str, lines: int, baskets: int) -> None:
    """Totals to the cent, member by member, as computed apart; all to be paid on the spot."""
    report = world.evening(day)
    expected = json.loads((DATA / f"expected-{day}.json").read_text(encoding="utf-8"))
    assert (report.lines, report.baskets) == (lines, baskets)
    assert str(report.total) == expected["total"]
    sheet = read_sheet(report.distribution_id)
    assert {one.member_ref: str(one.cost) for one in sheet.baskets} == {
        ref: member["total"] for ref, member in expected["members"].items()
    }
    assert [one.number for one in sheet.baskets] == list(range(1, baskets + 1))
    assert all(one.on_the_spot and one.pending == one.cost for one in sheet.baskets)
    assert check() == []


def test_the_resaved_file_gives_the_same(world: World, template: Path, tmp_path: Path) -> None:
    """A spreadsheet's copy gives exactly what the original gives."""
    world.evening("2026-11-13")
    original = dump()
    close_database()
    path = tmp_path / "resaved.db"
    path.write_bytes(template.read_bytes())
    open_database(path)
    world.evening("2026-11-13", "Export-commandes-2026-11-13-resaved-by-a-spreadsheet.csv")
    assert dump() == original


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    """Not even the journal."""
    bring(world)
    before = dump()
    report = bring(world)
    assert not report.changed
    assert dump() == before


def test_a_corrected_file(world: World) -> None:
    """Quantity, price, a new line, a line less, a new member: as if it had been the first."""

    def correct(lines: list[ExportLine]) -> list[ExportLine]:
        first = lines[0]
        lines[0] = replace(first, quantity=Decimal(4), total=first.price * 4)
        del lines[5]
        lines.insert(3, replace(lines[3], product_name="Nouveau 1 kg", product_ref="NEW"))
        last = replace(lines[-1], member_ref="9999", member_name="ÉLUARD Nusch")
        return [*lines, last]

    bring(world)
    numbers = {one.member_ref: one.number for one in read_sheet(1).baskets}
    corrected = edited(correct)
    report = bring(world, corrected)
    assert (report.changed, report.left_alone, report.vanished) == (True, [], [])
    assert [note.number for note in report.updated] == [1, 1]
    assert len(report.removed) == 1
    assert report.new_baskets == [LineNote(63, "ÉLUARD Nusch")]
    after = read_sheet(1)
    assert {one.member_ref: one.number for one in after.baskets} == {**numbers, "9999": 63}
    totals: dict[str | None, Decimal] = {}
    for line in corrected.lines:
        totals[line.member_ref] = totals.get(line.member_ref, Decimal(0)) + line.total
    assert costs() == totals
    first = [line.product for line in after.baskets[0].lines]
    assert first == [one.product_name for one in corrected.lines if one.member_ref == "1479"]
    assert check() == []


def test_what_volunteers_touched_is_left_alone(world: World) -> None:
    """R33: validated, paid and absent baskets as a whole; lines that were changed."""
    bring(world)
    validated, paid, absent, lines = read_sheet(1).baskets[:4]
    validate(world.desk, validated.id, validated.version, mode=Mode.CASH)
    receive(world.desk, paid.id, paid.version, Mode.CARD)
    mark_absent(world.desk, absent.id, absent.version, release=False)
    changed = set_delivered(world.desk, lines.lines[0].id, lines.version, False)
    changed = set_quantity(world.desk, lines.lines[1].id, changed.version, Decimal(7))
    set_price(world.desk, lines.lines[2].id, changed.version, euros("9.00"))
    before = costs()

    def one_more(export: list[ExportLine]) -> list[ExportLine]:
        return [
            replace(line, quantity=line.quantity + 1, total=line.total + line.price)
            if line.fee == 0 and line.quantity
            else line
            for line in export
        ]

    report = bring(world, edited(one_more))
    whole = {note.number for note in report.left_alone if note.product is None}
    assert whole == {1, 2, 3}
    products = [note.product for note in report.left_alone if note.product is not None]
    free = [line.product for line in lines.lines[:3] if not line.fee]
    assert products == free
    after = costs()
    for basket in (validated, paid, absent):
        assert after[basket.member_ref] == before[basket.member_ref]
    kept = read_sheet(1).baskets[3].lines
    assert (kept[0].delivered, kept[0].reason) == (0, Reason.UNDELIVERED)
    assert kept[1].delivered == 7
    assert check() == []


def test_baskets_that_vanished_are_reported(world: World) -> None:
    """They stay, with their numbers."""
    bring(world)
    gone = read_sheet(1).baskets[4]
    without = edited(lambda lines: [one for one in lines if one.member_ref != gone.member_ref])
    report = bring(world, without)
    assert report.vanished == [LineNote(gone.number, gone.member)]
    assert len(read_sheet(1).baskets) == 62
    assert not report.changed


def test_catalogues_left_out(world: World) -> None:
    """--without: those lines are not read; an unknown one is refused, and all of them too."""
    report = bring(world, without=("104", "118"))
    assert report.lines == 614 - 79 - 77
    told = refused(UnknownCatalogue, lambda: bring(world, without=("999",)))
    assert told.ref == "999"
    every = tuple({line.catalogue_ref for line in WHOLE.lines})
    refused(NothingLeft, lambda: bring(world, without=every))


def test_a_certified_distribution_is_refused(world: World) -> None:
    """R43."""
    bring(world)
    force(world.desk, plan_force(1))
    certify(world.desk, 1)
    refused(DistributionIsCertified, lambda: bring(world))


def test_another_time_for_the_same_evening(world: World) -> None:
    """Found again by date and place: the hours are corrected, nothing is doubled."""
    bring(world)
    later = replace(OCCASION, starts_at=datetime(2026, 11, 20, 18, 30))
    report = import_export(world.desk, WHOLE, later)
    assert (report.distribution_id, report.changed) == (1, True)
    assert read_sheet(1).distribution.starts_at == later.starts_at
    halle = replace(OCCASION, place="Halle")
    elsewhere = import_export(world.desk, WHOLE, halle, another=True)
    assert elsewhere.distribution_id == 2


@pytest.mark.parametrize("table", ["line", "operation", "journal", "basket", "member"])
def test_all_or_nothing(world: World, table: str) -> None:
    """The database fails in the middle: nothing came in."""
    before = dump()
    database.execute_sql(
        f"CREATE TRIGGER broken BEFORE INSERT ON {table} "
        f"WHEN (SELECT count(*) FROM {table}) = 30 BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(DatabaseError):
        bring(world)
    assert dump() == before


def test_homonyms_are_two_members(world: World) -> None:
    """Two members of one name: the reference tells them apart."""
    both = [replace(WHOLE.lines[0], member_ref=ref, member_name="MARTIN Anaïs") for ref in "12"]
    bring(world, Export(tuple(both)))
    baskets = read_sheet(1).baskets
    assert [(one.number, one.member_ref) for one in baskets] == [(1, "1"), (2, "2")]


def test_cancelled_before_the_distribution(world: World) -> None:
    """Quantity 0: a line of total 0, both quantities 0, reason cancelled."""
    bring(world)
    lines = [one for basket in read_sheet(1).baskets for one in basket.lines if not one.ordered]
    assert len(lines) == sum(1 for line in WHOLE.lines if not line.quantity) > 0
    assert {(one.delivered, one.total, one.reason) for one in lines} == {(0, 0, Reason.CANCELLED)}


def test_two_products_under_one_reference(world: World) -> None:
    """References need not be unique in Cagette: names tell them apart, again and again."""
    one = replace(WHOLE.lines[0], product_ref="X", product_name="Poireaux 1 kg")
    two = replace(one, product_name="Poireaux 500 g")
    both = Export((one, two))
    bring(world, both)
    before = dump()
    assert [line.product for line in read_sheet(1).baskets[0].lines] == [
        "Poireaux 1 kg",
        "Poireaux 500 g",
    ]
    bring(world, both)
    assert dump() == before


def test_a_new_name_for_a_reference(world: World) -> None:
    """One product under a reference: a new name is a new name of it."""
    one = replace(WHOLE.lines[0], product_ref="X", product_name="Poireau 1 kg")
    bring(world, Export((one,)))
    bring(world, Export((replace(one, product_name="Poireaux 1 kg"),)))
    assert [line.product for line in read_sheet(1).baskets[0].lines] == ["Poireaux 1 kg"]
    assert check() == []
