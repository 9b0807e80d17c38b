"""A person before a real program on a real pty: types, reads what is confirmed, suffers faults."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import re
import signal
import struct
import sys
import termios
import time
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path

from cagette_tui.thin.guard import AGAIN, PAUSE
from tests.bench.wire import Wire, plain_environment
from tests.noise import DROPPED, noise
from tests.soak.books import Books, Entry

_UNDONE = " ✓ Annulé"
_NO_ACTS = (" ✓ Vous agissez", " ✓ Enregistré")  # a name, a file: nothing of the journal
_CRASHED = ("Traceback", "Une erreur inattendue")
# How often, of so many times that keys are typed.
_FAULTS = {"SIGKILL": 0.006, "SIGHUP": 0.003, "SIGSTOP": 0.008, "resize": 0.008}
_DEADLY = {"SIGKILL": signal.SIGKILL, "SIGHUP": signal.SIGHUP}
# A confirmation may come to light late, from behind another screen: so many entries are kept.
_LATE = 12
_SIZES = ((60, 20), (100, 30), (132, 43), (80, 24))


class Gone(Exception):
    """The program was killed under what the person was doing."""


class Wrong(Exception):
    """Something that must never happen."""


class Person:
    """One of several on a database; one of them is never killed, so that memory can be compared."""

    def __init__(self, who: str, location: str, home: Path, books: Books, *, mortal: bool) -> None:
        """Start the program."""
        self.who = who
        self.dice = random.Random(who)
        self.faults = Counter[str]()
        self.confirmed: dict[int, Entry] = {}
        self.confirmations = 0
        self.refusals = 0
        self.offers = 0
        self.typed: deque[tuple[float, str, str]] = deque(maxlen=80)
        self._books = books
        self._last = 0
        self._unclaimed: list[Entry] = []
        self._loose: list[Entry] = []  # taken by confirmations that name no basket
        self._mortal = mortal
        self._command = [
            *(sys.executable, "-m", "cagette_tui", "--lang", "fr", "--user", who),
            *("--now", "2026-11-20T19:00", "--database", location),
        ]
        self._environment = plain_environment(home)
        self._message = ""
        self._read: set[str] = set()
        self._new: list[str] = []
        self._was_inside = False
        self.start()
        self.memory_at_start = self._wire.resident()

    # The program

    def start(self) -> None:
        """Start it; where nobody answers just then, try again."""
        for _ in range(20):
            with self._books.quiet:
                self._wire = Wire(self._command, self._environment)
                self._message = ""
                self._read.clear()
                deadline = time.monotonic() + 20
                while "Date " not in self.text and time.monotonic() < deadline:
                    self._wire.press("", quiet=0.3, limit=1)
                    if self._wire.ended() is not None:
                        break
            if "Date " in self.text:
                if self._was_inside:
                    self.offers += "r y revient" in self.text
                return
            self._wire.close()
            self.faults["refused start"] += 1
            time.sleep(1)
        raise Wrong(f"it does not start:\n{self.text}")

    @property
    def text(self) -> str:
        """What is on the screen."""
        return self._wire.text

    @property
    def lines(self) -> list[str]:
        """The same, line by line."""
        return self._wire.lines

    def memory(self) -> int:
        """Return the resident memory, in kB."""
        return self._wire.resident()

    def end(self) -> None:
        """Leave as one does."""
        for _ in range(5):
            self._wire.press("\x1b", limit=0.5)
        self._wire.press("", quiet=1, limit=2)
        self._wire.press("q", limit=2)
        deadline = time.monotonic() + 10
        while self._wire.ended() is None and time.monotonic() < deadline:
            self._wire.press("", limit=0.5)
        if self._wire.ended() != 0:
            raise Wrong(f"it did not end well ({self._wire.ended()}):\n{self.text}")
        self._wire.close()

    # What a person does

    def does(self, gesture: Callable[[Person], None]) -> None:
        """Do something, then see that what was confirmed is in the journal."""
        self._new = []
        try:
            gesture(self)
        except Gone:
            self._compare()
            self.start()
        else:
            self._compare()

    def press(self, keys: str, limit: float = 0.5) -> None:
        """Type keys at once and look at what comes, unless a fault comes first."""
        fault = self._fault()
        self.typed.append((round(time.monotonic(), 1), keys, fault))
        if fault in _DEADLY:
            self._be_killed(keys, _DEADLY[fault])
        if fault == "SIGSTOP":
            os.kill(self._wire.pid, signal.SIGSTOP)
            os.write(self._wire.master, keys.encode())
            time.sleep(self.dice.random() * 3)
            os.kill(self._wire.pid, signal.SIGCONT)
            keys = ""
        if fault == "resize":
            self._resize(*self.dice.choice(_SIZES))
        with contextlib.suppress(OSError):  # it has ended
            self._wire.press(keys, quiet=0.08, limit=limit)
            if fault == "resize":
                self._resize(80, 24)
                self._wire.press("", limit=2)
        if self._wire.ended() == 0:  # a `q` that was meant for something else
            self.faults["left"] += 1
            self._was_inside = False
            raise Gone()
        if self._wire.ended() is not None:
            raise Wrong(f"it ended by itself ({self._wire.ended()}) after {keys!r}:\n{self.text}")
        self._look()

    def press_each(self, keys: str) -> None:
        """Type one key after the other, as letters are heard that do something (R62)."""
        for place, key in enumerate(keys):
            if keys[place - 1 : place] == key:
                time.sleep(AGAIN)
            self.press(key)

    def look_up(self) -> None:
        """Type nothing for as long as it takes to be heard again after something was dropped."""
        self._wire.press("", quiet=PAUSE + 0.1, limit=2)

    def _fault(self) -> str:
        roll = self.dice.random()
        for name, chance in _FAULTS.items():
            roll -= chance
            if roll < 0:
                if name in _DEADLY and not self._mortal:
                    return ""
                self.faults[name] += 1
                return name
        return ""

    def _be_killed(self, keys: str, number: signal.Signals) -> None:
        os.write(self._wire.master, keys.encode())
        time.sleep(self.dice.random() * 0.05)
        # What it had shown by then counts.
        self._wire.press("", quiet=0.001, limit=0.001)
        self._look()
        self._was_inside = self.is_at_list
        self.faults["killed inside"] += self._was_inside
        os.kill(self._wire.pid, number)
        self._wire.close()
        raise Gone()

    def _resize(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._wire.master, termios.TIOCSWINSZ, size)
        self._wire.screen.resize(lines, columns)
        os.kill(
            self._wire.pid, signal.SIGWINCH
        )  # the kernel would tell whoever has a session there

    def hear_noise(self) -> None:
        """Be at a line that sends what nobody pressed: no act of it (R62)."""
        # What waits for others is still done: it is no noise.
        self._wire.press("", quiet=3, limit=8)
        self._look()
        if not self._has_done_all():
            return
        self._books.wait_for_others()  # an act that asked something lets help open
        self._wire.press("", quiet=1, limit=4)
        self._look()
        self._compare()
        self.faults["noise"] += 1
        with contextlib.suppress(OSError):
            written_at = float("-inf")
            for _ in range(self.dice.randrange(1, 20)):
                for data in noise(self.dice):
                    # What comes after a pause of this machine could be meant.
                    if time.monotonic() - written_at > PAUSE / 2:
                        os.write(self._wire.master, DROPPED)
                    os.write(self._wire.master, data)
                    written_at = time.monotonic()
                    time.sleep(self.dice.choice((0.0, 0.0, 0.01, 0.05)))
            self._wire.press("", quiet=1, limit=2)
        done = self._books.entries(self.who, self._last)
        if done:
            raise Wrong(f"{self.who}: {done} out of noise:\n{[*self.typed][-20:]}\n{self.text}")
        # Whoever looks up has all painted again.
        self._wire.press("\x0c", limit=1)
        self._look()

    def _has_done_all(self) -> bool:
        """Whether nothing that was typed is still under way: help opens only behind it."""
        self._wire.press("\x1bOP", quiet=0.5, limit=5)
        is_open = self.lines[0].startswith(" Touches")
        self._wire.press("\x1b", quiet=0.5, limit=5)
        self._look()
        return is_open

    # What a person reads

    @property
    def is_at_list(self) -> bool:
        """Whether the baskets are shown, and nothing is asked."""
        head = self.lines[2]
        return "Adhérent" in head and "Ancien" in head and "n/Entrée" not in self.text

    def _look(self) -> None:
        text = self.text
        if any(word in text for word in _CRASHED):
            raise Wrong(text)
        message = next((one for one in self.lines[-5:] if one.startswith((" ✓ ", " ! "))), "")
        if message != self._message:
            # One that was read before may come to light again from behind something else, or be
            # cut elsewhere on a wider screen.
            is_act = message.startswith(" ✓ ") and not message.startswith(_NO_ACTS)
            if is_act and not any(
                message.startswith(one) or one.startswith(message) for one in self._read
            ):
                self._new.append(message)
            self.refusals += message.startswith(" ! ")
            if message:
                self._read.add(message)
        self._message = message

    def _compare(self) -> None:
        """See that there is an act for each confirmation, on the basket that it names."""
        done = self._books.entries(self.who, self._last)
        self._last = self._books.last(done, self._last)
        self._unclaimed = [*self._unclaimed[-_LATE:], *done]
        # Those that name a basket take the act on it, the others what is left.
        for message in sorted(self._new, key=_basket_in, reverse=True):
            basket, undone = _basket_in(message), message.startswith(_UNDONE)
            if not self._claim(basket, undone=undone):
                tail = self._books.entries(self.who)[-20:]
                if any(one.basket == basket and (one.kind == "undo") is undone for one in tail):
                    # The act is there: another confirmation that names no basket has taken it.
                    self.faults["taken by another"] += 1
                    continue
                typed = [*self.typed][-30:]
                raise Wrong(
                    f"{self.who}: confirmed {message}, not in the journal: {tail}\n"
                    f"by anybody: {self._books.latest()}\n"
                    f"typed: {typed}\nread: {self._new}\n{self.text}"
                )
        self.confirmations += len(self._new)
        self.confirmed |= {one.number: one for one in done}

    def _claim(self, basket: int, *, undone: bool) -> bool:
        """Take an act on a basket, on any where it is 0, for a confirmation that was read."""
        mine = [one for one in self._unclaimed if (one.kind == "undo") is undone]
        acts = [one for one in mine if not basket or one.basket == basket]
        if not acts and mine:
            # A confirmation without a basket may have been read when a later act was already
            # done, and have taken that: it takes another one instead.
            acts = [
                one
                for one in self._loose
                if one.basket == basket and (one.kind == "undo") is undone
            ]
            self._unclaimed += acts
        if not acts:
            return False
        # Of one basket: rather than of many, which are told by their number.
        size = Counter(one.act for one in self._unclaimed)
        named = [one for one in acts if size[one.act] == 1] if basket else acts
        act = (named or acts)[-1].act
        taken = [one for one in self._unclaimed if one.act == act]
        self._unclaimed = [one for one in self._unclaimed if one.act != act]
        if any(one.act == act for one in self._loose):
            self._loose = [one for one in self._loose if one.act != act]
            return self._claim(0, undone=undone)
        if not basket:
            self._loose = [*self._loose[-_LATE:], *taken]
        return True


def _basket_in(message: str) -> int:
    """Return the number of the basket that a message is about; 0 where it names none."""
    pattern = r".* – panier (\d+) " if message.startswith(_UNDONE) else r" ✓ (\d+) .* – "
    named = re.match(pattern, message)
    return int(named[1]) if named else 0
