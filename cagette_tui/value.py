"""What the program hands about: facts that are given when something is made and never change."""

from __future__ import annotations

from dataclasses import Field, dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

_T = TypeVar("_T", bound="type[ValueObject]")
_writing = Lock()


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
