"""What each line of a statement is proposed to be, in the given month and in others (R65)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from cagette_tui.intake.bank.reading import read_statement
from cagette_tui.model.rules.bank_books import Proposal, Sure
from cagette_tui.model.rules.bank_lines import propose
from cagette_tui.model.rules.bank_parts_told import parts_told
from tests.intake.books_of_json import books_of
from tests.intake.random_months import STYLES, Maker
from tests.intake.statements import BOOKS, EXPECTED, IBAN, LINES, READ, data_of

pytestmark = pytest.mark.long

GIVEN = books_of(BOOKS)


def canonical(parts: Iterable[Mapping[str, Any]]) -> list[list[tuple[str, Any]]]:
    """Leave out what only some banks say, and the order."""
    rows = [
        sorted((name, value) for name, value in one.items() if name not in ("slip", "either"))
        for one in parts
    ]
    return sorted(rows, key=str)


@pytest.mark.parametrize("name", READ)
def test_the_given_month(name: str) -> None:
    """Every line is what it is, nothing is certain that a person must decide, none is guessed."""
    if name.endswith("xlsx"):
        pytest.importorskip("python_calamine")
    refs = {one.id: one.ref for one in GIVEN.members}
    one = read_statement(data_of(name), IBAN)
    for line, found in zip(
        EXPECTED["files"][name]["lines"], propose(one.lines, GIVEN), strict=True
    ):
        truth = LINES[line]
        if truth["sure"] == "none":
            assert found == (), line
            continue
        first = found[0]
        assert (line, str(first.kind)) == (line, truth["kind"])
        assert canonical(parts_told(first, refs)) == canonical(truth["settles"]), line
        # A label that was cut may make less of a line certain, never more.
        order = ("certain", "likely", "ask")
        assert order.index(first.sure) >= order.index(truth["sure"]), line
        # Nor is the rest of a basket, as long as nobody has said what its first part is.
        if line != "Z01" and not any(part in name for part in ("lcl", "caisse-epargne")):
            assert first.sure == truth["sure"], line


def measured(seeds: Iterable[int], style: str | None = None) -> tuple[int, int, list[str]]:
    """Count lines, those that are right as first proposal, and those called certain wrongly."""
    count = right = 0
    wrong = []
    for seed in seeds:
        month = Maker(seed, style).month()
        refs = {one.id: one.ref for one in month.books.members}
        lines = [one.line for one in month.truths]
        for truth, found in zip(month.truths, propose(lines, month.books), strict=True):
            count += 1
            first = found[0] if found else None
            if is_right(truth, first, refs):
                right += 1
            elif first is not None and first.sure is Sure.CERTAIN:
                wrong.append(f"{seed} {truth.line.label}")
    return count, right, wrong


def is_right(truth: Any, first: Proposal | None, refs: Mapping[int, str | None]) -> bool:
    """Whether a first proposal is what the line is, or none where nobody should guess."""
    if truth.about == "none" or first is None:
        return truth.about == "none" and first is None
    same = canonical(parts_told(first, refs)) == canonical(truth.settles)
    return str(first.kind) == truth.kind and same


@pytest.mark.parametrize("style", STYLES)
def test_months_that_nobody_looked_at(style: str) -> None:
    """At least 95 % are right as first proposal, and none that is called certain is wrong."""
    count, right, wrong = measured(range(7_000, 7_004), style)
    assert not wrong
    assert right >= count * 0.95


@pytest.mark.long
def test_many_months() -> None:
    """The same, for hundreds of them."""
    count, right, wrong = measured((2_046, *range(10_000, 10_300)))
    assert not wrong
    assert right >= count * 0.95
