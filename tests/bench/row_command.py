"""The command line: how fast its help comes, and that Textual stays out of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench import stock
from tests.bench.context import Bench
from tests.bench.figures import Figure, compared, in_turn, milliseconds, timed
from tests.bench.wire import ROOT

_FLOOR = ["-c", "import argparse, gettext"]
_SHEET = "1 e\n"


def command(bench: Bench) -> Iterator[Figure]:
    """Time `--help`, and look at what three commands import."""

    def run(*arguments: str) -> float:
        return timed(lambda: _run(bench, arguments))

    medians = in_turn(
        bench.runs(41), lambda: run("-m", "cagette_tui", "--help"), lambda: run(*_FLOOR)
    )
    against = 'python -c "import argparse, gettext"'
    yield compared("cagette-tui --help", against, medians, 2, milliseconds)
    database = bench.copy(stock.evening(), "commands")
    paper = bench.folder / "paper.txt"
    paper.write_text(_SHEET, encoding="utf-8")
    for words in (("--help",), ("report", "1"), ("check",), ("sheet", "1", str(paper))):
        yield _without_textual(bench, database, words)


def _run(bench: Bench, arguments: Sequence[str]) -> str:
    """Run Python; return what it wrote to both streams."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=bench.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else f"{done.stdout}\nexit {done.returncode}"


def _without_textual(bench: Bench, database: Path, words: Sequence[str]) -> Figure:
    options = ["--now", "2026-11-20T19:00", "--user", "paul", "--database", str(database)]
    log = _run(bench, ["-X", "importtime", "-m", "cagette_tui", *options, *words])
    name = f"Textual modules that {words[0]} imports"
    if "exit " in log.splitlines()[-1]:
        return Figure(name, "fails", goal="0", met=False, note=log.splitlines()[-2][:60])
    imported = [line.rpartition("|")[2].strip() for line in log.splitlines() if "|" in line]
    count = sum(module.partition(".")[0] == "textual" for module in imported)
    return Figure(name, str(count), goal="0", met=count == 0)
