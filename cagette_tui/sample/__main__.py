"""Build the sample by hand: `python -m cagette_tui.sample PATH [--now ISO]`."""

import argparse
from datetime import datetime
from pathlib import Path

from cagette_tui.clock import parse_moment
from cagette_tui.sample.build import build_sample

# The moment of the file in the repository.
MOMENT = datetime(2026, 11, 20, 19, 0)


def main() -> None:
    """Build the file; exit code 2 where there is one already."""
    parser = argparse.ArgumentParser(prog="python -m cagette_tui.sample")
    parser.add_argument("path", type=Path)
    parser.add_argument("--now", type=parse_moment, default=MOMENT)
    options = parser.parse_args()
    try:
        build_sample(options.path, options.now)
    except FileExistsError:
        parser.error(f"{options.path} exists already")


if __name__ == "__main__":
    main()
