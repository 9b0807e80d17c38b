"""From the start of the program to the first list, and on to the list of baskets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.context import Bench
from tests.bench.figures import Figure, at_most, compared, megabytes, milliseconds, octets
from tests.bench.journal import journal_of
from tests.bench.wire import Answer, Wire

_BARE = "bare Textual app, 62 rows"


@dataclass(frozen=True)
class _Seen:
    """Seconds, bytes and resident kB."""

    seconds: float
    size: float
    memory: float


def start(bench: Bench) -> Iterator[Figure]:
    """Compare with the bare app, and with hledger-ui on the same payments."""
    floor: list[_Seen] = []
    first: list[_Seen] = []
    baskets: list[_Seen] = []
    peer: list[_Seen] = []
    journal = journal_of(bench.history, bench.folder / "payments.journal")
    _once(bench)
    for _ in range(bench.runs(15)):
        with bench.bare() as wire:
            floor.append(_seen(wire, wire.settled()))
            wire.must_show("TANGUY 20")
        with bench.ours(bench.history) as wire:
            first.append(_seen(wire, wire.settled()))
            wire.must_show("0/62")
            baskets.append(_seen(wire, wire.press("\r", quiet=0.4)))
            wire.must_show("62 sans mode")
        peer += _hledger(bench, journal)
    yield from _figures(bench, _middle(floor), _middle(first), _middle(baskets))
    yield _peer(bench, _middle(first), _middle(peer) if peer else None)


def _once(bench: Bench) -> None:
    """Start each once without measuring: what is compiled and what the disk keeps is there."""
    for wire in (bench.bare(), bench.ours(bench.history)):
        with wire:
            wire.settled()


def _hledger(bench: Bench, journal: Path) -> list[_Seen]:
    wire = bench.hledger("-f", str(journal))
    if wire is None:
        return []
    with wire:
        seen = _seen(wire, wire.settled(quiet=1))
        wire.must_show("account balances")
    return [seen]


def _seen(wire: Wire, answer: Answer) -> _Seen:
    return _Seen(answer.seconds, answer.size, wire.resident())


def _middle(seen: list[_Seen]) -> _Seen:
    return _Seen(
        median(one.seconds for one in seen),
        median(one.size for one in seen),
        median(one.memory for one in seen),
    )


def _figures(bench: Bench, floor: _Seen, first: _Seen, baskets: _Seen) -> Iterator[Figure]:
    years = f"history of {bench.years}"
    in_all = first.seconds + baskets.seconds
    yield compared(
        f"start to the list of distributions, {years}",
        _BARE,
        (first.seconds, floor.seconds),
        1.12,
        milliseconds,
    )
    yield compared("… and on to the 62 baskets", _BARE, (in_all, floor.seconds), 1.5, milliseconds)
    yield compared(
        "resident memory at the first list", _BARE, (first.memory, floor.memory), 1.3, megabytes
    )
    yield compared(
        "resident memory at the baskets", _BARE, (baskets.memory, floor.memory), 1.4, megabytes
    )
    yield compared("bytes from start to first list", _BARE, (first.size, floor.size), 0.8, octets)
    yield at_most("bytes from start to first list", first.size, 8000, octets)
    yield at_most("bytes to open the list of baskets", baskets.size, 12_000, octets)


def _peer(bench: Bench, first: _Seen, peer: _Seen | None) -> Figure:
    what = f"start to the first list, {bench.years}"
    if peer is None:
        return Figure(what, milliseconds(first.seconds), "hledger-ui: not installed here")
    against = "hledger-ui, the same payments"
    return compared(what, against, (first.seconds, peer.seconds), None, milliseconds)
