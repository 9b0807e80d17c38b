"""Order lines out again: Cagette's own form byte for byte, and what comes of importing them."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagette_tui.intake.cagette import parse_export
from cagette_tui.intake.export_problems import COLUMNS
from cagette_tui.intake.formulas import is_formula, protected, unprotected
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.intake.records import values_of
from cagette_tui.model.acts.delivering import set_delivered, set_price, set_quantity
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.refusals import NotFound
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.papers.orders import orders_csv, orders_like_cagette, quoted
from cagette_tui.papers.report import report_facts
from tests.world import DATA, START, World, euros

NOW = START + timedelta(hours=1)


def again(folder: Path, text: str) -> dict[str, Any]:
    """Import a text for the same date and place into another database; give its report."""
    close_database()
    open_database(folder / "again.db")
    world = World()
    occasion = Occasion(START.date(), START, START + timedelta(minutes=90), "Salle Jeanne d'Arc")
    import_export(world.desk, parse_export(text.encode("utf-8")), occasion)
    return report_facts(1, NOW)


def rows(text: str) -> list[dict[str, str]]:
    """Read a CSV of ours as a spreadsheet does."""
    assert text.startswith("\ufeff")
    stream = io.StringIO(text[1:], newline="")
    return list(csv.DictReader(stream, delimiter=";", strict=True))


@pytest.mark.parametrize("day", ["2026-11-13", "2026-11-20"])
def test_an_untouched_import_comes_out_byte_for_byte(world: World, day: str) -> None:
    """Same order, same quoting, same numbers; `paid` is true for a line of nothing."""
    world.evening(day)
    file = DATA / f"Export-commandes-{day}-Cagette.csv"
    assert orders_like_cagette(1, NOW).encode() == file.read_bytes()


def test_importing_them_again_gives_the_same_baskets(world: World, tmp_path: Path) -> None:
    """Members, numbers, lines and totals, stated ones included (R4)."""
    world.evening()
    before = report_facts(1, NOW)
    after = again(tmp_path, orders_like_cagette(1, NOW))
    assert after["baskets"] == before["baskets"]
    assert after["totals"] == before["totals"]


def test_changed_lines_go_out_as_delivered(world: World, tmp_path: Path) -> None:
    """What Cagette will bill: delivered quantities, new prices; validated lines are paid (R41)."""
    product = world.product("10.00", "Poulet", weighed=True, fee="2.00")
    whole = world.product("4.30", "Brioche 400 g")
    one = world.basket(
        world.distribution(place="Salle Jeanne d'Arc"),
        world.member("BERNARD Hugo", "1479"),
        products=((product, "2"), (whole, "1"), (whole, "3")),
    )
    one = set_quantity(world.desk, one.lines[0].id, one.version, Decimal("1.855"))
    one = set_delivered(world.desk, one.lines[1].id, one.version, False)
    one = set_price(world.desk, one.lines[2].id, one.version, euros("4.00"))
    text, who = orders_like_cagette(1, NOW), '"1479";"BERNARD Hugo";'
    assert text.splitlines() == [
        ";".join(COLUMNS),
        f'{who}"Poulet";"1";"Catalogue 1";"1";"1";"10";"1.855";"0,37";"18,92";"false"',
        f'{who}"Brioche 400 g";"2";"Catalogue 2";"2";"2";"4,30";"0";"";"0";"true"',
        f'{who}"Brioche 400 g";"2";"Catalogue 2";"2";"2";"4";"3";"";"12";"false"',
    ]
    validate(world.desk, one.id, one.version, mode=Mode.CASH)
    paid = orders_like_cagette(1, NOW)
    assert paid == text.replace('"false"', '"true"')
    (basket,) = again(tmp_path, paid)["baskets"]
    assert basket["ordered"] == "30.92"
    assert [line["delivered"] for line in basket["lines"]] == ["1.855", "0", "3"]


def test_our_own_table(world: World) -> None:
    """One row per line: ordered, delivered, why, who and when, and of which evening."""
    world.evening("2026-11-13")
    sheet = read_sheet(1)
    first = sheet.baskets[0]
    set_delivered(world.desk, first.lines[0].id, first.version, False, note="=pourri")
    table = rows(orders_csv(1, NOW))
    assert len(table) == 75
    assert table[0] == {
        "evening": "1",
        "day": "2026-11-13",
        "place": "Salle Jeanne d'Arc",
        "number": "1",
        "member": "DE LA FONTAINE Maël",
        "member_ref": "1216",
        "product": "Poireaux 1 kg",
        "catalogue": "Légumes bio du Canal",
        "vendor": "",
        "ordered": "1",
        "delivered": "0",
        "price": "3.10",
        "fee": "0.00",
        "total": "0.00",
        "reason": "undelivered",
        "note": "'=pourri",
        "by": "paul",
        "at": "2026-11-20 19:00",
    }
    assert table[1]["delivered"] == "1.3"
    total = sum(Decimal(row["total"].replace(",", ".")) for row in table)
    assert total == sum((one.cost for one in read_sheet(1).baskets), Decimal(0))


HOSTILE = (
    "=1+1",
    "'=1+1",
    "''@x",
    "-10 % Tomates",
    'fin";"milieu',
    'Pain "cocotte"',
    '"',
    'a";',
    ";",
    '""doublé""',
    "deux\nlignes",
    "retour\rchariot",
    "\x1b[31mrouge",
    "\u202egnimac",
    "<script>alert(1)</script>",
    "é" * 10_000,
)


def test_hostile_names_come_back_as_they_were(world: World, tmp_path: Path) -> None:
    """No formula, no value that ends early, whatever a name is made of."""
    number = world.distribution(place="Salle Jeanne d'Arc")
    for rank, name in enumerate(HOSTILE):
        product = world.product("1.00", name)
        world.basket(number, world.member(f"{name} x", f"={rank}"), products=((product, "2"),))
    before = report_facts(1, NOW)
    text = orders_like_cagette(1, NOW)
    assert not any(value.startswith(("=", "@", "-")) for row in values_of(text) for value in row)
    after = again(tmp_path, text)
    assert after["baskets"] == before["baskets"]
    shown = json.dumps([row["product"] for row in rows(orders_csv(1, NOW))])
    assert "\\u001b" not in shown
    assert "\\u202e" not in shown


def test_a_member_unknown_to_cagette(world: World, tmp_path: Path) -> None:
    """Without a reference they go by # and our number, so that the lines can be read back."""
    world.basket(world.distribution(), world.member("LENOIR Zoé"), "3.00")
    (basket,) = again(tmp_path, orders_like_cagette(1, NOW))["baskets"]
    assert (basket["member"], basket["member_ref"], basket["ordered"]) == (
        "LENOIR Zoé",
        "#1",
        "3.00",
    )


def test_nothing_to_write(world: World) -> None:
    """A distribution without a line gives the header; one that is not there is refused."""
    world.distribution()
    assert orders_like_cagette(1, NOW) == ";".join(COLUMNS) + "\n"
    with pytest.raises(NotFound):
        orders_like_cagette(2, NOW)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@pytest.mark.long
@given(st.lists(st.tuples(*[TEXTS | st.sampled_from(HOSTILE[:12])] * 12), min_size=1, max_size=4))
def test_any_values_are_read_back(table: list[tuple[str, ...]]) -> None:
    """Unescaped quotes where they can be told apart, doubled ones where they cannot."""
    # What the first and last value of a row always hold.
    table = [("1", *row[1:-1], "true") for row in table]
    assert values_of(quoted(table)) == table


@pytest.mark.long
@given(TEXTS)
def test_protection_comes_off_again(text: str) -> None:
    """An apostrophe before a formula, and none after reading it."""
    assert unprotected(protected(text)) == text
    assert not protected(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert is_formula(text) or protected(text) == text
