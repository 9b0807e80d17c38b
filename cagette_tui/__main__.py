"""Start the program with `python -m cagette_tui`."""

import sys

from cagette_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
