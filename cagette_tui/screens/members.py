"""All members: how the accounts stand, with or without a basket; added, named, made one (R25)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, format_date, format_number
from cagette_tui.model.acts.members import merge_members, name_member
from cagette_tui.model.acts.writing import Desk
from cagette_tui.model.reading.members import read_members
from cagette_tui.model.rules.members import MemberView
from cagette_tui.model.rules.steps import Answers
from cagette_tui.screens.choosing import Chooser
from cagette_tui.screens.list_screen import FILTER, OPEN, ListScreen
from cagette_tui.screens.model_screen import UNDO
from cagette_tui.screens.new_member import member_added, name_typed
from cagette_tui.sentences.labels import standing
from cagette_tui.sentences.members import membership_text, merge_question
from cagette_tui.sentences.questions import called
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.rows import Cell, Column, LateRow, Row
from cagette_tui.widgets.searching import Search
from cagette_tui.widgets.table import Table


class MembersScreen(ListScreen):
    """Everybody who has an account, and what is to be known of it."""

    FOOTER_LINES = 2

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._members: dict[int, MemberView] = {}
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    async def load(self) -> None:
        """Read all members."""
        found = await self.db(read_members)
        self._members = {one.id: one for one in found}
        today = self.cagette.clock.now().date()
        self.set_title(_("Members"), self._table.position_text)
        self._table.set_columns(_columns())
        self._table.set_empty_text(_("No member yet: a adds one."))
        self._table.set_rows([LateRow(one.id, partial(_row, one, today)) for one in found])
        if self.focused is None:
            self.set_focus(self._table)

    def _current(self) -> MemberView | None:
        key = self._table.cursor_key
        return self._members.get(key) if isinstance(key, int) else None

    def enabled(self, action: str) -> bool:
        """Offer what the highlighted member allows."""
        if action in ("open", "rename"):
            return self._current() is not None
        return action != "merge" or (self._current() is not None and len(self._members) > 1)

    @on(Table.Opened)
    async def _opened(self, event: Table.Opened) -> None:
        if isinstance(event.key, int):
            await self.open_screen(self.doors.to_account(event.key, None))

    async def action_add(self) -> None:
        """Add a member."""
        await self.act(self._add())

    async def _add(self) -> None:
        name = await self.ask_text(
            _("Name"), name_typed, hint=_("As on the lists: surname first. Enter adds the member.")
        )
        if name is None:
            return
        number = await member_added(self, name)
        if number is not None:
            await self.reload()
            self._table.move_to(number)

    async def action_rename(self) -> None:
        """Correct a name."""
        await self.act(self._rename())

    async def _rename(self) -> None:
        one = self._current()
        if one is None:
            return
        name = await self.ask_text(
            _("Name"),
            name_typed,
            value=one.name,
            hint=_("Files of Cagette no longer change it; certified evenings keep the old one."),
        )
        if name is not None and await self.done(name_member, one.id, name):
            self._table.move_to(one.id)
            self.say(_("Called {name} from now on.").format(name=called(name)), "good")

    async def action_merge(self) -> None:
        """Say that the highlighted member is another one."""
        await self.act(self._merge())

    async def _merge(self) -> None:
        away = self._current()
        if away is None:
            return
        kept = await self._other(away)
        if kept is None:
            return
        if not await self.confirm(merge_question(away, kept), yes=_("one member")):
            return

        def merged(desk: Desk, _said: Answers) -> None:
            merge_members(desk, away.id, kept.id)

        if await self.shown(merged):
            self._table.move_to(kept.id)
            now = self._members[kept.id]
            text = _("{name} is one member now: {standing}.")
            self.say(text.format(name=called(kept.name), standing=standing(now.balance)), "good")

    async def _other(self, away: MemberView) -> MemberView | None:
        """Choose who the member is; those of a like name come first."""
        today = self.cagette.clock.now().date()
        words = set(away.name.casefold().split())
        others = [one for one in self._members.values() if one.id != away.id]
        others.sort(key=lambda one: -len(words & set(one.name.casefold().split())))
        title = _("Who is {name} really?").format(name=called(away.name))
        hint = _("That one is kept. Letters filter, ↑ ↓ move, Enter takes, Esc goes back.")
        rows = [_row(one, today) for one in others]
        taken = await self.chosen_from(Chooser(title, _columns(), rows, hint=hint))
        return self._members.get(taken) if isinstance(taken, int) else None

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        OPEN,
        FILTER,
        Command(("a",), action_add, N_("add"), N_("Add a member.")),
        Command(("n",), action_rename, N_("name"), N_("Correct the name of a member.")),
        Command(
            ("f",),
            action_merge,
            N_("make one"),
            N_("Say that two members are one: baskets, payments and balance go over."),
        ),
        UNDO,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("ref", _("Ref."), 7),
        Column("name", _("Member")),
        Column("balance", _("Balance"), 11, "right"),
        Column("since", _("Debt since"), 10),
        Column("paid", _("Last paid"), 10),
        Column("until", _("Membership"), 10),
    )


def _since(one: MemberView, today: date) -> str:
    """Say since when there is a debt; what an order to come will cost is none yet (R18)."""
    if one.since is None:
        return ""
    return _("later") if one.is_to_come(today) else format_date(one.since)


def _row(one: MemberView, today: date) -> Row:
    texts = {
        "ref": one.called,
        "name": one.name,
        "balance": format_amount(one.balance),
        "since": _since(one, today),
        "paid": "" if one.last_payment is None else format_date(one.last_payment),
        "until": "–" if one.until is None else format_date(one.until),
    }
    cells: dict[str, Cell] = dict(texts)
    if one.balance < 0:
        cells["balance"] = (texts["balance"], "warn")
    if one.until is not None and not one.up_to_date(today):
        cells["until"] = (texts["until"], "warn")
    beside = f"{standing(one.balance)} {membership_text(one, today)}"
    amount = format_number(abs(one.balance))
    return Row(one.id, cells, None, Search(one.name, one.called, beside=beside, amounts=(amount,)))
