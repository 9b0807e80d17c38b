"""Work without a screen, against the same work with `sqlite3` and `csv` alone, in this process."""

from __future__ import annotations

import csv
import gc
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cagette_tui.intake.cagette import export_bytes, parse_export
from cagette_tui.intake.importing import import_export
from cagette_tui.model.acts.forcing import force, plan_force
from cagette_tui.model.checking.checking import check
from tests.bench import stock
from tests.bench.context import Bench
from tests.bench.figures import Figure, compared, in_turn, milliseconds, timed

_CROWD = 1000
_LINES = 10_000
_ONE = 1  # the only distribution of those databases
Rows = list[tuple[Any, ...]]


def forcing(bench: Bench) -> Iterator[Figure]:
    """Forced validation of 1,000 baskets, against writing the same rows."""
    before = stock.crowd(_CROWD)

    def ours() -> float:
        with stock.opened(bench.copy(before, "forced")):
            plan = plan_force(_ONE)
            gc.collect()
            return timed(lambda: force(stock.desk_of_tonight(), plan))

    ours()
    changes = _Changes(before, bench.folder / "forced.db")

    def raw() -> float:
        return changes.written_to(bench.copy(before, "raw"))

    medians = in_turn(bench.runs(11), ours, raw)
    what = f"forced validation of {_CROWD} baskets"
    yield compared(what, "the same rows by sqlite3 alone", medians, 10, milliseconds)


