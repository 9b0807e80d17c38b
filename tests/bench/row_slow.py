"""Forty acts at one a second over a line of 1.2 kB/s that delays by 300 ms."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import stock
from tests.bench.context import Bench
from tests.bench.figures import Figure
from tests.bench.relay import DELAY, RATE, Relay
from tests.bench.wire import DOWN, UP

_ACTS = 40
_LATEST = 5.0
_MODES = {"E": "cash", "C": "cheque", "T": "transfer", "B": "card"}
# An arrow is three bytes, of which the first alone would be Esc: it would leave the list.
_ROUND = ("E", DOWN, "C", "T", UP, "B", DOWN, DOWN)


def slow(bench: Bench) -> Iterator[Figure]:
    """See that no key is misread, and how long after the last the screen is complete."""
    database = bench.copy(stock.evening(), "slow")
    keys = [_ROUND[turn % len(_ROUND)] for turn in range(_ACTS)]
    with bench.ours(database) as wire:
        relay = Relay(wire)
        relay.run(60, lambda: "0/62" in wire.text)
        relay.run(3)
        relay.type("\r")
        relay.run(60, lambda: "1/62" in wire.text)
        relay.run(5)
        began = time.monotonic()
        for turn, key in enumerate(keys):
            relay.run(began + turn - time.monotonic())
            relay.type(key)
        pressed = time.monotonic()
        # Complete: nothing has come for as long as the line could still have held something.
        while time.monotonic() < max(relay.last_byte, pressed) + 3:
            relay.run(0.5)
        seconds = max(0.0, relay.last_byte - pressed)
        seen = wire.text
    misread = _misread(database, keys)
    line = f"{RATE / 1000:g} kB/s, {DELAY * 1000:.0f} ms"
    yield Figure(
        f"keys misread of {_ACTS} at one a second over {line}",
        str(len(misread)),
        goal="0",
        met=not misread,
        note="; ".join(misread[:3]),
    )
    yield Figure(
        "the screen is complete after the last of them",
        f"{seconds:.1f} s",
        goal=f"≤ {_LATEST:g} s",
        met=seconds <= _LATEST and _is_complete(bench, database, seen),
    )


def _misread(database: Path, keys: list[str]) -> list[str]:
    """Compare what was written with what the keys mean, worked out apart."""
    expected: dict[int, str] = {}
    place = 1
    for key in keys:
        if key not in _MODES:
            place += 1 if key == DOWN else -1
        elif place not in expected:  # on a validated basket the key is refused
            expected[place] = _MODES[key]
            while place in expected:
                place += 1
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    query = (
        "SELECT basket.number, operation.mode FROM basket JOIN operation"
        " ON operation.basket_id = basket.id AND operation.kind = 'payment'"
        " WHERE basket.validated_at IS NOT NULL AND operation.cancelled_at IS NULL"
    )
    found = dict(connection.execute(query).fetchall())
    connection.close()
    return [
        f"basket {number}: {found.get(number)} instead of {expected.get(number)}"
        for number in sorted(found.keys() | expected.keys())
        if found.get(number) != expected.get(number)
    ]


def _is_complete(bench: Bench, database: Path, seen: str) -> bool:
    """Compare the rows of the screen with those of a program that was just started."""
    with bench.ours(database) as wire:
        wire.settled()
        wire.press("\r", quiet=0.5)
        place = seen.splitlines()[0].split()[-1]  # 26/62
        for _turn in range(_ACTS):
            if place not in wire.lines[0]:
                wire.press(DOWN)
        fresh = {_number(line): line[1:] for line in wire.lines if _number(line)}
    far = {_number(line): line[1:] for line in seen.splitlines() if _number(line)}
    both = fresh.keys() & far.keys()
    return len(both) > 8 and all(fresh[number] == far[number] for number in both)


def _number(line: str) -> str:
    words = line.lstrip("> ").split()
    return words[0] if words and words[0].isdigit() else ""
