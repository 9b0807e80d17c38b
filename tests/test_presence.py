"""Who is where: told by a file that lives as long as its program."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from cagette_tui.presence import Place, Presence

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
    """Issue 7: a presence that ends by itself when a program dies; nothing of one's own."""
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
    """Issue 7: after a cut line the same place; after a good end, or to others, nothing."""
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
