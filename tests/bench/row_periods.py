"""Papers of a period on the history, against the same sums by `sqlite3` alone and a start."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import stock
from tests.bench.context import Bench
from tests.bench.figures import Figure, compared, in_turn, milliseconds, timed
from tests.bench.wire import ROOT

_MEMBER = "50003"
# Two kinds of period: the last full month of the history, and its last year.
_SPANS = {"month": ("2026-10-01", "2026-10-31"), "year": ("2025-11-01", "2026-10-31")}
_MONEY = (
    "SELECT d.id, d.date, m.name, b.number, o.mode, o.amount, c.number FROM operation o"
    " JOIN distribution d ON d.id = o.distribution_id JOIN member m ON m.id = o.member_id"
    " LEFT JOIN basket b ON b.id = o.basket_id LEFT JOIN cheque c ON c.id = o.cheque_id"
    " WHERE d.date BETWEEN :first AND :last AND o.kind = 'payment' AND o.cancelled_at IS NULL"
)
_MODES = (
    "SELECT d.id, o.mode, SUM(o.amount) FROM operation o JOIN distribution d"
    " ON d.id = o.distribution_id WHERE d.date BETWEEN :first AND :last AND o.kind = 'payment'"
    " AND o.cancelled_at IS NULL AND NOT o.pending GROUP BY d.id, o.mode"
)
_GOODS = (
    "SELECT d.id, {what}, SUM(l.total), SUM(l.fee) FROM distribution d JOIN basket b"
    " ON b.distribution_id = d.id JOIN line l ON l.basket_id = b.id JOIN product p"
    " ON p.id = l.product_id JOIN catalogue k ON k.id = p.catalogue_id"
    " WHERE d.date BETWEEN :first AND :last AND b.cancelled_at IS NULL GROUP BY d.id, {what}"
)
_SHARES = (
    "SELECT d.id, p.name, b.number, l.ordered, l.delivered, l.total - l.fee FROM distribution d"
    " JOIN basket b ON b.distribution_id = d.id JOIN line l ON l.basket_id = b.id"
    " JOIN product p ON p.id = l.product_id WHERE d.date BETWEEN :first AND :last"
    " AND b.cancelled_at IS NULL ORDER BY d.id, p.name, b.number"
)
_DAYS = (
    "SELECT o.member_id AS member, d.date AS day, SUM(o.amount) AS moved FROM operation o"
    " JOIN distribution d ON d.id = o.distribution_id WHERE d.date <= :last"
    " AND o.cancelled_at IS NULL AND NOT o.pending GROUP BY 1, 2"
)
_DEBTS = (
    "SELECT member, MAX(CASE WHEN after < 0 AND after - moved >= 0 OR after > 0"
    " AND after - moved <= 0 THEN day END), SUM(moved) FROM (SELECT member, day, moved,"
    f" SUM(moved) OVER (PARTITION BY member ORDER BY day) AS after FROM ({_DAYS})) GROUP BY member"
)
_COUNTS = (
    "SELECT d.id, c.expected, c.counted FROM distribution d LEFT JOIN cash_count c"
    " ON c.distribution_id = d.id WHERE d.date BETWEEN :first AND :last"
)
_FEES = _GOODS.format(what="d.place")
_STATEMENT = (
    "SELECT d.date, o.kind, o.mode, o.amount FROM operation o JOIN member m ON m.id = o.member_id"
    f" JOIN distribution d ON d.id = o.distribution_id WHERE m.ref = '{_MEMBER}'"
    " AND d.date <= :last AND o.cancelled_at IS NULL ORDER BY d.date"
)
# What each kind of paper adds up, as somebody would who had nothing but `sqlite3`.
_SUMS: dict[str, tuple[str, ...]] = {
    "payments": (_MONEY,),
    "takings": (_MODES,),
    "vat": (_GOODS.format(what="p.vat_rate"),),
    "producers": (_GOODS.format(what="k.vendor_id"),),
    "fees": (_FEES,),
    "debts": (_DEBTS,),
    "memberships": (_MODES + " HAVING MAX(o.membership_id)",),
    "deposits": ("SELECT * FROM deposit WHERE day BETWEEN :first AND :last",),
    "box": (_MODES, _COUNTS),
    "statement": (_STATEMENT,),
    "preparation": (_SHARES,),
    "ledger": (_MODES, _GOODS.format(what="k.vendor_id"), _COUNTS),
    "glance": (_MODES, _COUNTS, f"{_DAYS} ORDER BY 2"),
}


def periods(bench: Bench) -> Iterator[Figure]:
    """Time each kind of paper as a command; what is told are the worst of a month, of a year."""
    empty = bench.copy(stock.empty(), "no-history")
    stock_of = bench.copy(bench.history, "papers")
    start = _Start(bench, empty)
    for name, span in _SPANS.items():
        worst: tuple[float, Figure] | None = None
        for kind, sums in _SUMS.items():
            # Of a whole year that has been, nobody fills baskets any more.
            if kind == "preparation" and name == "year":
                continue
            figure = _one(bench, stock_of, start, (name, kind), span, sums)
            print(f"  {figure.what}: {figure.ratio:.2f} ×", file=sys.stderr, flush=True)
            if worst is None or (figure.ratio or 0) > worst[0]:
                worst = (figure.ratio or 0, figure)
        if worst is not None:
            yield worst[1]


class _Start:
    """The start of the program: the same command where there is nothing to tell."""

    def __init__(self, bench: Bench, empty: Path) -> None:
        self._bench, self._empty = bench, empty

    def seconds(self) -> float:
        """Time it once."""
        return timed(lambda: _export(self._bench, self._empty, "deposits", _SPANS["month"]))


def _one(
    bench: Bench,
    database: Path,
    start: _Start,
    what: tuple[str, str],
    span: tuple[str, str],
    sums: tuple[str, ...],
) -> Figure:
    name, kind = what

    def ours() -> float:
        return timed(lambda: _export(bench, database, kind, span))

    def by_hand() -> float:
        return start.seconds() + timed(lambda: _add_up(database, sums, span))

    medians = in_turn(bench.runs(7), ours, by_hand)
    but = ", but for preparation" if name == "year" else ""
    told = f"the slowest paper of a {name}{but}, history of {bench.years}: {kind}"
    against = "start, and the same sums by sqlite3 alone"
    return compared(told, against, medians, 1.5, milliseconds)


def _export(bench: Bench, database: Path, kind: str, span: tuple[str, str]) -> None:
    words = ["export", "--from", span[0], "--to", span[1], kind]
    words += ["--member", _MEMBER] if kind == "statement" else []
    options = ["--read-only", "--database", str(database), "--now", "2026-11-20T19:00"]
    subprocess.run(
        [sys.executable, "-m", "cagette_tui", *options, *words],
        cwd=ROOT,
        env=bench.environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _add_up(database: Path, sums: tuple[str, ...], span: tuple[str, str]) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for query in sums:
        connection.execute(query, {"first": span[0], "last": span[1]}).fetchall()
    connection.close()
