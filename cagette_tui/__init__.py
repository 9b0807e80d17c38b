"""Validate the distributions of a local-food buying group in a terminal."""

__version__ = "0.1.0"
