"""The first screen: the distributions, those to validate first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui import i18n, own_language
from cagette_tui.i18n import N_, _, format_amount, format_date, format_time, ngettext
from cagette_tui.model.acts.drafts import draft_to_finish
from cagette_tui.model.reading.backups_made import last_good_backup
from cagette_tui.model.reading.baskets import read_basket
from cagette_tui.model.reading.history import known_names
from cagette_tui.model.reading.lists import list_distributions
from cagette_tui.model.rules.evening import DistributionRow
from cagette_tui.model.rules.kinds import State
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.presence import Place
from cagette_tui.screens.list_screen import FILTER, OPEN, ListScreen
from cagette_tui.screens.model_screen import UNDO, ModelScreen
from cagette_tui.screens.who import Names
from cagette_tui.sentences import state_label
from cagette_tui.sentences.questions import called
from cagette_tui.sentences.system import shown_path
from cagette_tui.text import cells, clip, wrap
from cagette_tui.widgets.base import HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.rows import Column, LateRow, Row, Style
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table

if TYPE_CHECKING:
    from cagette_tui.model.acts.undoing import LastAct

_STYLES: dict[State, Style] = {
    State.CERTIFIED: "dim",
    State.LATE: "bad",
    State.TO_VALIDATE: "strong",
    State.IN_PROGRESS: "strong",
}

# Minutes after which a date says more.
_A_DAY = 24 * 60
# Days after which a missing backup is told.
_A_WEEK = 7


class DistributionsScreen(ListScreen):
    """Date, place, baskets validated of all, what is still to collect, state."""

    FOOTER_LINES = 2

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._rows: dict[int, DistributionRow] | None = None
        self._left: Place | None = None  # where this person was when the line was cut
        self._table = Table(())
        self._hint = Lines(base="dim", id="hint")
        self._offer = Lines(base="strong", id="offer")

    def compose_content(self) -> ComposeResult:
        """Show the list, and below it how to begin where there is nothing."""
        yield self._offer
        yield self._table
        yield self._hint

    async def load(self) -> None:
        """Read the list."""
        now = self.cagette.clock.now()
        first = self._rows is None
        # What is above the edge of the screen, and a page below it.
        counted = 2 * self.app.size.height if first else None
        rows = await self.db(list_distributions, now, counted)
        if first:
            self._left = self.cagette.neighbours.left_behind(self.desk.who)
            self.say(self.cagette.greeting)
            self.call_after_refresh(self.run_worker, self._get_ready(), group="ready")
        before, self._rows = self._rows or {}, {row.distribution.id: row for row in rows}
        await self._show_offer(now)
        self.set_title(_("Distributions"), self._table.position_text)
        self._table.set_columns(_columns([_day(one, now.year) for one in rows]))
        self._table.set_empty_text(_("No distribution yet."))
        hint = [] if rows else _how_to_begin(self.cagette.database.where, self.app.size.width)
        self._hint.styles.height = len(hint)
        self._hint.set_lines([[(line, "")] for line in hint])
        self._table.set_rows(
            LateRow(one.distribution.id, partial(_row, one, now.year)) for one in rows
        )
        if self.focused is None:
            self.set_focus(self._table)
        self._go_on(before)

    async def _get_ready(self) -> None:
        """Do, once the list is seen, what nobody should wait for."""
        await self.db(self.doors.get_ready)
        if not all(row.is_counted for row in (self._rows or {}).values()):
            await self.reload()

    def _go_on(self, before: Mapping[int, DistributionRow]) -> None:
        """From a distribution that was certified just now, go to the next one to validate."""
        here, rows = self._table.cursor_key, self._rows or {}
        if not isinstance(here, int) or here not in before or here not in rows:
            return
        is_new = before[here].state is not State.CERTIFIED
        if rows[here].state is not State.CERTIFIED or not is_new:
            return
        waiting = (key for key, row in rows.items() if row.waits)
        found = next(waiting, None)
        if found is not None:
            self._table.move_to(found)

    def enabled(self, action: str) -> bool:
        """Open what there is."""
        if action == "resume":
            return self._left is not None
        if action == "leave_tour":
            return self.guide is not None or bool(self._table.filter_text)
        if action == "tour":
            return self.guide is None
        return action != "open" or self._table.cursor_key is not None

    @on(Table.Opened)
    async def _opened(self, event: Table.Opened) -> None:
        if isinstance(event.key, int):
            await self.open_screen(self.doors.to_baskets(event.key))

    async def _show_offer(self, now: datetime) -> None:
        """Offer to say who is there; else to go back to where the line was cut."""
        if self.cagette.ask_name:
            text = _("You act as {who}: n says who you are.").format(who=called(self.desk.who))
        else:
            text = await self._resume_text(now)
        if not text:
            text = await self._backup_text(now)
        if not text and self.cagette.offers_tour:
            text = _("Here for the first time? t shows around, step by step.")
        self._offer.styles.height = 1 if text else 0
        self._offer.set_lines([[(clip(f" {text}", self.app.size.width), "strong")]])

    async def _backup_text(self, now: datetime) -> str:
        """Say when the nightly backups, which were made once, have stopped."""
        last = await self.db(last_good_backup)
        days = 0 if last is None else (now - last).days
        if days <= _A_WEEK:
            return ""
        return ngettext(
            "The last good backup is {count} day old: see to it, or ask who does.",
            "The last good backup is {count} days old: see to it, or ask who does.",
            days,
        ).format(count=days)

    async def _resume_text(self, now: datetime) -> str:
        left, rows = self._left, self._rows or {}
        if left is None or left.distribution not in rows:
            self._left = None
            return ""
        place = rows[left.distribution].distribution.place
        unfinished = await self._half_typed(left.distribution)
        where = clip(called(place), 15) if unfinished else called(place)
        if left.basket is not None:
            try:
                number = (await self.db(read_basket, left.basket)).number
                where += ", " + _("basket {number}").format(number=number)
            except Refused:
                pass  # the distribution is still there
        minutes = max(0, int((now - (left.at or now)).total_seconds() // 60))
        ago = ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
        if not minutes:
            ago = _("a moment ago")
        elif minutes >= _A_DAY:
            ago = format_date((left.at or now).date(), "day")
        if unfinished:
            text = _("{where}, {ago}, {what} not finished: r goes back there.")
            return text.format(where=where, ago=ago, what=unfinished[0])
        return _("You were at {where}, {ago}: r goes back there.").format(where=where, ago=ago)

    async def _half_typed(self, distribution_id: int) -> tuple[str, str] | None:
        """Name what one had typed and may still record, and the keys that show it again."""
        subject = await self.db(draft_to_finish, self.desk, distribution_id) or ""
        kinds = {
            "payment": (_("payment"), "p"),
            "weights": (_("weights"), "w"),
            "count": (_("count"), "K c"),
            "sheet": (_("sheet line"), ":"),
        }
        return kinds.get(subject.partition(":")[0])

    async def action_resume(self) -> None:
        """Go back to where the line was cut."""
        await self.act(self._resume())

    async def _resume(self) -> None:
        left, self._left = self._left, None
        if left is not None:
            unfinished = await self._half_typed(left.distribution)
            await self.open_screen(self.doors.to_baskets(left.distribution, start_at=left.basket))
            below = self.app.screen
            if unfinished is not None and isinstance(below, ModelScreen):
                text = _("Typed and not recorded: {what} ({keys}).")
                below.say(text.format(what=unfinished[0], keys=unfinished[1]))

    async def action_who(self) -> None:
        """Say who acts from now on."""
        await self.act(self._ask_who())

    async def _ask_who(self) -> None:
        app = self.cagette
        names = Names(await self.db(known_names), self.desk.who)
        name = await self.ask_text(
            _("Your name"),
            names.meant,
            hint=names.hint(""),
            on_change=lambda text: self.bottom.ask_line.set_hint(names.hint(text)),
        )
        if name is None:
            return
        app.desk = replace(app.desk, who=name)
        app.ask_name = False
        self._left = app.neighbours.left_behind(name)
        await self.reload()
        self.say(_("You act as {who}.").format(who=called(name)), "good")

    def act_text(self, last: LastAct) -> str:
        """Say in which distribution it was: none is opened here."""
        text = super().act_text(last)
        row = (self._rows or {}).get(last.distribution or 0)
        if row is None:
            return text
        one = row.distribution
        return f"{text}, {clip(called(one.place), 25)} {format_date(one.date, 'day')}"

    def action_tour(self) -> None:
        """Leave for the tour, which comes back here."""
        self.cagette.wants_tour = True
        self.action_quit()

    def action_leave_tour(self) -> None:
        """Leave a filter that is kept, or the tour."""
        if self._table.filter_text:
            self.show_all()
        else:
            self.action_quit()

    def commands(self) -> tuple[Command, ...]:
        """Say what Esc does just now."""
        known = super().commands()
        if not self._table.filter_text:
            return known
        return tuple(
            replace(one, label=N_("show all")) if one.name == "leave_tour" else one for one in known
        )

    async def action_language(self) -> None:
        """Speak another language from now on."""
        await self.act(self._change_language())

    async def _change_language(self) -> None:
        i18n.activate(i18n.next_language())
        # Where several share a login, one of them does not choose for the others.
        if not self.cagette.is_shared:
            own_language.keep(i18n.current_language())
        await self.reload()
        self.say(_("Language: {name}.").format(name=i18n.language_name()), "good")

    async def action_money(self) -> None:
        """Show the group's money."""
        await self.open_screen(self.doors.to_money())

    async def action_bank(self) -> None:
        """Show the bank's statement."""
        await self.open_screen(self.doors.to_bank())

    async def action_bring_in(self) -> None:
        """Bring a file in."""
        await self.open_screen(self.doors.to_bring_in())

    async def action_members(self) -> None:
        """Show all members."""
        await self.open_screen(self.doors.to_members())

    async def action_settings(self) -> None:
        """Show the group's settings."""
        await self.open_screen(self.doors.to_settings())

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        OPEN,
        FILTER,
        UNDO,
        Command(
            ("r",),
            action_resume,
            N_("resume"),
            N_("Go back to where you were when the line was cut."),
        ),
        Command(
            ("i",),
            action_bring_in,
            N_("bring in"),
            N_("Bring in the file of orders that Cagette gave, after a preview."),
        ),
        Command(
            ("K",),
            action_money,
            N_("money"),
            N_("The group’s money: what waits for the bank, debts and credits, months, papers."),
        ),
        Command(
            ("n",),
            action_who,
            N_("your name"),
            N_("Say who you are, as long as the program runs."),
            footer=False,
        ),
        Command(
            ("b",),
            action_bank,
            N_("bank"),
            N_("The bank’s statement: what each line is, and accepting it."),
            footer=False,
        ),
        Command(
            ("m",),
            action_members,
            N_("members"),
            N_("All members: balance, age of a debt, membership, account."),
            footer=False,
        ),
        Command(
            ("s",), action_settings, N_("settings"), N_("The group's name, modes, fee, account.")
        ),
        Command(
            ("L", "f2"),
            action_language,
            # Translators: the word in another language, for those who cannot read this one.
            N_("langue"),
            N_("Show everything in another language, at the next start too."),
        ),
        Command(
            ("t",),
            action_tour,
            N_("tour"),
            N_("An evening on invented data, step by step; nothing of yours is touched."),
        ),
        Command(("escape",), action_leave_tour, N_("end of the tour"), N_("Leave the tour.")),
        MOVE,
        QUIT,
        HELP,
    )


