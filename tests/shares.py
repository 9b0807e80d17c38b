"""How much of a long test runs at each run: all of it by hand, with CAGETTE_TEST_LUCK=1."""

from __future__ import annotations

import os

EVERY = 1 if "CAGETTE_TEST_LUCK" in os.environ else 6
"""Of many alike each sixth is tried at each change: all that runs then has half an hour."""


def parts(whole: int) -> range:
    """Give the numbers of the parts that run, of so many, always the same ones."""
    return range(0, whole, EVERY)
