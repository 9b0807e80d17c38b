"""What distinguishes a person from a burst: which keys somebody pressed on purpose (R62).

A person presses one key, sees what it does, and presses the next. What comes together, what is
held down, what comes while an act is under way or right after one was refused was pressed by
nobody who saw what it would act on. Times are seconds of one clock that never goes back; none is
read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from cagette_tui.thin.decoding import Kind, Piece

TOGETHER = 0.008
"""Keys closer to each other than this came in one burst: fingers are slower, packets are not."""

AGAIN = 0.3
"""The same key again within this time bounces, is held down, or was pressed twice from habit."""

REPEATS_FROM = 0.55
"""Keyboards begin to repeat a key that is held down after 0.25 to 0.5 s."""

REPEATS = 0.1
"""… and send it again at least this often from then on."""

PAUSE = 0.7
"""So long a pause ends what was typed for something that did not come to pass."""

LATELY = 1.5
"""So long after a key that did nothing a line that opens says that it was not written there."""

BEFORE_A_TEXT = 2.5
"""So long somebody may take to begin the text for a line that did not open."""

_NEVER = float("-inf")


class Arrival(NamedTuple):
    """When a key arrived, and whether nothing came with it."""

    at: float
    alone: bool


class Arrivals:
    """Says of each read from the terminal whether what is in it came alone."""

    def __init__(self) -> None:
        """Begin with nothing before."""
        self._last = _NEVER

    def of(self, pieces: Sequence[Piece], now: float) -> Arrival:
        """Give the arrival of these pieces, read at once."""
        alone = len(pieces) == 1 and now - self._last >= TOGETHER
        if any(piece.kind is not Kind.ANSWER for piece in pieces):
            self._last = now
        return Arrival(now, alone)


class Doing(Enum):
    """What a key would do where it is pressed."""

    WRITES = auto()
    """It goes into a text that somebody types; bursts are as welcome as single keys."""
    LEAVES = auto()
    """It says no, or is no letter and changes nothing: it is never in the way."""
    MOVES = auto()
    """A letter that moves the cursor."""
    TAKES_TEXT = auto()
    """It opens a line for what follows in the same burst."""
    OPENS = auto()
    """Another command that changes nothing by itself."""
    ACTS = auto()
    """It changes what is stored, or answers a question."""
    IMPOSSIBLE = auto()
    """A command that is not possible just now."""
    NOTHING = auto()
    """A letter that means nothing here."""


class Why(Enum):
    """Why a key does nothing."""

    TOGETHER = auto()
    AGAIN = auto()
    WORKING = auto()
    AFTER = auto()
    """It came right after something that was refused or dropped, or changed under one's hands."""


class Guard:
    """Knows what came before a key, and so whether somebody meant it."""

    def __init__(self) -> None:
        """Begin with nothing before."""
        self._last_key = ""
        self._last_at = _NEVER
        self._last_alone = False
        self._rested_at = _NEVER
        self._muted_at: float | None = None
        self._at_least = PAUSE
        self._dropped_at = _NEVER

    def rested(self, now: float) -> None:
        """Hear that an act has come to its end, or asks: from now on what it did is seen."""
        self._rested_at = now

    def interrupted(self, now: float, at_least: float = PAUSE) -> None:
        """Hear that something was refused or dropped, or changed by itself.

        Nothing is heard for `at_least` so many seconds, and until the keys pause.
        """
        self._muted_at, self._at_least = now, at_least

    def dropped(self, now: float) -> None:
        """Hear that a key did nothing."""
        self._dropped_at = now

    def has_dropped(self, now: float) -> bool:
        """Whether a key did nothing just before: somebody may have typed ahead of a line."""
        return now - self._dropped_at < LATELY

    def may_be_held(self, key: str, doing: Doing, arrival: Arrival) -> bool:
        """Whether a key may be the first repetition of one that is held down.

        Nobody can tell before the next one comes, within `REPEATS`, or does not. To be asked
        before `judge`.
        """
        since = arrival.at - self._last_at
        return doing is Doing.ACTS and key == self._last_key and AGAIN <= since < REPEATS_FROM

    def judge(self, key: str, doing: Doing, arrival: Arrival) -> Why | None:
        """Say why a key must not do what it would; None where somebody meant it."""
        why = self._why(key, doing, arrival)
        self._last_key, self._last_at, self._last_alone = key, arrival.at, arrival.alone
        # What was pressed after it was meant: nothing before that was typed ahead of its line.
        self._dropped_at = _NEVER if why is None else arrival.at
        if why is not None and why is not Why.AFTER:
            self.interrupted(arrival.at)
        return why

    def _why(self, key: str, doing: Doing, arrival: Arrival) -> Why | None:
        if doing in (Doing.WRITES, Doing.LEAVES):
            return None
        if self._muted_at is not None:
            since = arrival.at - self._muted_at
            if since < self._at_least or arrival.at - self._last_at < PAUSE:
                return Why.AFTER
            self._muted_at = None
        # The Enter of a text that came in one piece with it is no key that is held down.
        same = key == self._last_key and self._last_alone
        if doing is Doing.ACTS and same and arrival.at - self._last_at < AGAIN:
            return Why.AGAIN
        if not arrival.alone and doing not in (Doing.MOVES, Doing.TAKES_TEXT):
            return Why.TOGETHER
        if doing is Doing.ACTS and arrival.at <= self._rested_at:
            return Why.WORKING
        return None
