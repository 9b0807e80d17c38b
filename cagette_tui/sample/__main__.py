"""Build the sample by hand: `python -m cagette_tui.sample PATH [ISO moment]`."""

import sys
from datetime import datetime
from pathlib import Path

from cagette_tui.clock import parse_moment
from cagette_tui.sample.build import build_sample

# The moment of the file in the repository.
MOMENT = datetime(2026, 11, 20, 19, 0)

if __name__ == "__main__":
    build_sample(Path(sys.argv[1]), parse_moment(sys.argv[2]) if len(sys.argv) > 2 else MOMENT)
