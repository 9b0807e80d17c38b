"""Four real programs, random acts, faults: `python -m tests.soak --minutes 15 [--database URL]`.

Nothing that a screen confirmed may be lost. With `--database`, an empty database on a server.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cagette_tui.model.store.copying import copy_database
from cagette_tui.sample.__main__ import MOMENT
from cagette_tui.sample.build import build_sample
from tests.soak.books import Books
from tests.soak.gestures import GESTURES, to_list
from tests.soak.outside import Outside
from tests.soak.person import Person, Wrong

NAMES = ("paul", "anne", "zoé", "hélène")
# Bytes: what the longest-lived program may hold, and what the disk of its own holds.
_MEMORY = 60_000 * 1024
_DISK = "48m"


def main() -> int:
    """Run; return 1 if anything was lost or went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--database", help="an empty database on a server; else a file")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="cagette-soak-") as folder,
        _small_disk(Path(folder) / "disk") as has_disk,
    ):
        sample = Path(folder) / "disk" / "soak.db"
        build_sample(sample, MOMENT)
        location = options.database or str(sample)
        if options.database:
            copy_database(str(sample), location)
        books = Books(location)
        file = None if options.database else sample
        outside = Outside(books, file, small_disk=has_disk)
        if not (has_disk or options.database):
            print("no right to mount a small disk: it is never full")
        result = soak(location, Path(folder), options.minutes * 60, books, outside)
        for log in Path(folder).rglob("errors.log"):
            print(log.read_text(encoding="utf-8"))
        return result


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """Give a folder on a disk of its own, where one may mount it; say whether it is."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "soak", str(folder)]
    is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def soak(location: str, home: Path, seconds: float, books: Books, outside: Outside) -> int:
    """Let four people work for so long, then count."""
    # The last one's program lives as long as this: its memory can be compared.
    people = [Person(who, location, home, books, mortal=who != NAMES[-1]) for who in NAMES]
    wrong = outside.wrong
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_work, args=(person, until, wrong), daemon=True)
        for person in people
    ]
    outside.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outside.stop()
    for person in people if not wrong else ():
        person.does(to_list)
    ends = [person.memory() for person in people] if not wrong else [0] * len(people)
    for person in people:
        try:
            person.end()
        except Wrong as problem:
            wrong.append(f"{person.who}: {problem}")
    return _told(location, books, outside, people, ends, wrong)


def _work(person: Person, until: float, wrong: list[str]) -> None:
    try:
        while time.monotonic() < until and not wrong:
            person.does(to_list)
            person.does(person.dice.choice(GESTURES))
        person.does(to_list)
    except Exception:
        wrong.append(f"{person.who}: {traceback.format_exc()}")


def _told(
    location: str,
    books: Books,
    outside: Outside,
    people: list[Person],
    ends: list[int],
    wrong: list[str],
) -> int:
    lost = acts = 0
    for person in people:
        there = {one.number: one for one in books.entries(person.who)}
        acts += len({one.act for one in there.values()})
        lost += sum(there.get(number) != one for number, one in person.confirmed.items())
    faults = sum((person.faults for person in people), outside.faults)
    print(f"acts: {acts}, confirmed on a screen: {sum(one.confirmations for one in people)}")
    print(f"refusals read: {sum(one.refusals for one in people)}")
    killed = faults.pop("killed inside", 0)
    print(f"faults: {_counted(faults)}")
    print(f"offered to go back: {sum(one.offers for one in people)} of {killed}")
    doubled = books.doubled()
    print(f"lost: {lost}, doubled: {len(doubled)} {doubled[:5]}")
    for person, end in zip(people, ends, strict=True):
        print(f"memory of {person.who}: {person.memory_at_start} kB, at the end {end} kB")
    checked = subprocess.run(
        [sys.executable, "-m", "cagette_tui", "--lang", "en", "--database", location, "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"check: exit code {checked.returncode}: {checked.stdout}{checked.stderr}".strip())
    if ends[-1] * 1024 > _MEMORY:
        wrong.append(f"the longest-lived program holds {ends[-1]} kB")
    print("\n".join(wrong))
    return 1 if lost or doubled or wrong or checked.returncode else 0


def _counted(faults: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(faults.items()))


if __name__ == "__main__":
    sys.exit(main())
