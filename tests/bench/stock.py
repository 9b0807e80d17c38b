"""Databases and files to measure with: deterministic, built once, kept outside the repository.

All are made by the program's own acts, so that `check` holds for them: an import, a forced
validation and a closing for each evening.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from cagette_tui.clock import FixedClock
from cagette_tui.intake.cagette import Export, ExportLine
from cagette_tui.intake.importing import Occasion, import_export
from cagette_tui.model.acts.closing import certify
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.acts.settings import change_settings
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.kinds import SPOT_MODES, Mode
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.migrating import MIGRATIONS
from cagette_tui.money import line_fee, line_total
from tests.shortcuts import read_export

EVENING = datetime(2026, 11, 20, 18, 0)
PLACE = "Salle Jeanne d'Arc"
TONIGHT = Path(__file__).parents[1] / "intake" / "data" / "Export-commandes-2026-11-20-Cagette.csv"
YEARS = 10
_PAST_BASKETS = 60
_LINES = 10
_EVENINGS_A_YEAR = 50
# To be raised when other data are built.
_EDITION = 1


def store() -> Path:
    """Give the folder where built files are kept; they are built anew when the schema moves."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    schema = b"".join(path.read_bytes() for path in sorted(MIGRATIONS.glob("[0-9]*.py")))
    digest = hashlib.sha256(schema).hexdigest()[:12]
    folder = Path(cache) / "cagette-tui-bench" / f"{_EDITION}-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def history(years: int = YEARS) -> Path:
    """Give the database with the evening of tonight after some years of 50 evenings of 60."""
    return _kept(f"history-{years}.db", lambda: _build_history(years))


def evening() -> Path:
    """Give a database with nothing but the evening of tonight: 62 baskets."""
    return _kept("evening.db", lambda: _import_tonight(_desk(EVENING)))


def empty() -> Path:
    """Give a database with nothing in it."""
    return _kept("empty.db", lambda: None)


def crowd(baskets: int) -> Path:
    """Give a database with one distribution of tonight, of so many baskets of ten lines."""

    def build() -> None:
        import_export(_desk(EVENING), Export(tuple(_order(EVENING, baskets))), _occasion(EVENING))

    return _kept(f"crowd-{baskets}.db", build)


def export_file(lines: int) -> Path:
    """Give an export of so many lines, in Cagette's own form."""
    path = store() / f"export-{lines}.csv"
    if not path.exists():
        rows = [_written(line) for line in _order(EVENING, lines // _LINES)]
        header = "userId;userName;productName;ref;catalogName;catalogId;vendorId;price;quantity"
        path.write_text("\n".join([f"{header};fees;total;paid", *rows, ""]), encoding="utf-8")
    return path


@contextmanager
def opened(path: Path) -> Iterator[None]:
    """Open a database in this process."""
    open_database(path, create=False)
    try:
        yield
    finally:
        close_database()


def copied(source: Path, folder: Path, name: str) -> Path:
    """Copy a database to be worked with."""
    target = folder / f"{name}.db"
    for leftover in folder.glob(f"{name}.db*"):
        # Programs on the same file tell each other where they are in a folder beside it.
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    shutil.copy(source, target)
    return target


def desk_of_tonight() -> Desk:
    """Give the desk of a volunteer an hour after the start."""
    return _desk(EVENING + timedelta(hours=1))


def occasion_of_tonight() -> Occasion:
    """Say when and where the order of tonight is handed out."""
    return _occasion(EVENING)


def _kept(name: str, build: Callable[[], object]) -> Path:
    path = store() / name
    if not path.exists():
        unfinished = path.with_suffix(".part")
        for leftover in store().glob(f"{unfinished.name}*"):
            leftover.unlink()
        open_database(unfinished)
        # What is built once need not wait for what proves it.
        from cagette_tui.model.checking.checking import check

        try:
            build()
            broken = check()
            if broken:
                raise AssertionError(f"{name}: {broken[:3]}")
        finally:
            close_database()
        # One file, without a log beside it that a copy would miss.
        connection = sqlite3.connect(unfinished)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        unfinished.rename(path)
    return path


def _desk(now: datetime) -> Desk:
    return Desk("paul", FixedClock(now).now)


def _occasion(start: datetime) -> Occasion:
    return Occasion(start.date(), start, start + timedelta(minutes=90), PLACE)


def _build_history(years: int) -> None:
    """Play the evenings one by one; each is set-wise, whatever it holds."""
    evenings = years * _EVENINGS_A_YEAR
    first = EVENING - timedelta(weeks=52 * years)
    for rank in range(evenings):
        # Two weeks without in a year of 52.
        start = first + timedelta(weeks=rank + 2 * (rank // _EVENINGS_A_YEAR))
        _past_evening(start, SPOT_MODES[rank % len(SPOT_MODES)])
    _import_tonight(_desk(EVENING - timedelta(hours=2)))


def _past_evening(start: datetime, mode: Mode) -> None:
    desk = _desk(start + timedelta(hours=2))
    now = read_settings()
    # What nobody said how to pay is written in the first accepted mode (R42).
    modes = sorted(SPOT_MODES, key=lambda one: one is not mode)
    change_settings(desk, now, replace(now, accepted_modes=tuple(modes)))
    report = import_export(desk, Export(tuple(_order(start, _PAST_BASKETS))), _occasion(start))
    force(desk, plan_force(report.distribution_id))
    certify(desk, report.distribution_id)


def _import_tonight(desk: Desk) -> None:
    import_export(desk, read_export(TONIGHT), _occasion(EVENING))


def _order(start: datetime, baskets: int) -> Iterator[ExportLine]:
    """Draw the orders of an evening: members in turn, products at random, the same every time."""
    draw = Random(start.isoformat())
    row = 1
    for member in sorted(draw.sample(_people(max(2 * _PAST_BASKETS, baskets)), baskets)):
        for product in draw.sample(range(120), _LINES):
            row += 1
            yield _line(row, member, product, Decimal(draw.choice((1, 1, 1, 2, 3))))


@cache
def _people(count: int) -> list[tuple[str, str]]:
    """Give members, reference and name: first those who have a basket tonight."""
    tonight = {line.member_ref: line.member_name for line in read_export(TONIGHT).lines}
    others = {f"{50_000 + rank}": f"ADHÉRENT {rank} Camille" for rank in range(count)}
    return list({**tonight, **others}.items())[:count]


def _line(row: int, member: tuple[str, str], product: int, quantity: Decimal) -> ExportLine:
    catalogue = product // 12
    price = Decimal(150 + 37 * (product % 23)) / 100
    rate = Decimal("2.00") if catalogue % 3 == 1 else Decimal("0.00")
    return ExportLine(
        row=row,
        member_ref=member[0],
        member_name=member[1],
        product_name=f"Produit {product} 1 kg",
        product_ref=f"P{product}",
        catalogue_name=f"Catalogue {catalogue}",
        catalogue_ref=f"{200 + catalogue}",
        vendor_ref=f"{300 + catalogue}",
        price=price,
        quantity=quantity,
        fee=line_fee(quantity, price, rate),
        total=line_total(quantity, price, rate),
        fee_rate=rate,
        weighed=False,
    )


def _written(line: ExportLine) -> str:
    values = (
        line.member_ref,
        line.member_name,
        line.product_name,
        line.product_ref,
        line.catalogue_name,
        line.catalogue_ref,
        line.vendor_ref,
        str(line.price).replace(".", ","),
        str(line.quantity),
        str(line.fee).replace(".", ",") if line.fee_rate else "",
        str(line.total).replace(".", ","),
        "false",
    )
    return ";".join(f'"{value}"' for value in values)
