"""Who is where just now: a small file for each program, beside the database.

A lock on the file says that its program is alive: it goes with the program, however that
ends. Nothing is written to the database, since every write would wake everybody. The file of a
program that was cut off stays: whoever it belonged to can go back to where they were.

On a server the name of each program's connection says it, and goes with the connection; the
file, on the person's own machine, is there for who was cut off.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from cagette_tui.value import ValueObject


class Place(ValueObject):
    """Where somebody is: a distribution, and a basket if one is open (ids); since when."""

    who: str
    distribution: int
    basket: int | None
    at: datetime | None = None  # not known of those on a server


# The name of a connection has 63 characters of ASCII.
_NAME = "cagette-tui"
_LONGEST = 63
# Bytes of a file: more than any place has.
_SIZE = 1000


def as_name(place: Place | None) -> str:
    """Write a place as the name of a connection; a long name is cut."""
    if place is None:
        return _NAME
    basket = "" if place.basket is None else place.basket
    who = place.who
    while len(name := f"{_NAME} {place.distribution}/{basket} {_ascii(who)}") > _LONGEST:
        who = who[:-1]
    return name


def place_in(name: str) -> Place | None:
    """Read it again; None where a name says nothing of the kind. Anybody may have written it."""
    found = re.fullmatch(rf"{_NAME} (\d{{1,9}})/(\d{{0,9}}) (.+)", name, re.ASCII)
    if found is None:
        return None
    with contextlib.suppress(ValueError, OverflowError):
        who = found[3].encode("ascii").decode("punycode")
        if who:
            return Place(who[:60], int(found[1]), int(found[2]) if found[2] else None)
    return None


def _ascii(text: str) -> str:
    return text.encode("punycode").decode("ascii")


class Presence:
    """The place of this program, and those of the others on the same database file."""

    def __init__(self, database: Path) -> None:
        """Use a folder beside the database; where it cannot be made, nobody is seen."""
        self._folder = database.with_name(database.name + ".here")
        self._mine: Path | None = None
        self._descriptor: int | None = None

    def enter(self, place: Place) -> None:
        """Write down where this person is now."""
        with contextlib.suppress(OSError):
            if self._descriptor is None:
                self._begin()
            assert self._descriptor is not None
            assert place.at is not None
            data = json.dumps({**asdict(place), "at": place.at.isoformat()}).encode()
            # In one breath, over what was longer: a program that is killed leaves one or the other.
            os.pwrite(self._descriptor, data.ljust(_SIZE), 0)

    def leave(self) -> None:
        """End well: nothing is left of one's place."""
        if self._mine is not None:
            self._mine.unlink(missing_ok=True)
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._mine = self._descriptor = None
        with contextlib.suppress(OSError):
            self._folder.rmdir()  # only when it is empty

    def others(self) -> tuple[Place, ...]:
        """Return where the other programs are that are alive."""
        seen = map(_see, self._files())
        return tuple(one.place for one in seen if one.held and one.place is not None)

    def left_behind(self, who: str) -> Place | None:
        """Return where somebody was when their program was cut off, the last time; forget it."""
        places = []
        for file in self._files():
            seen = _see(file)
            if seen.held or (seen.place is not None and seen.place.who != who):
                continue
            if seen.place is not None:
                places.append(seen.place)
            with contextlib.suppress(OSError):
                file.unlink()
        return max(places, key=lambda place: place.at or datetime.min, default=None)

    def _begin(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._mine = self._folder / secrets.token_hex(8)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        self._descriptor = os.open(self._mine, flags, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def _files(self) -> list[Path]:
        with contextlib.suppress(OSError):
            return sorted(file for file in self._folder.iterdir() if file != self._mine)
        return []


class _Seen(ValueObject):
    """What a file says, and whether the program that made it is alive."""

    place: Place | None
    held: bool


def _see(file: Path) -> _Seen:
    """Look at a file; another user may have put anything there."""
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(file, flags)
    except OSError:
        return _Seen(None, False)
    try:
        held = _is_held(descriptor)
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            data = json.loads(os.read(descriptor, _SIZE))
            basket = data["basket"]
            place = Place(
                str(data["who"])[:60],
                int(data["distribution"]),
                None if basket is None else int(basket),
                datetime.fromisoformat(data["at"]),
            )
            return _Seen(place, held)
        return _Seen(None, held)
    finally:
        os.close(descriptor)


def _is_held(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
