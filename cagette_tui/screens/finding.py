"""Where is the difference? What may explain it, each one key away from being mended."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from cagette_tui.i18n import N_, _, format_signed
from cagette_tui.model import finding as f
from cagette_tui.model.acts.mending import mend
from cagette_tui.model.acts.searching import Search, correct_count, corrects_count, search
from cagette_tui.model.rules.basket import ZERO
from cagette_tui.model.rules.kinds import LETTERS
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.store.problems import StorageProblem
from cagette_tui.screens.asking import reason_given
from cagette_tui.screens.model_screen import UNDO_UNSAID, ModelScreen
from cagette_tui.sentences import mode_label
from cagette_tui.sentences.findings import (
    candidate_sentence,
    mend_sentence,
    proposal_sentence,
    written_sentence,
)
from cagette_tui.widgets.base import BACK, HELP, QUIT
from cagette_tui.widgets.commands import MOVE, Command
from cagette_tui.widgets.rows import Column, Row
from cagette_tui.widgets.table import Table

_NO_PLACE = N_("A guess, without a place to look at: count again; o corrects it, after a question.")


class FindScreen(ModelScreen):
    """Proposals, the likeliest first, each with its candidates."""

    FOOTER_LINES = 2

    def __init__(
        self, distribution_id: int, counted: Decimal, pieces: dict[Decimal, int] | None
    ) -> None:
        """Explain this count; `pieces` where it was counted by note and coin."""
        super().__init__()
        self._distribution_id = distribution_id
        self._counted = counted
        self._pieces = pieces
        self._expected = ZERO
        self._candidates: dict[tuple[int, int], f.Candidate] = {}
        self._cash: dict[int, f.Place] = {}
        self._table = Table(())

    def compose_content(self) -> ComposeResult:
        """Show the list."""
        yield self._table

    async def load(self) -> None:
        """Look for what explains the difference as it is now."""
        today = self.cagette.clock.now().date()
        found = await self.db(search, self._distribution_id, self._counted, self._pieces, today)
        self._expected = found.expected
        self.set_title(
            _("Difference of {amount}: guesses, none is proved").format(
                amount=format_signed(found.difference)
            ),
            self._table.position_text,
        )
        self._table.set_columns((Column("what", _("What would explain it")),))
        self._table.set_empty_text(
            _("Nothing explains exactly that. Count again, or look at the cheques.")
            if found.difference
            else _("There is no difference any more.")
        )
        self._show(found)
        if self.focused is None:
            self.set_focus(self._table)

    def _show(self, found: Search) -> None:
        rows: list[Row] = []
        self._candidates = {}
        for place, proposal in enumerate(found.proposals):
            rows.append(Row.heading(f"{place + 1}. {proposal_sentence(proposal)}", place))
            for rank, candidate in enumerate(proposal.candidates):
                self._candidates[place, rank] = candidate
                rows.append(
                    Row(
                        (place, rank),
                        {
                            "what": candidate_sentence(candidate),
                        },
                    )
                )
        if found.difference and found.cash:
            rows.append(
                Row.heading(_("Or an amount in cash was mistyped: compare with the paper"), -1)
            )
        self._cash = dict(enumerate(found.cash)) if found.difference else {}
        rows += (Row(key, {"what": written_sentence(one)}) for key, one in self._cash.items())
        self._table.set_rows(rows)
        self.refresh_commands()

    def _places(self) -> tuple[f.Place, ...]:
        """Return what the highlighted row is about."""
        key, candidate = self._table.cursor_key, self._current()
        if isinstance(key, int):
            return (self._cash[key],) if key in self._cash else ()
        return () if candidate is None else candidate.places

    def _current(self) -> f.Candidate | None:
        key = self._table.cursor_key
        return self._candidates.get(key) if isinstance(key, tuple) else None

    def enabled(self, action: str) -> bool:
        """Act on the highlighted candidate."""
        if action == "look":
            return any(place.member_id is not None for place in self._places())
        return self._current() is not None or action != "mend"

    # Acts

    async def action_look(self) -> None:
        """Open the basket, or the account."""
        await self.act(self._look())

    async def _look(self) -> None:
        place = next((one for one in self._places() if one.member_id is not None), None)
        if place is None or place.member_id is None:
            return
        if place.basket_id is not None:
            await self.open_screen(self.doors.to_basket(place.basket_id))
        else:
            await self.open_screen(self.doors.to_account(place.member_id, self._distribution_id))

    @on(Table.Opened)
    async def _opened(self) -> None:
        if self.enabled("look"):
            await self.action_look()
        elif self._current() is not None:
            self.say(_(_NO_PLACE))

    async def action_mend(self) -> None:
        """Mend it."""
        await self.act(self._mend())

    async def _mend(self) -> None:
        candidate = self._current()
        if candidate is None:
            return
        wanted = await self._wanted(candidate)
        reason = None if wanted is None else await self._reason(wanted)
        if wanted is None or reason is None:
            return
        try:
            still_open = await self.insisted(
                mend,
                self.desk,
                self._distribution_id,
                wanted,
                reason,
                shown_expected=self._expected,
            )
            if corrects_count(wanted):
                await self.insisted(
                    correct_count,
                    self.desk,
                    self._distribution_id,
                    self._counted,
                    self._pieces,
                    wanted,
                )
        except (Refused, StorageProblem) as problem:
            await self.refused(problem)
            return
        self.dismiss()
        self.tell_below(_done(wanted, still_open))

    async def _wanted(self, candidate: f.Candidate) -> f.Candidate | None:
        """Say what is done and ask; where another mode is possible, it can be chosen instead."""
        what = " ".join((*map(mend_sentence, candidate.steps), _("Do it?")))
        first = candidate.steps[0].mend
        choices = {"o/y": _("do it")}
        if len(candidate.steps) == 1 and isinstance(first, f.ChangeMode) and first.or_else:
            # Which of them nothing says: none is proposed.
            what = mend_sentence(candidate.steps[0], any_mode=True)
            choices = {LETTERS[mode]: mode_label(mode) for mode in (first.mode, *first.or_else)}
        answer = await self.choose(what, choices)
        chosen = next((mode for mode, letter in LETTERS.items() if letter == answer), None)
        if chosen is None or not isinstance(first, f.ChangeMode):
            return candidate if answer else None
        step = replace(candidate.steps[0], mend=replace(first, mode=chosen))
        return replace(candidate, steps=(step,))

    async def _reason(self, candidate: f.Candidate) -> str | None:
        """Ask why money was put in or taken out; all else was found when counting."""
        if any(isinstance(step.mend, f.EnterMove) for step in candidate.steps):
            return await self.ask_text(
                _("Reason"), reason_given, hint=_("Bread paid in cash, change fetched …")
            )
        return _("found when counting the cash box")

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command(
            ("enter", "l"),
            action_look,
            N_("go and look"),
            N_("Open the basket or the account first: what is proposed is a guess."),
            without=_NO_PLACE,
        ),
        Command(
            ("o",),
            action_mend,
            N_("fix"),
            N_("Fix it this way, after showing what will be done."),
        ),
        UNDO_UNSAID,
        MOVE,
        BACK,
        QUIT,
        HELP,
    )


def _done(candidate: f.Candidate, still_open: tuple[int, ...]) -> str:
    if corrects_count(candidate):
        return _("The count is corrected as a draft: c shows it, o closes it.")
    text = _("Fixed.")
    if still_open:
        numbers = ", ".join(map(str, still_open))
        text += " " + _("Reopened, to be validated again: {numbers}").format(numbers=numbers)
    return text
