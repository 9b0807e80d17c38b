"""What stands around a list of baskets: the title, what remains above, the box below."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult

from cagette_tui.i18n import _, format_date
from cagette_tui.model.rules.basket import BasketView
from cagette_tui.model.rules.blocking import Remaining, remaining
from cagette_tui.model.rules.evening import DistributionView, SheetView
from cagette_tui.model.rules.evening_steps import (
    EveningStep,
    evening_steps,
    next_step,
    pile_beside,
)
from cagette_tui.model.rules.kinds import State
from cagette_tui.model.rules.pile import PileView
from cagette_tui.screens.basket_pane import pane_lines, pane_width
from cagette_tui.screens.basket_rows import (
    about_filter,
    about_marks,
    about_older_debt,
    above,
    below,
    columns,
)
from cagette_tui.screens.marked_baskets import MarkedBaskets
from cagette_tui.sentences import state_label
from cagette_tui.sentences.evening_steps import steps_text
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.rows import width_for_all
from cagette_tui.widgets.table import Table


class AroundBaskets(MarkedBaskets):
    """A list of the baskets of one distribution, with all that is said about them together."""

    def __init__(self) -> None:
        """Start before anything is read."""
        super().__init__()
        self._sheet: SheetView | None = None
        self._others: dict[int, str] = {}  # who is in which basket
        self._left: Remaining | None = None
        self._pile: PileView | None = None
        self.steps: tuple[EveningStep, ...] = ()
        """The four steps of the evening, once they are read."""
        self._counted = ""  # the filter that the line above counts for
        self._above = Lines(id="above")
        self._below = Lines(id="below")
        self._list_needs = 0  # cells, to cut no name
        self._pane: Lines | None = None  # what the highlighted basket holds, where there is room

    def compose_content(self) -> ComposeResult:
        """Put what remains above the list, what the box should hold below, a basket beside."""
        if self._pane_width():
            yield self._make_pane()
        yield self._above
        yield self._table
        yield self._below

    def _make_pane(self) -> Lines:
        self._pane = Lines(id="pane")
        self._pane.styles.dock = "right"
        self._pane.styles.height = "100%"
        self._pane.styles.width = self._pane_width()
        return self._pane

    def _pane_width(self) -> int:
        return pane_width(*self.app.size, self._list_needs)

    def on_resize(self, event: events.Resize) -> None:
        """Show the pane where there is room for it by now, with the lines that it tells."""
        super().on_resize(event)
        width = self._pane_width()
        if self._pane is not None:
            self._pane.styles.width = width
            self._pane.display = bool(width)
        elif width:
            self.query_one("#content").mount(self._make_pane())
            self.call_later(self.follow)  # the baskets were read without their lines
        if self._left is not None:
            self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Say in the new width what is said in the width that there is."""
        self._show_title()
        self.show_above()
        self._show_below()
        self._show_pane()

    @property
    def reads_lines(self) -> bool:
        """Whether the baskets' lines have to be read with them."""
        return self.needs_lines or self._pane is not None

    def _show_pane(self) -> None:
        if self._pane is not None and self._pane.display:
            self._pane.set_lines(pane_lines(self.current(), *self._pane.size))

    @property
    def has_sheet(self) -> bool:
        """Whether the distribution has been read."""
        return self._sheet is not None

    @property
    def sheet(self) -> SheetView:
        """The distribution that is shown."""
        assert self._sheet is not None
        return self._sheet

    def current(self) -> BasketView | None:
        """Return the highlighted basket."""
        key = self._table.cursor_key
        return self._baskets.get(key) if isinstance(key, int) else None

    def of_distribution(self) -> DistributionView | None:
        """Return the distribution."""
        return None if self._sheet is None else self._sheet.distribution

    def _show_sheet(self, sheet: SheetView) -> None:
        self._sheet, self._left = sheet, remaining(sheet)
        if self._pile is not None:
            self.steps = evening_steps(sheet, self._pile, self._left.expected_cash)
        self._baskets = {basket.id: basket for basket in sheet.baskets}
        self._show_title()
        shown = columns(sheet.baskets)
        self._table.set_columns(shown)
        self._make_room(width_for_all(shown))
        self.show_above()
        self._show_below()

    def _show_changed(self, sheet: SheetView) -> None:
        """Show what an act made of the sheet that was read."""
        if self._pile is not None:
            self._pile = pile_beside(sheet, self._pile)
        self._show_sheet(sheet)

    def _show_below(self) -> None:
        assert self._left is not None
        self._below.set_lines([[(below(self._left, self._list_width), "")]])

    @property
    def _list_width(self) -> int:
        return self.app.size.width - self._pane_width()

    def _make_room(self, list_needs: int) -> None:
        """Let the pane leave the list what it needs."""
        before, self._list_needs = self._pane_width(), list_needs
        if self._pane is not None and before != self._pane_width():
            self._pane.styles.width = self._pane_width()
            self.call_after_refresh(self._show_pane)

    def show_above(self) -> None:
        """Say what remains, of what a filter shows, or that the keys act on marked baskets."""
        assert self._left is not None
        marked = len(self._table.marked)
        width = self._list_width
        self._counted = self._table.filter_text
        if marked:
            visible = {row.key for row in self._table.visible_rows}
            line = about_marks(marked, len(set(self._table.marked) - visible))
        elif self._counted.strip():
            shown = self.shown_baskets()
            left = remaining(self.sheet, shown)
            total = len(self.sheet.baskets)
            line = about_filter(self._counted, left, len(shown), total, width)
        else:
            line = above(self.sheet, self._left, next_step(self.steps), width)
        self._above.set_lines([line])

    def narrow(self, table: Table, text: str) -> None:
        """Show what a text finds, and count that above."""
        super().narrow(table, text)
        if self._left is not None and text != self._counted:
            self.show_above()

    def tell_filter(self, text: str) -> None:
        """Say nothing more: the line above names the filter."""

    def shown_baskets(self) -> list[BasketView]:
        """Return the baskets that the filter shows."""
        keys = (row.key for row in self._table.visible_rows)
        return [self._baskets[key] for key in keys if isinstance(key, int)]

    def among(self) -> frozenset[int] | None:
        """Return which baskets (ids) a filter leaves: keys in an opened one stay among them."""
        if not self._table.filter_text.strip():
            return None
        return frozenset(one.id for one in self.shown_baskets())

    def refresh_commands(self) -> None:
        """Show the footer, and where nothing else is said how an older debt is paid (R18)."""
        super().refresh_commands()
        self._show_pane()
        status, basket = self.bottom.status, self.current()
        if self.bottom.is_asking or (status.text and status.level != "hint"):
            return
        hint = "" if basket is None else about_older_debt(basket)
        if hint != status.text:
            self.say(hint, "hint")

    def _show_title(self) -> None:
        self.set_title_right(self._table.position_text)
        one = self.sheet.distribution
        state = self.sheet.state(self.cagette.clock.now())
        day = format_date(one.date, "day")
        here = "".join(
            " · " + _("{who} is on {number}").format(who=called(who), number=number)
            for who, number in self._who_is_where()
        )
        if state in (State.UPCOMING, State.CERTIFIED):
            title = f"{day} · {one.place} · {state_label(state)}{here}"
        else:
            late = f"{state_label(state)} · " if state is State.LATE else ""
            steps = late + steps_text(self.steps) + here
            title = self.heading.fitting(
                f"{day} · {one.place} · {steps}", f"{day} · {steps}", steps
            )
        self.set_title(title)

    def _who_is_where(self) -> Iterator[tuple[str, int]]:
        """Give who is in which basket, by its number."""
        for basket_id, who in self._others.items():
            if basket_id in self._baskets:
                yield who, self._baskets[basket_id].number
