"""Typing what the paper says: below the line stands what it means, before Enter."""

from __future__ import annotations

from contextlib import suppress

from textual.timer import Timer

from cagette_tui.i18n import _
from cagette_tui.model.acts.drafts import drop_draft, from_draft, read_draft, save_draft
from cagette_tui.model.reading.baskets import accepted_modes
from cagette_tui.model.reading.memberships import read_fees
from cagette_tui.model.rules.kinds import Mode
from cagette_tui.model.rules.members import Fees
from cagette_tui.model.rules.refusals import Refused
from cagette_tui.model.store.problems import StorageProblem
from cagette_tui.screens.sheet_screen import SheetScreen
from cagette_tui.screens.typed import without_shift
from cagette_tui.sentences import sentence
from cagette_tui.sentences.sheet import answer_text, understood_texts
from cagette_tui.sheet.problems import SheetProblem
from cagette_tui.sheet.understanding import Grasp, Understanding, apply_line, understand
from cagette_tui.text import visible

# Seconds without a key after which what is half typed is kept.
_PAUSE = 1.0


class SheetTyping:
    """Lines of the sheet over one list of baskets, one after the other.

    The line stays open while one is worked at: whoever types fast, or over a slow line, types on.
    """

    def __init__(self, screen: SheetScreen) -> None:
        """Type over this list."""
        self._screen = screen
        self._accepted: tuple[Mode, ...] = ()
        self._fees = Fees()
        self._kept = ""
        self._timer: Timer | None = None

    async def lines(self) -> None:
        """Let lines be typed until Esc."""
        screen = self._screen
        self._accepted = await screen.db(accepted_modes)
        screen.needs_lines = True
        try:
            if await screen.reload():
                await self._read_fees()
                await self._read_draft()
                await screen.each_line(
                    ":",
                    self._complete,
                    self._apply,
                    hint=_example(),
                    on_change=self._understood,
                    keep="sheet",
                    value=self._kept or screen.begun_line(),
                    begun=not self._kept,
                    adds="!",  # the yes to what a line would ask
                )
        finally:
            screen.needs_lines = False

    @property
    def _announces(self) -> bool | None:
        return self._screen.cagette.announcing.get(self._screen.sheet.distribution.id)

    @property
    def _subject(self) -> str:
        return f"sheet:{self._screen.sheet.distribution.id}"

    async def _read_fees(self) -> None:
        """Know what memberships cost, and who has paid theirs."""
        members = [one.member_id for one in self._screen.sheet.baskets]
        self._fees = await self._screen.db(read_fees, members)

    async def _read_draft(self) -> None:
        draft = await self._screen.db(read_draft, self._screen.desk, self._subject)
        if draft is not None:
            self._kept = str(draft.data)

    def _keep_soon(self, text: str) -> None:
        """Keep what is half typed once the keys pause: not each of them is worth writing."""
        if self._timer is not None:
            self._timer.stop()
        screen = self._screen
        self._timer = screen.set_timer(
            _PAUSE, lambda: screen.run_worker(self._keep(text), group="draft")
        )

    async def _keep(self, text: str) -> None:
        screen = self._screen
        if text.strip() == self._kept.strip():
            return
        with suppress(StorageProblem):  # it stands on the screen
            if text.strip():
                await screen.db(save_draft, screen.desk, self._subject, text)
            else:
                await screen.db(drop_draft, screen.desk, self._subject)
            self._kept = text

    def _understood(self, text: str) -> None:
        """Show below what the line means so far."""
        self._keep_soon(text)
        meaning, lacks = understood_texts(self._understand(text))
        if meaning:
            meaning = _("Enter will do: {what}").format(what=meaning)
        self._screen.bottom.ask_line.set_hint(" – ".join(filter(None, (meaning, lacks))))

    def _understand(self, text: str) -> Understanding:
        desk = self._screen.desk
        now, zone = desk.now(), desk.zone()
        return understand(
            text.lstrip(": "),  # the key that begins a line, typed again
            self._screen.sheet,
            accepted=self._accepted,
            now=now,
            zone=zone,
            announces=self._announces,
            fees=self._fees,
        )

    def _complete(self, text: str) -> str:
        """Refuse a line that is wrong, not finished, or that would ask something, in words.

        Were it asked as a question, the next line's first letter could be taken for the answer.
        """
        found = self._understand(text)
        if found.grasp is Grasp.EMPTY:
            raise ValueError(_example())
        if found.problem is not None:
            first = text.split(maxsplit=1)[0] if text.strip() else ""
            raise ValueError(without_shift(first) or sentence(found.problem))
        if found.grasp is Grasp.ASKS:
            raise ValueError(sentence(found.asks))
        return text.lstrip(": ")

    async def _apply(self, text: str) -> None:
        """Do what a line says; one that cannot be done is given back for correction."""
        screen, asked = self._screen, self._screen.bottom.ask_line
        if self._timer is not None:
            self._timer.stop()
        number = screen.sheet.distribution.id
        try:
            answer = await screen.db(
                from_draft,
                screen.desk,
                self._subject,
                apply_line,
                number,
                text,
                sheet=screen.sheet,
                announces=self._announces,
            )
            self._kept = ""
        except (Refused, SheetProblem, StorageProblem) as problem:
            await screen.reload()
            self._keep_soon(text)
            asked.give_back(text)
            asked.set_hint(f"! {text}: {sentence(problem)}")
            return
        await screen.reload()
        await self._read_fees()
        if answer.changes:
            screen.go_to(answer.changes[-1].after.id)
        told = _("Done: {what}").format(what=answer_text(answer))
        if left_out := asked.left_out():
            # Typed ahead of the refusal, another line has taken its place.
            told = _("{answer} – NOT done: {line}").format(answer=told, line=visible(left_out))
        asked.set_hint(told)


def _example() -> str:
    return _("12 e received, 12 E validated too, 13 c 25,50 n0012345, 15 -chicken. Esc ends.")
