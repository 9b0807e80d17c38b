"""Dataclasses as JSON can hold them, and back: amounts as strings, times ISO 8601 local.

Knows what reports are made of: dataclasses, tuples of one kind, dicts, optional
values, `Decimal`, times, closed lists, text, whole numbers and booleans. What a kind does not
know any more is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

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
    value: T = _read(kind, plain)
    return value


def _read(kind: Any, plain: Any) -> Any:
    if isinstance(kind, UnionType):  # only ever "or None"
        return None if plain is None else _read(get_args(kind)[0], plain)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        known = {name: one for name, one in plain.items() if name in hints}
        return kind(**{name: _read(hints[name], one) for name, one in known.items()})
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in plain)
    if get_origin(kind) is dict:
        of_key, of_value = get_args(kind)
        return {of_key(key): _read(of_value, one) for key, one in plain.items()}
    if kind in (date, datetime):
        return kind.fromisoformat(plain)
    if kind in (str, int, bool):
        return plain
    return kind(plain)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
