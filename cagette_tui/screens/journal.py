"""The journal: who did what and when, each entry with before and after (R60)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_date, format_moment, format_time
from cagette_tui.model.reading.history import read_journal
from cagette_tui.model.rules.history import JournalView
from cagette_tui.screens.list_screen import FILTER, ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.sentences import act_label
from cagette_tui.sentences.journal import change_text
from cagette_tui.sentences.journal_line import entry_line
from cagette_tui.sentences.questions import called
from cagette_tui.text import fold, visible, wrap
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.page_screen import ReadingScreen
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.rows import AnyRow, Column, LateRow, Row, Style
from cagette_tui.widgets.table import Table


class JournalScreen(ListScreen):
    """The entries of a distribution, or of one basket of it, the last one at the bottom."""

    def __init__(self, distribution_id: int, basket: int | None = None) -> None:
        """Show a distribution's entries, or those of the basket with this number."""
        super().__init__()
        self._distribution_id = distribution_id
        self._basket = basket
        self._entries: dict[int, JournalView] | None = None
        self._only: dict[str, Any] = {}
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    async def load(self) -> None:
        """Read the entries; the cursor is on the last one at first."""
        first = self._entries is None
        entries = await self.db(read_journal, self._distribution_id)
        wanted = [one for one in entries if self._basket in (None, one.basket)]
        self._entries = {one.number: one for one in wanted}
        self._table.set_columns(_columns())
        self._table.set_empty_text(_("Nothing was done yet."))
        self._show()
        if first:
            self._table.action_move_end(1)
        if self.focused is None:
            self.set_focus(self._table)

    def _show(self) -> None:
        """Show the entries, or those of one basket, person or kind."""
        entries = (self._entries or {}).values()
        undone = {one.undoes for one in entries if one.undoes is not None}
        shown = [one for one in entries if self._is_wanted(one)]
        self._table.set_rows(_rows(shown, undone))
        self.set_title(self._title(), self._table.position_text)

    def _is_wanted(self, entry: JournalView) -> bool:
        return all(getattr(entry, name) == value for name, value in self._only.items())

    def _title(self) -> str:
        basket = self._only.get("basket", self._basket)
        parts = [_("Journal")]
        if basket is not None:
            parts.append(_("basket {number}").format(number=basket))
        if "who" in self._only:
            parts.append(called(str(self._only["who"])))
        if "kind" in self._only:
            parts.append(act_label(self._only["kind"]))
        return " · ".join(parts)

    def enabled(self, action: str) -> bool:
        """Open what there is."""
        if action in ("open", "only"):
            return self._current() is not None or bool(self._only and action != "open")
        return True

    def _current(self) -> JournalView | None:
        return (self._entries or {}).get(cast("int", self._table.cursor_key))

    def action_only(self, name: str) -> None:
        """Show only the entries of the highlighted one's basket, person or kind, or all again."""
        current = self._current()
        if self._only.pop(name, None) is None and current is not None:
            value = getattr(current, name)
            if value is None:
                self.say(_("That entry is not about a basket."), "refused")
                return
            self._only[name] = value
        self._show()

    @on(Table.Opened)
    async def _opened(self, event: Table.Opened) -> None:
        entries = self._entries or {}
        if isinstance(event.key, int) and event.key in entries:
            entry = entries[event.key]
            title = _("Journal, entry {number}").format(number=entry.number)
            await self.open_screen(ReadingScreen(title, entry_lines(entry)))

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter",),
            ListScreen.action_open,
            N_("before and after"),
            N_("What the entry changed."),
        ),
        FILTER,
        Command(
            ("b",),
            action_only,
            N_("basket"),
            N_("Its basket only, or all again."),
            argument="basket",
        ),
        Command(
            ("p",),
            action_only,
            N_("person"),
            N_("What that person did, or all again."),
            argument="who",
        ),
        Command(
            ("k",),
            action_only,
            N_("kind"),
            N_("Acts of that kind only, or all again."),
            argument="kind",
        ),
        UNDO,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def entry_lines(entry: JournalView) -> list[list[Run]]:
    """Say who did what, why, and each change with before and after."""
    who = f"{format_moment(entry.at)} · {called(entry.who)} · {act_label(entry.kind)}"
    lines: list[list[Run]] = [[], [(f" {who}", "strong")]]
    about = _about(entry)
    if about:
        lines.append([(f" {about}", "")])
    if entry.reason:
        text = _("Reason: {reason}").format(reason=visible(entry.reason))
        lines += [[(f" {line}", "")] for line in wrap(text, 78)]
    if entry.undoes is not None:
        text = _("Takes back the act {number}.").format(number=entry.undoes)
        lines.append([(f" {text}", "")])
    lines.append([])
    for change in entry.changes:
        first, *more = wrap(change_text(change), 75)
        lines += [[(f"   {first}", "")], *([(f"     {line}", "")] for line in more)]
    return lines


def _about(entry: JournalView) -> str:
    number = "" if entry.basket is None else _("basket {number}").format(number=entry.basket)
    return " – ".join(filter(None, (number, called(entry.member or ""))))


def _columns() -> tuple[Column, ...]:
    return (
        Column("when", _("When"), 5),
        Column("who", _("Who"), 8),
        Column("number", _("No."), 4, "right"),
        Column("what", _("What")),
    )


def _rows(entries: Iterable[JournalView], undone: set[int]) -> Iterator[AnyRow]:
    """Give the entries day by day."""
    day = None
    for one in entries:
        if one.at.date() != day:
            day = one.at.date()
            # A clock may have jumped: a day may come twice.
            yield Row.heading(format_date(day, "day"), ("day", one.number))
        yield LateRow(one.number, partial(_row, one, one.act in undone))


def _row(entry: JournalView, undone: bool) -> Row:
    moment = f"{format_date(entry.at.date(), 'day')} {format_time(entry.at)}"
    number = "" if entry.basket is None else str(entry.basket)
    what = " – ".join(filter(None, (entry_line(entry), visible(entry.member or ""))))
    cells = {
        "when": format_time(entry.at),
        "who": entry.who,
        "number": number,
        "what": what,
    }
    style: Style | None = "dim" if undone else None
    words = f"{what} {entry.who} {number} {entry.reason or ''} {moment}"
    return Row(entry.number, cells, style, fold(words))
