"""Keys that go from period to period: the next, the one before, a month, a quarter, a year."""

from __future__ import annotations

from cagette_tui.i18n import N_
from cagette_tui.model.rules.periods import Span, Unit
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.widgets.commands import Command


class SpanScreen(ModelScreen):
    """A screen about a period."""

    span: Span

    async def turn(self, span: Span) -> None:
        """Show another period; subclasses do so."""
        raise NotImplementedError

    async def action_turn(self, by: int) -> None:
        """Go on, or back, by one period."""
        await self.turn(self.span.moved(by))

    async def action_unit(self, unit: str) -> None:
        """Show the month, the quarter or the year around."""
        await self.turn(self.span.turned(Unit(unit), self.cagette.clock.now().date()))


SPAN_KEYS = (
    Command(("n", "right"), SpanScreen.action_turn, N_("next"), N_("The next period."), argument=1),
    Command(
        ("p", "left"), SpanScreen.action_turn, N_("before"), N_("The period before."), argument=-1
    ),
    Command(("m",), SpanScreen.action_unit, N_("month"), N_("A month."), argument=Unit.MONTH),
    Command(
        ("t",), SpanScreen.action_unit, N_("quarter"), N_("Three months."), argument=Unit.QUARTER
    ),
    Command(("a",), SpanScreen.action_unit, N_("year"), N_("A year."), argument=Unit.YEAR),
)
