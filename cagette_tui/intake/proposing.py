"""What a file's name and the last distributions say of when and where an order is handed out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from enum import Enum, auto
from pathlib import Path

from cagette_tui.clock import parse_day
from cagette_tui.intake.cagette import Export, parse_export
from cagette_tui.intake.importing import (
    ImportReport,
    Occasion,
    import_export,
    known_rates,
    known_weighed,
)
from cagette_tui.intake.spreadsheets import is_workbook, names_columns
from cagette_tui.model.acts.writing import Desk, together
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.model.rules.places import place_key
from cagette_tui.value import ValueObject

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[-.][0-9]{1,2}[-.][0-9]{4}")
_ENDINGS = (".csv", ".txt", ".xlsx", ".ods", ".xls")
# Of a folder with thousands of files only so many are looked at.
_MOST_FILES = 5000
# So many of the newest are opened, and so much of each is read, in bytes.
_MOST_OPENED, _BEGINNING = 300, 4096


class Proposal(ValueObject):
    """When and where, as far as anything says it."""

    day: date
    place: str | None
    start: time | None
    end: time | None
    is_named: bool = False  # whether the day is from the name of the file


def proposed(
    name: str, distributions: Iterable[DistributionView], today: date, place: str | None = None
) -> Proposal:
    """Propose the day that a file's name has (else today), place and hours of the last time there.

    With a `place` the hours are those of the last distribution there.
    """
    day, is_named = today, False
    for found in _DAY.findall(name):
        try:
            day, is_named = parse_day(found).date(), True
            break
        except ValueError:
            continue
    there = [
        one for one in distributions if place is None or place_key(one.place) == place_key(place)
    ]
    if not there:
        return Proposal(day, place, None, None, is_named)
    # The last one before that day; of those to come the next.
    last = min(there, key=lambda one: (one.date > day, abs((one.date - day).days), -one.id))
    return Proposal(day, last.place, last.starts_at.time(), last.ends_at.time(), is_named)


def likely_files(folders: Sequence[Path]) -> list[Path]:
    """Return the files in some folders that may be orders, the newest first.

    A text is offered only where its first line is an export's. Those that are called orders, and
    such texts, stand before workbooks, of which nothing tells what they hold.
    """
    found: dict[Path, float] = {}
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                for _, entry in zip(range(_MOST_FILES), entries, strict=False):
                    name = entry.name.casefold()
                    if name.endswith(_ENDINGS) and not name.startswith(".") and entry.is_file():
                        found[Path(entry.path)] = entry.stat().st_mtime
        except OSError:
            continue
    newest = sorted(found, key=lambda path: found[path], reverse=True)[:_MOST_OPENED]
    likely = [(path, kind) for path in newest if (kind := _kind(path)) is not None]
    orders = [path for path, kind in likely if kind is _Kind.EXPORT or _is_called_orders(path)]
    return orders + [path for path, _kind in likely if path not in orders]


class _Kind(Enum):
    EXPORT = auto()
    WORKBOOK = auto()


def _kind(path: Path) -> _Kind | None:
    """Tell by its beginning what a file is; None for what cannot be brought in, or not read."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING)
    except OSError:
        return None
    if is_workbook(beginning):
        return _Kind.WORKBOOK
    return _Kind.EXPORT if names_columns(beginning) else None


def _is_called_orders(path: Path) -> bool:
    return "commande" in path.name.casefold()


def completed(text: str) -> tuple[str, list[str]]:
    """Complete the path of a file as far as it is clear; return it, and what it may be."""
    folder, _, begun = text.rpartition("/")
    looked_at = Path(f"{folder}/" if folder or text.startswith("/") else ".").expanduser()
    try:
        with os.scandir(looked_at) as entries:
            names = [
                entry.name + ("/" if entry.is_dir() else "")
                for _, entry in zip(range(_MOST_FILES), entries, strict=False)
                if entry.is_dir() or entry.name.casefold().endswith(_ENDINGS)
            ]
    except OSError:
        return text, []
    if not begun.startswith("."):
        names = [name for name in names if not name.startswith(".")]
    fitting = sorted(name for name in names if name.startswith(begun)) or sorted(
        name for name in names if name.casefold().startswith(begun.casefold())
    )
    common = _common(fitting)
    if len(common) >= len(begun):
        text = text[: len(text) - len(begun)] + common
    return text, fitting


def _common(names: Sequence[str]) -> str:
    """Return what all the names begin with."""
    if not names:
        return ""
    shortest, longest = min(names), max(names)
    length = next(
        (
            at
            for at, (one, other) in enumerate(zip(shortest, longest, strict=False))
            if one != other
        ),
        min(len(shortest), len(longest)),
    )
    return shortest[:length]


class Preview(ValueObject):
    """What bringing a file in would do, done and taken back."""

    export: Export
    occasion: Occasion
    report: ImportReport


def read_with_what_is_known(data: bytes) -> Export:
    """Read a file with the rates and products of the database, odd amounts as they are stated.

    Raises ExportError.
    """
    return parse_export(data, known_rates(), known_weighed(), as_stated=True)


def preview(desk: Desk, export: Export, occasion: Occasion, *, another: bool) -> Preview:
    """Say what an import would do, without doing it. Raises as `import_export` does."""
    with together() as take_back:
        report = import_export(desk, export, occasion, another=another)
        take_back()
    return Preview(export, occasion, report)
