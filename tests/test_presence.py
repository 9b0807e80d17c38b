"""Who is where: told by a file that lives as long as its program."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from cagette_tui.presence import Place, Presence, as_name, place_in

NOW = datetime(2026, 11, 20, 19, 0)
OTHER = """
import sys
from datetime import datetime
from pathlib import Path
from cagette_tui.presence import Place, Presence
presence = Presence(Path(sys.argv[1]))
presence.enter(Place("Paul", 6, 23, datetime(2026, 11, 20, 18, 57)))
print("there", flush=True)
sys.stdin.read()
presence.leave()
"""


def _other(database: Path) -> "subprocess.Popen[str]":
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "there\n"
    return other


def test_others_are_seen_while_they_are_alive(tmp_path: Path) -> None:
    """A presence that ends by itself when a program dies; nothing of one's own."""
    database = tmp_path / "a.db"
    mine = Presence(database)
    mine.enter(Place("Anne", 6, None, NOW))
    with _other(database) as other:
        (paul,) = mine.others()
        assert (paul.who, paul.distribution, paul.basket) == ("Paul", 6, 23)
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert mine.others() == ()
    mine.leave()


def test_where_one_was_cut_off_is_offered_once(tmp_path: Path) -> None:
    """After a cut line the same place; after a good end, or to others, nothing."""
    database = tmp_path / "a.db"
    with _other(database) as other:
        other.send_signal(signal.SIGKILL)
    mine = Presence(database)
    assert mine.left_behind("Anne") is None
    left = mine.left_behind("Paul")
    assert left == Place("Paul", 6, 23, datetime(2026, 11, 20, 18, 57))
    assert mine.left_behind("Paul") is None
    with _other(database) as other:
        assert other.stdin is not None
        other.stdin.close()
    assert mine.left_behind("Paul") is None
    assert not database.with_name("a.db.here").exists()


def test_personal_and_harmless(tmp_path: Path) -> None:
    """Names are readable by the owner only; what others write there is data; no folder, no harm."""
    before = os.umask(0)
    try:
        mine = Presence(tmp_path / "a.db")
        mine.enter(Place("Anne", 6, 1, NOW))
    finally:
        os.umask(before)
    folder = tmp_path / "a.db.here"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    for name, data in (("x", b"\xff{"), ("y", b"[]"), ("z", b'{"who": 1}')):
        (folder / name).write_bytes(data)
    (folder / "link").symlink_to("/dev/zero")
    assert mine.others() == ()
    assert mine.left_behind("Anne") is None
    mine.leave()
    nowhere = Presence(Path("/proc/a.db"))
    nowhere.enter(Place("Anne", 6, 1, NOW))
    assert nowhere.others() == ()
    nowhere.leave()


@pytest.mark.parametrize("who", ["Paul", "Hélène d’Ys 2/3", "Ольга", "太郎", "é" * 60, "a" * 60])
@pytest.mark.parametrize("basket", [None, 23])
def test_in_the_name_of_a_connection(who: str, basket: int | None) -> None:
    """63 characters of ASCII hold where one is and at least the beginning of a name."""
    name = as_name(Place(who, 123456, basket, NOW))
    assert name.isascii()
    assert len(name) <= 63
    place = place_in(name)
    assert place is not None
    assert (place.distribution, place.basket) == (123456, basket)
    assert who.startswith(place.who)
    assert place.who == who or len(place.who) > 20


@pytest.mark.parametrize(
    "name",
    [
        "",
        "psql",
        "cagette-tui",
        as_name(None),
        "cagette-tui 6/23 é",
        "cagette-tui 6/23 -",
        "cagette-tui x/1 a",
        "cagette-tui 6/23 a-99999999999999999999",
        f"cagette-tui {'9' * 40}/1 a",
        "cagette-tui 6/2",
    ],
)
def test_what_others_call_themselves(name: str) -> None:
    """Whatever it is, it does no harm."""
    assert place_in(name) is None
