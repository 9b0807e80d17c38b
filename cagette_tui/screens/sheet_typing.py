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
from cagette_tui.sheet.problems import SheetProblem
from cagette_tui.sheet.understanding import Answer, Grasp, Understanding, apply_line, understand


class SheetTyping:
    """Lines of the sheet over one list of baskets, one after the other."""

    def __init__(self, screen: SheetLine) -> None:
        """Type over this list."""
        self._screen = screen
        self._why = ""

    async def lines(self) -> None:
        """Let lines be typed until Esc."""
        accepted = await self._screen.db(accepted_modes)
        text, told = "", ""
        while True:
            typed = await self._screen.ask_text(
                ":",
                lambda text: self._complete(text, accepted),
                value=text,
                hint=told or _("What the sheet says: 12 E, 14 e20 c, 15 -chicken. Esc ends."),
                on_change=lambda text: self._understood(text, accepted),
                keep="sheet",
            )
            if typed is None:
                return
            answer = await self._applied(typed, accepted)
            # A line that could not be applied is kept for correction.
            text, told = ("", answer_text(answer)) if answer else (typed, self._why)

    def _understood(self, text: str, accepted: tuple[Mode, ...]) -> None:
        """Show below what the line means so far."""
        meaning, lacks = understood_texts(self._understand(text, accepted))
        self._screen.bottom.ask_line.set_hint(" – ".join(filter(None, (meaning, lacks))))

    def _understand(self, text: str, accepted: tuple[Mode, ...]) -> Understanding:
        now = self._screen.cagette.clock.now()
        return understand(text, self._screen.sheet, accepted=accepted, now=now)

    def _complete(self, text: str, accepted: tuple[Mode, ...]) -> str:
        """Refuse a line that is wrong or not finished, in words."""
        found = self._understand(text, accepted)
        if found.grasp is Grasp.EMPTY:
            raise ValueError(_("What the sheet says: 12 E, 14 e20 c, 15 -chicken. Esc ends."))
        if found.problem is not None:
            raise ValueError(sentence(found.problem))
        return text

    async def _applied(self, text: str, accepted: tuple[Mode, ...]) -> Answer | None:
        """Do what a line says, after the questions that it asks."""
        found = self._understand(text, accepted)
        sure = found.grasp is Grasp.ASKS
        if sure and not await self._screen.confirm(understood_texts(found)[1]):
            self._why = ""
            return None
        try:
            answer = await self._screen.db(
                apply_line,
                self._screen.desk,
                self._screen.sheet.distribution.id,
                text,
                sure=sure,
                sheet=self._screen.sheet,
            )
        except (Refused, SheetProblem, StorageProblem) as problem:
            await self._screen.reload()
            self._why = sentence(problem)
            return None
        await self._screen.reload()
        if answer.changes:
            self._screen.go_to(answer.changes[-1].after.id)
        return answer
