"""Files that are right by Cagette's own rules: every one is read, kept and written back (R4)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cagette_tui.intake.cagette import parse_export
from cagette_tui.intake.importing import Occasion, import_export, known_rates, known_weighed
from cagette_tui.intake.records import values_of
from cagette_tui.model.acts.delivering import set_delivered
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.baskets import read_basket, read_sheet
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.papers.orders import orders_like_cagette
from tests.intake.right_files import RightFile, right_file
from tests.shares import parts
from tests.sheet.page import taken_back
from tests.world import World, dump

pytestmark = pytest.mark.sqlite_only
START = datetime(2026, 11, 20, 18, 0)
OCCASION = Occasion(date(2026, 11, 20), START, START.replace(hour=20), "Salle")


@pytest.fixture(scope="module")
def open_world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give an empty database for the whole module: each file is taken back."""
    path = tmp_path_factory.mktemp("right") / "empty.db"
    shutil.copy(template, path)
    open_database(path)
    yield World()
    close_database()


def try_file(world: World, right: RightFile) -> None:
    """Bring a file in twice, write it back, change a line and put it back."""
    data = right.text.encode()
    with taken_back():
        report = import_export(world.desk, parse_export(data), OCCASION)
        sheet = read_sheet(report.distribution_id)
        for basket in sheet.baskets:
            assert str(basket.cost) == f"{right.totals[basket.member_ref or '']:.2f}"
            assert -basket.cost == world.balance(basket)
        before = dump()
        again = parse_export(data, known_rates(), known_weighed())
        assert not import_export(world.desk, again, OCCASION).changed
        assert dump() == before
        written = orders_like_cagette(report.distribution_id, START)
        # Basket by basket, as the file is.
        assert values_of(written) == right.rows
        _put_back(world, report.distribution_id)
        assert check() == []


def _put_back(world: World, number: int) -> None:
    """R30, R4: a line that is delivered after all costs what its file states."""
    for basket in read_sheet(number).baskets[:2]:
        line = basket.lines[0]
        after = set_delivered(world.desk, line.id, basket.version, False)
        assert after.lines[0].total == 0
        after = set_delivered(world.desk, line.id, after.version, True)
        assert after.lines[0].total == line.total
        assert read_basket(basket.id).cost == basket.cost


def test_some_files(open_world: World) -> None:
    """Some of them, the same each time."""
    for seed in range(12):
        try_file(open_world, right_file(seed))


@pytest.mark.long
@pytest.mark.parametrize("part", parts(20))
def test_many_files(open_world: World, part: int) -> None:
    """Two thousand of them."""
    for seed in range(1000 + part * 100, 1100 + part * 100):
        try_file(open_world, right_file(seed))


def test_the_totals_are_whole() -> None:
    """The generator itself says what Cagette says."""
    right = right_file(7)
    stated = sum(Decimal(row[10].replace(",", ".")) for row in right.rows)
    assert f"{sum(right.totals.values()):.2f}" == f"{stated:.2f}"
