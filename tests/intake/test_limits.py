"""Whatever an import brings in can be proven, backed up and restored; what cannot is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cagette_tui.intake.cagette import parse_export
from cagette_tui.intake.export_problems import ExportError, ExportProblem
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.checking.backups import back_up, restore
from cagette_tui.model.checking.checking import check
from cagette_tui.model.store.database import close_database, open_database
from tests.world import START, World

HEADER = (
    "userId;userName;productName;ref;catalogName;catalogId;vendorId;price;quantity;fees;total;paid"
)


def exported(*lines: tuple[str, str, str]) -> bytes:
    """Write a file with these prices, quantities and totals, all of one member."""
    rows = [
        f'"7";"Zoé";"Produit {rank}";"r{rank}";"Catalogue";"1";"1";"{price}";"{quantity}";"";'
        f'"{total}";"false"'
        for rank, (price, quantity, total) in enumerate(lines)
    ]
    return "\n".join([HEADER, *rows, ""]).encode()


def occasion() -> Occasion:
    """Give tonight."""
    return Occasion(START.date(), START, START.replace(hour=20), "Salle")


@pytest.mark.sqlite_only
def test_the_largest_that_is_taken(world: World, database_file: Path, tmp_path: Path) -> None:
    """Hundreds of lines at the limit: all rules hold, and a backup of it is restored."""
    data = exported(*[("1000000", "1", "1000000"), ("10", "100000", "1000000")] * 500)
    import_export(world.desk, parse_export(data), occasion())
    assert check() == []
    copy = back_up(tmp_path / "copy.db", START)
    close_database()
    restore(database_file, copy, START)
    open_database(database_file)
    assert check() == []


@pytest.mark.parametrize(
    ("line", "column", "limit"),
    [
        (("1000001", "1", "1000001"), "price", 1_000_000),
        (("1", "100001", "100001"), "quantity", 100_000),
        (("1000000", "1000", "1000000000"), "total", 1_000_000_000),
    ],
)
def test_what_is_absurd_is_refused(line: tuple[str, str, str], column: str, limit: int) -> None:
    """The row, the column and the limit are said, and nothing comes in."""
    with pytest.raises(ExportError) as caught:
        parse_export(exported(("1", "1", "1"), line))
    problem = caught.value
    assert problem.problem is ExportProblem.NUMBER_TOO_LARGE
    assert (problem.row, problem.column, problem.limit) == (3, column, limit)
