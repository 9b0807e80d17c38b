"""What docs/files.md says of a period's JSON is what the program writes (R57)."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from cagette_tui.model.rules.kinds import Mode
from cagette_tui.papers.period_table import Period
from cagette_tui.papers.periods import PeriodExport, PeriodFormat, PeriodKind, period_table
from tests.world import World

FILES = Path(__file__).parents[2] / "docs" / "files.md"


def said(kind: str) -> tuple[set[str], set[str]]:
    """Read the names of totals and of columns in the table of the page."""
    page = FILES.read_text(encoding="utf-8").split("| kind | `totals` | `rows` |")[1]
    row = next(line for line in page.splitlines() if line.startswith(f"| `{kind}` |"))
    _empty, _kind, totals, columns, _end = row.split("|")
    of_totals = _names(totals)
    return of_totals, _names(columns) | (of_totals if "and the same" in columns else set())


def _names(cell: str) -> set[str]:
    modes = set(map(str, Mode)) if "each mode" in cell else set()
    return set(re.findall(r"`(\w+)`", cell)) | modes


@pytest.mark.parametrize("kind", PeriodKind)
def test_names_are_those_of_the_page(kind: PeriodKind, world: World) -> None:
    """Each total and each column of a row is there under its name, and no other."""
    world.member("Ana", "A1")
    member = "A1" if kind is PeriodKind.STATEMENT else None
    period = Period(date(2026, 11, 1), date(2026, 11, 30), datetime(2026, 11, 30, 12))
    table = period_table(PeriodExport(period, kind, PeriodFormat.JSON, member))
    assert (set(table.totals), set(table.columns)) == said(kind)
