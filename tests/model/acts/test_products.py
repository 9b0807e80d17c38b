"""VAT rates, producers' names and what is weighed are data (R53)."""

from __future__ import annotations

import pytest

from cagette_tui.intake.products import ProductsError, ProductsProblem, parse_products
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.products import NoSuchProduct, describe_products
from cagette_tui.model.acts.undoing import last_act, undo
from cagette_tui.model.acts.validating import validate
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_sheet
from cagette_tui.model.reading.evenings import read_evening
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.takings import vat, vendors
from cagette_tui.papers.products_table import products_csv
from tests.world import World, refused

HEADER = "catalogue_ref;catalogue;producer_ref;producer;product_ref;product;vat;weighed\n"


def _table(*rows: str) -> bytes:
    return (HEADER + "".join(f"{row}\n" for row in rows)).encode()


def _rates(number: int) -> list[tuple[str, bool]]:
    return [(str(row.rate), row.assumed) for row in vat(read_sheet(number))]


def test_a_file_out_and_in(world: World) -> None:
    """R53: what it wrote changes nothing; a rate for the catalogue, another for one product."""
    basket = world.one_basket("4.00", "5.00")
    number = basket.distribution_id
    assert _rates(number) == [("5.50", True)]
    same = describe_products(world.desk, parse_products(products_csv().encode()))
    assert (same.products, same.producers) == (0, 0)
    first, second = read_sheet(number).baskets[0].lines
    rows = parse_products(_table("2;;2;Ferme Ü;;;20;", "3;;;;3;;5,5 %;oui"))
    assert {first.product, second.product} == {"Produit 2 1 kg", "Produit 3 1 kg"}
    done = describe_products(world.desk, rows)
    assert (done.products, done.producers) == (2, 1)
    assert _rates(number) == [("5.50", False), ("20.00", False)]
    assert [row.vendor for row in vendors(read_sheet(number))] == ["Catalogue 3", "Ferme Ü"]
    assert check() == []
    undo(world.desk, last_act(world.desk.who).act)
    assert _rates(number) == [("5.50", True)]
    assert check() == []


def test_certified_evenings_keep_theirs(world: World) -> None:
    """R46: rates and names said later are no news of that evening."""
    basket = world.one_basket("4.00")
    number = basket.distribution_id
    validate(world.desk, basket.id, basket.version, mode=Mode.CASH)
    certify(world.desk, number)
    before = vat(read_evening(number).sheet), vendors(read_evening(number).sheet)
    describe_products(world.desk, parse_products(_table("2;;;Ferme;;;20;")))
    assert (vat(read_evening(number).sheet), vendors(read_evening(number).sheet)) == before
    assert check() == []


def test_the_product_wins_over_its_catalogue(world: World) -> None:
    """Whatever their order in the file."""
    number = world.one_basket("4.00").distribution_id
    rows = parse_products(_table("2;;;;2;;10;", "2;;;;;;20;", ";;2;;;;5,5;"))
    describe_products(world.desk, rows)
    assert _rates(number) == [("10.00", False)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2;;;;;;cent;", ProductsProblem.RATE),
        ("2;;;;;;100;", ProductsProblem.RATE),
        ("2;;;;;;-5;", ProductsProblem.RATE),
        ("2;;;;;;;peut-être", ProductsProblem.WEIGHED),
        (";;;;;Pain;5,5;", ProductsProblem.NOTHING),
        ("2;;;;", ProductsProblem.FIELDS),
        ("2;;;a\x1b[2J;;;;", ProductsProblem.NAME),
    ],
)
def test_what_is_wrong_is_named(row: str, problem: ProductsProblem) -> None:
    """With the line."""
    with pytest.raises(ProductsError) as caught:
        parse_products(_table("2;;;;;;5,5;", row))
    assert (caught.value.problem, caught.value.row) == (problem, 3)


def test_nothing_half_done(world: World) -> None:
    """A line about nothing that is there: all is as it was."""
    world.one_basket("4.00")
    rows = parse_products(_table("2;;;;;;20;", "99;;;;;;20;"))
    assert refused(NoSuchProduct, lambda: describe_products(world.desk, rows)).row == 3
