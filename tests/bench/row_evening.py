"""A whole evening at the keyboard: how many keys it takes, and how memory grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.bench import stock
from tests.bench.context import Bench
from tests.bench.figures import Figure, at_most, megabytes, plain
from tests.bench.wire import Wire

_FEW_AT_ONCE = 0.05
_GROWTH = 0.05
_FIRST = 200
_OF_THE_CROWD = 500


_ENTER, _ESC = "\r", "\x1b"
_WITH_SOMETHING = {
    # the first transfer: they were seen on the account, which is asked once an evening
    2: ("T", "b"),
    # 20 in cash, the rest by a cheque whose number nobody notes
    7: ("p", "e", "2", "0", _ENTER, "c", _ENTER, _ENTER, _ENTER, "v"),
    # nobody came: the lines are released
    12: ("A", "l", "v"),
    # weighed again: 1,7
    20: (_ENTER, "1", ",", "7", _ENTER, _ESC, "E"),
    # the first line was not delivered
    33: (_ENTER, " ", _ESC, "E"),
}


def keys(bench: Bench) -> Iterator[Figure]:
    """Play the 62-basket evening: 58 ordinary baskets, 4 with something; count what is pressed."""
    database = bench.copy(stock.evening(), "keys")
    pressed = 0
    with bench.ours(database) as wire:
        wire.settled()
        for number in range(63):
            if number:
                wire.must_show(f" {number}/62")
            for key in _keys_of(number):
                # A lone Esc is waited for: it might begin an arrow key.
                wire.press(key, quiet=0.4 if key == _ESC else 0.15)
                pressed += 1
        wire.must_show("V certifie")
    _must_be_as_played(database)
    yield at_most("keys for the 62-basket evening", pressed, 90, plain)


def _keys_of(number: int) -> Sequence[str]:
    """Give the keys of a basket; 0 is the list of distributions."""
    if not number:
        return _ENTER
    return _WITH_SOMETHING.get(number, "ECTB"[number % 4])


def _must_be_as_played(database: Path) -> None:
    """See that the keys did what they should: nothing counts otherwise."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    one = partial(_one, connection)
    facts = (
        one("SELECT COUNT(*) FROM basket WHERE validated_at IS NOT NULL"),
        one("SELECT COUNT(*) FROM basket WHERE absent"),
        one("SELECT COUNT(*) FROM operation WHERE kind = 'payment' AND cancelled_at IS NULL"),
        one("SELECT COUNT(*) FROM operation WHERE amount = 2000 AND mode = 'cash'"),
        one("SELECT COUNT(*) FROM line WHERE reason = 'weighed' AND delivered = 1700"),
        one("SELECT COUNT(*) FROM line WHERE reason = 'undelivered'"),
    )
    connection.close()
    # 61 who came, one of them with two payments.
    if facts != (62, 1, 62, 1, 1, 1):
        raise AssertionError(f"the evening was not played as meant: {facts}")


def _one(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def growing(bench: Bench) -> Iterator[Figure]:
    """Resident memory over 2,000 acts in one program."""
    acts = 600 if bench.quick else 2000
    database = bench.copy(stock.crowd(_OF_THE_CROWD), "growing")
    with bench.ours(database) as wire:
        wire.settled()
        wire.press("\r", quiet=0.5)
        sizes = [_after(wire, _FIRST // 4)]
        for _ in range(_FIRST, acts, _FIRST):
            sizes.append(_after(wire, _FIRST // 4))
    done = _acts(database)
    if done < acts:
        raise AssertionError(f"{done} acts instead of {acts}")
    growth = max(sizes) / sizes[0] - 1
    yield Figure(
        f"growth of resident memory over {acts} acts",
        f"{growth * 100:.1f} %, {megabytes(max(sizes))}",
        f"after the first {_FIRST}",
        megabytes(sizes[0]),
        goal=f"≤ {_GROWTH * 100:g} %",
        met=growth <= _GROWTH,
    )


def _after(wire: Wire, baskets: int) -> int:
    """Do four acts on each of some baskets; give the resident memory after them.

    Received in cash, taken back, received by cheque, validated.
    """
    for _ in range(baskets):
        for key in ("e", "u", "o", "c", "v"):
            wire.press(key, quiet=_FEW_AT_ONCE)
    return wire.resident()


def _acts(database: Path) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    count = connection.execute("SELECT COUNT(DISTINCT act) FROM journal").fetchone()[0]
    connection.close()
    return int(count) - 1  # the import
