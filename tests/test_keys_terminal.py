"""R62 with the real program on a pty: what a line brings that nobody pressed."""

import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from cagette_tui.thin.guard import PAUSE, REPEATS, REPEATS_FROM
from tests.noise import DROPPED, noise
from tests.screen_text import sample_copy
from tests.terminal import Terminal, started
from tests.test_cli import SMALL

# Each with a pause in the middle where there are two parts.
NOBODY = (
    (b"\x1bOE",),
    (b"\x1b[1;10B",),
    (b"\x1b[>0;276;0c",),
    (b"\x1b]11;rgb:0000/0000/0000\x1b\\",),
    (b"\x1b[?62;", b"22c"),
    (b"\x1b]11;rgb:00", b"00/eeee/cccc\x1b\\"),
    (b"\x1b[101;2u",),
    (b"EEEE",),
    (b"adupont\r",),
    (b"Total : 12 E, 13 C\r\n",),
)
TERMINALS = (
    "xterm-256color", "xterm", "xterm-16color", "xterm-color", "xterm-mono", "xterm-r5", "screen",
    "screen-256color", "screen.xterm-256color", "tmux", "tmux-256color", "linux", "rxvt",
    "rxvt-unicode", "rxvt-unicode-256color", "vt100", "vt102", "vt220", "vt52", "ansi", "cygwin",
    "hurd", "mach", "pcansi", "sun", "Eterm", "wsvt25", "cons25", "konsole", "gnome", "alacritty",
    "st", "putty",
)  # fmt: skip


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return sample_copy(tmp_path)


_JOURNAL = """
SELECT journal.kind, basket.number FROM journal LEFT JOIN basket ON basket.id = journal.basket
ORDER BY journal.id
"""


def acts(path: Path) -> list[tuple[str, int]]:
    """Give every act in the journal: what it was, and on which basket."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = connection.execute(_JOURNAL).fetchall()
    connection.close()
    return found


def baskets_of(path: Path, **environment: str) -> Terminal:
    terminal = started(path, environment=environment)
    terminal.wait_for("Entrée ouvrir")
    terminal.type("\r")
    terminal.wait_for("1/35")
    return terminal


def validated(path: Path) -> int:
    """Count the times that a basket was validated by itself."""
    return [act for act, _basket in acts(path)].count("validate")


@pytest.mark.timed
def test_what_nobody_pressed(sample: Path) -> None:
    """R62: no act, and the next key that somebody means does what it should."""
    terminal = baskets_of(sample)
    for sent in NOBODY:
        while "sur place" not in _highlighted(terminal):  # of the others it would ask
            terminal.type("\x1b[B")
            terminal.watch(0.3)
        before, row = acts(sample), _row(terminal)
        for part in sent:
            terminal.burst(part)
            terminal.watch(0.35 if len(sent) > 1 else 0.05)
        terminal.pause()
        assert acts(sample) == before, sent
        assert _row(terminal) == row, sent
        done = validated(sample) + 1
        terminal.type("E")
        terminal.wait_until(lambda wanted=done: validated(sample) == wanted)  # type: ignore[misc]
        terminal.pause()
    terminal.kill(signal.SIGHUP)


def hold(terminal: Terminal, key: str, delay: float) -> bool:
    """Hold a key down; return whether this machine kept the times of a keyboard meanwhile."""
    sent = [time.monotonic()]
    terminal.burst(key)
    terminal.watch(delay)
    for _ in range(20):
        sent.append(time.monotonic())
        terminal.burst(key)
        terminal.watch(0.03)
    first, *others = (after - before for before, after in pairwise(sent))
    return first < REPEATS_FROM - 0.02 and max(others) < REPEATS - 0.02


@pytest.mark.timed
@pytest.mark.parametrize("delay", [0.03, 0.25, 0.5])
def test_a_key_that_is_held_down(sample: Path, delay: float) -> None:
    """R62: one act, whatever the keyboard's delay before it repeats."""
    terminal = baskets_of(sample)
    for _ in range(8):
        before = validated(sample)
        kept = hold(terminal, "E", delay)
        terminal.pause()
        if kept:
            assert validated(sample) == before + 1
            break
    else:
        pytest.fail("this machine is too busy to be a keyboard")
    terminal.kill(signal.SIGHUP)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end(sample: Path, number: signal.Signals) -> None:
    """An update or a reboot: the terminal is given back, and the database is closed."""
    terminal = baskets_of(sample)
    terminal.send(number)
    assert terminal.end() == 128 + number
    assert terminal.output.endswith(b"\x1b[?1049l\x1b[?25h")
    assert b"\x1b[?7h" in terminal.output
    assert b"\x1b[?2004l" in terminal.output
    assert not sample.with_name("sample.db-wal").exists()


