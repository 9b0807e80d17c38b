"""Put small faults into the rules and the acts, one at a time, and say which no test notices.

`python -m tests.mutate` takes the pure rules and the acts, `python -m tests.mutate FILE …` those
files; `--every N` takes each Nth fault. By hand only: it takes hours for all. Works on a copy of
the tree; only tests that reach the line of a fault are run, the quickest first. Faults that do
not matter stand in `tests/mutate/known.txt`, one a line with its reason behind `#`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutate.faults import Fault, faults_of

ROOT = Path(__file__).resolve().parents[2]
KNOWN = Path(__file__).with_name("known.txt")
_TESTS = ("tests/model", "tests/sheet", "tests/papers", "tests/intake")
_ROOMS = ("cagette_tui/model/rules", "cagette_tui/model/acts")
# Long tests, too, but for those of other programs, of luck, and of what the disk does.
_LEFT_OUT = (
    "model/checking/test_mutated.py",
    "model/store",
    "intake/test_import_fuzz.py",
    "sheet/test_fuzz.py",
)
_MOST = 80  # tests a fault is tried against, the quickest first
_PATIENCE = 120  # seconds


def main() -> int:
    """Try the faults and print those that live; exit 1 if less than 97 % of them are noticed."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.mutate")
    parser.add_argument("files", nargs="*", help="files of the program; else rules and acts")
    parser.add_argument("--every", type=int, default=1, help="take each Nth fault")
    options = parser.parse_args()
    files = options.files or [
        path.relative_to(ROOT).as_posix() for room in _ROOMS for path in (ROOT / room).glob("*.py")
    ]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv*", "*_cache"))
        tests = Tests(copy, sorted(files))
        faults = [
            fault
            for path in sorted(files)
            for fault in faults_of(path, (ROOT / path).read_text(encoding="utf-8"))
        ][:: options.every]
        return _told(faults, tests)


class Tests:
    """The tests of a copy of the tree, and which lines of some files each of them reaches."""

    def __init__(self, copy: Path, files: list[str]) -> None:
        """Run them once, watched."""
        self.copy = copy
        watched = os.pathsep.join(str(copy / path) for path in files)
        to = copy / "reached.json"
        self._run(*_TESTS, CAGETTE_WATCHED=watched, CAGETTE_REACHED=str(to))
        known = json.loads(to.read_text(encoding="utf-8"))
        self.reached: dict[str, dict[str, list[int]]] = known["reached"]
        self.seconds: dict[str, float] = known["seconds"]

    def _run(self, *arguments: str, **environment: str) -> int:
        plugin = ["-p", "tests.mutate.reached"] if environment else []
        command = [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "-p", "no:cacheprovider"]
        command += ["-m", "not timed", *(f"--ignore=tests/{one}" for one in _LEFT_OUT)]
        try:
            return subprocess.run(
                [*command, *plugin, *arguments],
                cwd=self.copy,
                env=os.environ | {"PYTHONPATH": str(self.copy)} | environment,
                capture_output=True,
                timeout=None if environment else _PATIENCE,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            return 1

    def notice(self, fault: Fault) -> bool:
        """Whether a test fails that reaches the line of a fault."""
        path = str(self.copy / fault.path)
        there = [one for one, lines in self.reached.items() if fault.line in lines.get(path, ())]
        there.sort(key=lambda one: self.seconds[one])
        if not there:
            return False
        before = Path(path).read_text(encoding="utf-8")
        Path(path).write_text(fault.put_into(before), encoding="utf-8")
        try:
            return self._run(*there[:_MOST]) != 0
        finally:
            Path(path).write_text(before, encoding="utf-8")


def _told(faults: list[Fault], tests: Tests) -> int:
    known = {
        line.partition("#")[0].strip()
        for line in KNOWN.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    }
    tried = noticed = 0
    for fault in faults:
        if fault.name in known:
            continue
        tried += 1
        if tests.notice(fault):
            noticed += 1
        else:
            print(f"not noticed: {fault.path}:{fault.line}: {fault.what}", flush=True)
    share = noticed / tried if tried else 1
    print(f"{noticed} of {tried} faults noticed ({share:.1%}).")
    return 0 if share >= 0.97 else 1


if __name__ == "__main__":
    sys.exit(main())
