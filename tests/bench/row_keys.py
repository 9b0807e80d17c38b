"""What a key costs: bytes, and the time until it is on the screen and on the disk for good."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median

from tests.bench import stock
from tests.bench.context import Bench
from tests.bench.figures import Figure, at_most, compared, milliseconds, octets, percent
from tests.bench.journal import CASH_BOX, journal_of, last_evenings
from tests.bench.wire import DOWN, UP, Wire

_MOVES = 60
_BASKETS = 62
_WITH_PANE = 700
_FORMER = 475
"""Bytes of a cursor move in hledger-ui as the issue gives them, where it is not installed."""


def moving(bench: Bench) -> Iterator[Figure]:
    """Bytes per cursor move, mean over 60."""
    with bench.ours(bench.copy(stock.evening(), "moving")) as wire:
        _to_the_baskets(wire)
        ours = mean(wire.press(DOWN).size for _ in range(_MOVES))
        wire.must_show("61/62")
    with bench.ours(bench.copy(stock.evening(), "moving-wide"), (120, 35)) as wire:
        _to_the_baskets(wire)
        wide = mean(wire.press(DOWN).size for _ in range(_MOVES))
    peer = _moves_of_hledger(bench)
    what = "bytes per cursor move, mean over 60"
    yield at_most(what, ours, _FORMER, octets)
    yield at_most("… at 120×35, with what is in the basket beside", wide, _WITH_PANE, octets)
    if peer is None:
        yield Figure(what, octets(ours), "hledger-ui: not installed here")
    else:
        yield compared(what, "hledger-ui, a list of payments", (ours, peer), 1, octets)
    with bench.bare() as wire:
        wire.settled()
        floor = mean(wire.press(DOWN).size for _ in range(_MOVES))
    yield compared(what, "bare Textual app", (ours, floor), None, octets)


def _moves_of_hledger(bench: Bench) -> float | None:
    journal = journal_of(bench.history, bench.folder / "payments.journal")
    period = last_evenings(bench.history, _BASKETS)
    wire = bench.hledger("-f", str(journal), f"--register={CASH_BOX}", period)
    if wire is None:
        return None
    with wire:
        wire.settled(quiet=1)
        # It shows the end of its list first.
        sizes = [wire.press(UP).size for _ in range(_MOVES)]
        if not all(sizes):
            raise AssertionError(f"the cursor stands still in hledger-ui:\n{wire.text}")
    return mean(sizes)


def one_key(bench: Bench) -> Iterator[Figure]:
    """Bytes per one-key act, mean over all 62; the list turns pages."""
    with bench.ours(bench.copy(stock.evening(), "one-key")) as wire:
        _to_the_baskets(wire)
        sizes = [wire.press("E", quiet=0.4).size for _ in range(_BASKETS)]
        wire.must_show("V certifie")
    yield at_most(
        "bytes for one-key receive, validate, next, mean over 62", mean(sizes), 700, octets
    )


def acting(bench: Bench) -> Iterator[Figure]:
    """Seconds from a key to the last byte it caused, once that is durable."""
    long = bench.copy(bench.history, "acting-history")
    short = bench.copy(stock.evening(), "acting")
    least = bench.copy(stock.evening(), "acting-least")
    with (
        bench.bare() as floor,
        bench.ours(long) as with_past,
        bench.ours(short) as without,
        bench.bare_evening(least) as toolkit,
    ):
        floor.settled()
        for wire in (with_past, without):
            _to_the_baskets(wire)
        toolkit.settled()
        toolkit.press("o", quiet=0.4)
        toolkit.must_show("62 paniers.")
        watches = [_Watch(long), _Watch(short), _Watch(least)]
        times: list[list[float]] = [[], [], [], []]
        for turn in range(_BASKETS):
            # Within the first screen of the bare app nothing scrolls: its cheapest moves.
            times[0].append(floor.press(DOWN if turn // 15 % 2 == 0 else UP).seconds)
            for place, wire in enumerate((with_past, without, toolkit)):
                times[place + 1].append(watches[place].act(wire, turn + 1))
    move, history, plain, bare = map(median, times)
    what = "key to repainted and durable, one-key receive and validate"
    against = "a cursor move of the bare app"
    yield compared(f"{what}, {bench.years}", against, (history, move), 2.3, milliseconds)
    yield compared("the same", "without history", (history, plain), 1.1, milliseconds)
    against = "sqlite3 and Textual's own table, no rule"
    yield compared("the same, without history", against, (plain, bare), None, milliseconds)


class _Watch:
    """Another connection to the same file: it sees only what the log has for good.

    The program opens its database with `synchronous=full`: what others can read was synced.
    """

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        tonight = "SELECT id FROM distribution ORDER BY starts_at DESC LIMIT 1"
        self._query = f"SELECT COUNT(validated_at) FROM basket WHERE distribution_id = ({tonight})"

    def act(self, wire: Wire, expected: int) -> float:
        """Press the key; give the seconds until both are true."""
        answer = wire.press("E", quiet=0.4)
        if self._written() >= expected:
            return answer.seconds
        while self._written() < expected:
            if time.monotonic() > answer.began + 20:
                raise AssertionError(f"act {expected} was never written:\n{wire.text}")
            time.sleep(0.001)
        return time.monotonic() - answer.began

    def _written(self) -> int:
        return int(self._connection.execute(self._query).fetchone()[0])


def idle(bench: Bench) -> Iterator[Figure]:
    """Bytes and processor time while nobody presses a key."""
    seconds = 15 if bench.quick else 60
    with bench.ours(bench.copy(stock.evening(), "idle")) as wire:
        _to_the_baskets(wire)
        wire.silence(1)
        busy = wire.busy()
        size = wire.silence(seconds).size
        share = (wire.busy() - busy) / seconds
    yield at_most(f"idle, {seconds} s: bytes", size, 0, octets)
    yield at_most(f"idle, {seconds} s: processor", share, 0.003, percent)


def _to_the_baskets(wire: Wire) -> None:
    wire.settled()
    wire.press("\r", quiet=0.4)
    wire.must_show("1/62")
