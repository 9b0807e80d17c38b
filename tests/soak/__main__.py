"""Three real programs, random acts, faults: `python -m tests.soak --minutes 15 [--database URL]`.

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
from pathlib import Path

from cagette_tui.model.store.copying import copy_database
from cagette_tui.sample.__main__ import MOMENT
from cagette_tui.sample.build import build_sample
from tests.soak.books import Books
from tests.soak.gestures import GESTURES, to_list
from tests.soak.outside import Outside
from tests.soak.person import Person, Wrong

NAMES = ("paul", "anne", "hélène")


def main() -> int:
    """Run; return 1 if anything was lost or went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--database", help="an empty database on a server; else a file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cagette-soak-") as folder:
        sample = Path(folder) / "soak.db"
        build_sample(sample, MOMENT)
        location = options.database or str(sample)
        if options.database:
            copy_database(str(sample), location)
        return soak(location, Path(folder), options.minutes * 60)


def soak(location: str, home: Path, seconds: float) -> int:
    """Let three people work for so long, then count."""
    books = Books(location)
    outside = Outside(books)
    # The last one's program lives as long as this: its memory can be compared.
    people = [Person(who, location, home, mortal=who != NAMES[-1]) for who in NAMES]
    wrong: list[str] = []
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
    print(f"lost: {lost}")
    for person, end in zip(people, ends, strict=True):
        print(f"memory of {person.who}: {person.memory_at_start} kB, at the end {end} kB")
    checked = subprocess.run(
        [sys.executable, "-m", "cagette_tui", "--lang", "en", "--database", location, "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"check: exit code {checked.returncode}: {checked.stdout}{checked.stderr}".strip())
    print("\n".join(wrong))
    return 1 if lost or wrong or checked.returncode else 0


def _counted(faults: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(faults.items()))


if __name__ == "__main__":
    sys.exit(main())
