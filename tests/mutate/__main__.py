"""Put small faults into the rules and the acts, one at a time, and say which no test notices.

`python -m tests.mutate` takes the pure rules and the acts, `python -m tests.mutate FILE …` those
files; `--every N` takes each Nth fault, `--from N` begins N faults later, so that another sample
is taken; `--jobs N` tries N side by side. By hand only: it takes hours for all. Works on copies of
the tree; only tests that reach the line of a fault are run, the quickest first, as many as take
some 30 seconds. Faults that do not matter stand in `tests/mutate/known.txt`, one a line with its
reason behind `#`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from pathlib import Path
from queue import Queue

from tests.mutate.faults import Fault, faults_of

ROOT = Path(__file__).resolve().parents[2]
KNOWN = Path(__file__).with_name("known.txt")
_TESTS = ("tests/model", "tests/sheet", "tests/papers", "tests/intake", "tests/test_cli_bank.py")
_ROOMS = ("cagette_tui/model/rules", "cagette_tui/model/acts")
# Long tests, too, but for those of other programs, of luck, and of what the disk does.
_LEFT_OUT = (
    "model/checking/test_mutated.py",
    "model/store",
    "intake/test_import_fuzz.py",
    "sheet/test_fuzz.py",
)
_BUDGET = 30.0  # seconds of the tests' own time that a fault is tried for, the quickest first
_PATIENCE = 120  # seconds


def main() -> int:
    """Try the faults and print those that live; exit 1 if less than 97 % of them are noticed."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.mutate")
    parser.add_argument("files", nargs="*", help="files of the program; else rules and acts")
    parser.add_argument("--every", type=int, default=1, help="take each Nth fault")
    parser.add_argument("--from", type=int, default=0, dest="first", help="leave out the first N")
    parser.add_argument("--jobs", type=int, default=1, help="try so many faults side by side")
    options = parser.parse_args()
    files = sorted(options.files) or sorted(
        path.relative_to(ROOT).as_posix() for room in _ROOMS for path in (ROOT / room).glob("*.py")
    )
    known = _known()
    faults = [
        fault
        for path in files
        for fault in faults_of(path, (ROOT / path).read_text(encoding="utf-8"))
    ][options.first :: options.every]
    faults = [fault for fault in faults if fault.name not in known]
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / f"copy{number}" for number in range(max(options.jobs, 1))]
        for copy in copies:
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv*", "*_cache"))
        return _told(faults, Tests(copies, files))


class Tests:
    """The tests of copies of the tree, and which lines of some files each of them reaches."""

    def __init__(self, copies: list[Path], files: list[str]) -> None:
        """Run them once, watched, in the first copy; a fault is put into one that is free."""
        self.free: Queue[Path] = Queue()
        for copy in copies:
            self.free.put(copy)
        self.side_by_side = len(copies)
        first = copies[0]
        watched = os.pathsep.join(str(first / path) for path in files)
        to = first / "reached.json"
        self._run(first, *_TESTS, CAGETTE_WATCHED=watched, CAGETTE_REACHED=str(to))
        known = json.loads(to.read_text(encoding="utf-8"))
        self.seconds: dict[str, float] = known["seconds"]
        self.reached: dict[str, dict[str, list[int]]] = {
            test: {Path(path).relative_to(first).as_posix(): lines for path, lines in there.items()}
            for test, there in known["reached"].items()
            if test not in known["failed"]
        }
        for test in known["failed"]:
            print(f"left out, fails without any fault: {test}", flush=True)

    def _run(self, copy: Path, *arguments: str, **environment: str) -> int:
        plugin = ["-p", "tests.mutate.reached"] if environment else []
        command = [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider"]
        # Watched, all are run, whatever fails; a fault is noticed by the first test that fails.
        command += [] if environment else ["-x"]
        command += ["-m", "not timed", *(f"--ignore=tests/{one}" for one in _LEFT_OUT)]
        try:
            return subprocess.run(
                [*command, *plugin, *arguments],
                cwd=copy,
                env=os.environ | {"PYTHONPATH": str(copy)} | environment,
                capture_output=True,
                timeout=None if environment else _PATIENCE,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            return 1

    def that_reach(self, fault: Fault) -> list[str]:
        """Give the tests that reach the line of a fault, the quickest first, within the budget.

        A line that runs when its file is imported is reached by none of them while it runs: there
        all count that reach the file.
        """
        there = [one for one, of in self.reached.items() if fault.line in of.get(fault.path, ())]
        there = there or [one for one, of in self.reached.items() if of.get(fault.path)]
        there.sort(key=lambda one: self.seconds[one])
        spent = accumulate(self.seconds[one] for one in there)
        within = sum(1 for seconds in spent if seconds <= _BUDGET)
        return there[: max(within, 1)]

    def notice(self, fault: Fault) -> bool:
        """Whether a test fails that reaches the line of a fault."""
        there = self.that_reach(fault)
        if not there:
            return False
        copy = self.free.get()
        path = copy / fault.path
        before = path.read_text(encoding="utf-8")
        path.write_text(fault.put_into(before), encoding="utf-8")
        try:
            return self._run(copy, *there) != 0
        finally:
            path.write_text(before, encoding="utf-8")
            self.free.put(copy)


def _known() -> set[str]:
    """Give the names of the faults that do not matter."""
    return {
        line.partition("#")[0].strip()
        for line in KNOWN.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    }


def _told(faults: list[Fault], tests: Tests) -> int:
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    with ThreadPoolExecutor(tests.side_by_side) as side_by_side:
        for fault, seen in zip(faults, side_by_side.map(tests.notice, faults), strict=True):
            tried[fault.path] += 1
            noticed[fault.path] += seen
            if not seen:
                print(f"not noticed: {fault.path}:{fault.line}: {fault.what}", flush=True)
    for path, number in tried.items():
        print(f"{path}: {noticed[path]} of {number} ({noticed[path] / number:.1%})")
    share = noticed.total() / tried.total() if tried else 1
    print(f"{noticed.total()} of {tried.total()} faults noticed ({share:.1%}).")
    return 0 if share >= 0.97 else 1


if __name__ == "__main__":
    sys.exit(main())
