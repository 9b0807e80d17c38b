"""A paper of a period before it is written: blocks for people, rows for spreadsheets and programs.

One maker gives both, so that a figure on paper is the one in the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cagette_tui.i18n import _, format_date
from cagette_tui.model.reading.group import read_settings
from cagette_tui.model.rules.evening import DistributionView
from cagette_tui.papers.occasion_lines import as_of
from cagette_tui.papers.paper import Block, Masthead, Paper
from cagette_tui.papers.tables import Value, csv_text
from cagette_tui.text import json_text
from cagette_tui.value import ValueObject


class Period(ValueObject):
    """From a day to a day, both included; `now` is when it is looked at."""

    first: date
    last: date
    now: datetime

    @property
    def end(self) -> date:
        """The day as of which it is told: what is still to come is not there yet."""
        return min(self.last, max(self.first, self.now.date()))


class PeriodTable(ValueObject):
    """What one kind of paper says of a period."""

    title: str
    blocks: tuple[Block, ...]
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Value], ...]
    totals: Mapping[str, Value]
    # Whose it is, where it is about one member.
    whose: str = ""


def period_name(period: Period) -> str:
    """Say from when to when."""
    return _("From {first} to {last}").format(
        first=format_date(period.first), last=format_date(period.last)
    )


def period_paper(table: PeriodTable, period: Period) -> Paper:
    """Put a paper together."""
    name = period_name(period)
    lines = (*((table.whose,) if table.whose else ()), name, as_of(period.now))
    head = Masthead(table.title, read_settings().name, lines)
    return Paper(f"{table.title} · {name}", (head, *table.blocks))


def period_csv(table: PeriodTable) -> str:
    """Write the rows for a spreadsheet."""
    return csv_text(table.columns, table.rows)


def period_json(kind: str, table: PeriodTable, period: Period) -> str:
    """Write the rows and their totals for programs: amounts as strings, days ISO 8601."""
    return json_text(
        {
            "kind": kind,
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "totals": _plain(table.totals),
            "rows": [_plain(row) for row in table.rows],
        }
    )


def _plain(row: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Value) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value


def evening_cells(evening: DistributionView) -> tuple[str, str]:
    """Name a distribution in the first two columns of a table; one that is open says so."""
    place = evening.place
    if not evening.is_certified:
        place = _("{place} (not certified)").format(place=place)
    return format_date(evening.date), place


def day_text(day: date | None) -> str | None:
    """Write a day for a table."""
    return None if day is None else day.isoformat()


def summed(amounts: Sequence[Decimal]) -> Decimal:
    """Add amounts up, none to 0.00."""
    return sum(amounts, Decimal("0.00"))
