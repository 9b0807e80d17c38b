"""A believable group with invented people, for the demo, the tour and the tests."""

from cagette_tui.sample.build import build_sample

__all__ = ["build_sample"]
