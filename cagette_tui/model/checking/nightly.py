"""Backups for the night: made, checked, and the old ones thinned out by days, weeks and months."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from pathlib import Path

from cagette_tui import deeds
from cagette_tui.model.checking.checking import check
from cagette_tui.model.reading.backups_made import place_of_note
from cagette_tui.model.rules.findings import Finding
from cagette_tui.model.store.copies import copy_to
from cagette_tui.model.store.database import close_database, open_database
from cagette_tui.model.store.problems import NotCopied, OnServer
from cagette_tui.model.store.sqlite import FileDatabase
from cagette_tui.model.store.workplaces import sweep, workplace
from cagette_tui.model.tables.base import database
from cagette_tui.new_files import give_name
from cagette_tui.value import ValueObject

WEEKS, MONTHS = 8, 12
# Copies that did not pass: the last ones, for whoever looks into it.
_BROKEN_KEPT = 3
_FORM = "%Y-%m-%d-%H%M%S"


class Nightly(ValueObject):
    """The backup that was made, what is broken in it, and how many older ones went."""

    path: Path
    findings: tuple[Finding, ...]
    removed: int


def back_up_nightly(folder: Path, keep: int, at: datetime) -> Nightly:
    """Copy the open database into a folder, check the copy, and thin out those made so before.

    Kept are the last of each of the last `keep` days, of 8 weeks and of 12 months that there are.
    A copy that does not pass is kept under another name, and then nothing older goes. Closes the
    database. Raises `OnServer`, `NotCopied`, `AlreadyThere`, `Damaged`.
    """
    opened = database.obj
    if not isinstance(opened, FileDatabase):
        raise OnServer()
    file = opened.file
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        sweep(folder)
        with workplace(folder, "copy") as private:
            copy = private / file.name
            copy_to(opened.connection(), copy)
            close_database()
            findings = _findings_in(copy)
            name = f"{file.stem}-{at.strftime(_FORM)}-{'broken' if findings else 'nightly'}.db"
            give_name(copy, folder / name)
    except OSError as error:
        raise NotCopied(str(folder), error.strerror or str(error)) from error
    deeds.note()
    removed = _thin_out(folder, file.stem, 0 if findings else keep)
    if not findings:
        _note(file, at)
    return Nightly(folder / name, tuple(findings), removed)


def kept(made: Iterable[datetime], days: int) -> set[datetime]:
    """Choose which backups stay: the last of each day, week and month, the latest of those."""
    newest_first = sorted(made, reverse=True)
    chosen: set[datetime] = set()
    spans: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (days, lambda at: at.date()),
        (WEEKS, lambda at: at.isocalendar()[:2]),
        (MONTHS, lambda at: (at.year, at.month)),
    )
    for number, span in spans:
        seen: set[Hashable] = set()
        for at in newest_first:
            if len(seen) < number and span(at) not in seen:
                seen.add(span(at))
                chosen.add(at)
    return chosen


def _findings_in(copy: Path) -> list[Finding]:
    open_database(copy, read_only=True)
    try:
        return check()
    finally:
        close_database()


def _thin_out(folder: Path, stem: str, keep: int) -> int:
    """Remove what is not kept, of what was made here so; return how many went."""
    removed = 0
    good, broken = _made(folder, stem, "nightly"), _made(folder, stem, "broken")
    stays = kept(good, keep) if keep else set(good)
    gone = [path for at, path in good.items() if at not in stays]
    gone += [broken[at] for at in sorted(broken)[:-_BROKEN_KEPT]]
    for path in gone:
        with contextlib.suppress(OSError):
            path.unlink()
            removed += 1
    return removed


def _made(folder: Path, stem: str, kind: str) -> dict[datetime, Path]:
    name = re.compile(rf"{re.escape(stem)}-([0-9]{{4}}-[0-9-]{{12}})-{kind}\.db")
    found: dict[datetime, Path] = {}
    for path in folder.iterdir():
        match = name.fullmatch(path.name)
        if match is not None and path.is_file() and not path.is_symlink():
            with contextlib.suppress(ValueError):
                found[datetime.strptime(match[1], _FORM)] = path
    return found


def _note(file: Path, at: datetime) -> None:
    """Say when it was, for the first screen; a folder that cannot be written says nothing."""
    place = place_of_note(file)
    waiting = place.with_suffix(f".{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        place.parent.mkdir(mode=0o700, exist_ok=True)
        waiting.write_text(at.isoformat(timespec="seconds"), encoding="ascii")
        os.replace(waiting, place)
