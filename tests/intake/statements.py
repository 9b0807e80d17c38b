"""The invented statements of one month, as fourteen kinds of file have them, and what is true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILES = Path(__file__).parent / "data" / "bank"
EXPECTED: dict[str, Any] = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))
BOOKS: dict[str, Any] = json.loads((FILES / "books.json").read_text(encoding="utf-8"))
IBAN: str = EXPECTED["account"]["iban"]
LINES: dict[str, dict[str, Any]] = {one["id"]: one for one in EXPECTED["lines"]}
READ = [
    name
    for name, one in EXPECTED["files"].items()
    if one["outcome"] == "read" and not name.startswith("broken")
]


def data_of(name: str) -> bytes:
    """Give the bytes of a file such as `statement/bpce.csv`."""
    return (FILES / name).read_bytes()
