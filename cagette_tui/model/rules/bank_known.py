"""Which lines of a statement were accepted before: files overlap, and labels get completed.

A line is known by its day, its amount and its label; of equal ones each counts once. The bank's
own numbers repeat and are no help. Of labels only digests are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from cagette_tui.model.rules.bank_payers import digest
from cagette_tui.model.rules.names_in_labels import words
from cagette_tui.model.rules.statement import StatementLine
from cagette_tui.value import ValueObject

# A label of fewer letters is no beginning of another.
_SHORTEST = 5


class KnownLine(ValueObject):
    """A line as it is kept."""

    id: int
    booked: date
    amount: Decimal
    lengths: tuple[int, ...]
    digest: str


def key_of(line: StatementLine) -> tuple[tuple[int, ...], str]:
    """Return the lengths of a label's parts, and the digest of them all."""
    parts = _parts(line)
    return tuple(map(len, parts)), digest("line:" + "|".join(parts))


def known_lines(lines: Sequence[StatementLine], known: Iterable[KnownLine]) -> list[int | None]:
    """Return for each line the number of the one that it is, None where it is new."""
    waiting: dict[tuple[date, Decimal], list[KnownLine]] = defaultdict(list)
    for one in known:
        waiting[one.booked, one.amount].append(one)
    found: list[int | None] = [None] * len(lines)
    # Labels that are the same first: what is left may have been completed.
    for same in (_is_same, _is_completed):
        for place, line in enumerate(lines):
            candidates = waiting.get((line.booked, line.amount))
            if found[place] is None and candidates:
                match = next((one for one in candidates if same(line, one)), None)
                if match is not None:
                    found[place] = match.id
                    candidates.remove(match)
    return found


def _is_same(line: StatementLine, one: KnownLine) -> bool:
    return key_of(line) == (one.lengths, one.digest)


def _is_completed(line: StatementLine, one: KnownLine) -> bool:
    """Whether each part of the label begins as it was."""
    for parts in (_parts(line), ["".join(words(line.label))]):
        if len(parts) == len(one.lengths) and sum(one.lengths) >= _SHORTEST:
            cut = [part[:size] for part, size in zip(parts, one.lengths, strict=True)]
            if digest("line:" + "|".join(cut)) == one.digest:
                return True
    return False


def _parts(line: StatementLine) -> list[str]:
    texts = line.parts or (line.label,)
    return ["".join(words(text)) for text in texts]
