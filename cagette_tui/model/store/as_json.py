"""Value objects as JSON can hold them, and back: amounts as strings, times ISO 8601 local.

Knows what reports are made of: value objects, tuples of one kind, dicts, optional
values, `Decimal`, times, closed lists, text, whole numbers and booleans. What a kind does not
know any more is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from cagette_tui.value import ValueObject

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Turn a value into what `json.dumps` takes."""
    if is_dataclass(value):
        return {one.name: to_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, (StrEnum, Decimal)):
        return str(value)
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    return value


def from_plain(kind: type[T], plain: Any) -> T:
    """Turn it back into a value of a kind. Raises `KeyError`, `TypeError`, `ValueError`."""
    value: T = _reader(kind)(plain)  # type: ignore[arg-type]  # a class can be a key
    return value


Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Reader:
    """Make what reads a kind, once: an evening has thousands of values of few kinds."""
    if isinstance(kind, UnionType):  # only ever "or None"
        read = _reader(get_args(kind)[0])
        return lambda plain: None if plain is None else read(plain)
    if isinstance(kind, type) and issubclass(kind, ValueObject):
        return _object_reader(kind)
    if get_origin(kind) is tuple:
        read = _reader(get_args(kind)[0])
        return lambda plain: tuple(map(read, plain))
    if get_origin(kind) is dict:
        of_key, of_value = get_args(kind)
        read = _reader(of_value)
        return lambda plain: {of_key(key): read(one) for key, one in plain.items()}
    if kind in (date, datetime):
        reader: Reader = kind.fromisoformat
        return reader
    return _as_it_is if kind in (str, int, bool) else kind


def _object_reader(kind: type) -> Reader:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}

    def read(plain: Any) -> Any:
        known = {name: readers[name](one) for name, one in plain.items() if name in readers}
        return kind(**known)

    return read


def _as_it_is(plain: Any) -> Any:
    return plain