def _day(row: DistributionRow, this_year: int) -> str:
    """Say the day of a distribution, with its year where that is another."""
    day = row.distribution.date
    return format_date(day, "day" if day.year == this_year else "year")


def _columns(days: Iterable[str]) -> tuple[Column, ...]:
    return (
        Column("date", _("Date"), max(12, *map(cells, days), 0)),
        Column("time", _("Time"), 11),
        Column("place", _("Place")),
        Column("baskets", _("Validated"), 9, "right"),
        Column("collect", _("To collect"), 11, "right"),
        Column("state", _("State"), 11),
    )


def _row(row: DistributionRow, this_year: int) -> Row:
    one = row.distribution
    texts: dict[str, str] = {
        "date": _day(row, this_year),
        "time": f"{format_time(one.starts_at)}–{format_time(one.ends_at)}",
        "place": one.place,
        "baskets": f"{row.validated}/{row.baskets}" if row.is_counted else "…",
        "collect": "" if row.to_collect is None else format_amount(row.to_collect),
        "state": state_label(row.state),
    }
    dates = (one.date.isoformat(), format_date(one.date), format_date(one.date, "long"))
    about = (text for column, text in texts.items() if column != "collect")
    search = Search(one.place, beside=" ".join((*about, *dates)), amounts=(texts["collect"],))
    return Row(one.id, texts, _STYLES.get(row.state), search)


def _how_to_begin(where: str, width: int) -> list[str]:
    texts = (
        # Where one expected an evening it may be another file than one thinks.
        _("Nothing is in this database yet: {where}").format(where=shown_path(where)),
        _("To begin, download the order of a date from Cagette and bring it in: i, or"),
        "cagette-tui import FILE.csv --date 2026-11-20 --start 18:00 --end 19:30 --place …",
        _("To be shown around first, on invented data: t, or cagette-tui tour"),
    )
    return ["", *(f"  {line}" for text in texts for line in wrap(text, width - 4))]
