"""What may go wrong in a way that the program can say in one sentence."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class KnownProblem(Exception):
    """Not a fault of the program: `sentences.sentence` says what is wrong and what to do.

    What a kind annotates are its facts, given in that order or by name, as a dataclass's are. It
    is none, since those write their methods when they are imported: a hundred and more of them
    are what the start can do without.
    """

    facts: ClassVar[tuple[str, ...]] = ()
    """The names of what a kind is made with."""

    def __init_subclass__(cls) -> None:
        """Take the facts that a kind adds to those of its base."""
        super().__init_subclass__()
        own = cls.__dict__.get("__annotations__", {})  # noqa: RUF063  # inspect is slow to import
        cls.facts = tuple(dict.fromkeys((*cls.facts, *own)))
        type.__setattr__(cls, "__match_args__", cls.facts)

    def __init__(self, *values: object, **named: object) -> None:
        """Take the facts; raise `TypeError` where one lacks, or is none of them."""
        super().__init__(*values)
        given = dict(zip(self.facts, values, strict=False)) | named
        lacking = [one for one in self.facts if one not in given and not hasattr(type(self), one)]
        if lacking or len(given) < len(values) + len(named) or given.keys() - set(self.facts):
            raise TypeError(f"{type(self).__name__} is made with {self.facts}")
        self.__dict__.update(given)
        self.__post_init__()

    def __post_init__(self) -> None:
        """Bring the facts to what they should be, where a kind has to."""


class PaperProblem(KnownProblem):
    """What was asked for cannot be written; nothing was."""


class NoSuchFormat(PaperProblem):
    """The kind is not written in this format, but in those."""

    kind: str
    format: str
    formats: tuple[str, ...]


class OnlyFor(PaperProblem):
    """An option that makes sense for one kind alone."""

    option: str
    kind: str


class OptionNeeded(PaperProblem):
    """An option without which a kind cannot be had."""

    option: str
    kind: str


class BadPeriod(PaperProblem):
    """The last day is before the first."""

    first: date
    last: date


class NoSuchBasket(PaperProblem):
    """No basket of the distribution has this number, or a member with this reference."""

    wanted: str


class FileExists(PaperProblem):
    """There is something at that path already: it was left as it is."""

    path: str


class CannotWrite(PaperProblem):
    """The file could not be written, and is not there: `detail` is what the system says."""

    path: str
    detail: str
