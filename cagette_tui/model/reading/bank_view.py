"""A statement beside the books: which lines are known, and what the others are proposed to be."""

from __future__ import annotations

from collections.abc import Mapping

from cagette_tui.model.reading.bank_reading import read_books, read_known
from cagette_tui.model.rules.bank_books import Books, Proposal, Sure
from cagette_tui.model.rules.bank_known import known_lines
from cagette_tui.model.rules.bank_lines import propose
from cagette_tui.model.rules.statement import Statement, StatementLine
from cagette_tui.model.store.database import reading
from cagette_tui.value import ValueObject


class LineView(ValueObject):
    """One line, in the file's order."""

    place: int
    line: StatementLine
    known: bool
    proposals: tuple[Proposal, ...]

    @property
    def certain(self) -> Proposal | None:
        """What a program may book by itself."""
        first = self.proposals[0] if self.proposals else None
        return first if first is not None and first.sure is Sure.CERTAIN else None


class StatementView(ValueObject):
    """A whole statement beside the books."""

    statement: Statement
    lines: tuple[LineView, ...]
    refs: Mapping[int, str | None]
    names: Mapping[int, str]
    numbers: Mapping[int, int]  # of baskets
    books: Books


def view_of(statement: Statement) -> StatementView:
    """Read the books for a statement, in a constant number of statements, and propose."""
    with reading():
        known = known_lines(statement.lines, read_known(statement.lines))
        books = read_books(statement.lines)
    fresh = [line for line, one in zip(statement.lines, known, strict=True) if one is None]
    proposals = iter(propose(fresh, books))
    lines = tuple(
        LineView(place, line, one is not None, () if one is not None else next(proposals))
        for place, (line, one) in enumerate(zip(statement.lines, known, strict=True))
    )
    return StatementView(
        statement,
        lines,
        {one.id: one.ref for one in books.members},
        {one.id: one.name for one in books.members},
        {one.id: one.number for one in books.baskets},
        books,
    )