class _Changes:
    """The rows that differ between two databases, to be written by hand."""

    def __init__(self, before: Path, after: Path) -> None:
        connection = sqlite3.connect(after)
        connection.execute("ATTACH ? AS old", (str(before),))
        self._rows: dict[str, Rows] = {}
        for table in ("operation", "journal"):
            query = f"SELECT * FROM {table} WHERE id NOT IN (SELECT id FROM old.{table})"
            self._rows[table] = connection.execute(query).fetchall()
        changed = "SELECT validated_at, validated_by, on_the_spot, version, id FROM basket"
        self._baskets = connection.execute(changed).fetchall()
        connection.close()

    def written_to(self, database: Path) -> float:
        """Write them in one durable transaction; give the seconds it takes."""
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute("PRAGMA synchronous = full")
        connection.execute("PRAGMA foreign_keys = 1")
        seconds = timed(lambda: self._write(connection))
        connection.close()
        return seconds

    def _write(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for table, rows in self._rows.items():
            _insert(connection, table, rows)
        columns = "validated_at = ?, validated_by = ?, on_the_spot = ?, version = ?"
        connection.executemany(f"UPDATE basket SET {columns} WHERE id = ?", self._baskets)
        connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def checking(bench: Bench) -> Iterator[Figure]:
    """`check` on the history, against reading every row once."""

    def ours() -> float:
        with stock.opened(bench.history):
            gc.collect()
            seconds = timed(lambda: _must_be_clean())
        return seconds

    def raw() -> float:
        gc.collect()
        return timed(lambda: _read_all(bench.history))

    medians = in_turn(3 if bench.quick else 5, ours, raw)
    what = f"check on the history of {bench.years}"
    yield compared(what, "reading every row once by sqlite3", medians, 5, milliseconds)


def _must_be_clean() -> None:
    broken = check()
    if broken:
        raise AssertionError(str(broken[:3]))


def _read_all(database: Path) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    count = 0
    for (table,) in tables:
        count += sum(1 for _row in connection.execute(f"SELECT * FROM {table}"))
    connection.close()
    return count


def importing(bench: Bench) -> Iterator[Figure]:
    """Import of a 10,000-line export, against `csv` and `sqlite3` alone."""
    path = stock.export_file(_LINES)
    empty = stock.empty()

    def ours() -> float:
        with stock.opened(bench.copy(empty, "imported")):
            gc.collect()
            return timed(lambda: _import(path))

    def raw() -> float:
        target = bench.copy(empty, "by-hand")
        gc.collect()
        return timed(lambda: _import_by_hand(path, target))

    medians = in_turn(bench.runs(9), ours, raw)
    what = f"import of a {_LINES}-line export"
    yield compared(what, "csv and sqlite3 alone", medians, 5, milliseconds)


def _import(path: Path) -> None:
    export = parse_export(export_bytes(path))
    import_export(stock.desk_of_tonight(), export, stock.occasion_of_tonight())


def _import_by_hand(path: Path, database: Path) -> None:
    """Write the lines, the orders and what they refer to: no rule, no journal."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = full")
    connection.execute("PRAGMA foreign_keys = 1")
    connection.execute("BEGIN IMMEDIATE")
    occasion = ("2026-11-20", "Salle", "2026-11-20 18:00:00", "2026-11-20 19:30:00")
    columns = "(id, date, place, starts_at, ends_at, cash_float)"
    connection.execute(f"INSERT INTO distribution {columns} VALUES (1, ?, ?, ?, ?, 0)", occasion)
    _things_by_hand(connection, rows)
    _lines_by_hand(connection, rows)
    connection.execute("COMMIT")
    connection.close()


def _things_by_hand(connection: sqlite3.Connection, rows: list[dict[str, str]]) -> None:
    members = {row["userId"]: row["userName"] for row in rows}
    vendors = {row["vendorId"]: None for row in rows}
    catalogues = {row["catalogId"]: (row["catalogName"], row["vendorId"]) for row in rows}
    products = {(row["catalogId"], row["ref"]): row for row in rows}
    connection.executemany("INSERT INTO member (ref, name) VALUES (?, ?)", members.items())
    connection.executemany("INSERT INTO vendor (ref) VALUES (?)", [(ref,) for ref in vendors])
    connection.executemany(
        "INSERT INTO catalogue (ref, name, fee_rate, vendor_id) "
        "SELECT ?, ?, 0, id FROM vendor WHERE ref = ?",
        [(ref, *rest) for ref, rest in catalogues.items()],
    )
    connection.executemany(
        "INSERT INTO product (ref, name, price, vat_rate, weighed, catalogue_id) "
        "SELECT ?, ?, ?, 550, 0, id FROM catalogue WHERE ref = ?",
        [
            (ref, row["productName"], _cents(row["price"]), catalogue)
            for (catalogue, ref), row in products.items()
        ],
    )


def _lines_by_hand(connection: sqlite3.Connection, rows: list[dict[str, str]]) -> None:
    members = dict(connection.execute("SELECT ref, id FROM member"))
    query = "SELECT catalogue.ref, product.ref, product.id FROM product JOIN catalogue"
    query += " ON catalogue.id = product.catalogue_id"
    products = {(catalogue, ref): number for catalogue, ref, number in connection.execute(query)}
    refs = {ref: rank for rank, ref in enumerate(dict.fromkeys(row["userId"] for row in rows), 1)}
    connection.executemany(
        "INSERT INTO basket (id, distribution_id, member_id, number, version, on_the_spot,"
        " by_coordinator, absent) VALUES (?, 1, ?, ?, 1, 1, 0, 0)",
        [(rank, members[ref], rank) for ref, rank in refs.items()],
    )
    costs = dict.fromkeys(refs, 0)
    lines = []
    for row in rows:
        price, total, fee = (_cents(row[name]) for name in ("price", "total", "fees"))
        quantity = round(float(row["quantity"]) * 1000)
        costs[row["userId"]] += total
        product = products[row["catalogId"], row["ref"]]
        basket = refs[row["userId"]]
        lines.append((basket, product, quantity, quantity, price, fee, total, price, fee, total))
    connection.executemany(
        "INSERT INTO line (basket_id, product_id, position, ordered, delivered, price, fee_rate,"
        " fee, total, stated_price, stated_fee, stated_total, weight_confirmed)"
        " VALUES (?, ?, 1, ?, ?, ?, 0, ?, ?, ?, ?, ?, 0)",
        lines,
    )
    connection.executemany(
        "INSERT INTO operation (act, member_id, kind, basket_id, distribution_id, amount, pending,"
        " created_at, created_by) VALUES (1, ?, 'order', ?, 1, ?, 0, '2026-11-20', 'paul')",
        [(members[ref], refs[ref], -cost) for ref, cost in costs.items()],
    )


def _cents(text: str) -> int:
    return round(float(text.replace(",", ".") or 0) * 100)


def opening(bench: Bench) -> Iterator[Figure]:
    """Opening a distribution of 1,000 baskets, against one of 60, on the terminal."""

    def opened(baskets: int) -> float:
        with bench.ours(stock.crowd(baskets)) as wire:
            wire.settled()
            answer = wire.press("\r", quiet=0.5)
            wire.must_show(f"1/{baskets}")
        return answer.seconds

    def at_least(baskets: int) -> float:
        with bench.bare_evening(bench.copy(stock.crowd(baskets), "opened")) as wire:
            wire.settled()
            answer = wire.press("o", quiet=0.5)
            wire.must_show(f"{baskets} paniers.")
        return answer.seconds

    def both(read: Callable[[int], float]) -> tuple[Callable[[], float], Callable[[], float]]:
        return lambda: read(_CROWD), lambda: read(60)

    many, few, many_least, few_least = in_turn(bench.runs(11), *both(opened), *both(at_least))
    what = f"opening a distribution of {_CROWD} baskets"
    yield compared(what, "one of 60", (many, few), 1.4, milliseconds)
    peer = "sqlite3 and Textual's own table, no rule"
    yield compared(what, peer, (many, many_least), None, milliseconds)
    yield compared("that peer", "its own 60", (many_least, few_least), None, milliseconds)
