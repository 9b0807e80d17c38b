"""Which records of an export are order lines, and which of those say what nothing gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from cagette_tui.intake.amounts import Readings
from cagette_tui.intake.export_problems import (
    COLUMNS,
    ExportError,
    ExportProblem,
    NothingLeft,
    UnknownCatalogue,
    WrongAmount,
)
from cagette_tui.intake.records import Record, bare
from cagette_tui.intake.rows import CATALOGUE, Row
from cagette_tui.money import from_cents
from cagette_tui.text import fold

T = TypeVar("T")

# What a spreadsheet's user writes beside a sum.
_SUMS = ("total", "somme", "sum", "totaux")
_NUMBERS = frozenset(map(COLUMNS.index, ("price", "quantity", "fees", "total")))


def without_totals(records: Iterable[Record]) -> tuple[list[Record], tuple[int, ...]]:
    """Take out the rows of totals that somebody added; say which. Raises ExportError."""
    kept: list[Record] = []
    out: list[int] = []
    for record in records:
        if _is_total(record):
            out.append(record.row)
        else:
            kept.append(record)
    if not kept:
        raise ExportError(ExportProblem.NO_LINES)
    return kept, tuple(out)


def _is_total(record: Record) -> bool:
    """Whether a row has sums alone, and at most one word beside them that says so."""
    if record.cells[0] and record.cells[CATALOGUE] and record.cells[CATALOGUE + 1]:
        return False  # nearly every row, told without looking closer
    words = [
        word
        for at, cell in enumerate(record.cells)
        if at not in _NUMBERS and (word := fold(bare(cell)))
    ]
    if not words:
        return True
    return len(words) == 1 and any(part in _SUMS for part in words[0].replace(":", " ").split())


def without_catalogues(
    lines: Sequence[T], without: Collection[str], catalogue: Callable[[T], str]
) -> Sequence[T]:
    """Leave some catalogues out, by the reference that `catalogue` finds in a line.

    Raises `UnknownCatalogue`, `NothingLeft`.
    """
    if not without:
        return lines
    refs = [catalogue(line) for line in lines]
    for ref in without:
        if ref not in refs:
            raise UnknownCatalogue(ref)
    kept = [line for line, ref in zip(lines, refs, strict=True) if ref not in without]
    if not kept:
        raise NothingLeft()
    return kept


def wrong_amounts(rows: Iterable[Row], readings: Mapping[str, Readings]) -> tuple[WrongAmount, ...]:
    """Name the lines whose amounts no price and no fee rate give (R4)."""
    wrong = []
    for row in rows:
        told, catalogue = row.told, readings[row.catalogue_ref]
        if told in catalogue.lines:
            continue
        fee, total, rate = catalogue.expected(told)
        of_total = total != told.total or (told.fee or 0) == fee
        stated, expected = (told.total, total) if of_total else (told.fee or 0, fee)
        wrong.append(
            WrongAmount(
                row=row.row,
                member=row.member_name,
                product=row.product_name,
                column="total" if of_total else "fees",
                stated=from_cents(stated),
                expected=from_cents(expected),
                fee_rate=rate,
            )
        )
    return tuple(wrong)
