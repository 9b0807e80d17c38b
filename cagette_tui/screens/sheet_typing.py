"""Typing what the paper says: below the line stands what it means, before Enter."""

from __future__ import annotations

from cagette_tui.i18n import _
from cagette_tui.model.errors import Refused
from cagette_tui.model.kinds import Mode
from cagette_tui.model.reading import accepted_modes
from cagette_tui.model.storage import StorageProblem
from cagette_tui.screens.sheet_line import SheetLine
from cagette_tui.sentences import sentence
from cagette_tui.sentences.sheet import answer_text, understood_texts
from cagette_tui.sheet.problems import Asks, SheetProblem
from cagette_tui.sheet.understanding import Grasp, Understanding, apply_line, understand


class SheetTyping:
    """Lines of the sheet over one list of baskets, one after the other.

    The line stays open while one is worked at: whoever types fast, or over a slow line, types on.
    """

    def __init__(self, screen: SheetLine) -> None:
        """Type over this list."""
        self._screen = screen
        self._accepted: tuple[Mode, ...] = ()

    async def lines(self) -> None:
        """Let lines be typed until Esc."""
        screen = self._screen
        self._accepted = await screen.db(accepted_modes)
        screen.needs_lines = True
        try:
            if await screen.reload():
                await screen.each_line(
                    ":",
                    self._complete,
                    self._apply,
                    hint=_("What the sheet says: 12 E, 14 e20 c, 15 -chicken. Esc ends."),
                    on_change=self._understood,
                    keep="sheet",
                )
        finally:
            screen.needs_lines = False

    def _understood(self, text: str) -> None:
        """Show below what the line means so far."""
        meaning, lacks = understood_texts(self._understand(text))
        self._screen.bottom.ask_line.set_hint(" – ".join(filter(None, (meaning, lacks))))

    def _understand(self, text: str) -> Understanding:
        now = self._screen.cagette.clock.now()
        return understand(text, self._screen.sheet, accepted=self._accepted, now=now)

    def _complete(self, text: str) -> str:
        """Refuse a line that is wrong, not finished, or that would ask something, in words.

        Were it asked as a question, the next line's first letter could be taken for the answer.
        """
        found = self._understand(text)
        if found.grasp is Grasp.EMPTY:
            raise ValueError(_("What the sheet says: 12 E, 14 e20 c, 15 -chicken. Esc ends."))
        if found.problem is not None:
            raise ValueError(sentence(found.problem))
        if found.grasp is Grasp.ASKS:
            raise ValueError(sentence(Asks(found.questions)))
        return text

    async def _apply(self, text: str) -> None:
        """Do what a line says; one that cannot be done is given back for correction."""
        screen, asked = self._screen, self._screen.bottom.ask_line
        number = screen.sheet.distribution.id
        try:
            answer = await screen.db(apply_line, screen.desk, number, text, sheet=screen.sheet)
        except (Refused, SheetProblem, StorageProblem) as problem:
            await screen.reload()
            asked.give_back(text)
            asked.set_hint(f"! {text}: {sentence(problem)}")
            return
        await screen.reload()
        if answer.changes:
            screen.go_to(answer.changes[-1].after.id)
        asked.set_hint(answer_text(answer))
