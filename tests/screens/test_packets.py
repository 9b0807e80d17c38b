"""Every pair and triple of keys of every screen in one packet: none acts, all are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import cast

import pytest
from textual import events
from textual.pilot import Pilot

from cagette_tui.app import CagetteApp
from cagette_tui.model.tables.journal import JournalEntry
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.thin.guard import Arrival, Doing
from cagette_tui.widgets.meant import what_it_does
from tests.screen_text import press, program, sample_copy
from tests.screens.test_goldens import PILED, POULET, SHORT
from tests.shares import EVERY

TONIGHT = ("enter",)
WAYS: dict[str, tuple[str, ...]] = {
    "distributions": (),
    "members": ("m",),
    "bank": ("b", "escape"),
    "settings": ("s",),
    "baskets": TONIGHT,
    "marked": (*TONIGHT, "asterisk"),
    "basket": (*TONIGHT, "enter"),
    "payment": (*TONIGHT, "p"),
    "account": (*TONIGHT, "h"),
    "journal": (*TONIGHT, "J"),
    "forcing": (*TONIGHT, "V"),
    "choosing": (*TONIGHT, "m"),
    "not delivered": (*TONIGHT, "m", "text:brioche", "enter"),
    "weighing": (*POULET, "text:1,2", "enter", "escape"),
    "price": (*TONIGHT, "x", "text:carottes", "enter", "text:3,10", "enter"),
    "box": (*TONIGHT, "K"),
    "counting": (*TONIGHT, "K", "c", "escape"),
    "finding": (*TONIGHT, *"jjeK", *SHORT, "d"),
    "pile": (*TONIGHT, *"cjjc", "K", "p", *PILED, "escape"),
    "papers": (*TONIGHT, "K", "s"),
    "entering": (*TONIGHT, *"ECKg"),
    "a question": (*TONIGHT, "v"),
    "a text": (*TONIGHT, "p", "e"),
}
# They leave the program, or change the language.
_LEFT_OUT = {"q", "f10", "L", "f2", "t"}
_LONG_AGO = 1e9
# Seconds in which every screen answers, however busy the machine is.
_LIMIT = 10


def _event(key: str, arrival: Arrival | None) -> events.Key:
    characters = {"space": " ", "question_mark": "?", "colon": ":", "slash": "/", "asterisk": "*"}
    event = events.Key(key, key if len(key) == 1 else characters.get(key))
    if arrival is not None:
        event.arrival = arrival  # type: ignore[attr-defined]
    return event


async def _send(pilot: Pilot[None], keys: Iterable[str], arrival: Arrival | None) -> None:
    """Send keys all at once, and see that the program hears what comes next."""
    for key in keys:
        event = _event(key, arrival)
        event.set_sender(pilot.app)
        pilot.app.post_message(event)
    try:
        await asyncio.wait_for(_rest(pilot), _LIMIT)
    except TimeoutError:
        raise AssertionError(f"it answers no more after {keys}") from None


async def _rest(pilot: Pilot[None]) -> None:
    """Wait until program and screen have heard everything, and nothing is read or done."""
    still = 0
    while still < 4:
        heard = asyncio.Event()
        pilot.app.call_later(heard.set)
        await heard.wait()
        screen = cast(ModelScreen, pilot.app.screen)
        waiting = screen.acts.is_working or screen._message_queue.qsize()
        if isinstance(screen, ModelScreen):
            waiting = waiting or screen.is_busy
        still = 0 if waiting else still + 1
        await asyncio.sleep(0)


class _Walk:
    """A screen that one comes back to after each packet."""

    def __init__(self, pilot: Pilot[None], way: tuple[str, ...]) -> None:
        self._pilot, self._way = pilot, way
        self._at = _LONG_AGO

    @property
    def _screen(self) -> ModelScreen:
        return cast(ModelScreen, self._pilot.app.screen)

    @property
    def _stands(self) -> tuple[object, bool]:
        return self._screen, self._screen.bottom.is_asking

    async def begin(self) -> None:
        """Go there."""
        for _ in range(12):
            if len(self._pilot.app.screen_stack) == 1 and not self._screen.bottom.is_asking:
                break
            await _send(self._pilot, ["escape"], None)
        await press(self._pilot, "escape", "home", *self._way)
        self._there, self._acts = self._stands, JournalEntry.select().count()

    def names(self) -> list[tuple[str, Doing]]:
        """Give the keys of the screen, with what they do; of those that move only one."""
        names = [key for command in self._screen.commands() for key in command.keys]
        names += ["down", "enter", "space", "o", "n", "1"]
        every = {key: what_it_does(self._screen, _event(key, None)) for key in names}
        moving = [key for key, doing in every.items() if doing is Doing.MOVES]
        return [(key, every[key]) for key in every if key not in {*_LEFT_OUT, *moving[1:]}]

    async def send(self, keys: tuple[str, ...], *, at_once: bool) -> None:
        """Send a packet, or keys that came one by one while the program was slow; come back."""
        self._at += 10
        await _send(self._pilot, keys, Arrival(self._at, False) if at_once else None)
        if at_once:
            assert JournalEntry.select().count() == self._acts, keys
        if self._stands != self._there:
            await self.begin()


def _packets(keys: list[tuple[str, Doing]]) -> Iterator[tuple[str, ...]]:
    passing = (Doing.LEAVES, Doing.MOVES, Doing.TAKES_TEXT, Doing.WRITES)
    heard = [key for key, doing in keys if doing in passing]
    dropped = [key for key, doing in keys if doing not in passing]
    for pair in product([key for key, _doing in keys], repeat=2):
        # Two that are dropped are dropped alike: one row of them stands for all.
        if pair[0] in (*heard, *dropped[:1]) or pair[1] in heard:
            yield pair
    # What is dropped drops all behind it alike, and what is heard most opens a line or leaves.
    yield from product([*heard[:3], *dropped[:1]], repeat=3)


@pytest.mark.long
@pytest.mark.parametrize("screen", WAYS)
async def test_in_one_packet(tmp_path: Path, screen: str) -> None:
    """R62: no act, and the next key is heard."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        walk = _Walk(pilot, WAYS[screen])
        await walk.begin()
        # All of them take half an hour: a third, the same each time, unless luck is asked for.
        packets = list(_packets(walk.names()))[:: 3 * EVERY - 2]
        for keys in packets:
            await walk.send(keys, at_once=True)
            cast(CagetteApp, pilot.app).drafts.clear()
        print(screen, len(packets))


@pytest.mark.long
@pytest.mark.parametrize("screen", WAYS)
async def test_faster_than_a_slow_machine(tmp_path: Path, screen: str) -> None:
    """Help opened and closed, and any key before the screen below is itself again: it answers."""
    async with program(sample_copy(tmp_path), "en") as pilot:
        walk = _Walk(pilot, WAYS[screen])
        await walk.begin()
        ways = (("f1", "f1"), ("question_mark", "escape"))
        for place, (key, _doing) in enumerate(walk.names()):
            # In turn, unless all are asked for.
            for opens, closes in ways if EVERY == 1 else (ways[place % 2],):
                await walk.send((opens, closes, key), at_once=False)
