"""Texts that a spreadsheet would take for a formula: an apostrophe before them, and off again."""

from __future__ import annotations

import re

# An apostrophe that was there before gets another, so that each text comes back as it was.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PROTECTED = re.compile(r"'+[=+\-@\t\r]")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute the text, or lose its apostrophe."""
    return _FORMULA.match(text) is not None


def protected(text: str) -> str:
    """Return the text such that a spreadsheet keeps it a text."""
    return f"'{text}" if is_formula(text) else text


def unprotected(text: str) -> str:
    """Take the apostrophe off again."""
    return text[1:] if _PROTECTED.match(text) else text
