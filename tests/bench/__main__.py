"""The numbers of the program against their floors and peers: `python -m tests.bench`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench.context import Bench
from tests.bench.figures import Figure, table
from tests.bench.machine import machine
from tests.bench.row_command import command
from tests.bench.row_evening import growing, keys
from tests.bench.row_keys import acting, idle, moving, one_key
from tests.bench.row_model import checking, forcing, importing, opening
from tests.bench.row_periods import periods
from tests.bench.row_slow import slow
from tests.bench.row_start import start

Row = Callable[[Bench], Iterable[Figure]]

ROWS: dict[str, Row] = {
    "start": start,
    "move": moving,
    "one-key": one_key,
    "act": acting,
    "idle": idle,
    "force": forcing,
    "open": opening,
    "check": checking,
    "import": importing,
    "periods": periods,
    "keys": keys,
    "slow": slow,
    "command": command,
    "memory": growing,
}


def main() -> int:
    """Measure the rows that are wanted; return 1 if a goal was missed."""
    options = _options()
    wanted = options.rows or list(ROWS)
    print("\n".join(machine()), file=sys.stderr)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="cagette-bench-") as folder:
        bench = Bench(Path(folder), options.quick)
        for name in wanted:
            began = time.monotonic()
            measured = list(ROWS[name](bench))
            figures += measured
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(table(figures))
    return 0 if all(figure.met is not False for figure in figures) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"some of: {', '.join(ROWS)}")
    parser.add_argument(
        "--quick", action="store_true", help="fewer runs, and one year of history instead of ten"
    )
    options = parser.parse_args()
    unknown = [name for name in options.rows if name not in ROWS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
