"""A whole database into an empty one, of the other kind or the same, and compared row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from itertools import zip_longest
from pathlib import Path
from tempfile import gettempdir
from typing import Any, TypeAlias

from peewee import BooleanField, Database, DatabaseError

from cagette_tui import deeds
from cagette_tui.model.store.copies import copy_to, opened_to_copy
from cagette_tui.model.store.database import file_of, is_address, open_apart, without_password
from cagette_tui.model.store.kinds_of_database import OpenDatabase
from cagette_tui.model.store.numbering import continue_after, last_numbers
from cagette_tui.model.store.problems import (
    CannotKeep,
    CannotTake,
    CopyDiffers,
    Missing,
    NotEmpty,
    OlderSchema,
    storage_errors,
)
from cagette_tui.model.store.statements import insertion, listed, many, named
from cagette_tui.model.store.workplaces import sweep, workplace
from cagette_tui.model.tables.all_tables import ALL_TABLES
from cagette_tui.model.tables.base import Table
from cagette_tui.model.tables.people import Group
from cagette_tui.value import ValueObject

_BATCH = 1000

Row: TypeAlias = tuple[Any, ...]


class Copied(ValueObject):
    """How many rows of a table were copied, and found the same."""

    table: str
    rows: int


def copy_database(source: str, target: str) -> tuple[Copied, ...]:
    """Copy all rows of a database into an empty one, with their numbers; all or nothing.

    `source` and `target` are paths or URLs; the target is created where it is missing. The
    source is only read: one of an older schema is brought up to date in a copy of its own.
    Raises `NotEmpty` where something is in it already, `CannotTake`, `CopyDiffers` where what
    was copied does not read the same, and what opening raises.
    """
    with storage_errors(), _source(source, target) as old, _snapshot(old):
        _must_be_empty(target)
        with closing(open_apart(target, create=True)) as new, new.atomic():
            _refuse_rows(new, without_password(target))  # somebody may have been faster
            _copy(old, new)
            compared = tuple(_compared(old, new, model) for model in ALL_TABLES)
    deeds.note()
    return compared


@contextmanager
def _source(source: str, target: str) -> Iterator[Database]:
    """Open what is copied, for reading."""
    try:
        opened = open_apart(source, create=False, read_only=True)
    except OlderSchema:
        if is_address(source):
            raise
    else:
        with closing(opened):
            yield opened
        return
    folder = Path(gettempdir()) if is_address(target) else file_of(target).parent
    sweep(folder)
    with workplace(folder, "copy") as private:
        with opened_to_copy(file_of(source)) as older:
            copy_to(older, private / "source.db")
        with closing(open_apart(private / "source.db", create=False)) as opened:
            yield opened


def _snapshot(opened: Any) -> AbstractContextManager[object]:
    kind: OpenDatabase = opened
    return kind.snapshot()


def _must_be_empty(target: str) -> None:
    """See that nothing is there, before anything of it is touched."""
    try:
        with closing(open_apart(target, create=False, read_only=True)) as there:
            _refuse_rows(there, without_password(target))
    except Missing:
        pass
    except OlderSchema:
        raise NotEmpty(without_password(target)) from None


def _refuse_rows(opened: Database, shown: str) -> None:
    for model in ALL_TABLES:
        # The schema brings the group.
        if model is not Group and next(_batches(opened, model), None):
            raise NotEmpty(shown)


def _copy(old: Database, new: Database) -> None:
    new.execute_sql(f"DELETE FROM {Group._meta.table_name}")
    for model in ALL_TABLES:
        insert = insertion(new, model, model._meta.sorted_fields)
        for batch in _batches(old, model):
            with _taken(model, batch):
                many(new, insert, batch)
    continue_after(new, last_numbers(old))


@contextmanager
def _taken(model: type[Table], batch: list[Row]) -> Iterator[None]:
    """Say what a database does not take; let the other troubles of storage pass."""
    try:
        with storage_errors():
            yield
    except (DatabaseError, CannotKeep) as error:
        rows = batch[0][0], batch[-1][0]
        raise CannotTake(model._meta.table_name, rows, str(error)) from error


def _compared(old: Database, new: Database, model: type[Table]) -> Copied:
    count = 0
    for before, after in zip_longest(_rows(old, model), _rows(new, model)):
        if before != after:
            raise CopyDiffers(model._meta.table_name, (before or after)[0])
        count += 1
    return Copied(model._meta.table_name, count)


def _rows(opened: Database, model: type[Table]) -> Iterator[Row]:
    for batch in _batches(opened, model):
        yield from batch


def _batches(opened: Database, model: type[Table]) -> Iterator[list[Row]]:
    """Read a table in the order of its numbers, a few rows at a time, as both kinds take them."""
    query = (
        f"SELECT {listed(model._meta.sorted_fields)} FROM {named(model)}"
        f" WHERE id > {opened.param} ORDER BY id LIMIT {_BATCH}"
    )
    flags = [isinstance(column, BooleanField) for column in model._meta.sorted_fields]
    last = -(2**63)
    while rows := opened.execute_sql(query, (last,)).fetchall():
        yield [tuple(map(_plain, row, flags)) for row in rows]
        last = rows[-1][0]


def _plain(value: Any, is_flag: bool) -> Any:
    if is_flag and value in (0, 1):
        return bool(value)
    # A moment is a text in a file, and is read from a text on a server.
    return str(value) if isinstance(value, date) else value