def test_what_a_program_before_has_left_on(sample: Path) -> None:
    """Cursor keys, number pad and the kitty protocol are put back."""
    terminal = baskets_of(sample)
    for reset in (b"\x1b[?1l", b"\x1b>", b"\x1b[>0u", b"\x1b[?2004h"):
        assert reset in terminal.output
    terminal.type("q")
    assert terminal.end() == 0
    assert b"\x1b[<u" in terminal.output


def sequences() -> Iterator[bytes]:
    """Give every string that ncurses knows a terminal to send, of all that are installed here."""
    seen = set()
    for term in TERMINALS:
        told = subprocess.run(
            ["infocmp", "-x", "-1", term], capture_output=True, text=True, check=False
        ).stdout
        for line in told.splitlines():
            name, equals, value = line.strip().rstrip(",").partition("=")
            if equals and name.startswith("k"):
                seen.add(_unescaped(value))
    return iter(sorted(one for one in seen if len(one) > 1))


def _unescaped(value: str) -> bytes:
    value = value.replace("\\E", "\x1b").replace("\\,", ",").replace("\\^", "\0caret")
    out, place = "", 0
    while place < len(value):
        if value[place] == "^" and place + 1 < len(value):
            out += chr(ord(value[place + 1]) ^ 64)
            place += 2
        elif value[place] == "\\" and value[place + 1 : place + 4].isdigit():
            out += chr(int(value[place + 1 : place + 4], 8))
            place += 4
        else:
            out += value[place]
            place += 1
    return out.replace("\0caret", "^").encode("latin-1", "replace")


@pytest.mark.timed
@pytest.mark.skipif(shutil.which("infocmp") is None, reason="no terminfo here")
def test_every_string_of_terminfo(sample: Path) -> None:
    """Each in one piece, cut at every byte without a pause and with some: no act."""
    terminal = baskets_of(sample)
    before, luck, count = acts(sample), random.Random(14), 0
    for sent in sequences():
        for cut in range(1, len(sent) + 1):
            for part in filter(None, (sent[:cut], sent[cut:])):
                terminal.burst(part)
                terminal.watch(luck.choice((*[0.0] * 20, 0.05, 0.5)))
            count += 1
    terminal.watch(3.5)
    assert acts(sample) == before
    assert count > 500
    terminal.kill(signal.SIGKILL)


class Monkey:
    """Sends what lines, terminals and cats send, and now and then a key that somebody means."""

    def __init__(self, terminal: Terminal, seed: int) -> None:
        self.terminal, self.luck = terminal, random.Random(seed)
        self.events = 0
        self._sent_at = 0.0

    def send(self, data: bytes) -> None:
        """Send something at once that nobody meant; what comes after a pause could be meant."""
        if time.monotonic() - self._sent_at > PAUSE / 2:
            self.terminal.burst(DROPPED)
        self.terminal.burst(data)
        self._sent_at = time.monotonic()
        self.events += 1
        self.terminal.skip()

    def noise(self) -> None:
        """Send one thing, or be a window that somebody pulls about."""
        luck = self.luck
        if luck.randrange(20):
            for data in noise(luck):
                self.send(data)
            return
        for columns in (luck.choice((0, 1, 2, 79, 300)), 80):
            lines = 24 if columns == 80 else luck.choice((0, 1, 23, 24, 300))
            self.terminal.resize((columns, lines))
            self.events += 1

    def look(self) -> None:
        """Be a person who looks up, and paints all again."""
        self.terminal.pause()
        self.terminal.type("\x0c")
        self.terminal.watch(0.3)


