"""What the program hands about: facts that are given when something is made and never change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, field
from threading import Lock
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Self,
    TypeVar,
    dataclass_transform,
    overload,
)

_Owner = TypeVar("_Owner")
_Value = TypeVar("_Value")
_T = TypeVar("_T", bound="type[ValueObject]")
_writing = Lock()


class cached_property(Generic[_Owner, _Value]):  # noqa: N801 (as Python's own)
    """A property that is worked out once for each object, without the lock of `functools`.

    Until Python 3.12 that one takes a lock for each value, which takes longer than most values
    here: a list of 1,000 baskets asks for 5,000 of them.
    """

    def __init__(self, work_out: Callable[[_Owner], _Value]) -> None:
        """`work_out` gives the value; two threads that ask at once may both do so."""
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, of: None, kind: type[_Owner]) -> Self: ...

    @overload
    def __get__(self, of: _Owner, kind: type[_Owner]) -> _Value: ...

    def __get__(self, of: _Owner | None, kind: type[_Owner]) -> Self | _Value:
        """Work it out and keep it in the object, where it is found first from then on."""
        if of is None:
            return self
        value = of.__dict__[self._name] = self._work_out(of)
        return value


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class ValueObject:
    """A frozen dataclass that writes its methods when the first of its kind is made.

    A dataclass writes and compiles them when it is imported, at half a millisecond each: a
    hundred of them are what the start can do without, and it makes few of those itself.
    """

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
        __match_args__: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        """Refuse a kind of a kind with `TypeError`: it would find the methods of the other."""
        super().__init_subclass__()
        if ValueObject not in cls.__bases__:
            raise TypeError(f"{cls.__name__}: a value object has no kinds of its own")
        # Its fields in order, as of a dataclass.
        type.__setattr__(cls, "__match_args__", tuple(cls.__annotations__))

    def __init__(self, *values: Any, **named: Any) -> None:
        """Write the methods, which replaces this one, and begin with them."""
        written(type(self)).__init__(self, *values, **named)


def written(kind: _T) -> _T:
    """Give a kind of value object with its methods written: `dataclasses.fields` needs them."""
    if "__init__" not in vars(kind):
        with _writing:  # a second thread waits for what the first writes
            if "__init__" not in vars(kind):
                dataclass(frozen=True)(kind)
    return kind
