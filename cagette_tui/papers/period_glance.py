"""A period at a glance: what came in by mode, the debts, the box, as bars of plain characters.

A bar of takings is made of the letters of the modes, so that it needs neither colour nor more than
ASCII; on a page it is a picture, drawn from the same amounts. Up to so many evenings each has its
row, beyond that each month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from cagette_tui.i18n import _, format_date, format_month, format_number, format_signed
from cagette_tui.model.reading.accounts_at import read_debts_at
from cagette_tui.model.reading.periods import read_boxes, takings_between
from cagette_tui.model.rules.kinds import LETTERS, Mode
from cagette_tui.model.rules.periods import EveningBox, EveningTakings
from cagette_tui.papers.paper import (
    Bar,
    BarPart,
    Block,
    Column,
    ColumnKind,
    Heading,
    Paragraph,
    Row,
    Table,
)
from cagette_tui.papers.period_table import Period, PeriodTable, summed
from cagette_tui.sentences import mode_label
from cagette_tui.value import ValueObject

_MOST_EVENINGS = 16
_BAR = 48
_HALF = 20
_ROOM = 1000  # of a bar on a page
_DEBT_TINT = 1
_BOX_TINTS = {False: 0, True: 3}  # what lacks is darker
_NONE = Decimal("0.00")


class _Point(ValueObject):
    """A row of the charts: an evening, or a month of them; `day` is its last day."""

    name: str
    day: date
    by_mode: dict[Mode, Decimal]
    debts: Decimal
    difference: Decimal

    @property
    def total(self) -> Decimal:
        """What came in; a mode in which more went out than came has no part in a bar."""
        return sum((max(amount, _NONE) for amount in self.by_mode.values()), _NONE)


def glance_of(period: Period) -> PeriodTable:
    """Show takings by mode, debts and box differences, one under the other."""
    points = _points(period)
    legend = ", ".join(f"{LETTERS[mode]} {mode_label(mode)}" for mode in Mode)
    blocks: tuple[Block, ...] = (
        Heading(_("What came in")),
        _chart([(one.name, format_number(one.total), bar) for one, bar in _takings(points)]),
        Paragraph(legend),
        Heading(_("Debts at the end of the day")),
        _chart([(one.name, format_number(one.debts), bar) for one, bar in _debts(points)]),
        Heading(_("Box differences")),
        _chart([(one.name, format_signed(one.difference), bar) for one, bar in _boxes(points)]),
    )
    if not points:
        blocks = (Paragraph(_("No distribution in this period.")),)
    return PeriodTable(
        _("At a glance"),
        blocks,
        ("day", *map(str, Mode), "debts", "difference"),
        tuple(
            {
                "day": one.day.isoformat(),
                **{str(mode): one.by_mode[mode] for mode in Mode},
                "debts": one.debts,
                "difference": one.difference,
            }
            for one in points
        ),
        {
            "takings": summed([one.total for one in points]),
            "differences": summed([one.difference for one in points]),
        },
    )


def _points(period: Period) -> list[_Point]:
    boxes, money = read_boxes(period.first, period.end)
    evenings = [one.evening for one in boxes]
    takings = [one for one in takings_between(money, evenings) if one.evening is not None]
    months = len(boxes) > _MOST_EVENINGS
    groups: dict[tuple[int, ...], list[int]] = {}
    for place, evening in enumerate(evenings):
        key = (evening.date.year, evening.date.month) if months else (place,)
        groups.setdefault(key, []).append(place)
    days = [evenings[places[-1]].date for places in groups.values()]
    debts = read_debts_at(days)
    return [
        _point(
            [takings[place] for place in places], [boxes[place] for place in places], debts, months
        )
        for places in groups.values()
    ]


def _point(
    takings: Sequence[EveningTakings],
    boxes: Sequence[EveningBox],
    debts: dict[date, Decimal],
    months: bool,
) -> _Point:
    day = boxes[-1].evening.date
    return _Point(
        format_month(day) if months else format_date(day),
        day,
        {mode: summed([one.came_in.by_mode[mode] for one in takings]) for mode in Mode},
        debts[day],
        summed([one.difference for one in boxes if one.difference is not None]),
    )


def _takings(points: Sequence[_Point]) -> list[tuple[_Point, Bar]]:
    most = max((one.total for one in points), default=_NONE)
    return [
        (one, Bar(stacked(one.by_mode, most, _BAR), _parts(one.by_mode, most))) for one in points
    ]


def stacked(by_mode: Mapping[Mode, Decimal], most: Decimal, width: int) -> str:
    """Write a bar of the modes' letters; `most` euros fill the width."""
    bar, sum_ = "", _NONE
    for mode in Mode:
        sum_ += max(by_mode[mode], _NONE)
        bar += LETTERS[mode] * (_cells(sum_, most, width) - len(bar))
    return bar


def _parts(by_mode: Mapping[Mode, Decimal], most: Decimal) -> tuple[BarPart, ...]:
    """Draw a bar of tints, one after the other; `most` euros fill the room."""
    parts: list[BarPart] = []
    begin, sum_ = 0, _NONE
    for tint, mode in enumerate(Mode):
        sum_ += max(by_mode[mode], _NONE)
        end = _cells(sum_, most, _ROOM)
        if end > begin:
            parts.append(BarPart(begin, end - begin, tint, LETTERS[mode]))
        begin = end
    return tuple(parts)


def _debts(points: Sequence[_Point]) -> list[tuple[_Point, Bar]]:
    most = max((one.debts for one in points), default=_NONE)
    return [(one, _debt(one.debts, most)) for one in points]


def _debt(amount: Decimal, most: Decimal) -> Bar:
    length = _cells(amount, most, _ROOM)
    parts = (BarPart(0, length, _DEBT_TINT),) if length else ()
    return Bar("=" * _cells(amount, most, _BAR), parts)


def _boxes(points: Sequence[_Point]) -> list[tuple[_Point, Bar]]:
    most = max((abs(one.difference) for one in points), default=_NONE)
    return [(one, _box(one.difference, most)) for one in points]


def _box(amount: Decimal, most: Decimal) -> Bar:
    length = _cells(abs(amount), most, _ROOM // 2)
    begin = _ROOM // 2 - (length if amount < 0 else 0)
    parts = (BarPart(begin, length, _BOX_TINTS[amount > 0]),) if length else ()
    return Bar(balanced(amount, most, _HALF), parts, _ROOM // 2)


def balanced(amount: Decimal, most: Decimal, half: int) -> str:
    """Write a bar to the left of a middle line where an amount is below zero, else to the right."""
    count = _cells(abs(amount), most, half)
    if amount < 0:
        return " " * (half - count) + "-" * count + "|"
    return " " * half + "|" + "+" * count


def _cells(amount: Decimal, most: Decimal, width: int) -> int:
    """Say how many cells stand for an amount; what is there is seen."""
    if not most or not amount:
        return 0
    return max(1, round(amount * width / most))


def _chart(rows: Sequence[tuple[str, str, Bar]]) -> Table:
    columns = (
        Column(_("When"), 15),
        Column(_("Amount"), 11, ColumnKind.AMOUNT),
        Column(""),
    )
    return Table(columns, tuple(Row(row) for row in rows))