def _highlighted(terminal: Terminal) -> str:
    return next((line for line in terminal.lines if line.startswith(">")), "> ?")


def _row(terminal: Terminal) -> str:
    """Give the number of the highlighted basket."""
    return _highlighted(terminal)[1:].split()[0]


def _back_to_the_list(terminal: Terminal) -> None:
    """Go back as far as it takes, and open the evening again where that was too far.

    Marks that stand yet are taken away: a key would be about all of them.
    """
    for turn in range(15):
        if "ECTB + valider" in terminal.text and " marqué" not in terminal.text:
            break
        if turn % 4 == 3:  # what is seen may be old: it was painted while nobody looked
            terminal.pause()
            terminal.type("\x0c")
            terminal.watch(0.5)
        if terminal.lines[0].startswith(" Distributions") and "? aide" in terminal.text:
            terminal.type("\x1b[H")  # tonight's stands first, wherever the cursor was led
            terminal.pause()
            terminal.type("\r")
        else:
            terminal.type("\x1b")
        terminal.watch(0.8)
    terminal.pause()


# How each screen with keys that act is reached from the list of baskets.
WAYS: dict[str, tuple[str, ...]] = {
    "baskets": (),
    "marked": ("*",),
    "basket": ("\r",),
    "payment": ("p",),
    "account": ("h",),
    "forcing": ("V",),
    "journal": ("J",),
    "not delivered": ("m", "brioche", "\r"),
    "weighing": ("w", "poulet", "\r"),
    "price": ("x", "brioche", "\r", "5", "\r"),
    "box": ("K",),
    "counting": ("K", "c", "E"),
    "finding": ("E", "K", "c", "\x1b", "t", "9", "\r", "d"),
    "pile": ("K", "p"),
    "papers": ("K", "s"),
    "entering": ("K", "g"),
    "distributions": ("\x1b",),
    "members": ("\x1b", "m"),
    "bank": ("\x1b", "b", "releve", "\r"),
    "bring in": ("\x1b", "i", "\x15", "Export", "\r"),
    "settings": ("\x1b", "s"),
}


@pytest.mark.timed
@pytest.mark.parametrize("screen", WAYS)
def test_a_monkey(sample: Path, screen: str) -> None:
    """1,000 events on each screen with keys that act; the journal has what was meant, no more."""
    statement = "Date;Libellé;Montant\n16/11/2026;VIR M BEN SALEM SAID PANIER 5;60,69\n"
    (sample.parent / "releve.csv").write_text(statement, encoding="utf-8")
    shutil.copy(SMALL, sample.parent)
    terminal = baskets_of(sample, HOME=str(sample.parent))
    monkey, at_first = Monkey(terminal, seed=62 + len(screen)), len(acts(sample))
    shown = set()
    while monkey.events < 1_000:
        for key in WAYS[screen]:
            terminal.type(key)
            terminal.watch(0.4)
        shown.add(terminal.lines[0].strip())
        before = acts(sample)
        monkey.send(DROPPED)
        goal = monkey.events + 500
        while monkey.events < goal:
            monkey.noise()
        monkey.look()
        assert acts(sample) == before, terminal.text
        # Somebody goes back to the list, and means one key, however long it is held.
        _back_to_the_list(terminal)
        number = _row(terminal)
        assert number.isdigit(), terminal.text
        for _ in range(monkey.luck.choice((1, 1, 20))):
            terminal.burst("E")
            terminal.watch(0.03)
        terminal.pause()
        done = acts(sample)[len(before) :]
        assert {basket for _act, basket in done} <= {int(number)}, (number, done, terminal.text)
        assert len([act for act, _basket in done if act == "validate"]) <= 1
        terminal.type("n")
        terminal.watch(0.3)
        terminal.pause()
    assert len(acts(sample)) > at_first
    print(screen, shown)
    terminal.kill(signal.SIGKILL)
