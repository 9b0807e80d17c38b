"""Count the box: note by note and coin by coin, or as a total; terminal and cheques (R51, R58).

What is typed is a draft in the database at every field.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_amount, format_signed
from cagette_tui.model.acts.counting import (
    CountDraft,
    close_count,
    count_draft,
    current_count,
    draft_of,
    expected_takings,
    save_count_draft,
)
from cagette_tui.model.reading.baskets import read_distribution
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.counting import Differences, differences
from cagette_tui.model.rules.evening import CountView
from cagette_tui.model.rules.takings import Takings
from cagette_tui.screens.asking import reason_given
from cagette_tui.screens.choosing import CURSOR_KEYS, CursorScreen
from cagette_tui.screens.counting_rows import (
    FIELDS,
    TOTAL,
    beside_of,
    columns,
    counted_of,
    counts_of,
    field_typed,
    label_of,
    rows,
    total_typed,
    typed_in,
    typed_into,
)
from cagette_tui.screens.digit_keys import digits
from cagette_tui.screens.model_screen import ModelScreen
from cagette_tui.sentences.box import differences_text
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.lines import Lines
from cagette_tui.widgets.painted import Run
from cagette_tui.widgets.table import Table


class CountScreen(CursorScreen[None], ModelScreen):
    """Notes, coins and their sum beside what is expected."""

    FOOTER_LINES = 2

    def __init__(self, distribution_id: int) -> None:
        """Count the box of this distribution."""
        super().__init__()
        self._distribution_id = distribution_id
        self._came_in: Takings | None = None
        self._draft = CountDraft()
        self._is_kept = True  # the draft, in the database
        self._counting = False  # a field of the list is being typed
        self._table = Table(())
        self._below = Lines(id="sums")

    def compose_content(self) -> ComposeResult:
        """Put the sums below the list."""
        yield self._table
        yield self._below

    # What is shown

    async def load(self) -> None:
        """Read what is expected, and what was typed before; type on at first."""
        first = self._came_in is None
        one = await self.db(read_distribution, self._distribution_id)
        came_in = await self.db(expected_takings, self._distribution_id)
        if not self._is_kept:
            await self._keep(self._draft)
        # The finder may have corrected the draft meanwhile.
        draft = await self.db(count_draft, self.desk, one.id) if self._is_kept else None
        last = await self.db(current_count, one.id) if first and draft is None else None
        self._came_in = came_in
        if draft is not None:
            self._draft = draft
        elif last is not None:
            self._draft = draft_of(last)
        self._table.set_columns(columns())
        self.show()
        if self.focused is None:
            self.set_focus(self._table)
        if first:
            self._begin(closed=last is not None)

    def _begin(self, *, closed: bool) -> None:
        """Type at once, unless there is something to look at first."""
        self._go_where_it_was_left()
        if not self._begun:
            self.app.call_next(self.action_type)
        elif closed:
            self.say(_("This is the last count: change what is not so, o closes it again."))
        else:
            self.say(_("Counted so far: a number types on here, o closes the count."))

    @property
    def counts(self) -> dict[Decimal, int]:
        """How many of each note and coin; a field that is empty counts as none."""
        return counts_of(self._draft)

    @property
    def counted(self) -> Decimal:
        """What is in the box, as far as it was typed, in euros."""
        return counted_of(self._draft)

    @property
    def expected(self) -> Decimal:
        """What should be in it, in euros."""
        return ZERO if self._came_in is None else self._came_in.expected_cash

    @property
    def _begun(self) -> bool:
        return bool(self._draft.total or any(self._draft.pieces.values()))

    def show(self) -> None:
        """Show what is typed."""
        self.set_title(_("Count the box"), self._table.position_text)
        self._table.set_rows(rows(self._draft, self._came_in))
        self._below.styles.height = 2
        self._below.set_lines(self._sums())
        self.refresh_commands()

    def _sums(self) -> list[list[Run]]:
        text = _("Expected {expected} · counted {counted}").format(
            expected=format_amount(self.expected), counted=format_amount(self.counted)
        )
        line: list[Run] = [(f" {text}", "strong")]
        difference = self.counted - self.expected
        if self._begun:
            said = _("no difference")
            if difference:
                said = _("difference {amount}").format(amount=format_signed(difference))
            line.append((f" · {said}", "warn" if difference else "good"))
        return [[], line]

    def enabled(self, action: str) -> bool:
        """Close what was counted."""
        if self._came_in is None:
            return action in ("back", "quit", "help")
        if action == "find":
            return self._begun and self.counted != self.expected
        if action == "clear":
            return self._draft != CountDraft()
        return self._begun or action != "close"

    # Typing

    async def action_cursor(self, step: int) -> None:
        """Go to another field; what stands in the one that is being typed is kept."""
        if await self._may_move():
            self._table.action_move(step)
            self._show_field()

    async def action_cursor_page(self, direction: int) -> None:
        """Go further."""
        if await self._may_move():
            self._table.action_move_page(direction)
            self._show_field()

    async def _may_move(self) -> bool:
        """Keep what is typed before the cursor goes; a total or a question is not left so."""
        return await self._keep_field() if self._counting else not self.bottom.is_asking

    async def _keep_field(self) -> bool:
        """Keep what stands in the field; whether it was a count, or nothing."""
        field = self.bottom.ask_line.input
        try:
            await self._keep_count(field_typed(self._table.cursor_key, field.value))
        except ValueError:
            return False
        return True

    def _show_field(self) -> None:
        """Let the field of the row under the cursor be typed: a figure replaces what it has."""
        if not self._counting:
            return
        key, line = self._table.cursor_key, self.bottom.ask_line
        line.set_label(label_of(key))
        line.input.value = typed_in(self._draft, key)
        line.input.select_all()

    async def action_type(self) -> None:
        """Type counts, one after the other."""
        await self.act(self._type())

    async def action_digit(self, digit: int) -> None:
        """Type counts, this digit first."""
        await self.act(self._type(str(digit)))

    async def _type(self, begun: str = "") -> None:
        while True:
            key = self._table.cursor_key
            if key == TOTAL:
                await self._ask_total()
                return
            self._counting = True
            typed = await self.ask_text(
                label_of(key),
                # The cursor may have moved while something else stood there.
                lambda text: field_typed(self._table.cursor_key, text),
                value=begun or typed_in(self._draft, key),
                begun=bool(begun),
                hint=_(
                    "How many; Enter alone leaves it; ↑ ↓ another one. Esc, then t: a total alone."
                ),
            )
            self._counting, begun = False, ""
            if typed is None:
                if self.bottom.ask_line.input.value.strip():
                    await self._keep_field()
                return
            await self._keep_count(typed)
            if not self._go_to_next():
                self.say(_("All typed: o closes the count."))
                return

    async def _keep_count(self, typed: str) -> None:
        draft = typed_into(self._draft, self._table.cursor_key, typed)
        if draft != self._draft:
            await self._keep(draft)

    async def action_total(self) -> None:
        """Type the total."""
        await self.act(self._ask_total())

    async def _ask_total(self) -> None:
        total = await self.ask_text(
            _("Total in the box"),
            _total_text,
            value=self._draft.total,
            hint=_("In euros, as 123,45. It replaces notes and coins."),
        )
        if total is not None:
            await self._keep(replace(self._draft, total=total, pieces={}))

    async def _keep(self, draft: CountDraft) -> None:
        """Show and keep what is typed."""
        self._draft, self._is_kept = draft, False
        self.show()
        self._is_kept = await self.keep(save_count_draft, self.desk, self._distribution_id, draft)

    def _go_to_next(self) -> bool:
        place = self._table.cursor_index + 1
        return place < len(FIELDS) and self._table.move_to(FIELDS[place])

    def _go_where_it_was_left(self) -> None:
        """Put the cursor behind the last field that was typed; on the first one behind the end."""
        typed = [n for n, key in enumerate(FIELDS) if typed_in(self._draft, key)]
        following = typed[-1] + 1 if typed else 0
        if not self._draft.total:
            self._table.move_to(FIELDS[following if following < len(FIELDS) else 0])

    # Acts

    async def action_clear(self) -> None:
        """Begin again."""
        await self.act(self._clear())

    async def _clear(self) -> None:
        if await self.confirm(_("Clear what was typed?"), yes=_("clear")):
            await self._keep(CountDraft())
            self._table.action_move_end(-1)

    async def action_find(self) -> None:
        """Look for the difference."""
        await self._find()

    async def _find(self) -> None:
        pieces = None if self._draft.total else self.counts
        await self.open_screen(self.doors.to_finding(self._distribution_id, self.counted, pieces))

    async def action_close(self) -> None:
        """Close the count."""
        await self.act(self._close())

    async def _close(self) -> None:
        came_in = self._came_in
        assert came_in is not None
        explanation = None
        beside = beside_of(self._draft)
        found = differences(self.counted, beside, came_in)
        if found.any:
            explanation = await self._explained(found)
            if explanation is None:
                return
        view = await self.tried(
            close_count,
            self._distribution_id,
            self.counted if self._draft.total else self.counts,
            shown_expected=came_in.expected_cash,
            explanation=explanation,
            beside=beside,
        )
        if view is None:
            return
        self.dismiss()
        self.tell_below(_told(view))

    async def _explained(self, found: Differences) -> str | None:
        """Offer to look for a difference of the box first; else it needs an explanation (R51)."""
        answer = await self.choose(
            _what_to_do(found),
            {
                **({"d": _("look for it")} if found.cash else {}),
                "e": _("explain it and close"),
            },
            no=_("not closed"),
        )
        if answer == "d":
            await self._find()
        elif not answer:
            self.say(_("The count is not closed; what was typed is kept."))
        if answer != "e":
            return None
        return await self.ask_text(
            _("Explanation"),
            reason_given,
            value=self._draft.explanation,
            hint=_("Kept with the count. What is not known can be said, too."),
        )

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("o",),
            action_close,
            N_("close the count"),
            N_("Store the count as it stands."),
            acts=True,
        ),
        Command(("enter",), action_type, N_("type on"), N_("Type counts from the cursor on.")),
        *digits(action_digit, N_("type on")),
        Command(
            ("t",),
            action_total,
            N_("a total alone"),
            N_("Type the total instead of notes and coins."),
        ),
        Command(
            ("d",),
            action_find,
            N_("explain the difference"),
            N_("Look for what explains the difference."),
        ),
        Command(("x",), action_clear, N_("begin again"), N_("Clear the count typed so far.")),
        *CURSOR_KEYS,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _what_to_do(found: Differences) -> str:
    if found.card or found.cheques:
        text = _("Not as in the books: {differences}.")
        return text.format(differences=differences_text(found))
    return _("Difference of {amount}.").format(amount=format_signed(found.cash))


def _told(view: CountView) -> str:
    """Say what was counted, and what of it is another sum than ours."""
    text = _("Counted: {amount}, no difference.")
    if not view.agrees:
        text = _("Counted: {amount}, {differences}.")
    found = Differences(view.difference, view.card_difference or ZERO, view.cheques_difference or 0)
    return text.format(amount=format_amount(view.counted), differences=differences_text(found))


def _total_text(text: str) -> str:
    total_typed(text)
    return text.strip()
