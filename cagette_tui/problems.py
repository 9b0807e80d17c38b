"""What may go wrong in a way that the program can say in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class KnownProblem(Exception):
    """Not a fault of the program: `sentences.sentence` says what is wrong and what to do."""


class PaperProblem(KnownProblem):
    """What was asked for cannot be written; nothing was."""


@dataclass(eq=False)
class NoSuchFormat(PaperProblem):
    """The kind is not written in this format, but in those."""

    kind: str
    format: str
    formats: tuple[str, ...]


@dataclass(eq=False)
class OnlyFor(PaperProblem):
    """An option that makes sense for one kind alone."""

    option: str
    kind: str


@dataclass(eq=False)
class OptionNeeded(PaperProblem):
    """An option without which a kind cannot be had."""

    option: str
    kind: str


@dataclass(eq=False)
class BadPeriod(PaperProblem):
    """The last day is before the first."""

    first: date
    last: date


@dataclass(eq=False)
class NoSuchBasket(PaperProblem):
    """No basket of the distribution has this number, or a member with this reference."""

    wanted: str


@dataclass(eq=False)
class FileExists(PaperProblem):
    """There is something at that path already: it was left as it is."""

    path: str


@dataclass(eq=False)
class CannotWrite(PaperProblem):
    """The file could not be written, and is not there: `detail` is what the system says."""

    path: str
    detail: str
